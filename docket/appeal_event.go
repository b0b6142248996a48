package docket

import "time"

// AppealCommand is one act on an appeal with its input. Like a Command, it contains IDs only.
type AppealCommand struct {
	Key       string    `json:"key"` // idempotency key; the update's ID
	Action    Action    `json:"action"`
	By        Actor     `json:"by"`
	At        time.Time `json:"at,omitzero"` // when it happened, if recorded later; zero = now
	Text      string    `json:"text,omitempty"`
	Documents []string  `json:"documents,omitempty"`
	Ruling    Ruling    `json:"ruling,omitempty"` // decided
	Days      int       `json:"days,omitempty"`   // decided: business days to comply; 0 = the law's
}

// The acts on an appeal, besides ActSendUp.
const (
	ActAppealReceived        Action = "appeal_received" // the Tribunal has it
	ActAppealCorrectionAsked Action = "appeal_observed" // the appellant has to correct it
	ActAppealMended          Action = "appeal_mended"
	ActAppealAdmitted        Action = "appeal_admitted" // notice of it
	ActBriefAsked            Action = "brief_asked"     // our brief, or the file, or both
	ActBriefSent             Action = "brief_sent"      // Text or Documents: what was sent and how
	ActAppealHeard           Action = "appeal_heard"    // oral report or further information
	ActAppealDecided         Action = "appeal_decided"  // notice of the ruling: Ruling, Days, Text or Documents
	ActComplied              Action = "complied"        // and reported to the Tribunal: Text or Documents
)

// Kinds of events without a person's act. An act's kind is its action.
const (
	AppealEventFiled             Action = "filed"
	AppealEventSubDeadlinePassed Action = "trap_passed"
)

// AppealOpening is the opening data of an appeal.
type AppealOpening struct {
	Request   string        `json:"request"`
	N         int           `json:"n"`
	Office    string        `json:"office"`
	Against   AppealAgainst `json:"against"`
	Route     AppealRoute   `json:"route"`
	FiledAt   time.Time     `json:"filed_at"`
	By        Actor         `json:"by"` // who recorded it
	Text      string        `json:"text,omitempty"`
	Documents []string      `json:"documents,omitempty"`
	Message   string        `json:"message,omitempty"`
	// Key is that of the command that filed it, when no event of a case holds it.
	Key string `json:"key,omitempty"`
}

// AppealEvent is one event of an appeal. IDs only.
type AppealEvent struct {
	Seq         int           `json:"seq"`
	At          time.Time     `json:"at"` // recorded
	On          time.Time     `json:"on"` // happened
	Kind        Action        `json:"kind"`
	By          Actor         `json:"by"`
	Command     string        `json:"command,omitempty"`
	Text        string        `json:"text,omitempty"`
	Documents   []string      `json:"documents,omitempty"`
	Ruling      Ruling        `json:"ruling,omitempty"`
	Days        int           `json:"days,omitempty"`
	Ledger      []LedgerEntry `json:"ledger,omitempty"`
	SubDeadline string        `json:"trap,omitempty"` // key of the sub-deadline that passed
	Rule        string        `json:"rule,omitempty"`
	// Of the first event.
	Opening *AppealOpening `json:"opening,omitempty"`
}

// Apply applies one event to the appeal.
func (a *Appeal) Apply(e AppealEvent) {
	a.Seq = e.Seq
	if e.Command != "" && !a.HasApplied(e.Command) {
		a.Commands = append(a.Commands, e.Command)
	}
	a.Ledger = append(a.Ledger, e.Ledger...)
	switch e.Kind {
	case AppealEventFiled:
		if o := e.Opening; o != nil {
			a.Request, a.N, a.Office, a.Against, a.Route, a.FiledAt = o.Request, o.N, o.Office, o.Against, o.Route, e.On
			if o.Route == Directly {
				a.ReceivedAt = e.On
			}
		}
	case AppealEventSubDeadlinePassed:
		a.Passed = append(a.Passed, e.SubDeadline)
	case ActAppealDecided:
		a.DecidedAt, a.Ruling, a.Days = e.On, e.Ruling, e.Days
	default:
		if at := a.moment(e.Kind); at != nil {
			*at = e.On
		}
	}
}

// moment is where the instant of an act is kept; nil when it is no act of an appeal.
func (a *Appeal) moment(do Action) *time.Time {
	switch do {
	case ActSendUp:
		return &a.SentUpAt
	case ActAppealReceived:
		return &a.ReceivedAt
	case ActAppealCorrectionAsked:
		return &a.CorrectionAskedAt
	case ActAppealMended:
		return &a.MendedAt
	case ActAppealAdmitted:
		return &a.AdmittedAt
	case ActBriefAsked:
		return &a.BriefAskedAt
	case ActBriefSent:
		return &a.BriefSentAt
	case ActAppealHeard:
		return &a.HeardAt
	case ActAppealDecided:
		return &a.DecidedAt
	case ActComplied:
		return &a.CompliedAt
	default:
		return nil
	}
}
