package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

func TestACampaignIsAnsweredTogether(t *testing.T) {
	f := newFake()
	f.page.Campaign.Rows = f.rows
	b := as(t, f, "funcionario")
	b.get("/requests/r-123").wants(t, 200, "con el mismo texto", `href="/requests/r-123/campaign"`)
	b.get("/requests/r-123/campaign").wants(t, 200, "con una carta a cada una", `name="requests"`)
	b.post("/requests/r-123/campaign", url.Values{"requests": {"r-1"}}).wants(t, 422, `href="#text"`)
	b.post("/requests/r-123/campaign", url.Values{"requests": {"r-1", "r-taken"}, "text": {"Va."}}).wants(t, 422, "r-taken: Solo quien")
	if a := b.post("/requests/r-123/campaign", url.Values{"requests": {"r-1", "r-2"}, "text": {"Va."}}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", a.StatusCode)
	}
}

// Files of an answer to many that say more than they show come back with a tick, and with the cases that were ticked and no others.
func TestTheFilesOfACampaignComeBackToBeLookedAt(t *testing.T) {
	f := newFake()
	f.page.Campaign.Rows = f.rows
	b := as(t, f, "funcionario")
	picked, left := f.rows[0].ID, f.rows[1].ID
	f.refusal = acts.UncheckedFiles{
		FieldErrors: access.FieldErrors{docket.Invalid("looked", "«lista.xlsx» tiene oculto «Nóminas».")}, Kept: []string{"d-2"}, Token: "aa.bb",
	}
	form := url.Values{"requests": {picked}, "text": {"Va la lista."}, "key": {newKey()}}
	page := b.post("/requests/r-123/campaign", form)
	page.wants(t, 422, "tiene oculto «Nóminas»", `href="#looked`, "Va la lista.", `value="d-2" checked`, `name="looked" value="aa.bb">`, `value="`+picked+`" checked`)
	if strings.Contains(page.body, `value="`+left+`" checked`) {
		t.Error("a case that the officer had left out is ticked again")
	}
	form["documents"], form["text"] = []string{"d-2"}, []string{""}
	b.post("/requests/r-123/campaign", form).wants(t, 422, `href="#text"`, `value="d-2" checked`)
	form["looked"], form["text"] = []string{"aa.bb"}, []string{"Va la lista."}
	b.post("/requests/r-123/campaign", form).wants(t, http.StatusSeeOther)
	if c := f.commands[len(f.commands)-1]; c.SeenFindings != "aa.bb" || len(c.Documents) != 1 || c.Documents[0] != "d-2" {
		t.Errorf("%+v", c)
	}
}
