package lists

import (
	"context"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// addAppeals adds the terms of appeals that are the agency's, for the holder of the case.
func (s *Service) addAppeals(ctx context.Context, page *todayPage) error {
	owed, err := s.core.Store.AppealsOwed(ctx, workFor(page.by), TodayMine)
	if err != nil || len(owed) == 0 {
		return err
	}
	var ids []string
	for _, a := range owed {
		ids = append(ids, a.Request)
	}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	for i, a := range owed {
		o := cases[i]
		row := TodayRow{Row: s.RowOf(o), Href: "/requests/" + a.Request + "#appeals", Day: o.Today, Closed: true, Verb: docket.Say("work.appeal"), Whose: page.by.NameFor(o.Case.Holder)}
		law := s.core.Law(o.Procedure, o.Office, days)
		late, err := law.AppealOverdue(a)
		if err != nil {
			return err
		}
		terms, err := law.AppealSubDeadlines(a)
		if err != nil {
			return err
		}
		for _, t := range append(late, terms...) {
			if t.Hands == docket.HandsOfficer {
				row.Verb, row.Until = docket.Say(t.Name), t.On
				break
			}
		}
		row.legal(o, row.Until)
		band := bandOf(docket.WorkDue, row.Until, o.Today)
		if band == bandLater || band == BandWeek {
			band = BandCame // an appeal is never for later
		}
		page.rows[band] = append(page.rows[band], row)
	}
	return nil
}

// addHeld adds the mail that waits for somebody to say what it is. A manager sees what has waited for too long.
func (s *Service) addHeld(ctx context.Context, page *todayPage) error {
	if !page.by.Has(access.Registrars...) {
		return nil
	}
	rows, total, err := s.core.Store.HeldMessages(ctx, s.core.PenOf(page.by), store.Page{Limit: TodayHeld})
	if err != nil {
		return err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	for _, m := range rows {
		office := s.core.Office(s.core.OfficeOf(m))
		law := s.core.Law(docket.Procedure{}, office, days)
		limit, err := law.HeldUntil(m.KeptAt)
		if err != nil {
			return err
		}
		late := limit.Before(page.now)
		if !late && !page.by.Has(docket.RoleReception, docket.RoleOfficer) {
			total--
			continue
		}
		row := TodayRow{Href: "/held/" + m.ID, Verb: docket.Say("work.held"), Mail: true, Late: late, Day: s.core.Today(office.ID), Until: dayOf(s.core, office.ID, m)}
		row.Subject, row.RequesterName, row.ReceivedAt, row.ReceivedOn = m.Subject, m.FromAddress, m.KeptAt, row.Until
		row.Hint = core.HeldWords(docket.HeldReason(m.Reason))
		band := BandCame
		if late {
			band = BandOverdue
		}
		page.rows[band] = append(page.rows[band], row)
	}
	page.out.Held = max(0, total-TodayHeld)
	return nil
}

// dayOf is the day on which a message came.
func dayOf(c *core.Service, office string, m store.Message) calendar.Date {
	return calendar.DateOf(m.KeptAt.In(c.Zone(office)))
}

// Waiting is what the entries of the menu count.
type Waiting struct{ Today, Held, Appeals, Notices int }

// Counts counts what waits for a person. It is asked for on every page: each count has its index.
func (s *Service) Counts(ctx context.Context, by access.User) (Waiting, error) {
	if err := by.Must(access.Staff); err != nil {
		return Waiting{}, err
	}
	var n Waiting
	var err error
	if by.Has(access.Workers...) {
		f := workFor(by)
		if n.Today, err = s.core.Store.CountWork(ctx, f, s.core.Today(by.Office)); err != nil {
			return Waiting{}, err
		}
		if n.Appeals, err = s.core.Store.CountAppealsOwed(ctx, f); err != nil {
			return Waiting{}, err
		}
		n.Today += n.Appeals
	}
	if by.Has(access.HeldReaders...) {
		if n.Held, err = s.core.Store.CountHeld(ctx, s.core.PenOf(by)); err != nil {
			return Waiting{}, err
		}
	}
	n.Notices, err = s.core.Store.CountUnread(ctx, by.ID)
	return n, err
}
