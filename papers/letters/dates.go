package letters

import (
	"fmt"
	"time"

	"foja/calendar"
)

var weekdays = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}

var months = [...]string{
	"", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre",
	"diciembre",
}

// Weekday is the Spanish name of d's day of the week, in lower case.
func Weekday(d calendar.Date) string { return weekdays[d.Weekday()] }

// MonthName is the Spanish (Peruvian) name of a month, in lower case.
func MonthName(m time.Month) string { return months[m] }

// LongDate is "lunes 2 de marzo de 2026"; "" for the zero date.
func LongDate(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s de %d", DayMonth(d), d.Year)
}

// DayMonth is "lunes 2 de marzo"; "" for the zero date.
func DayMonth(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d de %s", Weekday(d), d.Day, months[d.Month])
}

// PlainDate is "2 de marzo de 2026"; "" for the zero date.
func PlainDate(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d de %s de %d", d.Day, months[d.Month], d.Year)
}

// LongInstant is "lunes 2 de marzo de 2026, 10:15" in the given zone; "" for the zero instant.
func LongInstant(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(zone)
	return fmt.Sprintf("%s, %s", LongDate(calendar.DateOf(local)), local.Format("15:04"))
}

// Days is "1 día hábil" or "10 días hábiles".
func Days(n int) string { return Count(n, "día hábil", "días hábiles") }

// Count is a number with its noun: one for 1 and -1, many for every other.
func Count(n int, one, many string) string {
	if n == 1 || n == -1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}
