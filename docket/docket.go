// Package docket has the domain types and the law: Request, Procedure, Case, clock ledger, Deadline with its working,
// Task, Rung, Letter, Event, Error.
//
// It is pure: no I/O, no wall clock, no randomness, no map iteration that affects a result, because the same
// functions run in Temporal workflows, for the pages' buttons and on the command line. Nothing here contains a
// person's name, address or text: those are in the store and referred to by ID.
package docket
