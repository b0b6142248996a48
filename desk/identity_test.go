package desk

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"foja/docket"
	"foja/store"
)

// Nobody gets an account by a name or an address alone: it takes an administrator's invitation, which is good once and for the account's own
// login or verified address, or the account's password. From then on the provider's subject decides, whatever its login is.
func TestAnIdentityTakesItsAccount(t *testing.T) {
	h := newHouse(t)
	admin, ana := h.person("Pilar", "", docket.RoleAdministrator), h.person("ana", "lima", docket.RoleOfficer)
	in := func(subject, login, permit string) (User, error) {
		return h.SignInAs(h.ctx, Identity{Issuer: "https://id.example", Subject: subject, Login: login}, permit, "")
	}
	for _, login := range []string{"nadie", ana.Login, ana.Email} {
		_, err := in("s1", login, "")
		h.code("a first time without a permit, as "+login, err, docket.CodeForbidden)
	}
	_, err := h.InviteIdentity(h.ctx, ana, ana.ID)
	h.code("invited by herself", err, docket.CodeForbidden)
	old, err := h.InviteIdentity(h.ctx, h.fresh(admin), ana.ID)
	h.must(err)
	permit, err := h.InviteIdentity(h.ctx, h.fresh(admin), ana.ID)
	h.must(err)
	_, err = in("s9", admin.Login, permit)
	h.code("an invitation used by who made it", err, docket.CodeForbidden)
	_, err = in("s1", ana.Login, old)
	h.code("an invitation in place of which another was made", err, docket.CodeForbidden)
	_, err = in("s1", ana.Login, permit+"x")
	h.code("a forged invitation", err, docket.CodeForbidden)
	for _, login := range []string{ana.Login, "renamed"} {
		u, err := in("s1", login, permit)
		h.must(err)
		if u.ID != ana.ID || !u.Has(docket.RoleOfficer) {
			t.Errorf("as %s: %+v", login, u)
		}
		permit = ""
	}
	_, err = in("s2", ana.Login, "")
	h.code("another subject with the same login", err, docket.CodeForbidden)
	h.code("untied by herself", h.DropIdentity(h.ctx, ana, ana.ID), docket.CodeForbidden)
	h.must(h.DropIdentity(h.ctx, h.fresh(admin), ana.ID))
	_, err = in("s2", ana.Login, "")
	h.code("untied, and not invited", err, docket.CodeForbidden)

	luis, err := h.Store.AddUser(h.ctx, store.User{Login: "luis", Name: "Luis", Email: "Luis@spn.example", Roles: []docket.Role{docket.RoleOfficer}})
	h.must(err)
	permit, err = h.InviteIdentity(h.ctx, h.fresh(admin), luis.ID)
	h.must(err)
	_, err = in("s3", "luis@SPN.example", permit)
	h.code("an address that the provider has not verified", err, docket.CodeForbidden)
	h.now = h.now.Add(8 * 24 * time.Hour)
	verified := Identity{Issuer: "https://id.example", Subject: "s3", Login: "luis@SPN.example", ByEmail: true}
	_, err = h.SignInAs(h.ctx, verified, permit, "")
	h.code("an invitation that has expired", err, docket.CodeForbidden)
	permit, err = h.InviteIdentity(h.ctx, h.fresh(admin), luis.ID)
	h.must(err)
	if u, err := h.SignInAs(h.ctx, verified, permit, ""); err != nil || u.ID != luis.ID {
		t.Errorf("by a verified address: %+v, %v", u, err)
	}
	h.must(h.DisableAccount(h.ctx, h.fresh(admin), luis.ID, true))
	_, err = h.SignInAs(h.ctx, verified, "", "")
	h.code("a closed account", err, docket.CodeForbidden)
}

// The owner of an account ties her own identity, whatever it is called, with her password and in the session that gave it.
func TestOnesOwnIdentity(t *testing.T) {
	h := newHouse(t)
	julio, other := h.account("julio", "secreto1"), h.person("Rosa", "lima", docket.RoleReception)
	me, err := h.UserByID(h.ctx, julio.ID)
	h.must(err)
	_, err = h.OwnIdentity(h.ctx, me, "otra", "192.0.2.1")
	h.code("with a wrong password", err, docket.CodeInvalid)
	permit, err := h.OwnIdentity(h.ctx, me, "secreto1", "192.0.2.1")
	h.must(err)
	i := Identity{Issuer: "https://id.example", Subject: "s1", Login: "j.perez@entidad.example"}
	for _, signedIn := range []string{"", other.ID} {
		_, err = h.SignInAs(h.ctx, i, permit, signedIn)
		h.code("in another session", err, docket.CodeForbidden)
	}
	if u, err := h.SignInAs(h.ctx, i, permit, me.ID); err != nil || u.ID != me.ID {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := h.SignInAs(h.ctx, i, "", ""); err != nil || u.ID != me.ID {
		t.Errorf("the next time: %+v, %v", u, err)
	}
	i.Subject = "s2"
	_, err = h.SignInAs(h.ctx, i, permit, me.ID)
	h.code("a second identity", err, docket.CodeForbidden)
	h.now = h.now.Add(ownLife + time.Second)
	_, err = h.SignInAs(h.ctx, i, permit, me.ID)
	h.code("too late", err, docket.CodeForbidden)
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
	if _, err := h.Store.LinkIdentity(h.ctx, "https://id.example", "s", luis.ID, h.now); err != nil { // tied before
		t.Fatal(err)
	}
	v, err := h.SignInAs(h.ctx, Identity{Issuer: "https://id.example", Subject: "s", Login: luis.Login}, "", "")
	h.must(err)
	if v.Bare || !v.Has(docket.RoleOfficer) {
		t.Errorf("vouched for: %+v", v)
	}
	h.now = h.now.Add(time.Minute)
	_, err = h.SignIn(h.ctx, luis.Login, "una clave larga", "10.0.0.1")
	h.code("by a password", err, docket.CodeForbidden)
}
