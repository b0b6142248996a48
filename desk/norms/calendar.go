package norms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

// CalendarShelf is every published version, and what waits for a second person.
type CalendarShelf struct {
	InForce   string
	Versions  []CalendarLine
	Proposals []CalendarProposal
	Scopes    []core.Choice // in which a day can hold
	MayWrite  bool
}

// CalendarLine is one published version.
type CalendarLine struct {
	Version     string
	Author      string // name; "" = it came with the program
	ConfirmedBy string
	Norm        string
	PublishedAt time.Time
	Hash        string
	AnnouncedAt time.Time // when the last open case had been told; zero = under way
}

// CalendarProposal is a change that waits for a second person.
type CalendarProposal struct {
	ID       string
	Author   string // name
	Mine     bool   // somebody else has to publish it
	Norm     string
	MadeAt   time.Time
	Entries  []calendar.Entry
	MayTouch bool
}

// CalendarSheet is a version with its days.
type CalendarSheet struct {
	CalendarLine
	First, Last calendar.Date
	Entries     []calendar.Entry
}

// CalendarOutcome answers a publication.
type CalendarOutcome struct {
	Version string // published; "" when it waits, or was dismissed
	Waits   bool   // for a second person
}

// Calendars lists the versions, the latest first.
func (s *Service) Calendars(ctx context.Context, by access.User) (CalendarShelf, error) {
	if err := by.Must(access.Watchers); err != nil {
		return CalendarShelf{}, err
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return CalendarShelf{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return CalendarShelf{}, err
	}
	versions, err := s.core.Store.CalendarVersions(ctx)
	if err != nil {
		return CalendarShelf{}, err
	}
	shelf := CalendarShelf{InForce: now.Calendar.Version, Scopes: s.scopes(now.Calendar), MayWrite: by.Has(access.CalendarWriters...)}
	for _, v := range versions {
		shelf.Versions = append(shelf.Versions, lineOf(v, names))
	}
	if len(versions) == 0 {
		shelf.Versions = []CalendarLine{{Version: now.Calendar.Version, Hash: now.Calendar.Hash()}}
	}
	waiting, err := s.core.Store.CalendarProposals(ctx)
	for _, p := range waiting {
		mine := p.Author == by.ID
		shelf.Proposals = append(shelf.Proposals, CalendarProposal{
			ID: p.ID, Author: names[p.Author], Mine: mine, Norm: p.Norm, MadeAt: p.MadeAt, Entries: p.Entries,
			MayTouch: by.Has(access.CalendarSeconders...),
		})
	}
	return shelf, err
}

func lineOf(v store.CalendarVersion, names map[string]string) CalendarLine {
	return CalendarLine{
		Version: v.Version, Author: names[v.Author], ConfirmedBy: names[v.ConfirmedBy], Norm: v.Norm,
		PublishedAt: v.PublishedAt, Hash: v.Hash, AnnouncedAt: v.AnnouncedAt,
	}
}

// scopes are the nation, the regions of our offices, and the offices.
func (s *Service) scopes(c calendar.Calendar) []core.Choice {
	list := []core.Choice{{Key: calendar.Scope{}.String(), Words: docket.Say("scope.nation")}}
	for _, r := range c.Regions {
		list = append(list, core.Choice{Key: calendar.Scope{Region: r}.String(), Words: docket.Say("scope.region", "region", r)})
	}
	for _, o := range s.core.AgencyFile.Offices {
		list = append(list, core.Choice{Key: calendar.Scope{Office: o.ID}.String(), Words: docket.Say("scope.office", "office", o.Name)})
	}
	return list
}

// CalendarDays is one version with its days.
func (s *Service) CalendarDays(ctx context.Context, by access.User, version string) (CalendarSheet, error) {
	if err := by.Must(access.Watchers); err != nil {
		return CalendarSheet{}, err
	}
	v, err := s.version(ctx, version)
	if err != nil {
		return CalendarSheet{}, err
	}
	names, err := s.access.Names(ctx)
	c := v.Calendar
	return CalendarSheet{CalendarLine: lineOf(v, names), First: c.First, Last: c.Last, Entries: c.Entries}, err
}

// version reads a published calendar, or the shipped one while none is.
func (s *Service) version(ctx context.Context, version string) (store.CalendarVersion, error) {
	v, err := s.core.Store.CalendarByVersion(ctx, version)
	if docket.CodeOf(err) == docket.CodeNotFound && version == s.core.ShippedCalendar.Version && err != nil {
		return store.CalendarVersion{Version: version, Hash: s.core.ShippedCalendar.Hash(), Calendar: s.core.ShippedCalendar}, nil
	}
	return v, err
}

// CalendarFile is one version as an iCalendar file.
func (s *Service) CalendarFile(ctx context.Context, by access.User, version string) (documents.File, error) {
	if err := by.Must(access.Watchers); err != nil {
		return documents.File{}, err
	}
	v, err := s.version(ctx, version)
	if err != nil {
		return documents.File{}, err
	}
	var file bytes.Buffer
	at := v.PublishedAt
	if at.IsZero() { // the shipped one: its version is what dates it
		at = v.Calendar.First.At(0, 0, time.UTC)
	}
	if err := procedures.WriteICal(&file, v.Calendar, at); err != nil {
		return documents.File{}, err
	}
	return documents.File{Name: "calendario-" + v.Version + ".ics", Type: "text/calendar; charset=utf-8", Bytes: file.Bytes()}, nil
}

// amend is the calendar in force with more entries, under the label that it would be published
// with; base is the one that it stands on.
func (s *Service) amend(ctx context.Context, entries []calendar.Entry) (base, next calendar.Calendar, err error) {
	now, err := s.core.Days(ctx)
	if err != nil {
		return base, next, err
	}
	base = now.Calendar
	versions, err := s.core.Store.CalendarVersions(ctx)
	if err != nil {
		return base, next, err
	}
	stem, n := base.Version, 1
	if len(versions) > 0 {
		stem, n = versions[len(versions)-1].Version, len(versions)
	}
	for _, e := range entries {
		if err := base.Check(e); err != nil {
			return base, next, entryRefusal(e, base, err)
		}
	}
	next, err = base.Amend(fmt.Sprintf("%s.%d", stem, n), entries...)
	var absent *calendar.NotListedError
	if errors.As(err, &absent) {
		return base, next, docket.Invalid("from", "calendar.day_absent", "on", absent.Date)
	}
	if err != nil { // each entry is sound: some are there already
		return base, next, docket.Invalid("from", "calendar.day_present")
	}
	return base, next, nil
}

func entryRefusal(e calendar.Entry, c calendar.Calendar, err error) error {
	var year *calendar.UnknownYearError
	var region *calendar.UnknownRegionError
	switch {
	case errors.As(err, &year):
		return docket.Invalid("from", "calendar.day_outside", "first", c.First, "last", c.Last, "on", e.Date)
	case errors.As(err, &region):
		return docket.Invalid("scope", "calendar.region_unknown", "region", region.Region)
	case e.Scope.Office != "" && e.Kind != calendar.ShortDay && e.Kind != calendar.Removed:
		return &docket.Error{
			Code: docket.CodeInvalid, Field: "scope", Rule: "R7",
			Reason: docket.Say("calendar.norm_too_low"),
		} // law: R7
	default:
		return docket.Invalid("norm", "calendar.name_and_norm_missing")
	}
}

// SweepCalendars begins to tell the open cases where a crash stopped it.
func (s *Service) SweepCalendars(ctx context.Context) error {
	unannounced, err := s.core.Store.UnannouncedCalendars(ctx)
	if err != nil {
		return err
	}
	var failures []error
	for _, version := range unannounced {
		failures = append(failures, s.core.Workflows.Decree(ctx, version))
	}
	return errors.Join(failures...)
}
