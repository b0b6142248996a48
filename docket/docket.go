// Package docket holds the nouns of a case and the law that moves it: Request, Procedure,
// Case, Clock ledger, Deadline with its working, Task, Rung, Letter, Event, Error.
//
// It is pure: no I/O, no wall clock, no randomness, no map iteration that reaches a result,
// because the same functions run inside Temporal workflows, behind the screens' buttons and
// in the command line. Nothing here holds a person's name, address or words: those stay in
// the store and are referred to by ID.
package docket
