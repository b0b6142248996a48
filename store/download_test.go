package store

import (
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

func TestDownloadLinks(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		doc, err := s.KeepDocument(ctx, NewDocument{
			Request: r.ID, Kind: DocumentDraft, Name: "a.pdf", Bytes: []byte("x"), Key: "k",
		})
		must(t, err)
		until := calendar.Date{Year: 2026, Month: 5, Day: 15}
		l, err := s.LinkDownload(ctx, DownloadLink{Request: r.ID, Letter: "l1", Document: doc.ID, ExpiresOn: until})
		must(t, err)
		again, err := s.LinkDownload(ctx, DownloadLink{
			Request: r.ID, Letter: "l1", Document: doc.ID, ExpiresOn: until.AddDays(9),
		})
		must(t, err)
		if again != l || len(l.Token) < 20 || l.ExpiresOn != until {
			t.Errorf("the letter's link changed: %+v, %+v", l, again)
		}
		found, err := s.DownloadLink(ctx, l.Token)
		must(t, err)
		if found != l {
			t.Errorf("%+v", found)
		}
		_, err = s.DownloadLink(ctx, l.Token+"x")
		wantCode(t, err, docket.CodeNotFound)
		when := time.Date(2026, 3, 20, 15, 0, 0, 0, time.UTC)
		must(t, s.MarkDownload(ctx, l.Token, when))
		must(t, s.MarkDownload(ctx, l.Token, when.Add(time.Hour)))
		all, err := s.Downloads(ctx, r.ID)
		must(t, err)
		if len(all) != 2 || all[0] != (Download{"l1", doc.ID, when}) {
			t.Errorf("%+v", all)
		}
	})
}
