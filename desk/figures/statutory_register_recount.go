package figures

import (
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// A closed case never moves (law: R9). A day that was decreed afterwards may still change what the yearly figures would say of it:
// that is reported beside them, with the list of the cases, and changes nothing.
const (
	recountTime = store.LineRecountTime // answered late as it was counted, in time with the calendar in force
	recountLate = store.LineRecountLate // the other way round
)

// recount folds a closed case's ledger under the calendar in force.
func (r *RegisterRow) recount(c docket.Case, p docket.Procedure, now calendar.View) {
	if !c.Closed() || c.Annulled() || c.CalendarVersion() == now.Version() || len(c.Ledger) == 0 {
		return
	}
	deadline, err := docket.Fold(c.Ledger, p, now)
	if err != nil || deadline.DueOn == r.DueOn || deadline.DueOn.IsZero() {
		return
	}
	r.Recount = deadline.DueOn
	late := !r.AnsweredOn.IsZero() && r.AnsweredOn.After(r.Recount)
	switch {
	case r.Late && !late:
		r.Recounted = recountTime
	case late && !r.Late:
		r.Recounted = recountLate
	}
	r.Observations = core.Listed("list.space", r.Observations, docket.Say("book.recounted", "on", r.Recount))
}
