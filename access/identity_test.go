package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/lists"
	"foja/docket"
	"foja/store"
)

// Nobody gets an account by a name or an address alone: it takes an administrator's invitation, which is good once and for the account's own
// login or verified address, or the account's password. From then on the provider's subject decides, whatever its login is.
func TestAnIdentityTakesItsAccount(t *testing.T) {
	h := desktest.New(t)
	admin, ana := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("ana", "lima", docket.RoleOfficer)
	in := func(subject, login, permit string) (access.User, error) {
		return h.Access.SignInAs(h.Ctx, access.Identity{Issuer: "https://id.example", Subject: subject, Login: login}, permit, "")
	}
	for _, login := range []string{"nadie", ana.Login, ana.Email} {
		_, err := in("s1", login, "")
		h.Code("a first time without a permit, as "+login, err, docket.CodeForbidden)
	}
	_, err := h.Access.InviteIdentity(h.Ctx, ana, ana.ID)
	h.Code("invited by herself", err, docket.CodeForbidden)
	old, err := h.Access.InviteIdentity(h.Ctx, h.Fresh(admin), ana.ID)
	h.Must(err)
	permit, err := h.Access.InviteIdentity(h.Ctx, h.Fresh(admin), ana.ID)
	h.Must(err)
	_, err = in("s9", admin.Login, permit)
	h.Code("an invitation used by who made it", err, docket.CodeForbidden)
	_, err = in("s1", ana.Login, old)
	h.Code("an invitation in place of which another was made", err, docket.CodeForbidden)
	_, err = in("s1", ana.Login, permit+"x")
	h.Code("a forged invitation", err, docket.CodeForbidden)
	for _, login := range []string{ana.Login, "renamed"} {
		u, err := in("s1", login, permit)
		h.Must(err)
		if u.ID != ana.ID || !u.Has(docket.RoleOfficer) {
			t.Errorf("as %s: %+v", login, u)
		}
		permit = ""
	}
	_, err = in("s2", ana.Login, "")
	h.Code("another subject with the same login", err, docket.CodeForbidden)
	h.Code("untied by herself", h.Access.DropIdentity(h.Ctx, ana, ana.ID), docket.CodeForbidden)
	h.Must(h.Access.DropIdentity(h.Ctx, h.Fresh(admin), ana.ID))
	_, err = in("s2", ana.Login, "")
	h.Code("untied, and not invited", err, docket.CodeForbidden)

	luis, err := h.Access.Store.AddUser(h.Ctx, store.User{Login: "luis", Name: "Luis", Email: "Luis@spn.example", Roles: []docket.Role{docket.RoleOfficer}})
	h.Must(err)
	permit, err = h.Access.InviteIdentity(h.Ctx, h.Fresh(admin), luis.ID)
	h.Must(err)
	_, err = in("s3", "luis@SPN.example", permit)
	h.Code("an address that the provider has not verified", err, docket.CodeForbidden)
	h.Now = h.Now.Add(8 * 24 * time.Hour)
	verified := access.Identity{Issuer: "https://id.example", Subject: "s3", Login: "luis@SPN.example", ByEmail: true}
	_, err = h.Access.SignInAs(h.Ctx, verified, permit, "")
	h.Code("an invitation that has expired", err, docket.CodeForbidden)
	permit, err = h.Access.InviteIdentity(h.Ctx, h.Fresh(admin), luis.ID)
	h.Must(err)
	if u, err := h.Access.SignInAs(h.Ctx, verified, permit, ""); err != nil || u.ID != luis.ID {
		t.Errorf("by a verified address: %+v, %v", u, err)
	}
	h.Must(h.Accounts.DisableAccount(h.Ctx, h.Fresh(admin), luis.ID, true))
	_, err = h.Access.SignInAs(h.Ctx, verified, "", "")
	h.Code("a closed account", err, docket.CodeForbidden)
}

