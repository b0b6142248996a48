// Package upkeep is what the program does by itself and what operators ask of it: cases whose workflow was not
// started, the nothing-lost report, outages of the mailbox, words of files for the search, and the settings in
// force. Begin with sweep.go.
package upkeep
