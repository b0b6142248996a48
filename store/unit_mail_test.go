package store

import (
	"fmt"
	"testing"
	"time"

	"foja/docket"
)

func TestAQuestionToAUnitIsMailedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		opened := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
		project(t, s, r, func(c *docket.Case) {
			c.Tasks = []docket.Task{
				{ID: 1, Kind: docket.TaskConsult, State: docket.TaskOpen, Unit: "archivo", OpenedAt: opened},
				{ID: 2, Kind: docket.TaskConsult, State: docket.TaskDone, Unit: "archivo", OpenedAt: opened},
				{ID: 3, Kind: docket.TaskConsult, State: docket.TaskOpen, Unit: "archivo", OpenedAt: opened.AddDate(0, 0, -9)},
			}
		})
		unasked := func() string {
			all, err := s.Unasked(ctx, opened.AddDate(0, 0, -3))
			must(t, err)
			return fmt.Sprint(all)
		}
		if got, want := unasked(), fmt.Sprintf("[{%s 1 archivo %s}]", r.ID, opened); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		m := UnitMail{
			Request: r.ID, Task: 1, Unit: "Archivo", Address: "a@b.pe", MessageID: "unit.1@x", Token: "t", MadeAt: opened,
		}
		must(t, s.MakeUnitMail(ctx, m))
		again := m
		again.MessageID = "unit.2@x"
		must(t, s.MakeUnitMail(ctx, again))
		all, err := s.UnmailedUnitMails(ctx)
		must(t, err)
		if len(all) != 1 || all[0] != m || unasked() != "[]" {
			t.Fatalf("to be sent: %+v; unasked %s", all, unasked())
		}
		must(t, s.UnitMailSending(ctx, m.MessageID, opened.Add(time.Minute)))
		if all, err = s.UnmailedUnitMails(ctx); err != nil || len(all) != 1 ||
			!all[0].SendingAt.Equal(opened.Add(time.Minute)) {
			t.Errorf("being sent: %+v, %v", all, err)
		}
		must(t, s.UnitMailSending(ctx, m.MessageID, time.Time{}))
		must(t, s.UnitMailed(ctx, m.MessageID, opened.Add(time.Hour), ""))
		kept, err := s.UnitMailByMessageID(ctx, m.MessageID)
		must(t, err)
		of, err := s.UnitMails(ctx, r.ID)
		must(t, err)
		if !kept.MailedAt.Equal(opened.Add(time.Hour)) || !kept.SendingAt.IsZero() || len(of) != 1 || of[0] != kept {
			t.Errorf("sent: %+v, %+v", kept, of)
		}
		if all, err = s.UnmailedUnitMails(ctx); err != nil || len(all) != 0 {
			t.Errorf("still to be sent: %+v, %v", all, err)
		}
		if _, err := s.UnitMailByMessageID(ctx, again.MessageID); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("a second one: %v", err)
		}
	})
}
