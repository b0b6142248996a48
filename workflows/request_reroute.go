package workflows

import (
	"slices"

	"foja/docket"
)

// lawMayDiffer says whether the case went to another office, or to another version of its procedure: hours, holidays, zone and terms
// are then other ones, and a still later version may wait for it (law: R5, R17, R58).
func lawMayDiffer(events []docket.Event) bool {
	return slices.ContainsFunc(events, func(e docket.Event) bool {
		return e.Kind == docket.EventKind(docket.ActReroute) || e.Kind == docket.EventProcedureChanged
	})
}
