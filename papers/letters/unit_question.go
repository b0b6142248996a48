package letters

import (
	"time"

	"foja/calendar"
	"foja/docket"
)

// UnitQuestionData is what a holding unit is told when it is asked for records. It does not say who the requester is.
type UnitQuestionData struct {
	Agency   docket.Agency
	Unit     string // its name
	Number   string // of the case
	Question string
	DueOn    calendar.Date // of the unit; zero = the procedure gives it none
	CaseDue  calendar.Date // of the request; zero while its clock is suspended
	Zone     *time.Location
	URL      string
	Officer  string // name of the person who asks
}

// RenderUnitQuestion writes it.
func RenderUnitQuestion(d UnitQuestionData) (Rendered, error) {
	return mailOf("unit_question", "", d.Agency.Name, d, d.Zone)
}
