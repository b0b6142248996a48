package workflows

import (
	"slices"

	"foja/docket"
)

// rerouted says whether the case went to another office: hours, holidays and zone are then those
// of that office (law: R5, R17).
func rerouted(events []docket.Event) bool {
	return slices.ContainsFunc(events, func(e docket.Event) bool { return e.Kind == docket.EventKind(docket.ActReroute) })
}
