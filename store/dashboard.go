package store

import "foja/calendar"

// DashboardFilter says which day it is and which requests to count. From and To bound the
// period by legal day zero; zero = unbounded.
type DashboardFilter struct {
	Today     calendar.Date
	WeekEnd   calendar.Date // last day of this week
	From      calendar.Date
	To        calendar.Date
	Procedure string
	Office    string
}

// Figures is the manager's view. Each number is the total of the list that Figure of the same
// name filters, so that behind every number stand its cases.
type Figures struct {
	AsOf calendar.Date
	Counts
	OnTimeShare float64     // ClosedInTime of ClosedInTime+ClosedLate, 0 to 1; -1 when there is none
	ByOffice    []FigureRow // Name is the office's ID: names live in the configuration
	ByOfficer   []FigureRow // Key is a user ID; "" = nobody holds it
	ByProcedure []FigureRow // Name is the procedure's key
}

// FigureRow is one line of a table of figures.
type FigureRow struct {
	Key  string
	Name string
	Counts
}

// Counts are the figures. Received and those of closed requests count the period; the others
// count what stands on AsOf, whenever it came.
type Counts struct {
	Received         int // in the period
	Open             int
	DueToday         int // open
	DueThisWeek      int // open, from AsOf to the end of the week: includes DueToday
	Overdue          int // open, due before AsOf
	ClosedInTime     int // received in the period, closed with an answer on the due day or before
	ClosedLate       int // received in the period, closed with an answer after it
	ClosedUnanswered int // received in the period, closed without an answer (withdrawn)
}
