// Package accounts keeps the accounts of the agency's people: made and changed by administrators, with links to
// set a password, absences, tokens of programs, and the rule that two accounts which one administrator holds are
// one person. Signing in is in access. Begin with accounts.go; one_person.go is the rule of two persons.
package accounts
