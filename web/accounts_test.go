package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/docket"
)

// fakeAccounts keeps what it is asked for.
type fakeAccounts struct {
	fakeUnits
	fakeStockTexts
	saved  []accounts.AccountForm
	did    []string
	second access.SecondFactor
	stale  bool // nobody has typed a password of late
	news   bool
}

func (f *fakeAccounts) Accounts(context.Context, access.User) ([]accounts.Account, error) {
	return []accounts.Account{
		{User: access.User{ID: "u-off", Login: "funcionario", Name: "Luis Paredes", Email: "luis@sepen.example", Roles: []docket.Role{docket.RoleOfficer}}, Sessions: 2},
		{User: access.User{ID: "u-old", Login: "antigua", Name: "Rita Salas", Roles: []docket.Role{docket.RoleReception}}, Disabled: true},
	}, nil
}

func (f *fakeAccounts) SaveAccount(_ context.Context, _ access.User, a accounts.AccountForm) (string, accounts.AccountLink, error) {
	if a.Name == "" {
		return "", accounts.AccountLink{}, access.FieldErrors{docket.Invalid("name", "Escriba el nombre completo.")}
	}
	f.saved = append(f.saved, a)
	if a.ID != "" {
		return a.ID, accounts.AccountLink{}, nil
	}
	return "u-new", accounts.AccountLink{To: "nueva@sepen.example"}, nil
}

func (f *fakeAccounts) ResetPassword(_ context.Context, by access.User, id string) (accounts.AccountLink, error) {
	if !f.Fresh(by) {
		return accounts.AccountLink{}, docket.Invalid(access.FieldProof, "Escriba su propia contraseña.")
	}
	f.did = append(f.did, "password "+id)
	return accounts.AccountLink{Waits: true}, nil
}

func (f *fakeAccounts) ApproveLink(_ context.Context, _ access.User, id string) (string, error) {
	f.did = append(f.did, "approve "+id)
	return "https://foja.example/password/secreto", nil
}

func (f *fakeAccounts) ConfirmAccount(_ context.Context, _ access.User, id string) error {
	f.did = append(f.did, "confirm "+id)
	return nil
}

func (f *fakeAccounts) PasswordLink(_ context.Context, token string) (string, error) {
	if token != "secreto" {
		return "", docket.Refuse(docket.CodeNotFound, "Este enlace ya se usó.")
	}
	return "nueva", nil
}

func (f *fakeAccounts) SetPassword(_ context.Context, token, next, _ string) (string, error) {
	if len(next) < 10 {
		return "", docket.Invalid("next", "Use al menos 10 caracteres.")
	}
	f.did = append(f.did, "set "+token)
	return "nueva", nil
}

func (f *fakeAccounts) Prove(_ context.Context, by access.User, password, _ string) (access.User, error) {
	if password != "clave-"+by.Login {
		return by, docket.Invalid(access.FieldProof, "Esa no es su contraseña.")
	}
	by.ProvedAt = time.Now()
	return by, nil
}

func (f *fakeAccounts) Fresh(by access.User) bool {
	return !f.stale || time.Since(by.ProvedAt) < time.Millisecond*900
}

func (f *fakeAccounts) AccountEvents(context.Context, access.User, string, int, int) ([]access.AccountEventRow, int, error) {
	return []access.AccountEventRow{{At: at(4, 9, 9, 0), Kind: access.AccountRoles, What: access.AccountWords(access.AccountRoles), Detail: "officer → manager", Account: "Luis <b>", By: "Ada", Place: "192.0.2.1"}}, 1, nil
}

func (f *fakeAccounts) OwnEvents(_ context.Context, _ access.User, seen bool) ([]access.AccountEventRow, error) {
	if seen {
		f.did = append(f.did, "saw")
	}
	rows, _, err := f.AccountEvents(context.Background(), access.User{}, "", 0, 0)
	return rows, err
}

func (f *fakeAccounts) UnseenEvents(context.Context, access.User) (bool, error) { return f.news, nil }

func (f *fakeAccounts) DisableAccount(_ context.Context, by access.User, id string, disabled bool) error {
	if id == "u-old" && disabled {
		return docket.Refuse(docket.CodeConflict, "Es la única cuenta de administración.")
	}
	f.did = append(f.did, "disable "+id)
	return nil
}

