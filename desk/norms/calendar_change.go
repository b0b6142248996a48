package norms

import (
	"context"

	"github.com/google/uuid"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// KindSuspension is a window of days on which no term runs: it is entered as one and kept as a
// run of non-working days.
const KindSuspension = "suspension"

// longestWindow bounds a window: a longer one is a wrong year.
const longestWindow = 184

// CalendarChange is a norm as an administrator enters it.
type CalendarChange struct {
	Key   string // idempotency of a proposal, made by the form
	Kind  string // a calendar.Kind, or KindSuspension
	Name  string
	Norm  string
	Scope string // as calendar.ParseScope reads it
	From  calendar.Date
	To    calendar.Date // last day; zero = one day
}

// CalendarKinds are the kinds of change that a form offers.
func CalendarKinds() []core.Choice {
	return []core.Choice{
		{Key: string(calendar.NonWorkingDay), Words: docket.Say("calendar_kind.non_working_day")},
		{Key: string(calendar.Holiday), Words: docket.Say("calendar_kind.holiday")},
		{Key: KindSuspension, Words: docket.Say("calendar_kind.suspension")},
		{Key: string(calendar.ShortDay), Words: docket.Say("calendar_kind.short_day")},
		{Key: string(calendar.WorkingDay), Words: docket.Say("calendar_kind.working_day")},
		{Key: string(calendar.Removed), Words: docket.Say("calendar_kind.removed")},
	}
}

// entries are the days of a change, each an entry of its own.
func (c CalendarChange) entries() ([]calendar.Entry, error) {
	var wrong access.FieldErrors
	no := func(field, key string) { wrong = append(wrong, docket.Invalid(field, key)) }
	kind, known := calendar.Kind(c.Kind), false
	for _, k := range CalendarKinds() {
		known = known || k.Key == c.Kind
	}
	if !known {
		no("kind", "calendar.kind_missing")
	}
	if c.Kind == KindSuspension {
		kind = calendar.NonWorkingDay
	}
	name, norm := access.OneLine(c.Name), access.OneLine(c.Norm)
	if name == "" {
		no("name", "calendar.name_missing")
	}
	if norm == "" {
		no("norm", "calendar.norm_missing")
	}
	scope, err := calendar.ParseScope(c.Scope)
	if err != nil {
		no("scope", "calendar.scope_missing")
	}
	last := c.To
	if last.IsZero() {
		last = c.From
	}
	switch {
	case !c.From.Valid():
		no("from", "calendar.day_missing")
	case last.Before(c.From):
		no("to", "calendar.days_reversed")
	case c.From.DaysUntil(last) >= longestWindow:
		no("to", "calendar.too_many_days")
	case c.Kind == KindSuspension && last == c.From:
		no("to", "calendar.last_day_missing")
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	var list []calendar.Entry
	for day := c.From; !day.After(last); day = day.AddDays(1) {
		list = append(list, calendar.Entry{Date: day, Kind: kind, Name: name, Norm: norm, Scope: scope})
	}
	return list, nil
}

// PublishCalendar publishes a change and has every open case told. One that shortens the term of
// some open case needs another person's eyes: it waits as a proposal.
func (s *Service) PublishCalendar(ctx context.Context, by access.User, c CalendarChange) (CalendarOutcome, error) {
	if err := by.Must(access.CalendarWriters); err != nil {
		return CalendarOutcome{}, err
	}
	entries, err := c.entries()
	if err != nil {
		return CalendarOutcome{}, err
	}
	base, next, err := s.amend(ctx, entries)
	if err != nil {
		return CalendarOutcome{}, err
	}
	p, err := s.preview(ctx, next)
	if err != nil {
		return CalendarOutcome{}, err
	}
	if p.Shortened > 0 {
		id := uuid.NewSHA1(uuid.NameSpaceOID, []byte(by.ID+" "+c.Key)).String()
		_, err := s.core.Store.AddCalendarProposal(ctx, store.CalendarProposal{
			ID: id, Author: by.ID, Norm: entries[0].Norm, Entries: entries, MadeAt: s.core.Now(),
		})
		return CalendarOutcome{Waits: true}, err
	}
	return s.publish(ctx, base, next, store.CalendarVersion{Author: by.ID, Norm: entries[0].Norm})
}

func (s *Service) publish(ctx context.Context, base, next calendar.Calendar, v store.CalendarVersion) (CalendarOutcome, error) {
	v.Calendar, v.PublishedAt = next, s.core.Now()
	if err := s.core.Store.PublishCalendar(ctx, base, v); err != nil {
		return CalendarOutcome{}, err
	}
	s.core.Logger.Info("a calendar was published", "calendar", next.Version, "user", v.Author, "confirmed", v.ConfirmedBy)
	if err := s.core.Workflows.Decree(ctx, next.Version); err != nil {
		s.core.Logger.Warn("the open cases could not be told of a calendar; the sweep will", "calendar", next.Version, "error", err)
	}
	return CalendarOutcome{Version: next.Version}, nil
}

// PreviewProposal computes what a proposal would do today.
func (s *Service) PreviewProposal(ctx context.Context, by access.User, id string) (CalendarPreview, error) {
	if err := by.Must(access.CalendarSeconders); err != nil {
		return CalendarPreview{}, err
	}
	p, err := s.core.Store.CalendarProposal(ctx, id)
	if err != nil {
		return CalendarPreview{}, err
	}
	_, next, err := s.amend(ctx, p.Entries)
	if err != nil {
		return CalendarPreview{}, err
	}
	preview, err := s.preview(ctx, next)
	preview.Entries = p.Entries
	return preview, err
}

// SettleProposal publishes a proposal of somebody else's, or dismisses one; one's own may be
// taken back, and never published alone.
func (s *Service) SettleProposal(ctx context.Context, by access.User, id string, publish bool) (CalendarOutcome, error) {
	if err := by.Must(access.CalendarSeconders); err != nil {
		return CalendarOutcome{}, err
	}
	p, err := s.core.Store.CalendarProposal(ctx, id)
	if err != nil {
		return CalendarOutcome{}, err
	}
	if !publish {
		return CalendarOutcome{}, s.core.Store.SettleCalendarProposal(ctx, id, by.ID, "")
	}
	if p.Author == by.ID {
		return CalendarOutcome{}, docket.Refuse(docket.CodeForbidden,
			"calendar.own_proposal")
	}
	if err := s.accounts.TwoPersons(ctx, by, p.Author); err != nil {
		return CalendarOutcome{}, err
	}
	base, next, err := s.amend(ctx, p.Entries)
	if err != nil {
		return CalendarOutcome{}, err
	}
	out, err := s.publish(ctx, base, next, store.CalendarVersion{Author: p.Author, ConfirmedBy: by.ID, Norm: p.Norm})
	if err != nil {
		return CalendarOutcome{}, err
	}
	return out, s.core.Store.SettleCalendarProposal(ctx, id, by.ID, out.Version)
}
