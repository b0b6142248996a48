// Package documents keeps the files of cases: what is handed in is checked, searched for viruses and stored, what
// is handed out is found for who may see it, and files are looked into for what they say without showing it. What
// an act makes of a file is in desk/acts; whole case files are in desk/papers. Begin with files.go.
package documents
