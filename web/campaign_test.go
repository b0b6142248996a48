package web

import (
	"net/http"
	"net/url"
	"testing"
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
