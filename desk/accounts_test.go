package desk

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestAccountsFromTheFirstDayToTheLast(t *testing.T) {
	h := newHouse(t)
	admin := h.person("Pilar", "", docket.RoleAdministrator)
	id, password, err := h.SaveAccount(h.ctx, admin, AccountForm{Login: "nueva", Name: " Ana  Flores ", Email: "ana@spn.example", Office: "lima", Roles: []string{"officer"}})
	h.must(err)
	u, err := h.SignIn(h.ctx, "nueva", password, "10.0.0.1")
	h.must(err)
	if u.ID != id || u.Name != "Ana Flores" || u.Office != "lima" || !u.Has(docket.RoleOfficer) || len(password) < 16 {
		t.Errorf("%+v, %q", u, password)
	}
	err = h.ChangePassword(h.ctx, u, "no es esta", "caballo batería grapa", "10.0.0.1")
	h.code("with a wrong old one", err, docket.CodeInvalid)
	err = h.ChangePassword(h.ctx, u, password, "corta", "10.0.0.1")
	h.code("too short", err, docket.CodeInvalid)
	h.must(h.ChangePassword(h.ctx, u, password, "caballo batería grapa", "10.0.0.1"))
	if _, err := h.SignIn(h.ctx, "nueva", password, "10.0.0.1"); err == nil {
		t.Error("the old password still opens")
	}
	_, err = h.SignIn(h.ctx, "nueva", "caballo batería grapa", "10.0.0.1")
	h.must(err)
	reset, err := h.ResetPassword(h.ctx, admin, id)
	h.must(err)
	_, err = h.SignIn(h.ctx, "nueva", reset, "10.0.0.1")
	h.must(err)
	h.must(h.DisableAccount(h.ctx, admin, id, true))
	_, err = h.SignIn(h.ctx, "nueva", reset, "10.0.0.1")
	h.code("a shut account", err, docket.CodeForbidden)
	all, err := h.Accounts(h.ctx, admin)
	h.must(err)
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
}

func TestAccountsRefuse(t *testing.T) {
	h := newHouse(t)
	admin, officer, auditor := h.person("Pilar", "", docket.RoleAdministrator), h.person("Luis", "lima", docket.RoleOfficer), h.person("Auditora", "", docket.RoleAuditor)
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
