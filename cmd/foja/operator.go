package main

import (
	"context"
	"strings"
	"time"

	"foja/desk"
	"foja/store"
)

// auditOperator records an operator's command in the audit of accounts and notifies the owner of the account. The
// operator has full access to the register; the record shows that no other user did it.
func auditOperator(ctx context.Context, s *store.Store, u store.User, kind, detail string) error {
	var tell []store.AccountNotice
	if kind != desk.AccountCreated { // the owner has just received the password
		tell = append(tell, store.AccountNotice{User: u.ID, Address: u.Email})
	}
	return s.AddAccountEvent(ctx, store.AccountEvent{User: u.ID, Kind: kind, At: time.Now(), Detail: detail}, tell)
}

type userConfirmCmd struct {
	Login string `arg:""`
}

// Run does the command.
func (c userConfirmCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return auditOperator(ctx, s, u, desk.AccountConfirmed, "")
	})
}

// changed says what a change of a user changed.
func changed(before, after store.User) string {
	words := func(u store.User) string {
		var roles []string
		for _, r := range u.Roles {
			roles = append(roles, string(r))
		}
		return strings.Join([]string{u.Name, u.Email, strings.Join(roles, ", "), u.Office}, "; ")
	}
	return words(before) + " → " + words(after)
}
