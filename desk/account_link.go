package desk

import (
	"context"
	"slices"
	"time"

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
	Unsure    bool // sending began, and nobody knows whether it left
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
func (d *Desk) makeLink(ctx context.Context, by User, u store.User, fresh bool) (AccountLink, error) {
	address := u.Email
	if !d.SendsMail {
		address = ""
	}
	if address != "" && !fresh {
		others, err := d.addressChangers(ctx, u.ID)
		if err != nil {
			return AccountLink{}, err
		}
		if len(others) > 0 { // nobody knows yet whether the address is the owner's
			address = ""
		}
	}
	l, err := d.Store.MakeAccountLink(ctx, store.AccountLink{User: u.ID, By: by.ID, Address: address, MadeAt: d.Now(), ExpiresAt: d.Now().Add(accountLinkLife)})
	return linkOf(l), err
}

// addressChangers are who wrote the address of an account that is not theirs, of late.
func (d *Desk) addressChangers(ctx context.Context, id string) (users []string, err error) {
	events, err := d.Store.AccountEventsOf(ctx, []string{id}, d.Now().Add(-heldByOther))
	for _, e := range events {
		switch {
		case e.Kind == AccountAddress && e.By != id && e.By != "":
			users = append(users, e.By)
		case e.Kind == AccountConfirmed:
			users = slices.DeleteFunc(users, func(u string) bool { return u != e.By })
		}
	}
	return users, err
}

// ApproveLink gives the link of an account to a second administrator, this once, who hands it to its owner.
func (d *Desk) ApproveLink(ctx context.Context, by User, id string) (url string, err error) {
	if err := by.must(accountKeepers); err != nil {
		return "", err
	}
	if err := d.proved(by); err != nil {
		return "", err
	}
	u, err := d.Store.User(ctx, id)
	if err != nil {
		return "", err
	}
	l, err := d.Store.OpenAccountLink(ctx, id, d.Now())
	if err != nil {
		return "", err
	}
	if l.By == by.ID || id == by.ID {
		return "", docket.Refuse(docket.CodeForbidden, "Debe entregarlo otra persona de la administración: no quien lo pidió, ni la dueña de la cuenta.")
	}
	changers, err := d.addressChangers(ctx, id)
	if err != nil {
		return "", err
	}
	if slices.Contains(changers, by.ID) {
		return "", docket.Refuse(docket.CodeForbidden, "Usted cambió el correo de esta cuenta: debe entregar el enlace otra persona de la administración.")
	}
	if err := d.twoPersons(ctx, by, l.By); err != nil {
		return "", err
	}
	token, hash := NewLinkToken()
	if err := d.Store.ApproveAccountLink(ctx, l.ID, by.ID, hash); err != nil {
		return "", err
	}
	return d.Deps.Agency.WebURL + PasswordPath + token, d.happened(ctx, by, u, AccountApproved, "")
}

// PasswordPath is where links of accounts lead; the token follows.
const PasswordPath = "/password/"

// NewLinkToken makes the secret of a link and the hash by which the register knows it.
func NewLinkToken() (plain, hash string) {
	plain, _ = NewToken()
	plain = plain[len("foja_"):]
	return plain, tokenHash(plain)
}

// PasswordLink tells whose password a link sets: her login.
func (d *Desk) PasswordLink(ctx context.Context, token string) (login string, err error) {
	_, u, err := d.accountByLink(ctx, token)
	return u.Login, err
}

func (d *Desk) accountByLink(ctx context.Context, token string) (store.AccountLink, store.User, error) {
	l, err := d.Store.AccountLinkByToken(ctx, tokenHash(token), d.Now())
	if err != nil {
		return l, store.User{}, err
	}
	u, err := d.Store.User(ctx, l.User)
	if err == nil && u.Disabled {
		err = docket.Refuse(docket.CodeNotFound, "Esa cuenta está cerrada. Hable con la administración.")
	}
	return l, u, err
}

// SetPassword sets a password with a link, once.
func (d *Desk) SetPassword(ctx context.Context, token, next, ip string) (login string, err error) {
	l, u, err := d.accountByLink(ctx, token)
	if err != nil {
		return "", err
	}
	hash, err := d.acceptPassword(ctx, u, "next", next)
	if err != nil {
		return u.Login, err
	}
	used, err := d.Store.UseAccountLink(ctx, l, hash, d.Now())
	if err != nil {
		return u.Login, err
	}
	if !used {
		return "", docket.Refuse(docket.CodeNotFound, "Este enlace ya se usó. Pida uno nuevo a la administración.")
	}
	return u.Login, d.happened(ctx, User{ID: u.ID, Place: ip}, u, AccountLinkUsed, "")
}
