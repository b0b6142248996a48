package accounts_test

import (
	"slices"
	"strings"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/desktest"
	"foja/docket"
)

func TestAccountsFromTheFirstDayToTheLast(t *testing.T) {
	h := desktest.New(t)
	h.Desk.Accounts.SendsMail = true
	admin := h.Fresh(h.Person("Pilar", "", docket.RoleAdministrator))
	id, link, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{Login: "nueva", Name: " Ana  Flores ", Email: "ana@spn.example", Office: "lima", Roles: []string{"officer"}})
	h.Must(err)
	if link.To != "ana@spn.example" || link.Waits {
		t.Errorf("%+v", link)
	}
	const first, second, third = "caballo batería grapa", "nube silla manzana 4", "tren violeta cuchara"
	for _, guess := range []string{"", first} {
		_, err := h.Access.SignIn(h.Ctx, "nueva", guess, "10.0.0.9")
		h.Code("before its owner set a password", err, docket.CodeForbidden)
	}
	token := h.Mailed(id)
	if login, err := h.Accounts.PasswordLink(h.Ctx, token); err != nil || login != "nueva" {
		t.Errorf("%q, %v", login, err)
	}
	_, err = h.Accounts.SetPassword(h.Ctx, token, "corta", "10.0.0.1")
	h.Code("a short one", err, docket.CodeInvalid)
	_, err = h.Accounts.SetPassword(h.Ctx, token, first, "10.0.0.1")
	h.Must(err)
	_, err = h.Accounts.SetPassword(h.Ctx, token, second, "10.0.0.1")
	h.Code("the link again", err, docket.CodeNotFound)
	u, err := h.Access.SignIn(h.Ctx, "nueva", first, "10.0.0.1")
	h.Must(err)
	if u.ID != id || u.Name != "Ana Flores" || u.Office != "lima" || !u.Has(docket.RoleOfficer) {
		t.Errorf("%+v", u)
	}
	program, err := h.Accounts.CreateToken(h.Ctx, h.Fresh(u), "", "guion", 30)
	h.Must(err)
	err = h.Accounts.ChangePassword(h.Ctx, u, "no es esta", second, "10.0.0.1")
	h.Code("with a wrong old one", err, docket.CodeInvalid)
	h.Must(h.Accounts.ChangePassword(h.Ctx, u, first, second, "10.0.0.1"))
	if _, err := h.Access.SignIn(h.Ctx, "nueva", first, "10.0.0.1"); err == nil {
		t.Error("the old password still opens")
	}
	_, err = h.Access.UserByToken(h.Ctx, program)
	h.Code("a token of before the change", err, docket.CodeForbidden)
	err = h.Accounts.ChangePassword(h.Ctx, u, second, first, "10.0.0.1")
	h.Code("one that she had", err, docket.CodeInvalid)
	link, err = h.Accounts.ResetPassword(h.Ctx, admin, id)
	h.Must(err)
	_, err = h.Access.SignIn(h.Ctx, "nueva", second, "10.0.0.1")
	h.Code("a password that was reset", err, docket.CodeForbidden)
	_, err = h.Accounts.SetPassword(h.Ctx, h.Mailed(id), third, "10.0.0.1")
	h.Must(err)
	h.Must(h.Accounts.DisableAccount(h.Ctx, admin, id, true))
	_, err = h.Access.SignIn(h.Ctx, "nueva", third, "10.0.0.1")
	h.Code("a shut account", err, docket.CodeForbidden)
	all, err := h.Accounts.Accounts(h.Ctx, admin)
	h.Must(err)
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
	events, _, err := h.Access.AccountEvents(h.Ctx, admin, id, 50, 0)
	h.Must(err)
	var kinds []string
	for _, e := range events {
		if e.What == "" || e.Account != "Ana Flores" {
			t.Errorf("%+v", e)
		}
		kinds = append(kinds, e.Kind)
	}
	slices.Reverse(kinds)
	for _, want := range []string{access.AccountCreated, access.AccountLinkUsed, access.AccountToken, access.AccountPassword, access.AccountReset, access.AccountDisabled} {
		if !slices.Contains(kinds, want) {
			t.Errorf("%s is not in the audit: %q", want, kinds)
		}
	}
	told, err := h.Access.OwnEvents(h.Ctx, u, true)
	h.Must(err)
	if len(told) != len(events) || !told[0].New {
		t.Errorf("its owner is told %d of %d", len(told), len(events))
	}
	if more, err := h.Access.UnseenEvents(h.Ctx, u); err != nil || more {
		t.Errorf("unseen after a look: %v, %v", more, err)
	}
}

func TestAccountsRefuse(t *testing.T) {
	h := desktest.New(t)
	admin, officer, auditor := h.Fresh(h.Person("Pilar", "", docket.RoleAdministrator)), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Auditora", "", docket.RoleAuditor)
	for what, f := range map[string]accounts.AccountForm{
		"no login":         {Name: "A", Roles: []string{"officer"}},
		"an address":       {Login: "a@b", Name: "A", Roles: []string{"officer"}},
		"no name":          {Login: "a", Roles: []string{"officer"}},
		"no role":          {Login: "a", Name: "A"},
		"an unknown role":  {Login: "a", Name: "A", Roles: []string{"king"}},
		"system":           {Login: "a", Name: "A", Roles: []string{"system"}},
		"auditor and more": {Login: "a", Name: "A", Roles: []string{"auditor", "officer"}},
		"a bad address":    {Login: "a", Name: "A", Roles: []string{"officer"}, Email: "no"},
		"an unknown place": {Login: "a", Name: "A", Roles: []string{"officer"}, Office: "marte"},
	} {
		_, _, err := h.Accounts.SaveAccount(h.Ctx, admin, f)
		h.Code(what, err, docket.CodeInvalid)
	}
	_, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{Login: strings.ToUpper(officer.Login), Name: "A", Roles: []string{"officer"}})
	h.Code("a login that somebody has", err, docket.CodeConflict)
	_, _, err = h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"manager"}})
	h.Code("the last administrator", err, docket.CodeConflict)
	h.Code("one's own", h.Accounts.DisableAccount(h.Ctx, admin, admin.ID, true), docket.CodeConflict)
	for _, u := range []access.User{officer, auditor} {
		_, _, err := h.Accounts.SaveAccount(h.Ctx, u, accounts.AccountForm{Login: "x", Name: "X", Roles: []string{"administrator"}})
		h.Code("made by "+u.Name, err, docket.CodeForbidden)
		_, err = h.Accounts.ResetPassword(h.Ctx, u, admin.ID)
		h.Code("reset by "+u.Name, err, docket.CodeForbidden)
		h.Code("shut by "+u.Name, h.Accounts.DisableAccount(h.Ctx, u, admin.ID, true), docket.CodeForbidden)
		h.Code("sessions ended by "+u.Name, h.Accounts.EndSessions(h.Ctx, u, admin.ID), docket.CodeForbidden)
	}
	if _, err := h.Accounts.Accounts(h.Ctx, auditor); err != nil {
		t.Errorf("an auditor reads nothing: %v", err)
	}
	_, err = h.Accounts.Accounts(h.Ctx, officer)
	h.Code("read by an officer", err, docket.CodeForbidden)
}
