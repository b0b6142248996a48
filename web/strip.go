package web

import (
	"fmt"
	"strings"

	"foja/calendar"
	"foja/docket"
)

// cell is one day of the strip.
type cell struct {
	Date    calendar.Date
	Classes string
	N       string // running count; "0" on the day of reception; "" when not counted
	Reason  string // why it is not counted; weekends are told by their place
	Words   string // all of it, for screen readers and for the pointer
	Month   string // shown on the first cell and on the first of a month
	Today   bool
	Last    bool
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
			cells[i].Month = months[cells[i].Date.Month-1][:3]
		}
	}
	return cells
}

func makeCell(day docket.CountedDay, today, dueOn calendar.Date, zero bool) cell {
	c := cell{Date: day.Date, Today: day.Date == today, Last: day.Date == dueOn}
	classes := []string{"cell", fmt.Sprintf("cell--wd%d", (int(day.Date.Weekday())+6)%7+1)}
	say := longDay(day.Date) + ": "
	switch {
	case zero:
		classes, c.N, c.Reason = append(classes, "cell--zero"), "0", "recepción"
		say += "día de recepción, no se cuenta"
	case day.Counted:
		classes, c.N = append(classes, "cell--counted"), fmt.Sprint(day.N)
		say += "día hábil " + c.N
		if day.Reason != "" {
			c.Reason = day.Reason
			say += ", " + day.Reason
		}
	default:
		classes = append(classes, "cell--skipped")
		say += "no se cuenta"
		if day.Reason != "" {
			say += ", " + day.Reason
		}
		if day.Reason != "sábado" && day.Reason != "domingo" {
			c.Reason = day.Reason
		}
	}
	if day.Date.Before(today) {
		classes = append(classes, "cell--past")
	}
	if c.Today {
		classes, say = append(classes, "cell--today"), say+". Hoy"
	}
	if c.Last {
		classes, say = append(classes, "cell--last"), say+". Vencimiento"
	}
	c.Classes, c.Words = strings.Join(classes, " "), say
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
