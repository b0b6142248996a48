package lists

import (
	"context"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// Requests lists what a filter chooses and how many there are in all. A user with an office
// sees that office's only, whatever the filter says.
func (s *Service) Requests(ctx context.Context, by access.User, f Filter) ([]Row, int, error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, 0, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	chosen, err := f.store(s.core.Today(f.Office))
	if err != nil {
		return nil, 0, err
	}
	if _, err := s.core.Days(ctx); err != nil {
		return nil, 0, err
	}
	found, total, err := s.core.Store.Requests(ctx, chosen)
	if err != nil {
		return nil, 0, err
	}
	rows := make([]Row, 0, len(found))
	for _, r := range found {
		rows = append(rows, s.Row(r))
	}
	return rows, total, nil
}

// NobodyHolds is the Holder of a filter that wants the unclaimed ones.
const NobodyHolds = "none"

// store puts the filter into the store's terms, on a day. Closed figures and lists must mean
// the same thing: the dashboard's filters pass through here too.
func (f Filter) store(today calendar.Date) (store.RequestFilter, error) {
	out := store.RequestFilter{
		Text: f.Text, Procedure: f.Procedure, Office: f.Office, Channel: docket.Channel(f.Channel), Outcome: f.Outcome,
		Hands: docket.Hands(f.Hands), Unit: f.Unit,
		ReceivedFrom: f.ReceivedFrom, ReceivedTo: f.ReceivedTo, DueFrom: f.DueFrom, DueTo: f.DueTo,
		AnsweredFrom: f.AnsweredFrom, AnsweredTo: f.AnsweredTo, InTerm: f.InTerm,
		Sort: f.Sort, Page: store.Page{Limit: f.Limit, Offset: f.Offset},
	}
	if f.State != "" {
		out.States = []string{f.State}
	}
	if out.Unclaimed = f.Holder == NobodyHolds; !out.Unclaimed {
		out.Holder = f.Holder
	}
	var wrong access.FieldErrors
	yes, no := true, false
	for _, q := range []struct {
		field, value string
		into         **bool
	}{{"open", f.Open, &out.Open}, {"late", f.Late, &out.Late}, {"answered", f.Answered, &out.Answered}} {
		switch q.value {
		case "":
		case "yes":
			*q.into = &yes
		case "no":
			*q.into = &no
		default:
			wrong = append(wrong, docket.Invalid(q.field, "filter.yes_or_no"))
		}
	}
	if f.InTerm != "" && f.InTerm != store.InDue && f.InTerm != store.InFirst {
		wrong = append(wrong, docket.Invalid("in_term", "filter.due_or_first"))
	}
	switch f.Due {
	case "":
	case "today":
		out.Open, out.Answered, out.DueFrom, out.DueTo = &yes, &no, today, today
	case "week":
		out.Open, out.Answered, out.DueFrom, out.DueTo = &yes, &no, today, core.WeekEnd(today)
	default:
		wrong = append(wrong, docket.Invalid("due", "filter.today_or_week"))
	}
	if f.Overdue {
		out.Open, out.OverdueOn = &yes, today
	}
	if len(wrong) > 0 {
		return out, wrong
	}
	return out, nil
}

// Row is a line of a list in words.
func (s *Service) Row(r store.RequestRow) Row {
	p := s.core.LastVersion(r.Procedure)
	today := s.core.Today(r.Office)
	return Row{
		ID: r.ID, Number: r.Number, Procedure: p.Name, ProcedureKey: r.Procedure, Office: s.core.Office(r.Office).Name, Channel: r.Channel,
		RequesterName: r.RequesterName, Subject: r.Subject, State: r.State, StateName: core.StateName(p, r.State), Hands: r.Hands,
		Holder: r.HolderName, ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn, DueOn: r.DueOn,
		Left: core.Left(s.core.DaysLastSeen().View(s.core.Office(r.Office)), today, r.DueOn), Overdue: core.Overdue(r.DueOn, today, !r.ClosedAt.IsZero() || !r.AnsweredAt.IsZero()),
		Outcome: core.OutcomeName(p, r.Outcome), ClosedAt: r.ClosedAt,
	}
}

// RowOf is the line of an open case.
func (s *Service) RowOf(o core.LoadedCase) Row {
	r, c := o.Request, o.Case
	return s.Row(store.RequestRow{
		ID: r.ID, Number: r.Number, Procedure: r.Procedure, Office: r.Office, Channel: r.Channel, RequesterName: r.Requester.Name,
		Subject: r.Subject, State: c.State, Hands: c.Hands, Holder: c.Holder, ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn,
		DueOn: c.DueOn, AlarmOn: c.AlarmOn, Outcome: c.Outcome, AnsweredAt: c.AnsweredAt, ClosedAt: c.ClosedAt,
	})
}

// Row is one line of a list of requests.
type Row struct {
	ID, Number    string
	Procedure     docket.Text // name
	ProcedureKey  string
	Office        string // name
	Channel       docket.Channel
	RequesterName string
	Subject       string
	State         string
	StateName     docket.Sentence
	Hands         docket.Hands
	Holder        string // name
	ReceivedAt    time.Time
	ReceivedOn    calendar.Date
	DueOn         calendar.Date
	Left          int // business days left today; negative = late
	Overdue       bool
	Outcome       docket.Sentence // nothing while open
	ClosedAt      time.Time
}

// Filter narrows a list of requests. Every field is optional.
type Filter struct {
	Text         string
	Procedure    string
	Office       string
	State        string
	Holder       string // user ID; "none" = unclaimed
	Hands        string // whose turn it is (docket.Hands)
	Unit         string // which owes something in it
	Channel      string
	Outcome      string
	Open         string // "yes", "no" or ""
	Overdue      bool
	Due          string // "today", "week" or ""
	Late         string // closed: "yes" late, "no" in time
	ReceivedFrom calendar.Date
	ReceivedTo   calendar.Date
	DueFrom      calendar.Date
	DueTo        calendar.Date
	Answered     string // "yes", "no" or ""
	AnsweredFrom calendar.Date
	AnsweredTo   calendar.Date
	InTerm       string // store.InDue, store.InFirst or ""
	Sort         string
	Limit        int
	Offset       int
}
