package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAUnitAnswersByItsLink(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	a := b.get("/u/good")
	a.wants(t, 200, "Remitir los contratos vigentes", "Entregar")
	if strings.Contains(a.body, "Rosa Quispe") || a.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the page tells more than the question, or where it is")
	}
	b.get("/u/bad").wants(t, 404)
	b.post("/u/good", url.Values{"do": {"answer"}}).wants(t, 422, `href="#text"`)
	if a := b.post("/u/good", url.Values{"do": {"not_ours"}, "text": {"La tiene el Archivo."}}); a.StatusCode != http.StatusSeeOther || !f.unit.NotOurs {
		t.Errorf("%d %+v", a.StatusCode, f.unit)
	}
	b.get("/u/good").wants(t, 200, "ya fue respondida")
}
