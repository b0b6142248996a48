package desk

import (
	"slices"
	"testing"

	"foja/docket"
	"foja/store"
)

func TestAFileIsFetchedByItsLinkUntilItsLastDay(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Van.", Files: []Upload{upload("actas.csv", "a;b")}})
	c, err := h.Store.Case(h.ctx, id)
	h.must(err)
	i := slices.IndexFunc(c.Letters, func(l docket.Letter) bool { return l.Kind == docket.LetterResponse })
	l, err := h.Store.LinkDownload(h.ctx, store.DownloadLink{Request: id, Letter: c.Letters[i].ID, Document: c.Letters[i].Documents[0], ExpiresOn: docket.LinkLastDay(day(t, "2026-03-02"), 0)})
	h.must(err)
	found, err := h.Download(h.ctx, l.Token, "10.0.0.1")
	h.must(err)
	if found.Name != "actas.csv" || found.Expired || found.Until != day(t, "2026-04-01") {
		t.Errorf("%+v", found)
	}
	ticket, err := h.FetchDownload(h.ctx, l.Token, "10.0.0.1")
	h.must(err)
	_, err = h.FetchDownload(h.ctx, l.Token, "10.0.0.1")
	h.must(err)
	f, err := h.DownloadFile(h.ctx, l.Token, ticket, "10.0.0.1")
	h.must(err)
	if got := contentOf(t, f); got != "a;b" {
		t.Errorf("%q", got)
	}
	_, err = h.DownloadFile(h.ctx, l.Token, "nonsense", "10.0.0.1")
	h.code("without a ticket", err, docket.CodeNotFound)
	if n, err := h.Store.Downloads(h.ctx, id); err != nil || len(n) != 1 {
		t.Errorf("two fetches in a minute are recorded as %d, %v", len(n), err)
	}
	p, err := h.Request(h.ctx, officer, id)
	h.must(err)
	told := slices.ContainsFunc(p.Letters, func(l Letter) bool {
		return slices.ContainsFunc(l.Reports, func(r LetterReport) bool { return r.Action == "downloaded" && r.Text == "Se descargó actas.csv" })
	})
	if !told {
		t.Errorf("the case does not say that it was fetched: %+v", p.Letters)
	}
	_, err = h.Download(h.ctx, "nonsense", "10.0.0.1")
	h.code("a false link", err, docket.CodeNotFound)
	h.now = h.now.AddDate(0, 0, 31)
	if found, err = h.Download(h.ctx, l.Token, "10.0.0.1"); err != nil || !found.Expired {
		t.Errorf("%+v, %v", found, err)
	}
	_, err = h.FetchDownload(h.ctx, l.Token, "10.0.0.1")
	h.code("after its last day", err, docket.CodeConflict)
}
