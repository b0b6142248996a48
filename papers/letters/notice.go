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
	Left        int    // business days left; negative = late
	URL         string // of the case's page
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

// RenderNotice writes an internal notice; override as in RenderWith.
func RenderNotice(n NoticeData, override string) (Rendered, error) {
	n.Title = strings.TrimRight(n.Title, ". ")
	return mailOf("notice", override, n.Agency, n, time.UTC)
}