// The owner of an account ties her own identity, whatever it is called, with her password and in the session that gave it.
func TestOnesOwnIdentity(t *testing.T) {
	h := desktest.New(t)
	julio, other := h.Account("julio", "secreto1"), h.Person("Rosa", "lima", docket.RoleReception)
	me, err := h.Access.UserByID(h.Ctx, julio.ID)
	h.Must(err)
	_, err = h.Access.OwnIdentity(h.Ctx, me, "otra", "192.0.2.1")
	h.Code("with a wrong password", err, docket.CodeInvalid)
	permit, err := h.Access.OwnIdentity(h.Ctx, me, "secreto1", "192.0.2.1")
	h.Must(err)
	i := access.Identity{Issuer: "https://id.example", Subject: "s1", Login: "j.perez@entidad.example"}
	for _, signedIn := range []string{"", other.ID} {
		_, err = h.Access.SignInAs(h.Ctx, i, permit, signedIn)
		h.Code("in another session", err, docket.CodeForbidden)
	}
	if u, err := h.Access.SignInAs(h.Ctx, i, permit, me.ID); err != nil || u.ID != me.ID {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := h.Access.SignInAs(h.Ctx, i, "", ""); err != nil || u.ID != me.ID {
		t.Errorf("the next time: %+v, %v", u, err)
	}
	i.Subject = "s2"
	_, err = h.Access.SignInAs(h.Ctx, i, permit, me.ID)
	h.Code("a second identity", err, docket.CodeForbidden)
	h.Now = h.Now.Add(access.OwnLife + time.Second)
	_, err = h.Access.SignInAs(h.Ctx, i, permit, me.ID)
	h.Code("too late", err, docket.CodeForbidden)
}

// A role that must have a second factor can do nothing before it has one, neither on a screen nor with a token; whom the identity provider
// confirms has its factors, and then no password of ours opens the account.
func TestARoleThatMustHaveASecondFactor(t *testing.T) {
	h := desktest.New(t)
	ana := h.Person("ana", "lima", docket.RoleOfficer)
	id := h.Register(h.Person("Rosa", "lima", docket.RoleReception), desktest.Form("t1")).ID
	h.Access.FactorRoles = []docket.Role{docket.RoleOfficer}
	hash, err := access.HashPassword("una clave larga")
	h.Must(err)
	h.Must(h.Access.Store.SetPassword(h.Ctx, ana.ID, hash))
	u, err := h.Access.SignIn(h.Ctx, ana.Login, "una clave larga", "10.0.0.1")
	h.Must(err)
	u, err = h.Access.UserByID(h.Ctx, u.ID)
	h.Must(err)
	if !u.NeedsSecondFactor || len(u.Roles) != 0 {
		t.Fatalf("%+v", u)
	}
	_, _, err = h.Lists.Requests(h.Ctx, u, lists.Filter{})
	h.Code("a list", err, docket.CodeForbidden)
	_, err = h.Desk.Acts.Act(h.Ctx, u, id, acts.Command{Key: "k", Action: docket.ActClaim})
	if code := docket.CodeOf(err); code != docket.CodeForbidden && code != docket.CodeNotFound {
		t.Errorf("an act: %v", err)
	}
	given, err := h.Access.BeginSecondFactor(h.Ctx, h.Fresh(u))
	h.Must(err)
	code, err := totp.GenerateCode(strings.ReplaceAll(given.Secret, " ", ""), h.Now)
	h.Must(err)
	_, err = h.Access.ConfirmSecondFactor(h.Ctx, u, code, "10.0.0.1")
	h.Must(err)
	if u, err = h.Access.UserByID(h.Ctx, ana.ID); err != nil || u.NeedsSecondFactor || !u.Has(docket.RoleOfficer) {
		t.Errorf("afterwards: %+v, %v", u, err)
	}

	luis := h.Person("luis", "lima", docket.RoleOfficer)
	h.Must(h.Access.Store.SetPassword(h.Ctx, luis.ID, hash))
	if _, err := h.Access.Store.LinkIdentity(h.Ctx, "https://id.example", "s", luis.ID, h.Now); err != nil { // tied before
		t.Fatal(err)
	}
	v, err := h.Access.SignInAs(h.Ctx, access.Identity{Issuer: "https://id.example", Subject: "s", Login: luis.Login}, "", "")
	h.Must(err)
	if v.NeedsSecondFactor || !v.Has(docket.RoleOfficer) {
		t.Errorf("vouched for: %+v", v)
	}
	h.Now = h.Now.Add(time.Minute)
	_, err = h.Access.SignIn(h.Ctx, luis.Login, "una clave larga", "10.0.0.1")
	h.Code("by a password", err, docket.CodeForbidden)
}