func (f *fakeAccounts) ChangePassword(_ context.Context, _ access.User, old, _, _ string) error {
	if old != "clave-funcionario" {
		return docket.Invalid("old", "Esa no es su contraseña actual.")
	}
	f.did = append(f.did, "own")
	return nil
}

func (f *fakeAccounts) EndSessions(_ context.Context, _ access.User, id string) error {
	f.did = append(f.did, "end "+id)
	return nil
}

func TestAccountsAreKeptOnTheScreens(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/admin/accounts").wants(t, 200, "Luis Paredes", "2 sesiones", "Cerrada")
	b.post("/admin/accounts", url.Values{"login": {"nueva"}}).wants(t, 422, `href="#name"`, `value="nueva"`)
	b.post("/admin/accounts", url.Values{"login": {"nueva"}, "name": {"Ana"}, "roles": {"officer"}}).wants(t, 200, "nueva@sepen.example", "sale en un minuto")
	b.post("/admin/accounts/u-off", url.Values{"do": {"password"}}).wants(t, 200, "otra persona de la administración debe entregárselo")
	b.post("/admin/accounts/u-off", url.Values{"do": {"approve"}}).wants(t, 200, "https://foja.example/password/secreto", "solo esta vez")
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

func (f *fakeAccounts) Sessions(context.Context, access.User) ([]access.OpenSession, error) {
	since := time.Date(2026, 4, 9, 13, 0, 0, 0, time.UTC)
	return []access.OpenSession{{ID: "s1", Device: "Firefox en Windows", Place: "10.0.0.7", Since: since}, {ID: "s2", Device: "Chrome en Android", Place: "10.0.0.9", Since: since}}, nil
}

func (f *fakeAccounts) EndSession(_ context.Context, _ access.User, id string) error {
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

func TestActsOnAccountsAskForOnesOwnPassword(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	f.stale = true
	time.Sleep(time.Second)
	b.get("/admin/accounts/u-off").wants(t, 200, `name="proof"`, "Su propia contraseña")
	b.post("/admin/accounts/u-off", url.Values{"do": {"password"}}).wants(t, 422, `href="#proof"`)
	b.post("/admin/accounts/u-off", url.Values{"do": {"password"}, "proof": {"no es esta"}}).wants(t, 422, "Esa no es su contraseña")
	if len(f.did) != 0 {
		t.Fatalf("%q", f.did)
	}
	b.post("/admin/accounts/u-off", url.Values{"do": {"password"}, "proof": {"clave-admin"}}).wants(t, 200, "debe entregárselo")
	b.post("/admin/accounts/u-off", url.Values{"do": {"confirm"}})
	if !slices.Equal(f.did, []string{"password u-off", "confirm u-off"}) {
		t.Errorf("%q", f.did)
	}
}

func TestAnOwnerSetsHerPasswordWithALink(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	b.get("/password/inventado").wants(t, 404, "ya se usó")
	page := b.get("/password/secreto")
	page.wants(t, 200, "nueva", `name="next"`)
	if page.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the address is told to other sites")
	}
	b.post("/password/secreto", url.Values{"next": {"corta"}, "again": {"corta"}}).wants(t, 422, `href="#next"`)
	b.post("/password/secreto", url.Values{"next": {"caballo batería"}, "again": {"otra cosa"}}).wants(t, 422, `href="#again"`)
	b.post("/password/secreto", url.Values{"next": {"caballo batería"}, "again": {"caballo batería"}}).wants(t, 200, "Solo usted la conoce")
	if !slices.Equal(f.did, []string{"set secreto"}) {
		t.Errorf("%q", f.did)
	}
}

func TestWhatHappenedToAnAccountIsShown(t *testing.T) {
	f := newFake()
	f.news = true
	b := as(t, f, "admin")
	b.get("/").wants(t, 303)
	b.get("/admin").wants(t, 200, "Hubo cambios en su cuenta")
	b.get("/account").wants(t, 200, "Lo que pasó con su cuenta", "Se cambiaron las funciones de la cuenta", "officer → manager", "Luis &lt;b&gt;")
	if !slices.Contains(f.did, "saw") {
		t.Error("it was not noted as looked at")
	}
	b.get("/audit/accounts").wants(t, 200, "Luis &lt;b&gt;", "192.0.2.1", "Ada")
	if code := as(t, newFake(), "funcionario").get("/audit/accounts").StatusCode; code != 403 {
		t.Errorf("an officer reads it: %d", code)
	}
}
