package desktest

import (
	"testing"

	"foja/access"
	"foja/docket"
)

// Duo is a house whose mail leaves, with an administrator who has just typed her password.
func Duo(t *testing.T) (*Env, access.User) {
	h := New(t)
	h.Desk.Accounts.SendsMail = true
	return h, h.Fresh(h.Person("Pilar", "", docket.RoleAdministrator, docket.RoleManager))
}
