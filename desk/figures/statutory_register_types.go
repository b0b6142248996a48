package figures

import (
	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// RegisterFilter chooses a part of the statutory register. Every field is optional.
type RegisterFilter struct {
	From, To  calendar.Date // by day of reception; zero = the current year
	Procedure string
	Office    string
	// Only keeps the cases behind one number of the yearly return: in-time, late, open, overdue,
	// unattended, annulled, counted (all but annulled), extended, answered, recounted, recounted-in-time, recounted-late, outcome:KEY, ground:KEY, extension:KEY or hands:KEY.
	Only   string
	Limit  int // 0 = all
	Offset int
}

// StatutoryRegister is the statutory register of a period.
type StatutoryRegister struct {
	From, To calendar.Date
	Total    int
	Rows     []RegisterRow
}

// How a request stands in the yearly return: each is exactly one of these.
const (
	AttendedInTime = store.LineInTime
	AttendedLate   = store.LineLate
	StillOpen      = store.LineOpen
	Unattended     = store.LineUnattended
	Annulled       = store.LineAnnulled // no request: it keeps its number and is in no figure
)

// RegisterRow is one line of the statutory register (law brief 1.13).
type RegisterRow struct {
	ID, Number       string
	Procedure        docket.Text
	Office           string // name
	Requester        string
	Subject, Text    string // the information requested
	ReceivedOn       calendar.Date
	DueOn            calendar.Date // zero while the clock is suspended
	AnsweredOn       calendar.Date // zero when no answer went out
	BusinessDays     int           // taken to answer; -1 without an answer
	CalendarDays     int           // likewise
	Extended         bool
	ExtensionGrounds []string // keys, each once
	StateName        docket.Sentence
	Standing         string // AttendedInTime, AttendedLate, StillOpen, Unattended or Annulled
	Numeral          string // of Regulation 2.12; "" while open
	Outcome          string
	OutcomeName      docket.Sentence
	Ground           string          // key
	Denial           docket.Sentence // ground with its article
	Late             bool            // answered after the due day
	Overdue          bool            // not answered, and the due day has passed
	Lateness         docket.Sentence // why, by whose hands it was in
	Observations     docket.Sentence
	Recount          calendar.Date      // last day of a closed case by the calendar in force, where that is another one
	Recounted        string             // whether that would change its standing; "" = no
	Hands            []docket.HandsDays // the business days taken, by whose hands
}

// ReturnFilter chooses a yearly return.
type ReturnFilter struct {
	Year      int // 0 = the current one
	Procedure string
	Office    string
}

// Return is the yearly return to the authority (law: R60).
type Return struct {
	Year          int
	Procedure     string
	ProcedureName docket.Text
	Office        string
	OfficeName    string
	DueOn         calendar.Date // reference; zero when the calendar does not know that year yet
	Received      RegisterFigure
	Standing      []RegisterFigure // in time, late, in process, not attended: they add up to Received
	Annulled      RegisterFigure   // not among Received
	Overdue       RegisterFigure
	Extended      RegisterFigure
	Answered      RegisterFigure
	Recounted     []RegisterFigure // what the calendar in force would change of the closed ones; empty when nothing
	ByOutcome     []RegisterFigure
	ByGround      []RegisterFigure
	ByHands       []RegisterFigure // N is business days, not cases
	Business      docket.Spread
	Calendar      docket.Spread
}

// RegisterFigure is a number of the return and the cases behind it.
type RegisterFigure struct {
	Key, Code string
	Name      docket.Sentence
	N         int
	Filter    RegisterFilter
}
