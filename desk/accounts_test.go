package desk

import (
	"slices"
	"strings"
	"testing"

	"foja/docket"
)

// mailed makes the desk believe that mail leaves, and gives the token of the link that activities would mail.
func (h *house) mailed(user string) (token string) {
	h.Helper()
	l, err := h.Store.OpenAccountLink(h.ctx, user, h.now)
	h.must(err)
	if l.Address == "" {
		h.Fatalf("the link of %s goes nowhere by mail: %+v", user, l)
	}
	token, hash := NewLinkToken()
	h.must(h.Store.AccountLinkSending(h.ctx, l.ID, hash, h.now))
	h.must(h.Store.AccountLinkMailed(h.ctx, l.ID, h.now, ""))
	return token
}

func TestAccountsFromTheFirstDayToTheLast(t *testing.T) {
	h := newHouse(t)
	h.Desk.SendsMail = true
	admin := h.fresh(h.person("Pilar", "", docket.RoleAdministrator))
	id, link, err := h.SaveAccount(h.ctx, admin, AccountForm{Login: "nueva", Name: " Ana  Flores ", Email: "ana@spn.example", Office: "lima", Roles: []string{"officer"}})
	h.must(err)
	if link.To != "ana@spn.example" || link.Waits {
		t.Errorf("%+v", link)
	}
	const first, second, third = "caballo batería grapa", "nube silla manzana 4", "tren violeta cuchara"
	for _, guess := range []string{"", first} {
		_, err := h.SignIn(h.ctx, "nueva", guess, "10.0.0.9")
		h.code("before its owner set a password", err, docket.CodeForbidden)
	}
	token := h.mailed(id)
	if login, err := h.PasswordLink(h.ctx, token); err != nil || login != "nueva" {
		t.Errorf("%q, %v", login, err)
	}
	_, err = h.SetPassword(h.ctx, token, "corta", "10.0.0.1")
	h.code("a short one", err, docket.CodeInvalid)
	_, err = h.SetPassword(h.ctx, token, first, "10.0.0.1")
	h.must(err)
	_, err = h.SetPassword(h.ctx, token, second, "10.0.0.1")
	h.code("the link again", err, docket.CodeNotFound)
	u, err := h.SignIn(h.ctx, "nueva", first, "10.0.0.1")
	h.must(err)
	if u.ID != id || u.Name != "Ana Flores" || u.Office != "lima" || !u.Has(docket.RoleOfficer) {
		t.Errorf("%+v", u)
	}
	program, err := h.CreateToken(h.ctx, h.fresh(u), "", "guion", 30)
	h.must(err)
	err = h.ChangePassword(h.ctx, u, "no es esta", second, "10.0.0.1")
	h.code("with a wrong old one", err, docket.CodeInvalid)
	h.must(h.ChangePassword(h.ctx, u, first, second, "10.0.0.1"))
	if _, err := h.SignIn(h.ctx, "nueva", first, "10.0.0.1"); err == nil {
		t.Error("the old password still opens")
	}
	_, err = h.UserByToken(h.ctx, program)
	h.code("a token of before the change", err, docket.CodeForbidden)
	err = h.ChangePassword(h.ctx, u, second, first, "10.0.0.1")
	h.code("one that she had", err, docket.CodeInvalid)
	link, err = h.ResetPassword(h.ctx, admin, id)
	h.must(err)
	_, err = h.SignIn(h.ctx, "nueva", second, "10.0.0.1")
	h.code("a password that was reset", err, docket.CodeForbidden)
	_, err = h.SetPassword(h.ctx, h.mailed(id), third, "10.0.0.1")
	h.must(err)
	h.must(h.DisableAccount(h.ctx, admin, id, true))
	_, err = h.SignIn(h.ctx, "nueva", third, "10.0.0.1")
	h.code("a shut account", err, docket.CodeForbidden)
	all, err := h.Accounts(h.ctx, admin)
	h.must(err)
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
	events, _, err := h.AccountEvents(h.ctx, admin, id, 50, 0)
	h.must(err)
	var kinds []string
	for _, e := range events {
		if e.What == "" || e.Account != "Ana Flores" {
			t.Errorf("%+v", e)
		}
		kinds = append(kinds, e.Kind)
	}
	slices.Reverse(kinds)
	for _, want := range []string{AccountCreated, AccountLinkUsed, AccountToken, AccountPassword, AccountReset, AccountDisabled} {
		if !slices.Contains(kinds, want) {
			t.Errorf("%s is not in the audit: %q", want, kinds)
		}
	}
	told, err := h.OwnEvents(h.ctx, u, true)
	h.must(err)
	if len(told) != len(events) || !told[0].New {
		t.Errorf("its owner is told %d of %d", len(told), len(events))
	}
	if more, err := h.UnseenEvents(h.ctx, u); err != nil || more {
		t.Errorf("unseen after a look: %v, %v", more, err)
	}
}

func TestAccountsRefuse(t *testing.T) {
	h := newHouse(t)
	admin, officer, auditor := h.fresh(h.person("Pilar", "", docket.RoleAdministrator)), h.person("Luis", "lima", docket.RoleOfficer), h.person("Auditora", "", docket.RoleAuditor)
	for what, f := range map[string]AccountForm{
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
		_, _, err := h.SaveAccount(h.ctx, admin, f)
		h.code(what, err, docket.CodeInvalid)
	}
	_, _, err := h.SaveAccount(h.ctx, admin, AccountForm{Login: strings.ToUpper(officer.Login), Name: "A", Roles: []string{"officer"}})
	h.code("a login that somebody has", err, docket.CodeConflict)
	_, _, err = h.SaveAccount(h.ctx, admin, AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"manager"}})
	h.code("the last administrator", err, docket.CodeConflict)
	h.code("one's own", h.DisableAccount(h.ctx, admin, admin.ID, true), docket.CodeConflict)
	for _, u := range []User{officer, auditor} {
		_, _, err := h.SaveAccount(h.ctx, u, AccountForm{Login: "x", Name: "X", Roles: []string{"administrator"}})
		h.code("made by "+u.Name, err, docket.CodeForbidden)
		_, err = h.ResetPassword(h.ctx, u, admin.ID)
		h.code("reset by "+u.Name, err, docket.CodeForbidden)
		h.code("shut by "+u.Name, h.DisableAccount(h.ctx, u, admin.ID, true), docket.CodeForbidden)
		h.code("sessions ended by "+u.Name, h.EndSessions(h.ctx, u, admin.ID), docket.CodeForbidden)
	}
	if _, err := h.Accounts(h.ctx, auditor); err != nil {
		t.Errorf("an auditor reads nothing: %v", err)
	}
	_, err = h.Accounts(h.ctx, officer)
	h.code("read by an officer", err, docket.CodeForbidden)
}
