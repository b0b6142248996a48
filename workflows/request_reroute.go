package workflows

import (
	"slices"

	"foja/docket"
)

// lawMayDiffer reports whether the case moved to another office or procedure version. Hours, holidays, zone and terms
// differ then, and a later version may be in force for it (law: R5, R17, R58).
func lawMayDiffer(events []docket.Event) bool {
	return slices.ContainsFunc(events, func(e docket.Event) bool {
		return e.Kind == docket.EventKind(docket.ActReroute) || e.Kind == docket.EventProcedureChanged
	})
}
