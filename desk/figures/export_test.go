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

func (r *BookRow) Observe(c docket.Case) { r.observe(c) }
