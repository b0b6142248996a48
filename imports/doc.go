// Package imports reads the cases that an agency had in another system or in a spreadsheet, and makes of each row a
// registration with the events of its past. It is pure: it opens no file and no database. Begin reading at Row;
// docs/import.md describes the format for those who write such files.
package imports
