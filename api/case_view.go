package api

import (
	"strings"
	"time"

	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// The parts of a case. Every instant is told in the zone of the case's office.

type lineView struct {
	Seq        int              `json:"seq"`
	At         time.Time        `json:"at"` // when it happened
	RecordedAt time.Time        `json:"recorded_at,omitzero"`
	Who        string           `json:"who"`
	Hands      docket.Hands     `json:"hands"`
	Kind       docket.EventKind `json:"kind"`
	Title      string           `json:"title"`
	Text       string           `json:"text,omitempty"`
	Documents  []documentView   `json:"documents"`
	Message    string           `json:"message,omitempty"`
	From       string           `json:"message_from,omitempty"`
	Whose      string           `json:"message_whose,omitempty"` // when it is not the requester's
	Letter     string           `json:"letter,omitempty"`
}

// textOf is what was kept with a line: somebody's words, and why they were recorded with a mail that proves nothing.
func textOf(l history.Line) string {
	return strings.TrimSpace(l.Text + "\n\n" + spanishWords.Say(l.SenderNote))
}

func lineOf(l history.Line, zone *time.Location) lineView {
	return lineView{
		Seq: l.Seq, At: l.At.In(zone), RecordedAt: l.Recorded.In(zone), Who: spanishWords.Say(l.Who), Hands: l.Hands, Kind: l.Kind, Title: spanishWords.Say(l.Title), Text: textOf(l),
		Documents: each(l.Documents, func(d documents.Document) documentView { return documentOf(d, zone) }), Message: l.Message, From: l.Sender.Address, Whose: spanishWords.Say(l.Sender.Words), Letter: l.Letter,
	}
}

type taskView struct {
	ID       int              `json:"id"` // 1, 2, 3… within the case
	Kind     docket.TaskKind  `json:"kind"`
	State    docket.TaskState `json:"state"`
	Role     docket.Role      `json:"role"`
	Holder   string           `json:"holder,omitempty"` // user ID
	Unit     string           `json:"unit,omitempty"`
	OpenedAt time.Time        `json:"opened_at"`
	DueOn    calendar.Date    `json:"due_on,omitzero"` // absent = the case's own
	Ref      string           `json:"ref,omitempty"`
}

func taskOf(t docket.Task, zone *time.Location) taskView {
	return taskView{t.ID, t.Kind, t.State, t.Role, t.Holder, t.Unit, t.OpenedAt.In(zone), t.DueOn, t.Ref}
}

type alarmView struct {
	ID             string          `json:"id"`
	Rung           string          `json:"rung"`
	Kind           docket.RungKind `json:"kind"`
	At             time.Time       `json:"at"`
	DueOn          calendar.Date   `json:"due_on,omitzero"`
	FiredAt        time.Time       `json:"fired_at,omitzero"`
	To             []docket.Role   `json:"to"`
	Escalations    int             `json:"climbed"`
	EscalateAt     time.Time       `json:"climb_at,omitzero"`
	AcknowledgedAt time.Time       `json:"acknowledged_at,omitzero"`
	AcknowledgedBy string          `json:"acknowledged_by,omitempty"` // user ID
	Obsolete       bool            `json:"obsolete"`
}

func alarmOf(a docket.Alarm, zone *time.Location) alarmView {
	return alarmView{
		a.ID, a.Rung, a.Kind, a.At.In(zone), a.DueOn, a.FiredAt.In(zone), append([]docket.Role{}, a.To...), a.Escalations,
		a.EscalateAt.In(zone), a.AckedAt.In(zone), a.AckedBy, a.Obsolete,
	}
}

type letterView struct {
	ID        string             `json:"id"`
	Kind      docket.LetterKind  `json:"kind"`
	Name      string             `json:"name"`
	State     docket.LetterState `json:"state"`
	ByEmail   bool               `json:"by_email"`
	SentAt    time.Time          `json:"sent_at,omitzero"`
	Response  string             `json:"response,omitempty"` // the mail server's
	Error     string             `json:"error,omitempty"`
	Attempts  int                `json:"attempts"`
	HasPDF    bool               `json:"has_pdf"`
	MessageID string             `json:"message_id,omitempty"` // as the mail servers' logs have it
	Doubt     string             `json:"doubt,omitempty"`      // message that leaves unknown whether it arrived
	Reports   []reportView       `json:"reports"`              // what mail servers and programs told of it afterwards
}

func letterOf(l history.Letter, zone *time.Location) letterView {
	return letterView{
		l.ID, l.Kind, spanishWords.Say(l.Name), l.State, l.ByEmail, l.SentAt.In(zone), l.Response, spanishWords.Say(l.Error), l.Attempts, l.PDF != "", l.MessageID, l.Doubt,
		each(l.Reports, func(r history.LetterReport) reportView {
			return reportView{r.At.In(zone), r.Action, spanishWords.Say(r.Text), r.Message}
		}),
	}
}

type reportView struct {
	At      time.Time `json:"at"`
	Action  string    `json:"action"` // RFC 3464; displayed for a read receipt
	Text    string    `json:"text"`
	Message string    `json:"message,omitempty"` // the report itself
}

type documentView struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	Size   int64     `json:"size"` // bytes
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
	// Unreadable is why the search does not know its words.
	Unreadable string `json:"unreadable,omitempty"`
}

func documentOf(d documents.Document, zone *time.Location) documentView {
	return documentView{d.ID, d.Kind, d.Name, d.Type, d.Size, d.SHA256, d.At.In(zone), spanishWords.Say(d.Unreadable)}
}

type proposalView struct {
	Closes    docket.Action  `json:"closes"`
	Text      string         `json:"text"`
	Documents []documentView `json:"documents"`
	Ground    string         `json:"ground,omitempty"`
	By        string         `json:"by"` // name
	Submitted bool           `json:"submitted"`
	Items     []item         `json:"items,omitempty"`
}
