package figures

import (
	"time"

	"foja/calendar"
	"foja/desk/lists"
	"foja/docket"
)

// Figures is the manager's dashboard. Every number opens the list named by its Filter.
type Figures struct {
	AsOf        time.Time
	Today       calendar.Date
	From, To    calendar.Date // period of Received and of the closed ones
	Received    Figure
	Open        Figure
	DueToday    Figure
	DueThisWeek Figure
	Overdue     Figure
	InTime      Figure
	Late        Figure
	Past        bool    // as they were known at AsOf: there is no list behind a number
	OnTimeShare float64 // 0..1; -1 when nothing was answered in the period
	ByOffice    []FigureRow
	ByOfficer   []FigureRow
	ByProcedure []FigureRow
}

// Figure is a number and the list behind it.
type Figure struct {
	N      int
	Filter lists.Filter
}

// FigureRow is one office's, officer's or procedure's numbers.
type FigureRow struct {
	Key                         string
	Name                        docket.Sentence
	Open, DueToday, DueThisWeek Figure
	Overdue, InTime, Late       Figure
	OnTimeShare                 float64
}

// DashboardFilter chooses period and scope.
type DashboardFilter struct {
	From, To  calendar.Date // zero = the current year
	Procedure string
	Office    string
	When      string // a moment, to see the figures as they were known then; "" = now
}
