package figures

import (
	"context"
	"slices"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// Return gives the figures of the yearly return to the authority (law: R60). Every number is
// the total of the lines of the register that its Filter chooses.
func (s *Service) Return(ctx context.Context, by access.User, f ReturnFilter) (Return, error) {
	if err := by.Must(access.Watchers); err != nil {
		return Return{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	if f.Year == 0 {
		f.Year = s.core.Today(f.Office).Year
	}
	if f.Year < core.ZoneFrom.Year() || f.Year >= core.ZoneTo.Year() {
		return Return{}, access.FieldErrors{docket.Invalid("year", "year.malformed")}
	}
	if f.Procedure == "" {
		f.Procedure = s.mainProcedure(f.Office)
	}
	scope := RegisterFilter{
		From: calendar.Date{Year: f.Year, Month: 1, Day: 1}, To: calendar.Date{Year: f.Year, Month: 12, Day: 31},
		Procedure: f.Procedure, Office: f.Office,
	}
	if err := s.ReckonLines(ctx); err != nil {
		return Return{}, err
	}
	p := s.core.LastVersion(f.Procedure)
	out := Return{Year: f.Year, Procedure: f.Procedure, ProcedureName: p.Name, Office: f.Office}
	if f.Office != "" {
		out.OfficeName = s.core.Office(f.Office).Name
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return Return{}, err
	}
	if due, err := docket.ReturnDueOn(now.View(s.core.Office(f.Office)), f.Year+1); err == nil {
		out.DueOn = due // else the calendar does not reach so far: no date is better than a guess
	}
	err = together( // each looks at all lines of the year
		func() error { return s.countLines(ctx, &out, scope, p) },
		func() error { return s.countDays(ctx, &out, scope) },
	)
	return out, err
}

// mainProcedure is the one whose return the law asks for, if the agency has it.
func (s *Service) mainProcedure(office string) string {
	all := s.core.Procedures(s.core.Today(office))
	for _, p := range all {
		if p.Key == core.MainProcedure {
			return p.Key
		}
	}
	if len(all) > 0 {
		return all[0].Key
	}
	return ""
}

// countLines fills in the numbers, all from one reading of the lines.
func (s *Service) countLines(ctx context.Context, out *Return, scope RegisterFilter, p docket.Procedure) error {
	figure := func(only, code string, name docket.Sentence) RegisterFigure {
		fig := RegisterFigure{Key: only, Code: code, Name: name, Filter: scope}
		fig.Filter.Only = only
		return fig
	}
	out.Standing = []RegisterFigure{
		figure(AttendedInTime, "", docket.Say("return.in_time")), figure(AttendedLate, "", docket.Say("return.late")),
		figure(StillOpen, "", docket.Say("return.open")), figure(Unattended, "", docket.Say("return.unattended")),
	}
	out.Annulled = figure(store.LineAnnulled, "", docket.Say("return.annulled"))
	out.Received = figure(store.LineCounted, "", docket.Say("return.received"))
	out.Overdue = figure(store.LineOverdue, "", docket.Say("return.overdue"))
	out.Extended = figure(store.LineExtended, "", docket.Say("return.extended"))
	out.Answered = figure(store.LineAnswered, "", docket.Say("return.answered"))
	out.Recounted = []RegisterFigure{
		figure(store.LineRecounted, "", docket.Say("return.recounted")),
		figure(recountTime, "", docket.Say("return.recounted_in_time")), figure(recountLate, "", docket.Say("return.recounted_late")),
	}
	for _, o := range p.Outcomes {
		out.ByOutcome = append(out.ByOutcome, figure(store.LineOutcomeOf+o.Key, o.Code, core.Named(o.Name)))
	}
	for _, g := range p.Grounds {
		out.ByGround = append(out.ByGround, figure(store.LineGroundOf+g.Key, g.Cite, core.Named(g.Name)))
	}
	all := []*RegisterFigure{&out.Received, &out.Annulled, &out.Overdue, &out.Extended, &out.Answered}
	for _, list := range [][]RegisterFigure{out.Standing, out.Recounted, out.ByOutcome, out.ByGround} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	kinds := make([]string, len(all))
	for i, fig := range all {
		kinds[i] = fig.Key
	}
	n, err := s.core.Store.CountLines(ctx, s.chosen(scope), kinds...)
	if err != nil {
		return err
	}
	for i, fig := range all {
		fig.N = n.Of[i]
	}
	if out.Annulled.N == 0 { // then the whole register is counted
		out.Received.Key, out.Received.Filter.Only = "", ""
	}
	if out.Recounted[0].N == 0 {
		out.Recounted = nil
	}
	out.ByGround = slices.DeleteFunc(out.ByGround, func(fig RegisterFigure) bool { return fig.N == 0 })
	for _, h := range n.Hands {
		if h.Days > 0 {
			fig := figure(store.LineHandsOf+string(h.Hands), "", core.HandsHeading(h.Hands))
			fig.N = h.Days
			out.ByHands = append(out.ByHands, fig)
		}
	}
	return nil
}

// countDays fills in how long the answers took.
func (s *Service) countDays(ctx context.Context, out *Return, scope RegisterFilter) error {
	taken, err := s.core.Store.DaysTaken(ctx, s.chosen(scope))
	if err != nil {
		return err
	}
	var business, civil []int
	for _, t := range taken {
		business = append(business, slices.Repeat([]int{t.Business}, t.N)...)
		civil = append(civil, slices.Repeat([]int{t.Calendar}, t.N)...)
	}
	out.Business, out.Calendar = docket.SpreadOf(business), docket.SpreadOf(civil)
	return nil
}
