package desk

import (
	"context"
	"strings"

	"foja/calendar"
	"foja/docket"
)

// Return gives the figures of the yearly return to the authority (law: R60). Every number is
// the total of the lines of the register that its Filter chooses.
func (d *Desk) Return(ctx context.Context, by User, f ReturnFilter) (Return, error) {
	out, _, err := d.yearly(ctx, by, f)
	return out, err
}

// yearly is the return with the lines that it was counted from.
func (d *Desk) yearly(ctx context.Context, by User, f ReturnFilter) (Return, []BookRow, error) {
	if err := by.must(watchers); err != nil {
		return Return{}, nil, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	if f.Year == 0 {
		f.Year = d.Today(f.Office).Year
	}
	if f.Year < zoneFrom.Year() || f.Year >= zoneTo.Year() {
		return Return{}, nil, FieldErrors{docket.Invalid("year", "Escriba un año de cuatro cifras, por ejemplo 2026.")}
	}
	if f.Procedure == "" {
		f.Procedure = d.mainProcedure(f.Office)
	}
	scope := BookFilter{
		From: calendar.Date{Year: f.Year, Month: 1, Day: 1}, To: calendar.Date{Year: f.Year, Month: 12, Day: 31},
		Procedure: f.Procedure, Office: f.Office,
	}
	book, err := d.Book(ctx, by, scope)
	if err != nil {
		return Return{}, nil, err
	}
	p := d.lastVersion(f.Procedure)
	out := Return{Year: f.Year, Procedure: f.Procedure, ProcedureName: p.Name.ES, Office: f.Office}
	if f.Office != "" {
		out.OfficeName = d.office(f.Office).Name
	}
	now, err := d.days(ctx)
	if err != nil {
		return Return{}, nil, err
	}
	if due, err := docket.ReturnDueOn(now.view(d.office(f.Office)), f.Year+1); err == nil {
		out.DueOn = due // else the calendar does not reach so far: no date is better than a guess
	}
	out.count(book.Rows, scope, p)
	return out, book.Rows, nil
}

// mainProcedure is the one whose return the law asks for, if the agency has it.
func (d *Desk) mainProcedure(office string) string {
	all := d.Procedures(d.Today(office))
	for _, p := range all {
		if p.Key == mainProcedure {
			return p.Key
		}
	}
	if len(all) > 0 {
		return all[0].Key
	}
	return ""
}

func (out *Return) count(rows []BookRow, scope BookFilter, p docket.Procedure) {
	figure := func(only, code, name string) BookFigure {
		fig := BookFigure{Key: only, Code: code, Name: name, Filter: scope}
		fig.Filter.Only = only
		keep, err := fig.Filter.keeps()
		if err != nil {
			return fig // an empty key: nothing is counted under it
		}
		for _, r := range rows {
			if keep(r) {
				fig.N++
			}
		}
		return fig
	}
	out.Received = figure("", "", "Recibidas")
	out.Standing = []BookFigure{
		figure(AttendedInTime, "", "Atendidas dentro del plazo"), figure(AttendedLate, "", "Atendidas fuera del plazo"),
		figure(StillOpen, "", "En trámite"), figure(Unattended, "", "No atendidas"),
	}
	out.Overdue = figure("overdue", "", "En trámite y vencidas")
	out.Extended = figure("extended", "", "Con prórroga")
	out.Answered = figure("answered", "", "Respondidas, también denegadas")
	if all := figure(recounted, "", "Concluidas que vencerían otro día"); all.N > 0 {
		out.Recounted = []BookFigure{
			all, figure(recountTime, "", "Fuera de plazo que estarían dentro"), figure(recountLate, "", "Dentro de plazo que estarían fuera"),
		}
	}
	for _, o := range p.Outcomes {
		out.ByOutcome = append(out.ByOutcome, figure("outcome:"+o.Key, o.Code, o.Name.ES))
	}
	for _, g := range p.Grounds {
		if fig := figure("ground:"+g.Key, g.Cite, g.Name.ES); fig.N > 0 {
			out.ByGround = append(out.ByGround, fig)
		}
	}
	for _, h := range docket.AllHands {
		fig := figure("hands:"+string(h), "", upperFirst(handsName(h)))
		fig.N = 0
		for _, r := range rows {
			fig.N += r.daysWith(h)
		}
		if fig.N > 0 {
			out.ByHands = append(out.ByHands, fig)
		}
	}
	var business, civil []int
	for _, r := range rows {
		if r.BusinessDays >= 0 {
			business, civil = append(business, r.BusinessDays), append(civil, r.CalendarDays)
		}
	}
	out.Business, out.Calendar = docket.SpreadOf(business), docket.SpreadOf(civil)
}

func upperFirst(s string) string {
	first := []rune(s)[:1]
	return strings.ToUpper(string(first)) + strings.TrimPrefix(s, string(first))
}
