package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// cell is one day of the strip.
type cell struct {
	docket.CountedDay
	Classes string
	N       string     // running count; "0" on the day of reception; "" when not counted
	Month   time.Month // shown on the first cell and on the first of a month; 0 = not here
	Zero    bool       // the day of reception
	Today   bool
	Last    bool
}

// Why is the reason that stands in the cell; weekends are reported by their place.
func (c cell) Why() string {
	if !c.Counted && (c.Reason == "sábado" || c.Reason == "domingo") {
		return ""
	}
	return c.Reason
}

// words are all of the cell, for screen readers and for the pointer.
func (c cell) words(p *languages.Printer) string {
	key := "day_of_strip.skipped"
	switch {
	case c.Zero:
		key = "day_of_strip.received"
	case c.Counted:
		key = "day_of_strip.counted"
	}
	if c.Reason != "" && !c.Zero {
		key += "_because"
	}
	all := docket.Say(key, "on", c.Date, "number", c.N, "why", because(p, c.Reason))
	if c.Today {
		all = docket.Say("day_of_strip.today", "words", all)
	}
	if c.Last {
		all = docket.Say("day_of_strip.due", "words", all)
	}
	return p.Say(all)
}

// because says why a day is not counted: what it is and its name ("feriado: Navidad"), or one of the two. Names are those of
// the calendar, and stay where the language has none.
func because(p *languages.Printer, reason string) string {
	if kind, name, both := strings.Cut(reason, ": "); both {
		return p.T(kind) + ": " + p.T(name)
	}
	return p.T(reason)
}

// strip lays the working of a deadline out as weeks, Monday first, from the day of reception.
func strip(d docket.Deadline, today calendar.Date) []cell {
	var cells []cell
	if !d.ReceivedOn.IsZero() {
		cells = append(cells, makeCell(docket.CountedDay{Date: d.ReceivedOn, Reason: "recepción"}, today, d.DueOn, true))
	}
	for _, day := range d.Days {
		if day.Date == d.ReceivedOn {
			continue
		}
		cells = append(cells, makeCell(day, today, d.DueOn, false))
	}
	for i := range cells {
		if i == 0 || cells[i].Date.Day == 1 {
			cells[i].Month = cells[i].Date.Month
		}
	}
	return cells
}

func makeCell(day docket.CountedDay, today, dueOn calendar.Date, zero bool) cell {
	c := cell{CountedDay: day, Zero: zero, Today: day.Date == today, Last: day.Date == dueOn}
	classes := []string{"cell", fmt.Sprintf("cell--wd%d", (int(day.Date.Weekday())+6)%7+1)}
	switch {
	case zero:
		classes, c.N = append(classes, "cell--zero"), "0"
	case day.Counted:
		classes, c.N = append(classes, "cell--counted"), fmt.Sprint(day.N)
	default:
		classes = append(classes, "cell--skipped")
	}
	if day.Date.Before(today) {
		classes = append(classes, "cell--past")
	}
	if c.Today {
		classes = append(classes, "cell--today")
	}
	if c.Last {
		classes = append(classes, "cell--last")
	}
	c.Classes = strings.Join(classes, " ")
	return c
}

// miniStrip is the strip for one line of a list.
func miniStrip(days []docket.CountedDay, dueOn, today calendar.Date) []cell {
	cells := make([]cell, 0, len(days))
	for _, day := range days {
		cells = append(cells, makeCell(day, today, dueOn, false))
	}
	return cells
}

// tenStrip is the strip of a line of the first page: the last days of the term, without a word for each. The line says the date beside it.
func tenStrip(days []docket.CountedDay, dueOn, today calendar.Date) template.HTML {
	if len(days) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<span class="ten" aria-hidden="true">`)
	for _, day := range days {
		class := ""
		switch {
		case day.Date == dueOn && day.Date == today:
			class = ` class="last now"`
		case day.Date == today:
			class = ` class="now"`
		case day.Date == dueOn:
			class = ` class="last"`
		case day.Date.Before(today):
			class = ` class="past"`
		}
		b.WriteString("<i" + class + ">" + strconv.Itoa(day.N) + "</i>")
	}
	b.WriteString("</span>")
	return template.HTML(b.String()) //nolint:gosec // numbers and classes of ours
}
