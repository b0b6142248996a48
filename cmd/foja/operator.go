package main

import (
	"context"
	"strings"
	"time"

	"foja/access"
	"foja/store"
)

// byOperator keeps in the audit of accounts what was done on the machine, and tells the owner of the account. The operator is trusted: she has
// the register in her hands. That she did it is on record, so that nobody else is suspected.
func byOperator(ctx context.Context, s *store.Store, u store.User, kind, detail string) error {
	var tell []store.AccountNotice
	if kind != access.AccountCreated { // she has just been given her password
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
		return byOperator(ctx, s, u, access.AccountConfirmed, "")
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
