package store

import (
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store/seal"
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

// What stands in the register opens no link, and is not the token in clear. Links of a program from before are taken
// over: they lead where they led, and keep their downloads.
func TestTheRegisterHoldsNoTokenOfALink(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		doc, err := s.KeepDocument(ctx, NewDocument{
			Request: r.ID, Kind: DocumentDraft, Name: "a.pdf", Bytes: []byte("x"), Key: "k",
		})
		must(t, err)
		until := calendar.Date{Year: 2026, Month: 5, Day: 15}
		made, err := s.LinkDownload(ctx, DownloadLink{Request: r.ID, Letter: "l1", Document: doc.ID, ExpiresOn: until})
		must(t, err)
		m1, _, err := s.KeepMessage(ctx, NewMessage{Raw: []byte("uno")})
		must(t, err)
		m2, _, err := s.KeepMessage(ctx, NewMessage{Raw: []byte("dos")})
		must(t, err)
		must(t, s.MakeUploadLink(ctx, UploadLink{Message: m1, Token: "upload-clear", ExpiresAt: s.now(), Address: "a@b.pe"}))
		must(t, s.MakeUnitMail(ctx, UnitMail{Request: r.ID, Task: 1, MessageID: "u.1@x", Token: "unit-clear"}))
		before := func(query string, args ...any) {
			t.Helper()
			_, err := s.write.ExecContext(ctx, query, args...)
			must(t, err)
		}
		when := time.Date(2026, 3, 20, 15, 0, 0, 0, time.UTC)
		before(`INSERT INTO download_link (token, request, letter, document, expires_on, made_at) VALUES ($1,$2,$3,$4,$5,$6)`,
			"old-clear", r.ID, "l2", doc.ID, on(until), at(when))
		before(`INSERT INTO download (token, at) VALUES ($1,$2)`, "old-clear", at(when))
		before(`INSERT INTO upload_link (message, token, reason, address, expires_at, made_at)
				VALUES ($1,$2,'too_big','',$3,$3)`,
			m2, "old-upload-clear", at(when))
		before(`INSERT INTO unit_mail (request, task, unit, address, message_id, token, made_at)
				VALUES ($1,2,'','',$2,$3,$4)`,
			r.ID, "u.2@x", "old-unit-clear", at(when))
		works := func(what string) {
			t.Helper()
			for letter, token := range map[string]string{"l1": made.Token, "l2": "old-clear"} {
				l, err := s.DownloadLink(ctx, token)
				must(t, err)
				again, err := s.LinkDownload(ctx, DownloadLink{Request: r.ID, Letter: letter, Document: doc.ID, ExpiresOn: until})
				must(t, err)
				if l.Letter != letter || l.Token != token || again != l {
					t.Errorf("%s: %+v, %+v", what, l, again)
				}
				must(t, s.MarkDownload(ctx, token, when))
			}
			for message, token := range map[string]string{m1: "upload-clear", m2: "old-upload-clear"} {
				if l, err := s.UploadLink(ctx, message); err != nil || l.Token != token {
					t.Errorf("%s: %+v, %v", what, l, err)
				}
			}
			mails, err := s.UnitMails(ctx, r.ID)
			must(t, err)
			if len(mails) != 2 || mails[0].Token != "unit-clear" || mails[1].Token != "old-unit-clear" {
				t.Errorf("%s: %+v", what, mails)
			}
		}
		works("before the tokens are taken over")
		next := seal.New()
		for _, key := range []string{testKey, next + " " + testKey, next} { // taken over; rotated twice
			must(t, s.UseKey(ctx, testKeys(t, key)))
			works("with the key " + key)
			for _, query := range []string{
				`SELECT token FROM download_link`, `SELECT sealed FROM download_link`, `SELECT token FROM download`,
				`SELECT token FROM upload_link`, `SELECT token FROM unit_mail`,
			} {
				all, err := list(ctx, s.read, word, query)
				must(t, err)
				for _, text := range all {
					if strings.Contains(text, "clear") || text == made.Token || text == "" {
						t.Errorf("%s: %q", query, text)
					}
					if _, err := s.DownloadLink(ctx, text); docket.CodeOf(err) != docket.CodeNotFound {
						t.Errorf("%s: what stands there opens the link: %v", query, err)
					}
				}
			}
		}
		if all, err := s.Downloads(ctx, r.ID); err != nil || len(all) != 9 {
			t.Errorf("%d downloads, %v", len(all), err)
		}
	})
}
