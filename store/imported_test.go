package store

import (
	"testing"
	"time"

	"foja/docket"
)

// An imported case is kept with its number, its past and its documents at once, or not at all.
func TestImport(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		in := func(number string, closed bool) Imported {
			id := NewImportID()
			reg := registration("import:" + number)
			doc := ImportedDocument{
				ID: NewImportID(), NewDocument: NewDocument{Kind: DocumentNote, Name: "nota.txt", Bytes: []byte("nota " + number)},
			}
			at := reg.ReceivedAt.Add(time.Hour)
			events := []docket.Event{{
				Seq: 1, At: at, Kind: docket.EventRegistered, State: "registered",
				Opening: &docket.Opening{
					Request: id, Procedure: reg.Procedure, Version: reg.Version, Office: reg.Office, Channel: reg.Channel,
				},
				Ledger: []docket.LedgerEntry{{Kind: docket.LedgerStart, On: reg.ReceivedOn, Received: reg.ReceivedAt}},
			}, {Seq: 2, At: at, Kind: docket.EventKind(docket.ActNote), State: "registered", Text: doc.ID}}
			if closed {
				events = append(events, docket.Event{
					Seq: 3, At: at, Kind: docket.EventClosed, State: "closed", Outcome: "withdrawn",
				})
			}
			return Imported{
				ID: id, Number: number, KeepNumber: true, Source: "casos.csv", Line: 2, Registration: reg, Events: events,
				Case: docket.Replay(events), Documents: []ImportedDocument{doc}, At: at.Add(time.Hour),
			}
		}
		open, closed := in("15-2026", false), in("000020-2026", true)
		r, existed, err := s.Import(ctx, open)
		must(t, err)
		if existed || r.Number != "000015-2026" || r.ID != open.ID {
			t.Errorf("%+v, existed %t", r, existed)
		}
		again, existed, err := s.Import(ctx, in("15-2026", false))
		must(t, err)
		if !existed || again.ID != r.ID {
			t.Errorf("a second time: %+v, existed %t", again, existed)
		}
		_, _, err = s.Import(ctx, closed)
		must(t, err)
		other := in("000015-2026", false)
		other.Registration.Key = "import:another procedure"
		_, _, err = s.Import(ctx, other)
		wantCode(t, err, docket.CodeConflict)
		odd := in("OF-77", false)
		_, _, err = s.Import(ctx, odd)
		wantCode(t, err, docket.CodeInvalid)
		high := in("999999-2026", false) // the series must have room behind it
		_, _, err = s.Import(ctx, high)
		wantCode(t, err, docket.CodeInvalid)
		odd.KeepNumber = false
		next, _, err := s.Import(ctx, odd)
		must(t, err)
		if next.Number != "000021-2026" { // the series goes on behind the highest number
			t.Errorf("the next number is %s", next.Number)
		}
		if c, err := s.Case(ctx, r.ID); err != nil || c.Seq != 2 || c.State != "registered" {
			t.Errorf("%+v, %v", c, err)
		}
		if docs, err := s.Documents(ctx, r.ID); err != nil || len(docs) != 1 || docs[0].ID != open.Documents[0].ID {
			t.Errorf("%+v, %v", docs, err)
		}
		if docs, err := s.Documents(ctx, other.ID); err != nil || len(docs) != 0 {
			t.Errorf("a refused case left %+v, %v", docs, err)
		}
		if ids, err := s.UnstartedRequests(ctx, time.Now().AddDate(1, 0, 0)); err != nil || len(ids) != 0 {
			t.Errorf("a sweep would begin %v anew, %v", ids, err)
		}
		waiting, err := s.UnstartedImports(ctx, 10)
		must(t, err)
		if len(waiting) != 2 {
			t.Errorf("%v wait for a workflow", waiting)
		}
		must(t, s.ImportStarted(ctx, r.ID))
		if waiting, err := s.UnstartedImports(ctx, 10); err != nil || len(waiting) != 1 || waiting[0] != odd.ID {
			t.Errorf("%v, %v", waiting, err)
		}
	})
}
