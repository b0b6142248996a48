package accounts

import (
	"context"
	"slices"
	"time"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// An administrator never learns a password of somebody else's. She asks for a link, which goes to the owner's address; where that proves
// nothing (there is none, no mail leaves, or she has just written it herself over another) a second administrator hands it over.

// accountLinkLife is how long a link opens.
const accountLinkLife = 3 * 24 * time.Hour

// AccountLink is how the owner of an account comes to her password.
type AccountLink struct {
	To        string // address; "" = a second administrator hands it over
	ExpiresAt time.Time
	Waits     bool // for the second administrator
	Sent      bool
	Unsure    bool // sending began, and it is unknown whether it left
	Failure   string
	By        string // user ID of who asked
}

func linkOf(l store.AccountLink) AccountLink {
	return AccountLink{
		To: l.Address, ExpiresAt: l.ExpiresAt, Waits: l.Address == "" && l.ApprovedBy == "", Sent: !l.MailedAt.IsZero() && l.Failure == "",
		Unsure: !l.SendingAt.IsZero() && l.MailedAt.IsZero(), Failure: l.Failure, By: l.By,
	}
}

// makeLink asks for one. fresh is an account that was made with this address a moment ago.
func (s *Service) makeLink(ctx context.Context, by access.User, u store.User, fresh bool) (AccountLink, error) {
	address := u.Email
	if !s.SendsMail {
		address = ""
	}
	if address != "" && !fresh {
		others, err := s.addressChangers(ctx, u.ID)
		if err != nil {
			return AccountLink{}, err
		}
		if len(others) > 0 { // it is not yet known whether the address is the owner's
			address = ""
		}
	}
	l, err := s.Store.MakeAccountLink(ctx, store.AccountLink{User: u.ID, By: by.ID, Address: address, MadeAt: s.Now(), ExpiresAt: s.Now().Add(accountLinkLife)})
	return linkOf(l), err
}

// addressChangers are who wrote the address of an account that is not theirs, of late.
func (s *Service) addressChangers(ctx context.Context, id string) (users []string, err error) {
	events, err := s.Store.AccountEventsOf(ctx, []string{id}, s.Now().Add(-heldByOther))
	for _, e := range events {
		switch {
		case e.Kind == access.AccountAddress && e.By != id && e.By != "":
			users = append(users, e.By)
		case e.Kind == access.AccountConfirmed:
			users = slices.DeleteFunc(users, func(u string) bool { return u != e.By })
		}
	}
	return users, err
}

// ApproveLink gives the link of an account to a second administrator, this once, who hands it to its owner.
func (s *Service) ApproveLink(ctx context.Context, by access.User, id string) (url string, err error) {
	if err := by.Must(access.AccountKeepers); err != nil {
		return "", err
	}
	if err := s.access.Proved(by); err != nil {
		return "", err
	}
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return "", err
	}
	l, err := s.Store.OpenAccountLink(ctx, id, s.Now())
	if err != nil {
		return "", err
	}
	if l.By == by.ID || id == by.ID {
		return "", docket.Refuse(docket.CodeForbidden, "account.link_by_third_person")
	}
	changers, err := s.addressChangers(ctx, id)
	if err != nil {
		return "", err
	}
	if slices.Contains(changers, by.ID) {
		return "", docket.Refuse(docket.CodeForbidden, "account.link_after_email_change")
	}
	if err := s.TwoPersons(ctx, by, l.By); err != nil {
		return "", err
	}
	token, hash := NewLinkToken()
	if err := s.Store.ApproveAccountLink(ctx, l.ID, by.ID, hash); err != nil {
		return "", err
	}
	return s.Agency.WebURL + PasswordPath + token, s.access.Happened(ctx, by, u, access.AccountApproved, "")
}

// PasswordPath is where links of accounts lead; the token follows.
const PasswordPath = "/password/"

// NewLinkToken makes the secret of a link and the hash by which the register knows it.
func NewLinkToken() (plain, hash string) {
	plain, _ = access.NewToken()
	plain = plain[len("foja_"):]
	return plain, access.TokenHash(plain)
}

// PasswordLink tells whose password a link sets: her login.
func (s *Service) PasswordLink(ctx context.Context, token string) (login string, err error) {
	_, u, err := s.accountByLink(ctx, token)
	return u.Login, err
}

func (s *Service) accountByLink(ctx context.Context, token string) (store.AccountLink, store.User, error) {
	l, err := s.Store.AccountLinkByToken(ctx, access.TokenHash(token), s.Now())
	if err != nil {
		return l, store.User{}, err
	}
	u, err := s.Store.User(ctx, l.User)
	if err == nil && u.Disabled {
		err = docket.Refuse(docket.CodeNotFound, "account.closed")
	}
	return l, u, err
}

// SetPassword sets a password with a link, once.
func (s *Service) SetPassword(ctx context.Context, token, next, ip string) (login string, err error) {
	l, u, err := s.accountByLink(ctx, token)
	if err != nil {
		return "", err
	}
	hash, err := s.access.AcceptPassword(ctx, u, "next", next)
	if err != nil {
		return u.Login, err
	}
	used, err := s.Store.UseAccountLink(ctx, l, hash, s.Now())
	if err != nil {
		return u.Login, err
	}
	if !used {
		return "", docket.Refuse(docket.CodeNotFound, "account.link_used")
	}
	return u.Login, s.access.Happened(ctx, access.User{ID: u.ID, Place: ip}, u, access.AccountLinkUsed, "")
}
