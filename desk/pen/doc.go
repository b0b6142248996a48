// Package pen keeps the mail that waits for a person: the holding pen, what its messages are, to whom a request of
// one belongs, and messages that move from one case to another. That mail is read and sorted by itself is in
// intake and activities. Begin with held.go and decide.go.
package pen
