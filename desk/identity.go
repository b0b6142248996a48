package desk

import (
	"context"
	"strings"

	"foja/docket"
	"foja/store"
)

// IdentityDesk lets in whom the agency's identity provider vouches for.
type IdentityDesk interface {
	// SignInAs is SignIn with the word of an identity provider in place of the password.
	SignInAs(ctx context.Context, i Identity) (User, error)
	// DropIdentity lets a user's account be taken by another identity: for administrators.
	DropIdentity(ctx context.Context, by User, id string) error
}

// Identity is who somebody is, as an identity provider says (package sso).
type Identity struct{ Issuer, Subject, Login string }

// SignInAs implements IdentityDesk. The first time the login decides whose account it is; from then on the subject does, so that a login
// that is given to somebody else opens nothing.
func (d *Desk) SignInAs(ctx context.Context, i Identity) (User, error) {
	stranger := docket.Refuse(docket.CodeForbidden, "Se le reconoció como «%s», pero no tiene una cuenta aquí. Pídala a la administración.", i.Login)
	id, err := d.Store.IdentityUser(ctx, i.Issuer, i.Subject)
	if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
		u, err := d.userOfClaim(ctx, i.Login)
		if err != nil || u.Disabled {
			if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
				return User{}, err
			}
			return User{}, stranger
		}
		tied, err := d.Store.Identify(ctx, i.Issuer, i.Subject, u.ID, d.Now())
		if err != nil {
			return User{}, err
		}
		if !tied {
			d.Logger.Warn("a login was used by another identity than before", "user", u.ID)
			return User{}, docket.Refuse(docket.CodeForbidden, "La cuenta «%s» es de otra identidad. Si es suya, pida a la administración que quite el vínculo.", i.Login)
		}
		id = u.ID
	} else if err != nil {
		return User{}, err
	}
	u, err := d.UserByID(ctx, id)
	if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
		return User{}, stranger
	}
	if err != nil {
		return User{}, err
	}
	return d.secondStep(ctx, u)
}

// userOfClaim is whose account a claim names: by login, or, as logins have no at sign, by an e-mail address that one account has.
func (d *Desk) userOfClaim(ctx context.Context, claim string) (store.User, error) {
	if !strings.Contains(claim, "@") {
		return d.Store.UserByLogin(ctx, claim)
	}
	all, err := d.Store.Users(ctx)
	if err != nil {
		return store.User{}, err
	}
	var found []store.User
	for _, u := range all {
		if strings.EqualFold(u.Email, claim) && !u.Disabled {
			found = append(found, u)
		}
	}
	if len(found) != 1 {
		return store.User{}, docket.Refuse(docket.CodeNotFound, "No existe ese usuario.")
	}
	return found[0], nil
}

// DropIdentity implements IdentityDesk.
func (d *Desk) DropIdentity(ctx context.Context, by User, id string) error {
	if err := by.must(accountKeepers); err != nil {
		return err
	}
	if err := d.proved(by); err != nil {
		return err
	}
	if err := d.Store.Unidentify(ctx, id); err != nil {
		return err
	}
	return d.happenedTo(ctx, by, id, AccountIdentity, "")
}

// unguarded says whether an account has a role that must have a second factor and has none of ours; and whether an identity provider
// vouches for it, which then has the factors that it asks for.
func (d *Desk) unguarded(ctx context.Context, u User) (unguarded, vouched bool, err error) {
	if !u.Has(d.FactorRoles...) {
		return false, false, nil
	}
	guarded, err := d.guarded(ctx, u.ID)
	if err != nil || guarded {
		return false, false, err
	}
	vouched, err = d.Store.Identified(ctx, u.ID)
	return true, vouched, err
}
