package accounts

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
	"foja/access/limits"
	"foja/docket"
	"foja/store"
)

// Token is a key of a program. Its secret is kept as a hash only.
type Token struct {
	ID, Name  string
	CreatedAt time.Time
	ExpiresAt time.Time // zero = it does not end
	Live      bool      // neither revoked nor expired
}

const (
	longestTokenName = 100
)

// Tokens lists somebody's, live or not.
func (s *Service) Tokens(ctx context.Context, by access.User, user string) ([]Token, error) {
	user, err := by.Whose(user, true)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Tokens(ctx, user)
	var list []Token
	for _, t := range all {
		live := t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || s.Now().Before(t.ExpiresAt))
		list = append(list, Token{t.ID, t.Name, t.CreatedAt, t.ExpiresAt, live})
	}
	return list, err
}

// CreateToken makes one, good for some days.
func (s *Service) CreateToken(ctx context.Context, by access.User, user, name string, days int) (string, error) {
	if err := by.Must(access.Staff); err != nil {
		return "", err
	}
	if user != "" && user != by.ID {
		return "", docket.Refuse(docket.CodeForbidden, "token.of_another_person")
	}
	name = strings.Join(strings.Fields(name), " ")
	var wrong access.FieldErrors
	if name == "" || utf8.RuneCountInString(name) > longestTokenName {
		wrong = append(wrong, docket.Invalid("name", "token.name_form", "most", longestTokenName))
	}
	if days < 1 || days > limits.TokenDays {
		wrong = append(wrong, docket.Invalid("days", "token.days_form", "most", limits.TokenDays))
	}
	if err := s.access.Proved(by); err != nil {
		wrong = append(wrong, asField(err))
	}
	if len(wrong) > 0 {
		return "", wrong
	}
	return s.issue(ctx, by, name, s.Now().AddDate(0, 0, days))
}

// RevokeToken ends one at once.
func (s *Service) RevokeToken(ctx context.Context, by access.User, user, id string) error {
	user, err := by.Whose(user, false)
	if err != nil {
		return err
	}
	all, err := s.Store.Tokens(ctx, user)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.ID != id {
			continue
		}
		if err := s.Store.RevokeToken(ctx, id); err != nil {
			return err
		}
		return s.access.HappenedTo(ctx, by, user, access.AccountTokenEnded, t.Name)
	}
	return docket.Refuse(docket.CodeNotFound, "token.unknown")
}

// IssueToken makes a token without asking who wants it: for a login that has just been checked.
func (s *Service) IssueToken(ctx context.Context, user, name string, expires time.Time) (plain string, err error) {
	u, err := s.access.UserByID(ctx, user)
	if err != nil {
		return "", err
	}
	return s.issue(ctx, u, strings.TrimSpace(name), expires)
}

func (s *Service) issue(ctx context.Context, by access.User, name string, expires time.Time) (plain string, err error) {
	plain, hash := access.NewToken()
	if _, err := s.Store.AddToken(ctx, store.Token{User: by.ID, Name: name, Hash: hash, CreatedAt: s.Now(), ExpiresAt: expires}); err != nil {
		return "", err
	}
	return plain, s.access.HappenedTo(ctx, by, by.ID, access.AccountToken, name)
}
