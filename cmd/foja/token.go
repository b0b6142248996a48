package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"foja/access"
	"foja/store"
)

type tokenCmd struct {
	Add    tokenAddCmd    `cmd:"" help:"Make an API token; it is printed once and never again."`
	List   tokenListCmd   `cmd:"" help:"List a user's tokens."`
	Revoke tokenRevokeCmd `cmd:"" help:"Revoke a token at once."`
}

type tokenAddCmd struct {
	Login string        `arg:"" help:"Whose token it is: it may do what this user may."`
	Name  string        `required:"" help:"What it is for."`
	For   time.Duration `default:"2160h" help:"How long it is good; 0 = until revoked."`
}

func (c tokenAddCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		var until time.Time
		if c.For > 0 {
			until = time.Now().Add(c.For)
		}
		plain, hash := access.NewToken()
		_, err := s.AddToken(ctx, store.Token{User: u.ID, Name: c.Name, Hash: hash, ExpiresAt: until})
		if err == nil {
			fmt.Println(plain)
			err = auditOperator(ctx, s, u, access.AccountToken, c.Name)
		}
		return err
	})
}

type tokenListCmd struct {
	Login string `arg:""`
}

func (c tokenListCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		tokens, err := s.Tokens(ctx, u.ID)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		_, err = fmt.Fprintln(w, "ID\tNAME\tMADE\tGOOD UNTIL\tREVOKED")
		day := func(t time.Time) string {
			if t.IsZero() {
				return "-"
			}
			return t.Local().Format("2006-01-02 15:04")
		}
		for _, t := range tokens {
			_, e := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", t.ID, t.Name, day(t.CreatedAt), day(t.ExpiresAt), day(t.RevokedAt))
			err = errors.Join(err, e)
		}
		return errors.Join(err, w.Flush())
	})
}

type tokenRevokeCmd struct {
	ID string `arg:""`
}

func (c tokenRevokeCmd) Run(ctx context.Context) error {
	return withStore(ctx, func(s *store.Store) error {
		t, err := s.Token(ctx, c.ID)
		if err != nil {
			return err
		}
		u, err := s.User(ctx, t.User)
		if err != nil {
			return err
		}
		return errors.Join(s.RevokeToken(ctx, c.ID), auditOperator(ctx, s, u, access.AccountTokenEnded, t.Name))
	})
}
