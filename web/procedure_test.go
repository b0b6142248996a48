package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/docket"
)

// fakeProcedures finds the word "mal" wrong and keeps what is published.
type fakeProcedures struct{ texts []string }

func (f *fakeProcedures) ProcedureShelf(context.Context, access.User) ([]norms.ProcedureLine, error) {
	ten := docket.TimeLimit{N: 10, Unit: docket.UnitBusiness}
	return []norms.ProcedureLine{
		{Key: "public-information", Version: "2019", Name: docket.Text{ES: "Acceso a la información pública"}, ValidFrom: calendar.Date{Year: 2020, Month: 1, Day: 1}, ValidUntil: calendar.Date{Year: 2024, Month: 5, Day: 16}, Term: ten},
		{Key: "public-information", Version: "2024", Name: docket.Text{ES: "Acceso a la información pública"}, ValidFrom: calendar.Date{Year: 2024, Month: 5, Day: 17}, Term: ten, InForce: true, Open: 41},
		{Key: "complaints", Version: "1", Name: docket.Text{ES: "Queja por defecto de tramitación"}, ValidFrom: calendar.Date{Year: 2026, Month: 6, Day: 1}, Term: docket.TimeLimit{N: 3, Unit: docket.UnitBusiness}, Author: "Pilar Núñez", PublishedAt: sampleAppeal().FiledAt},
	}, nil
}

func (f *fakeProcedures) ProcedureFile(_ context.Context, _ access.User, key, version string) (documents.File, error) {
	if key != "public-information" {
		return documents.File{}, docket.Refuse(docket.CodeNotFound, "No existe esa versión del procedimiento.")
	}
	return documents.File{Name: key + "-" + version + ".yaml", Type: "application/yaml; charset=utf-8", Bytes: []byte("key: " + key + "\nversion: \"" + version + "\"\n")}, nil
}

func (f *fakeProcedures) CheckProcedure(_ context.Context, _ access.User, body string) (norms.ProcedureCheck, error) {
	if body == "" {
		return norms.ProcedureCheck{}, docket.Invalid("body", "Escriba el procedimiento, o descargue una versión y parta de ella.")
	}
	c := norms.ProcedureCheck{
		Key: "complaints", Version: "2", Name: docket.Text{ES: "Queja"}, ValidFrom: calendar.Date{Year: 2026, Month: 6, Day: 1}, States: 3, Letters: 2, Replaces: "1",
		Term: docket.TimeLimit{N: 3, Unit: docket.UnitBusiness},
	}
	if strings.Contains(body, "mal") {
		c.Mistakes = []docket.Sentence{{Key: "línea 3: time_limit: falta la unidad"}}
	}
	return c, nil
}

func (f *fakeProcedures) PublishProcedure(ctx context.Context, u access.User, body string) (norms.ProcedureCheck, error) {
	c, err := f.CheckProcedure(ctx, u, body)
	if err == nil && len(c.Mistakes) == 0 {
		f.texts = append(f.texts, body)
	}
	return c, err
}

func TestAProcedureIsCheckedThenPublished(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/procedures?key=public-information&version=2024").wants(t, 200, "version: &#34;2024&#34;", "Vigente", "10 días hábiles", "41")
	b.post("/procedures", url.Values{"body": {"esto está mal"}, "do": {"publish"}}).wants(t, 422, "línea 3", "esto está mal")
	b.post("/procedures", url.Values{"body": {""}, "do": {"check"}}).wants(t, 422, `href="#body"`)
	b.post("/procedures", url.Values{"body": {"key: complaints"}, "do": {"check"}}).wants(t, 200, "El archivo está bien", "3 días hábiles", `value="publish"`, "key: complaints")
	if len(f.texts) != 0 {
		t.Errorf("published %q", f.texts)
	}
	a := b.post("/procedures", url.Values{"body": {"key: complaints"}, "do": {"publish"}})
	if a.StatusCode != http.StatusSeeOther || len(f.texts) != 1 {
		t.Errorf("%d, %q", a.StatusCode, f.texts)
	}
	b.get("/procedures/public-information/2024.yaml").wants(t, 200, "key: public-information")
	b.get("/procedures/nada/1.yaml").wants(t, 404)
	if as(t, f, "jefa").get("/procedures").wants(t, 200, "Vigente"); strings.Contains(as(t, f, "jefa").get("/procedures").body, `name="do"`) {
		t.Error("a manager is offered to publish")
	}
}
