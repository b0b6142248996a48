package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"foja/desk/acts"
	"foja/docket"
)

func written() url.Values {
	return url.Values{
		"procedure": {"public-information"}, "key": {"k-ask"}, "name": {"Rosa Quispe"}, "id_kind": {"DNI"}, "id_number": {"40000001"},
		"address": {"Jr. Puno 1"}, "email": {"rosa@ciudadana.example"}, "email_consent": {"1"}, "text": {"Los contratos de 2025"},
	}
}

// seen is a form that came from our page.
func seen(t *testing.T, form url.Values) url.Values {
	t.Helper()
	shown, err := new(fakeStranger).Seal(t.Context(), sealedAsk, askShown{time.Now().Add(-time.Second).UnixMilli()})
	if err != nil {
		t.Fatal(err)
	}
	form.Set(shownField, shown)
	return form
}

func TestACitizenAsksOnline(t *testing.T) {
	was := askLeast
	t.Cleanup(func() { askLeast = was })
	askLeast = 0
	f := newFake()
	b := as(t, f, "")
	b.get("/ask").wants(t, 200, `name="pagina"`, "Qué solicita", `action="/ask"`, `name="shown" value="ask.`)
	a := b.post("/ask", seen(t, written()))
	if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || to != "/s/000123-2026/"+f.page.Request.StatusCode {
		t.Fatalf("%d to %q", a.StatusCode, to)
	}
	if len(f.forms) != 1 {
		t.Fatalf("%v", f.forms)
	}
	var got acts.Form
	for _, got = range f.forms {
	}
	if got.Requester.Email != "rosa@ciudadana.example" || !got.Requester.EmailConsent || got.Text != "Los contratos de 2025" {
		t.Errorf("%+v", got)
	}
	b.get(a.Header.Get("Location")).wants(t, 200, "Guarde el número y el código", "Añadir a su calendario")
}

func TestRobotsAskInVain(t *testing.T) {
	was := askLeast
	t.Cleanup(func() { askLeast = was })
	f := newFake()
	askLeast = 0
	as(t, f, "").post("/ask", written()).wants(t, 422, "Revise lo que ha escrito", "Los contratos de 2025") // never saw the form
	b := as(t, f, "")
	trapped := seen(t, written())
	trapped.Set("pagina", "http://compre.example")
	b.post("/ask", trapped).wants(t, 422, "Deje vacío")
	bare := seen(t, written())
	bare.Del("email")
	b.post("/ask", bare).wants(t, 422, `href="#email"`)
	askLeast = time.Hour
	b.post("/ask", seen(t, written())).wants(t, 422, "Revise lo que ha escrito")
	if len(f.forms) != 0 {
		t.Errorf("registered %v", f.forms)
	}
	askLeast = 0
	f.fail = docket.TooMany(time.Minute, "Se han enviado muchas solicitudes desde su conexión.")
	if a := b.post("/ask", seen(t, written())); a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
}

func TestAnybodyVerifiesAReceipt(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	b.get("/verify").wants(t, 200, "foja verify")
	upload := func(content string) answer {
		kind, body := multipartForm(t, nil, "files", "constancia.json", content)
		return b.do("POST", "/verify", kind, body)
	}
	upload("{}").wants(t, 200, "Válida", "000123-2026")
	upload("{ }").wants(t, 200, "No es válida")
	b.post("/verify", url.Values{}).wants(t, 422, `href="#files"`)
	b.get("/s/000123-2026/"+f.page.Request.StatusCode+"/dates.ics").wants(t, 200, "BEGIN:VCALENDAR")
	b.get("/s/000123-2026/XXXX/dates.ics").wants(t, 404)
}
