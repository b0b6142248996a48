package web

import (
	"net/http"
	"net/url"
	"testing"
)

// A unit sees what more days would cost the citizen, and asks for them with a reason.
func TestAUnitAsksForMoreDays(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	b.get("/u/good").wants(t, http.StatusOK, "Necesito más días", "quedarían 2 días hábiles para responder al ciudadano", "el mismo día en que hay que responder", "recibiría su respuesta tarde")
	day := today.AddDays(2).String()
	b.post("/u/good", url.Values{"do": {"more"}, "on": {day}, "why": {""}}).wants(t, http.StatusUnprocessableEntity, "Diga por qué", `<details class="panel" open>`)
	b.post("/u/good", url.Values{"do": {"more"}, "on": {day}, "why": {"Está en otra sede."}}).wants(t, http.StatusSeeOther)
	if f.more.On.String() != day || f.more.Text != "Está en otra sede." || f.unit.Text != "" {
		t.Errorf("%+v, %+v", f.more, f.unit)
	}
}
