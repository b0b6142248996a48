package cases

import (
	"context"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/pen"
	"foja/docket"
	"foja/files/sandbox"
	"foja/store"
)

// Request shows a case.
func (s *Service) Request(ctx context.Context, by access.User, id string) (Page, error) {
	o, err := s.core.Open(ctx, by, id)
	if err != nil {
		return Page{}, err
	}
	// Who holds it has now seen what was new.
	if err := s.core.Store.SeenWork(ctx, id, by.Owners()); err != nil {
		return Page{}, err
	}
	return s.page(ctx, by, o)
}

// RequestByNumber shows the case of a register number, with or without its leading zeros.
func (s *Service) RequestByNumber(ctx context.Context, by access.User, number string) (Page, error) {
	if err := by.Must(access.Staff); err != nil {
		return Page{}, err
	}
	r, err := s.core.Store.RequestByNumber(ctx, core.Padded(number))
	if err != nil {
		return Page{}, err
	}
	return s.Request(ctx, by, r.ID)
}

func (s *Service) page(ctx context.Context, by access.User, o core.LoadedCase) (Page, error) {
	// Felt before anything is read: what happens meanwhile changes it, and the page is fetched again.
	mark, err := s.core.Store.CaseChangeMark(ctx, o.Request.ID)
	if err != nil {
		return Page{}, err
	}
	deadline, other, err := o.Deadlines()
	if err != nil {
		return Page{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return Page{}, err
	}
	docs, err := s.core.Store.Documents(ctx, o.Request.ID)
	if err != nil {
		return Page{}, err
	}
	h := s.history.Of(o, names, history.ByID(docs))
	p := Page{
		Request: o.Request, Case: o.Case, Procedure: o.Procedure, StateName: core.StateName(o.Procedure, o.Case.State), Office: o.Office,
		Holder: names[o.Case.Holder], Deadline: deadline, Other: other, Today: o.Today, Left: o.Left(deadline.DueOn),
		Overdue: core.Overdue(deadline.DueOn, o.Today, o.Case.Closed() || !o.Case.AnsweredAt.IsZero()),
		Tasks:   o.Case.Tasks, Alarms: o.Case.Alarms,
	}
	p.ChangeMark, p.Expiries = mark, o.Expiries()
	if p.Duties, err = s.duties(ctx, o, names); err != nil {
		return Page{}, err
	}
	if p.Ladder, err = s.ladder(ctx, o); err != nil {
		return Page{}, err
	}
	if p.SubDeadlines, err = o.SubDeadlines(); err != nil {
		return Page{}, err
	}
	p.Next = s.core.Next(o, p.Holder, deadline)
	unsearched, err := s.core.Store.Unreadable(ctx, string(sandbox.Words), o.Request.ID)
	if err != nil {
		return Page{}, err
	}
	for _, doc := range docs {
		shown := documents.DocumentOf(doc)
		if why, is := unsearched[doc.SHA256]; is {
			shown.Unreadable = docket.Say("event.search_failed", "why", documents.Unreadable{Why: why}.Words())
		}
		p.Documents = append(p.Documents, shown)
	}
	events, err := s.core.Store.Events(ctx, o.Request.ID)
	if err != nil {
		return Page{}, err
	}
	if p.Timeline, err = h.Timeline(ctx, events); err != nil {
		return Page{}, err
	}
	if p.Letters, err = s.letters(ctx, o); err != nil {
		return Page{}, err
	}
	if p.Proposal, err = h.Proposal(ctx); err != nil {
		return Page{}, err
	}
	if p.Proposal != nil {
		p.Proposal.Warnings = s.acts.Warnings(ctx, p.Proposal.Documents)
	}
	if p.Buttons, err = s.buttons(ctx, by, o); err != nil {
		return Page{}, err
	}
	if p.Appeals, err = h.Appeals(ctx, by); err != nil {
		return Page{}, err
	}
	if p.UnitLinks, err = s.links.UnitLinks(ctx, by, o); err != nil {
		return Page{}, err
	}
	if p.Campaign, err = s.acts.CampaignOf(ctx, by, o); err != nil {
		return Page{}, err
	}
	return p, s.related(ctx, by, o, events, &p)
}

// related adds what lies around the case: its messages, and other requests like it.
func (s *Service) related(ctx context.Context, by access.User, o core.LoadedCase, events []docket.Event, p *Page) error {
	rows, err := s.core.Store.MessagesOf(ctx, o.Request.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Fate == docket.FateOwn || row.Fate == docket.FateReport {
			continue // our own copies and the servers' reports are evidence, not correspondence
		}
		m, err := s.pen.Show(ctx, by, row, true)
		if err != nil {
			return err
		}
		if err := s.pen.Place(ctx, by, o, row, events, &m); err != nil {
			return err
		}
		p.Messages = append(p.Messages, m)
	}
	who := o.Request.Requester
	hints, err := s.acts.Hints(ctx, by, acts.DuplicateProbe{Name: who.Name, IDNumber: who.IDNumber, Email: who.Email, Text: o.Request.Text}, o.Request.ID, 5)
	if err != nil {
		return err
	}
	for _, h := range hints {
		p.Suggested = append(p.Suggested, h.Row)
	}
	return nil
}

func (s *Service) letters(ctx context.Context, o core.LoadedCase) ([]history.Letter, error) {
	rows, err := s.core.Store.Letters(ctx, o.Request.ID)
	if err != nil {
		return nil, err
	}
	outbox := map[string]store.LetterRow{}
	for _, row := range rows {
		outbox[row.ID] = row
	}
	facts, err := s.core.Store.DeliveryFacts(ctx, o.Request.ID)
	if err != nil {
		return nil, err
	}
	var list []history.Letter
	for _, l := range o.Case.Letters {
		one := letterOf(o.Procedure, l, outbox[l.ID])
		for _, f := range facts {
			if f.Letter == l.ID {
				one.Reports = append(one.Reports, history.LetterReport{At: f.At, Action: f.Action, Text: core.ReportWords(f), Message: f.Message})
			}
		}
		list = append(list, one)
	}
	return list, s.links.Downloads(ctx, o.Request.ID, list)
}

// Page is everything a case's page shows.
type Page struct {
	// AsOf is the moment whose knowledge the page shows; zero = the present.
	AsOf      time.Time
	Request   docket.Request
	Case      docket.Case
	Procedure docket.Procedure
	StateName docket.Sentence
	Office    docket.Office
	Holder    string // name
	Deadline  docket.Deadline
	// Other is the due date under the other reading of the reception rule, when it differs.
	Other        *docket.Deadline
	Today        calendar.Date // in the office's zone
	Left         int           // business days left; negative = late
	Overdue      bool
	Next         docket.Sentence // what is due next, and on whom it waits
	ChangeMark   string          // changes when the page is no longer as it is
	Timeline     []history.Line
	Tasks        []docket.Task
	Alarms       []docket.Alarm
	Letters      []history.Letter
	Documents    []documents.Document
	Messages     []pen.Message
	Proposal     *history.Proposal
	Buttons      []core.Button
	Expiries     []core.Expiry // of what was granted
	Duties       []Duty
	Ladder       []LadderStep
	SubDeadlines []docket.SubDeadline // what is open until when, soonest first
	Appeals      []history.AppealView // to the Tribunal
	UnitLinks    []links.UnitLink     // for the units that were asked and have no account
	Campaign     acts.Campaign        // people who ask for the same; no rows when there is none
	Suggested    []lists.Row          // other requests of the same requester, probable duplicates
}
