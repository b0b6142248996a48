package links_test

import (
	"slices"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
	"foja/store"
)

func TestAFileIsFetchedByItsLinkUntilItsLastDay(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Van.", Files: []documents.Upload{desktest.Upload("actas.csv", "a;b")}})
	c, err := h.Core.Store.Case(h.Ctx, id)
	h.Must(err)
	i := slices.IndexFunc(c.Letters, func(l docket.Letter) bool { return l.Kind == docket.LetterResponse })
	l, err := h.Core.Store.LinkDownload(h.Ctx, store.DownloadLink{Request: id, Letter: c.Letters[i].ID, Document: c.Letters[i].Documents[0], ExpiresOn: docket.LinkLastDay(desktest.Day(t, "2026-03-02"), 0)})
	h.Must(err)
	found, err := h.Links.Download(h.Ctx, l.Token, "10.0.0.1")
	h.Must(err)
	if found.Name != "actas.csv" || found.Expired || found.Until != desktest.Day(t, "2026-04-01") {
		t.Errorf("%+v", found)
	}
	ticket, err := h.Links.FetchDownload(h.Ctx, l.Token, "10.0.0.1")
	h.Must(err)
	_, err = h.Links.FetchDownload(h.Ctx, l.Token, "10.0.0.1")
	h.Must(err)
	f, err := h.Links.DownloadFile(h.Ctx, l.Token, ticket, "10.0.0.1")
	h.Must(err)
	if got := desktest.ContentOf(t, f); got != "a;b" {
		t.Errorf("%q", got)
	}
	_, err = h.Links.DownloadFile(h.Ctx, l.Token, "nonsense", "10.0.0.1")
	h.Code("without a ticket", err, docket.CodeNotFound)
	if n, err := h.Core.Store.Downloads(h.Ctx, id); err != nil || len(n) != 1 {
		t.Errorf("two fetches in a minute are recorded as %d, %v", len(n), err)
	}
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	told := slices.ContainsFunc(p.Letters, func(l history.Letter) bool {
		return slices.ContainsFunc(l.Reports, func(r history.LetterReport) bool {
			return r.Action == "downloaded" && desktest.Words(r.Text) == "Se descargó actas.csv"
		})
	})
	if !told {
		t.Errorf("the case does not say that it was fetched: %+v", p.Letters)
	}
	_, err = h.Links.Download(h.Ctx, "nonsense", "10.0.0.1")
	h.Code("a false link", err, docket.CodeNotFound)
	h.Now = h.Now.AddDate(0, 0, 31)
	if found, err = h.Links.Download(h.Ctx, l.Token, "10.0.0.1"); err != nil || !found.Expired {
		t.Errorf("%+v, %v", found, err)
	}
	_, err = h.Links.FetchDownload(h.Ctx, l.Token, "10.0.0.1")
	h.Code("after its last day", err, docket.CodeConflict)
}
