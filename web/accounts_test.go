package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"foja/desk"
	"foja/docket"
)

// fakeAccounts keeps what it is asked for.
type fakeAccounts struct {
	fakeUnits
	fakeStockTexts
	saved  []desk.AccountForm
	did    []string
	second desk.SecondFactor
}

func (f *fakeAccounts) Accounts(context.Context, desk.User) ([]desk.Account, error) {
	return []desk.Account{
		{User: desk.User{ID: "u-off", Login: "funcionario", Name: "Luis Paredes", Email: "luis@sepen.example", Roles: []docket.Role{docket.RoleOfficer}}, Sessions: 2},
		{User: desk.User{ID: "u-old", Login: "antigua", Name: "Rita Salas", Roles: []docket.Role{docket.RoleReception}}, Disabled: true},
	}, nil
}

func (f *fakeAccounts) SaveAccount(_ context.Context, _ desk.User, a desk.AccountForm) (string, string, error) {
	if a.Name == "" {
		return "", "", desk.FieldErrors{docket.Invalid("name", "Escriba el nombre completo.")}
	}
	f.saved = append(f.saved, a)
	if a.ID != "" {
		return a.ID, "", nil
	}
	return "u-new", "abcd-efgh-jkmn-pqrs", nil
}

func (f *fakeAccounts) ResetPassword(_ context.Context, _ desk.User, id string) (string, error) {
	f.did = append(f.did, "password "+id)
	return "wxyz-2345-6789-abcd", nil
}

func (f *fakeAccounts) DisableAccount(_ context.Context, by desk.User, id string, disabled bool) error {
	if id == "u-old" && disabled {
		return docket.Refuse(docket.CodeConflict, "Es la única cuenta de administración.")
	}
	f.did = append(f.did, "disable "+id)
	return nil
}

func (f *fakeAccounts) ChangePassword(_ context.Context, _ desk.User, old, _, _ string) error {
	if old != "clave-funcionario" {
		return docket.Invalid("old", "Esa no es su contraseña actual.")
	}
	f.did = append(f.did, "own")
	return nil
}

func (f *fakeAccounts) EndSessions(_ context.Context, _ desk.User, id string) error {
	f.did = append(f.did, "end "+id)
	return nil
}

func TestAccountsAreKeptOnTheScreens(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/admin/accounts").wants(t, 200, "Luis Paredes", "2 sesiones", "Cerrada")
	b.post("/admin/accounts", url.Values{"login": {"nueva"}}).wants(t, 422, `href="#name"`, `value="nueva"`)
	b.post("/admin/accounts", url.Values{"login": {"nueva"}, "name": {"Ana"}, "roles": {"officer"}}).wants(t, 200, "abcd-efgh-jkmn-pqrs", "solo esta vez")
	b.post("/admin/accounts/u-off", url.Values{"do": {"password"}}).wants(t, 200, "wxyz-2345-6789-abcd")
	b.post("/admin/accounts/u-old", url.Values{"do": {"disable"}, "name": {"x"}}).wants(t, 422, "única cuenta")
	if a := b.post("/admin/accounts/u-off", url.Values{"do": {"save"}, "name": {"Luis P."}, "roles": {"officer", "manager"}}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", a.StatusCode)
	}
	if len(f.saved) != 2 || f.saved[1].ID != "u-off" || len(f.saved[1].Roles) != 2 {
		t.Errorf("%+v", f.saved)
	}
	b.get("/admin/accounts/nobody").wants(t, 404)
}

func TestOnesOwnPasswordEndsTheSession(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/account").wants(t, 200, "Mi cuenta")
	b.post("/account", url.Values{"old": {"no"}, "next": {"x"}}).wants(t, 422, `href="#old"`)
	a := b.post("/account", url.Values{"old": {"clave-funcionario"}, "next": {"caballo batería grapa"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/login" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := b.get("/tasks"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("still inside: %d", a.StatusCode)
	}
}

func (f *fakeAccounts) Sessions(context.Context, desk.User) ([]desk.OpenSession, error) {
	since := time.Date(2026, 4, 9, 13, 0, 0, 0, time.UTC)
	return []desk.OpenSession{{ID: "s1", Device: "Firefox en Windows", Place: "10.0.0.7", Since: since}, {ID: "s2", Device: "Chrome en Android", Place: "10.0.0.9", Since: since}}, nil
}

func (f *fakeAccounts) EndSession(_ context.Context, _ desk.User, id string) error {
	f.did = append(f.did, "end one "+id)
	return nil
}

func TestOnesOwnSessionsAreListedAndEnded(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/account").wants(t, 200, "Firefox en Windows", "10.0.0.9", "9 abr 2026, 08:00", "Cerrarla")
	if a := b.post("/account", url.Values{"do": {"end_one"}, "session": {"s2"}}); a.StatusCode != http.StatusSeeOther || !slices.Contains(f.did, "end one s2") {
		t.Errorf("%d, %v", a.StatusCode, f.did)
	}
	b.get("/account").wants(t, 200, "La sesión se cerró.") // and one's own goes on
}
