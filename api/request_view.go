package api

import (
	"time"

	"foja/calendar"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/pen"
	"foja/docket"
)

// requestView is everything that a case's page shows. The reply token is not in it: whoever
// holds it can write into the case.
type requestView struct {
	ID            string            `json:"id"`
	Number        string            `json:"number"`
	StatusCode    string            `json:"status_code"` // with number opens the citizen's status
	Procedure     procedureRef      `json:"procedure"`
	Office        officeView        `json:"office"`
	Channel       docket.Channel    `json:"channel"`
	Requester     requesterView     `json:"requester"`
	Subject       string            `json:"subject"`
	Text          string            `json:"text"`
	DeliveryMode  string            `json:"delivery_mode,omitempty"`
	Fields        map[string]string `json:"fields"`
	Sheets        int               `json:"sheets"`
	ReceivedAt    time.Time         `json:"received_at"`
	ReceivedBy    string            `json:"received_by,omitempty"` // user ID; absent = foja
	RegisteredAt  time.Time         `json:"registered_at"`
	Message       string            `json:"message,omitempty"`
	State         string            `json:"state"`
	StateName     string            `json:"state_name"`
	Hands         docket.Hands      `json:"hands"`
	Holder        string            `json:"holder,omitempty"` // user ID
	HolderName    string            `json:"holder_name,omitempty"`
	NotifyByEmail bool              `json:"notify_by_email"` // law: R41
	Outcome       string            `json:"outcome,omitempty"`
	Ground        string            `json:"ground,omitempty"`
	AnsweredAt    time.Time         `json:"answered_at,omitzero"`
	ClosedAt      time.Time         `json:"closed_at,omitzero"`
	Next          string            `json:"next"` // what is due next, and on whom it waits
	Events        int               `json:"events"`
	Clock         caseClockView     `json:"clock"`
	Timeline      []lineView        `json:"timeline"`
	Tasks         []taskView        `json:"tasks"`
	Alarms        []alarmView       `json:"alarms"`
	Letters       []letterView      `json:"letters"`
	Documents     []documentView    `json:"documents"`
	Messages      []messageView     `json:"messages"`
	Proposal      *proposalView     `json:"proposal,omitempty"`
	Actions       []actionView      `json:"actions"`
	SubDeadlines  []subDeadlineView `json:"traps"`
	Appeals       []appealView      `json:"appeals"`
	Expiries      []expiryView      `json:"expiries,omitempty"`
	Related       []rowView         `json:"related"`
}

type procedureRef struct {
	keyName
	Version string `json:"version"`
}

// expiryView is until when something granted holds.
type expiryView struct {
	Key  string        `json:"key"`
	Name string        `json:"name"`
	On   calendar.Date `json:"on,omitzero"` // last day; absent = without end
	Over bool          `json:"over"`
}

func expiryOf(x core.Expiry) expiryView {
	return expiryView{x.Key, spanishWords.Text(x.Name), x.On, x.Over}
}

// requesterView is a citizen's personal data: it is told to signed-in staff only.
type requesterView struct {
	Name         string `json:"name"`
	IDKind       string `json:"id_kind"`
	IDNumber     string `json:"id_number"`
	Address      string `json:"address"`
	Email        string `json:"email"`
	Phone        string `json:"phone"`
	EmailConsent bool   `json:"email_consent"`
	Language     string `json:"language,omitempty"`
}

func requesterOf(r docket.Requester) requesterView {
	return requesterView(r)
}

func (s *server) requestOf(p cases.Page) requestView {
	r, c, zone := p.Request, p.Case, s.zones.of(p.Office.ID)
	v := requestView{
		ID: r.ID, Number: r.Number, StatusCode: r.StatusCode, Procedure: procedureRef{keyName{r.Procedure, p.Procedure.Name.ES}, r.Version},
		Office: officeOf(p.Office), Channel: r.Channel, Requester: requesterOf(r.Requester), Subject: r.Subject, Text: r.Text,
		DeliveryMode: r.DeliveryMode, Fields: map[string]string{}, Sheets: r.Sheets, ReceivedAt: r.ReceivedAt.In(zone), ReceivedBy: r.ReceivedBy,
		RegisteredAt: r.RegisteredAt.In(zone), Message: r.Message, State: c.State, StateName: spanishWords.Say(p.StateName), Hands: c.Hands, Holder: c.Holder,
		HolderName: p.Holder, NotifyByEmail: c.ByEmail, Outcome: c.Outcome, Ground: c.Ground, AnsweredAt: c.AnsweredAt.In(zone),
		ClosedAt: c.ClosedAt.In(zone), Next: spanishWords.Say(p.Next), Events: c.Seq,
		Clock:        caseClockView{clockView: clockOf(p.Deadline), Today: p.Today, BusinessDaysLeft: p.Left, Overdue: p.Overdue},
		Timeline:     each(p.Timeline, func(l history.Line) lineView { return lineOf(l, zone) }),
		Tasks:        each(p.Tasks, func(t docket.Task) taskView { return taskOf(t, zone) }),
		Alarms:       each(p.Alarms, func(a docket.Alarm) alarmView { return alarmOf(a, zone) }),
		Letters:      each(p.Letters, func(l history.Letter) letterView { return letterOf(l, zone) }),
		Documents:    each(p.Documents, func(d documents.Document) documentView { return documentOf(d, zone) }),
		Messages:     each(p.Messages, func(m pen.Message) messageView { return s.messageOf(m, zone) }),
		Actions:      each(p.Buttons, actionOf),
		SubDeadlines: each(p.SubDeadlines, subDeadlineOf),
		Appeals:      each(p.Appeals, func(a history.AppealView) appealView { return appealOf(a, zone) }),
		Expiries:     each(p.Expiries, expiryOf),
		Related:      each(p.Suggested, s.row),
	}
	for key, value := range r.Fields {
		v.Fields[key] = value
	}
	if p.Other != nil {
		other := clockOf(*p.Other)
		v.Clock.OtherReading = &other
	}
	if p.Proposal != nil {
		v.Proposal = &proposalView{
			Items:  each(p.Proposal.Items, func(i history.Item) item { return item(i) }),
			Closes: p.Proposal.Closes, Text: p.Proposal.Text, Ground: p.Proposal.Ground, By: p.Proposal.By, Submitted: p.Proposal.Submitted,
			Documents: each(p.Proposal.Documents, func(d documents.Document) documentView { return documentOf(d, zone) }),
		}
	}
	return v
}
