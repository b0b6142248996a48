package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"foja/access"
	"foja/docket"
)

// fakeUnits keeps what it is asked for.
type fakeUnits struct{ saved []docket.Unit }

func (f *fakeUnits) Units(context.Context, access.User) ([]docket.Unit, error) {
	return []docket.Unit{
		{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@sepen.example"},
		{ID: "viejo", Name: "Área suprimida", Office: "lima", Retired: true},
	}, nil
}

func (f *fakeUnits) SaveUnit(_ context.Context, _ access.User, u docket.Unit) error {
	if u.Name == "" {
		return access.FieldErrors{docket.Invalid("name", "Escriba el nombre del área.")}
	}
	f.saved = append(f.saved, u)
	return nil
}

func TestUnitsAreKeptOnTheScreens(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/admin/units").wants(t, http.StatusOK, "Archivo Central", "archivo@sepen.example", "Cerrada", "Sin correo")
	b.post("/admin/units", url.Values{"email": {"x@y.pe"}, "office": {"lima"}}).wants(t, http.StatusUnprocessableEntity, `href="#name"`, `value="x@y.pe"`)
	b.post("/admin/units/archivo", url.Values{"do": {"save"}, "office": {"lima"}}).wants(t, http.StatusUnprocessableEntity, `href="#name"`)
	b.get("/admin/units/nobody").wants(t, http.StatusNotFound)
	for path, form := range map[string]url.Values{
		"/admin/units":         {"name": {"Logística"}, "office": {"lima"}, "email": {"l@y.pe"}},
		"/admin/units/archivo": {"do": {"retire"}},
		"/admin/units/viejo":   {"do": {"reopen"}},
	} {
		before := len(f.fakeUnits.saved)
		if a := b.post(path, form); a.StatusCode != http.StatusSeeOther || len(f.fakeUnits.saved) != before+1 {
			t.Fatalf("%s: %d", path, a.StatusCode)
		}
		got := f.fakeUnits.saved[before]
		if want := map[string]docket.Unit{
			"/admin/units":         {Name: "Logística", Office: "lima", Email: "l@y.pe"},
			"/admin/units/archivo": {ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@sepen.example", Retired: true},
			"/admin/units/viejo":   {ID: "viejo", Name: "Área suprimida", Office: "lima"},
		}[path]; got != want {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if a := as(t, f, "auditor").get("/admin/units/archivo"); a.StatusCode != http.StatusOK {
		t.Errorf("the auditor: %d", a.StatusCode)
	}
}
