package desk

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"foja/docket"
	"foja/store"
)

// A login opens its account the first time; from then on the provider's subject does. A login that somebody else got later opens nothing.
func TestAnIdentityTakesItsAccount(t *testing.T) {
	h := newHouse(t)
	admin, ana := h.person("Pilar", "", docket.RoleAdministrator), h.person("ana", "lima", docket.RoleOfficer)
	in := func(subject, login string) (User, error) {
		return h.SignInAs(h.ctx, Identity{Issuer: "https://id.example", Subject: subject, Login: login})
	}
	_, err := in("s1", "nadie")
	h.code("somebody without an account", err, docket.CodeForbidden)
	for _, login := range []string{ana.Login, "renamed"} {
		u, err := in("s1", login)
		h.must(err)
		if u.ID != ana.ID || !u.Has(docket.RoleOfficer) {
			t.Errorf("as %s: %+v", login, u)
		}
	}
	_, err = in("s2", ana.Login)
	h.code("another subject with the same login", err, docket.CodeForbidden)
	h.code("untied by herself", h.DropIdentity(h.ctx, ana, ana.ID), docket.CodeForbidden)
	h.must(h.DropIdentity(h.ctx, h.fresh(admin), ana.ID))
	u, err := in("s2", ana.Login)
	h.must(err)
	if u.ID != ana.ID {
		t.Errorf("%+v", u)
	}
	luis, err := h.Store.AddUser(h.ctx, store.User{Login: "luis", Name: "Luis", Email: "Luis@spn.example", Roles: []docket.Role{docket.RoleOfficer}})
	h.must(err)
	if u, err := in("s3", "luis@SPN.example"); err != nil || u.ID != luis.ID {
		t.Errorf("by address: %+v, %v", u, err)
	}
	_, err = in("s4", "x@spn.example") // several accounts have it
	h.code("an address of several", err, docket.CodeForbidden)
	h.must(h.DisableAccount(h.ctx, admin, ana.ID, true))
	_, err = in("s2", ana.Login)
	h.code("a closed account", err, docket.CodeForbidden)
}

// A role that must have a second factor can do nothing before it has one, neither on a screen nor with a token; whom the identity provider
// vouches for has its factors, and then no password of ours opens the account.
func TestARoleThatMustHaveASecondFactor(t *testing.T) {
	h := newHouse(t)
	ana := h.person("ana", "lima", docket.RoleOfficer)
	id := h.register(h.person("Rosa", "lima", docket.RoleReception), form("t1")).ID
	h.FactorRoles = []docket.Role{docket.RoleOfficer}
	hash, err := HashPassword("una clave larga")
	h.must(err)
	h.must(h.Store.SetPassword(h.ctx, ana.ID, hash))
	u, err := h.SignIn(h.ctx, ana.Login, "una clave larga", "10.0.0.1")
	h.must(err)
	u, err = h.UserByID(h.ctx, u.ID)
	h.must(err)
	if !u.Bare || len(u.Roles) != 0 {
		t.Fatalf("%+v", u)
	}
	_, _, err = h.Requests(h.ctx, u, Filter{})
	h.code("a list", err, docket.CodeForbidden)
	_, err = h.Desk.Act(h.ctx, u, id, Command{Key: "k", Action: docket.ActClaim})
	if code := docket.CodeOf(err); code != docket.CodeForbidden && code != docket.CodeNotFound {
		t.Errorf("an act: %v", err)
	}
	given, err := h.BeginSecondFactor(h.ctx, h.fresh(u))
	h.must(err)
	code, err := totp.GenerateCode(strings.ReplaceAll(given.Secret, " ", ""), h.now)
	h.must(err)
	_, err = h.ConfirmSecondFactor(h.ctx, u, code, "10.0.0.1")
	h.must(err)
	if u, err = h.UserByID(h.ctx, ana.ID); err != nil || u.Bare || !u.Has(docket.RoleOfficer) {
		t.Errorf("afterwards: %+v, %v", u, err)
	}

	luis := h.person("luis", "lima", docket.RoleOfficer)
	h.must(h.Store.SetPassword(h.ctx, luis.ID, hash))
	v, err := h.SignInAs(h.ctx, Identity{Issuer: "https://id.example", Subject: "s", Login: luis.Login})
	h.must(err)
	if v.Bare || !v.Has(docket.RoleOfficer) {
		t.Errorf("vouched for: %+v", v)
	}
	h.now = h.now.Add(time.Minute)
	_, err = h.SignIn(h.ctx, luis.Login, "una clave larga", "10.0.0.1")
	h.code("by a password", err, docket.CodeForbidden)
}
