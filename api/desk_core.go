package api

import (
	"foja/calendar"
	"foja/docket"
)

// Core is what this package asks of foja/desk/core.
type Core interface {
	// Agency: with its units as they are now.
	Agency() docket.Agency
	Procedures(on calendar.Date) []docket.Procedure
	Today(office string) calendar.Date
}
