package history

import (
	"foja/docket"
	"foja/papers/letters"
)

// calendarTitle is the change of the calendar under an open case, in one line.
func calendarTitle(e docket.Event) string {
	version := ""
	for _, entry := range e.Ledger {
		version = entry.Calendar
	}
	title := "El calendario " + version + " cambió los días hábiles"
	if e.DueOn.IsZero() {
		return title + "; el plazo sigue suspendido"
	}
	return title + ": vence el " + letters.DayMonth(e.DueOn)
}

// versionTitle says that a later version of the procedure counts the case now.
func versionTitle(e docket.Event) string {
	title := "Pasó a la versión " + e.Version + " del procedimiento"
	if e.DueOn.IsZero() {
		return title + "; el plazo sigue suspendido"
	}
	return title + ": vence el " + letters.DayMonth(e.DueOn)
}
