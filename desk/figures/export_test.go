package figures

import (
	"foja/docket"
)

// For tests.

const (
	PlanDays   = planDays
	PlanMonths = planMonths
)

var TakenDays = takenDays

func (r *RegisterRow) Observe(c docket.Case) { r.observe(c, docket.Procedure{}) }
