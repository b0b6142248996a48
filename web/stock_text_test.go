package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/norms"
	"foja/docket"
)

// fakeStockTexts keeps what it is asked for.
type fakeStockTexts struct {
	texts   []norms.StockText // saved
	dropped []string
}

func (f *fakeStockTexts) StockTexts(context.Context, access.User) ([]norms.StockText, error) {
	return []norms.StockText{
		{ID: "t-1", Name: "Entrega en línea", Text: "Sr(a). {solicitante}: la información está en la página de la entidad.", ChangedBy: "Carlos Huamán", ChangedAt: time.Date(2026, 4, 1, 15, 0, 0, 0, time.UTC)},
		{ID: "t-2", Name: "Datos personales", Text: "Se tachan los datos personales.", ChangedBy: "Carlos Huamán", ChangedAt: time.Date(2026, 4, 2, 15, 0, 0, 0, time.UTC)},
	}, nil
}

func (f *fakeStockTexts) SaveStockText(_ context.Context, _ access.User, t norms.StockText) error {
	if t.Text == "" {
		return access.FieldErrors{docket.Invalid("text", "Escriba el texto.")}
	}
	f.texts = append(f.texts, t)
	return nil
}

func (f *fakeStockTexts) DropStockText(_ context.Context, _ access.User, id string) error {
	f.dropped = append(f.dropped, id)
	return nil
}

func (f *fakeStockTexts) StockTextFor(_ context.Context, _ access.User, _, id string) (string, error) {
	if id != "t-1" {
		return "", docket.Refuse(docket.CodeNotFound, "Ese texto modelo ya no existe.")
	}
	return "Sr(a). Julia: la información está en la página.", nil
}

func TestStockTextsAreKeptOnTheScreens(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/texts").wants(t, http.StatusOK, "Entrega en línea", "Datos personales", "{vence}")
	b.post("/texts", url.Values{"name": {"Nuevo"}}).wants(t, http.StatusUnprocessableEntity, `href="#text"`, `value="Nuevo"`)
	b.post("/texts/t-1", url.Values{"name": {"Otro"}, "do": {"save"}}).wants(t, http.StatusUnprocessableEntity, `href="#text"`)
	b.get("/texts/t-9").wants(t, http.StatusNotFound)
	for path, form := range map[string]url.Values{
		"/texts": {"name": {"Nuevo"}, "text": {"x"}}, "/texts/t-1": {"name": {"Otro"}, "text": {"y"}, "do": {"save"}}, "/texts/t-2": {"do": {"drop"}},
	} {
		if a := b.post(path, form); a.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	if len(f.fakeStockTexts.texts) != 2 || len(f.fakeStockTexts.dropped) != 1 || f.fakeStockTexts.dropped[0] != "t-2" {
		t.Errorf("%+v, dropped %v", f.fakeStockTexts.texts, f.fakeStockTexts.dropped)
	}
	as(t, f, "auditor").get("/texts/t-1").wants(t, http.StatusOK, "la información está en la página")
}

// A stock text is added to what was typed, and nothing is done to the case.
func TestAStockTextIsAddedToTheLetter(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/requests/r-123").wants(t, http.StatusOK, `id="respond-stock"`, "Entrega en línea", `formaction="/requests/r-123/insert"`)
	a := b.post("/requests/r-123/insert", url.Values{"action": {"respond"}, "text": {"Ya escribí esto.\r\n"}, "stock": {"t-1"}, "key": {strings.Repeat("k", 20)}})
	a.wants(t, http.StatusOK, "Ya escribí esto.\n\nSr(a). Julia: la información está en la página.", `id="do-respond" name="action" open`, strings.Repeat("k", 20))
	a = b.post("/requests/r-123/insert", url.Values{"action": {"respond"}, "text": {"Ya escribí esto."}})
	a.wants(t, http.StatusUnprocessableEntity, "Elija un texto modelo de la lista.", "Ya escribí esto.", `href="#respond-stock"`)
	if len(f.commands) != 0 {
		t.Errorf("done to the case: %+v", f.commands)
	}
	if page := as(t, f, "auditor").get("/requests/r-123").body; strings.Contains(page, "Añadir al texto") {
		t.Error("the auditor is offered texts")
	}
}
