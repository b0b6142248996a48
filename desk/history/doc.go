// Package history puts what happened to a case into words: the lines of its timeline, the proposal being written,
// items of an answer, appeals, and whose mail a message is. It reads and changes nothing. The page that shows it
// is in desk/cases. Begin with timeline.go.
package history
