package figures

import (
	"context"
	"strings"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// AuditFilter chooses deeds by the days on which they were recorded, in the office's zone.
type AuditFilter struct {
	From, To      calendar.Date // zero = the last thirty days
	Person        string        // user ID; "" = everybody, and foja itself
	Number        string        // of a case; "" = all
	Limit, Offset int
}

// Audit is a part of what was found, the newest first.
type Audit struct {
	From, To calendar.Date
	Rows     []AuditRow
	Total    int
}

// AuditRow is one event of a case, in words.
type AuditRow struct {
	At              time.Time // recorded
	Who             docket.Sentence
	What            docket.Sentence
	Role            docket.Role // in which it was done
	Request, Number string
	Seq             int // in the case's chain
}

// auditDays is how far back one looks unless told otherwise.
const auditDays = 30

// Audit searches what was recorded. A user with an office sees that office's cases.
func (s *Service) Audit(ctx context.Context, by access.User, f AuditFilter) (Audit, error) {
	if err := by.Must(access.Watchers); err != nil {
		return Audit{}, err
	}
	if f.To.IsZero() {
		f.To = s.core.Today(by.Office)
	}
	if f.From.IsZero() {
		f.From = f.To.AddDays(-auditDays)
	}
	if f.To.Before(f.From) {
		return Audit{}, access.FieldErrors{docket.Invalid("to", "period.ends_before_it_begins")}
	}
	zone := s.core.Zone(s.core.Office(by.Office).ID)
	events, total, err := s.core.Store.RecordedEvents(ctx, store.RecordedEventFilter{
		From: f.From.At(0, 0, zone), To: f.To.AddDays(1).At(0, 0, zone), User: f.Person, Number: strings.TrimSpace(f.Number), Office: by.Office,
		Page: store.Page{Limit: f.Limit, Offset: f.Offset},
	})
	if err != nil {
		return Audit{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return Audit{}, err
	}
	out := Audit{From: f.From, To: f.To, Total: total}
	for _, event := range events {
		numbers, err := s.history.NumbersOf(ctx, []docket.Event{event.Event})
		if err != nil {
			return Audit{}, err
		}
		h := s.history.Of(core.LoadedCase{
			Request:   docket.Request{Registration: docket.Registration{Channel: event.Channel}},
			Procedure: s.core.LastVersion(event.Procedure),
		}, names, nil)
		h.Numbers = numbers
		e := event.Event
		out.Rows = append(out.Rows, AuditRow{
			At: e.At, Who: h.Who(e.By), Role: e.By.Role, What: h.Title(e), Request: event.Request, Number: event.Number, Seq: e.Seq,
		})
	}
	return out, nil
}

// People lists every account, disabled ones too: what they did stays.
func (s *Service) People(ctx context.Context, by access.User) ([]core.Choice, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	users, err := s.core.Store.Users(ctx)
	var list []core.Choice
	for _, u := range users {
		if access.UserOf(u).Of(by.Office) {
			list = append(list, core.Choice{Key: u.ID, Label: u.Name})
		}
	}
	return list, err
}
