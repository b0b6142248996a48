package letters

import (
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// NoticeData is what an internal notice says. It names no requester: notices travel to many
// mailboxes.
type NoticeData struct {
	Agency      string
	Office      string // name
	To          string // name of whom it is for
	Number      string
	Procedure   string // name
	Title       string // the rung's name
	Kind        docket.RungKind
	Escalations int    // how many steps up it has gone
	State       string // name
	Holder      string // name; "" = nobody
	DueOn       calendar.Date
	Left        int // business days left; negative = late
	// Under the reading of the reception that the agency did not choose, where it gives another day.
	OtherOn   calendar.Date
	OtherLeft int
	Policy    docket.ReceptionPolicy // the agency's
	URL       string                 // of the case's page
}

// Mark is the loudness of the notice in a word, first in its subject.
func (n NoticeData) Mark() string {
	switch n.Kind {
	case docket.RungBreach:
		return "VENCIDO"
	case docket.RungWarn:
		return "Alerta"
	default:
		return "Recordatorio"
	}
}

// Reading says how the agency counts the reception, and OtherReading how one may count it as well.
func (n NoticeData) Reading() string { return readings[n.Policy] }

// OtherReading is the other of the two.
func (n NoticeData) OtherReading() string {
	if n.Policy == docket.OfficeHours {
		return readings[docket.SameDay24x7]
	}
	return readings[docket.OfficeHours]
}

var readings = map[docket.ReceptionPolicy]string{
	docket.OfficeHours: "desde el día hábil siguiente lo recibido fuera de horario",
	docket.SameDay24x7: "desde el mismo día lo recibido a cualquier hora",
}

// RenderNotice writes an internal notice; override as in RenderWith.
func RenderNotice(n NoticeData, override string) (Rendered, error) {
	n.Title = strings.TrimRight(n.Title, ". ")
	return mailOf("notice", override, n.Agency, n, time.UTC)
}
