package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// deadlineAnswer is the output of foja deadline as JSON; the text output has the same content.
type deadlineAnswer struct {
	ReceivedAt      string                 `json:"received_at"` // RFC 3339, with the office's offset
	ReceivedOn      calendar.Date          `json:"received_on"`
	DueOn           calendar.Date          `json:"due_on"`
	CalendarVersion string                 `json:"calendar_version"`
	Procedure       string                 `json:"procedure"`
	Version         string                 `json:"procedure_version"`
	Office          string                 `json:"office"`
	Reception       docket.ReceptionPolicy `json:"reception"`
	Rules           []string               `json:"rules"`
	Days            []deadlineDay          `json:"days"`
	AlarmOn         calendar.Date          `json:"alarm_on"`
	Other           *otherReading          `json:"other_reading,omitempty"`
	Notes           []string               `json:"notes,omitempty"`

	limit string
	name  string
	zone  string
}

// deadlineDay is one day of the working; every field is always there.
type deadlineDay struct {
	Date    calendar.Date `json:"date"`
	Counted bool          `json:"counted"`
	N       int           `json:"n"`
	Reason  string        `json:"reason"`
	Source  string        `json:"source"`
}

// otherReading is the date under the reception policy that was not chosen (law: R15).
type otherReading struct {
	Reception  docket.ReceptionPolicy `json:"reception"`
	ReceivedOn calendar.Date          `json:"received_on"`
	DueOn      calendar.Date          `json:"due_on"`
}

type lineError struct {
	Line  int    `json:"line"`
	Input string `json:"input"`
	Error string `json:"error"`
}

func (d *deadlineCalculator) newAnswer(at time.Time, p docket.Procedure, deadline docket.Deadline, other *docket.Deadline, alarmOn calendar.Date) deadlineAnswer {
	a := deadlineAnswer{
		ReceivedAt: at.Format(time.RFC3339), ReceivedOn: deadline.ReceivedOn, DueOn: deadline.DueOn, AlarmOn: alarmOn,
		CalendarVersion: deadline.CalendarVersion, Procedure: p.Key, Version: p.Version, Office: d.office.ID,
		Reception: d.policy, Rules: deadline.Rules, Days: []deadlineDay{},
		limit: limitInWords(p.TimeLimit), name: p.Name.ES, zone: d.zone.Name,
	}
	for _, day := range deadline.Days {
		a.Days = append(a.Days, deadlineDay{Date: day.Date, Counted: day.Counted, N: day.N, Reason: day.Reason, Source: day.Source})
	}
	if other != nil {
		a.Other = &otherReading{Reception: other.Policy, ReceivedOn: other.ReceivedOn, DueOn: other.DueOn}
	}
	if !d.calendar.DecreesKnown(deadline.DueOn) {
		a.Notes = append(a.Notes, fmt.Sprintf(
			"El calendario %s no tiene los días no laborables por decreto de %d: un decreto puede mover esta fecha (R9).",
			d.calendar.Version, deadline.DueOn.Year))
	}
	return a
}

func limitInWords(l docket.TimeLimit) string {
	unit := map[string]string{docket.UnitBusiness: "días hábiles", docket.UnitCalendar: "días calendario", docket.UnitMonths: "meses"}[l.Unit]
	return fmt.Sprintf("%d %s", l.N, unit)
}

func (a deadlineAnswer) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), sede %s\n", a.name, a.limit, a.Office)
	fmt.Fprintf(&b, "Ingresó    %s (%s)\n", a.ReceivedAt, a.zone)
	fmt.Fprintf(&b, "Recibido   %s, día cero según %s\n", inWords(a.ReceivedOn), a.Reception)
	fmt.Fprintf(&b, "Vence      %s, al terminar el día\n", inWords(a.DueOn))
	if a.Other != nil {
		fmt.Fprintf(&b, "Otra lectura, %s: recibido %s, vence %s; las alertas siguen la fecha más próxima, %s\n",
			a.Other.Reception, inWords(a.Other.ReceivedOn), inWords(a.Other.DueOn), inWords(a.AlarmOn))
	}
	b.WriteString("\n")
	for _, day := range a.Days {
		n := "·"
		if day.Counted {
			n = fmt.Sprint(day.N)
		}
		why := day.Reason
		if day.Source != "" && !strings.Contains(why, day.Source) {
			why += " — " + day.Source
		}
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%4s  %s  %s", n, inWords(day.Date), why), " "))
	}
	fmt.Fprintf(&b, "\nReglas %s · calendario %s · procedimiento %s %s\n", strings.Join(a.Rules, " "), a.CalendarVersion, a.Procedure, a.Version)
	for _, note := range a.Notes {
		fmt.Fprintln(&b, note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var shortWeekdays = [...]string{"dom", "lun", "mar", "mié", "jue", "vie", "sáb"}

func inWords(d calendar.Date) string {
	return fmt.Sprintf("%s %02d/%02d/%d", shortWeekdays[d.Weekday()], d.Day, d.Month, d.Year)
}
