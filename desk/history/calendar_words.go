package history

import (
	"foja/docket"
)

// calendarTitle is the change of the calendar under an open case, in one line.
func calendarTitle(e docket.Event) docket.Sentence {
	version := ""
	for _, entry := range e.Ledger {
		version = entry.Calendar
	}
	if e.DueOn.IsZero() {
		return docket.Say("event.calendar_changed_suspended", "version", version)
	}
	return docket.Say("event.calendar_changed", "version", version, "on", e.DueOn)
}

// versionTitle says that a later version of the procedure counts the case now.
func versionTitle(e docket.Event) docket.Sentence {
	if e.DueOn.IsZero() {
		return docket.Say("event.procedure_changed_suspended", "version", e.Version)
	}
	return docket.Say("event.procedure_changed", "version", e.Version, "on", e.DueOn)
}
