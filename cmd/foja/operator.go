package main

import (
	"context"
	"os"
	"strings"
	"time"

	"foja/access"
	"foja/store"
)

// auditOperator records an operator's command in the audit of accounts and notifies the owner of the account. The
// operator has full access to the register; the record shows that no other user did it.
func auditOperator(ctx context.Context, s *store.Store, u store.User, kind, detail string) error {
	var tell []store.AccountNotice
	if kind != access.AccountCreated { // the owner has just received the password
		tell = append(tell, store.AccountNotice{User: u.ID, Address: u.Email})
	}
	if err := logOperator(ctx, u, kind, detail); err != nil {
		return err
	}
	return s.AddAccountEvent(ctx, store.AccountEvent{User: u.ID, Kind: kind, At: time.Now(), Detail: detail}, tell)
}

// logOperator writes to the security log what was done on the machine, as the desk does for what is done on screens. On
// the command line "stdout" is standard error: standard output is the command's answer, and may be a token.
func logOperator(ctx context.Context, u store.User, kind, detail string) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	log, file, err := openSecurityLog(cfg.SecurityLog, os.Stderr)
	if err != nil || log == nil {
		return err
	}
	args := []any{"event", "account." + kind, "actor", "", "login", operatorLogin, "address", "", "user", u.ID}
	// as the desk does: other details may be names and addresses
	if kind == access.AccountRoles || kind == access.AccountCreated {
		args = append(args, "roles", detail)
	}
	log.InfoContext(ctx, "account."+kind, args...)
	return file.Close()
}

// operatorLogin stands in the security log for the person who may run commands on the machine; no account can have it.
const operatorLogin = "(operator)"

type userConfirmCmd struct {
	Login string `arg:""`
}

// Run does the command.
func (c userConfirmCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return auditOperator(ctx, s, u, access.AccountConfirmed, "")
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
