package languages

import (
	"fmt"
	"strconv"
	"time"

	"foja/calendar"
)

// none stands for a date or time that is not known.
const none = "—"

// date writes a date as a gap asks for it: "{on}" is 04/03/2026, "{on:day}" 4 mar 2026, "{on:plain}" 4 de marzo de
// 2026, "{on:long}" miércoles 4 de marzo de 2026, "{on:daymonth}" miércoles 4 de marzo, "{on:iso}" 2026-03-04.
func (p *Printer) date(d calendar.Date, how string) string {
	switch how {
	case "day":
		return p.Day(d)
	case "daymonth":
		return p.DayMonth(d)
	case "plain":
		return p.PlainDate(d)
	case "long":
		return p.LongDate(d)
	case "iso":
		return d.String()
	default:
		if d.IsZero() {
			return none
		}
		return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
	}
}

// Day is "4 mar 2026"; a dash for the zero date.
func (p *Printer) Day(d calendar.Date) string { return p.written("date.day", d) }

// PlainDate is "4 de marzo de 2026"; a dash for the zero date.
func (p *Printer) PlainDate(d calendar.Date) string { return p.written("date.plain", d) }

// LongDate is "miércoles 4 de marzo de 2026"; a dash for the zero date.
func (p *Printer) LongDate(d calendar.Date) string { return p.written("date.long", d) }

// DayMonth is "miércoles 4 de marzo"; a dash for the zero date.
func (p *Printer) DayMonth(d calendar.Date) string { return p.written("date.day_month", d) }

// MonthYear is "marzo de 2026"; a dash for the zero date.
func (p *Printer) MonthYear(d calendar.Date) string { return p.written("date.month_year", d) }

// Moment is "4 mar 2026, 10:32", in the zone of t; a dash for the zero time.
func (p *Printer) Moment(t time.Time) string {
	if t.IsZero() {
		return none
	}
	return p.Day(calendar.DateOf(t)) + ", " + t.Format("15:04")
}

// LongMoment is "miércoles 4 de marzo de 2026, 10:32", in the zone of t; a dash for the zero time.
func (p *Printer) LongMoment(t time.Time) string {
	if t.IsZero() {
		return none
	}
	return p.LongDate(calendar.DateOf(t)) + ", " + t.Format("15:04")
}

// Month is the name of a month.
func (p *Printer) Month(m time.Month) string { return p.words("month." + strconv.Itoa(int(m))) }

// Weekday is the name of a day of the week.
func (p *Printer) Weekday(d time.Weekday) string { return p.words("weekday." + strconv.Itoa(int(d))) }

// written is a date in the order of words that the language has.
func (p *Printer) written(key string, d calendar.Date) string {
	if d.IsZero() {
		return none
	}
	return p.T(key, "weekday", p.Weekday(d.Weekday()), "day", d.Day, "month", p.Month(d.Month),
		"short", p.words("month_short."+strconv.Itoa(int(d.Month))), "year", d.Year)
}
