package docket

import (
	"slices"
	"time"

	"foja/calendar"
)

// Appeal is one appeal to the Tribunal: the fold of its own events, changed only by Apply. It is not part of the
// case: an answer that the Tribunal orders does not change the outcome in the register (law: R51).
type Appeal struct {
	Request string        `json:"request"`
	N       int           `json:"n"` // 1, 2, 3… of the request
	Office  string        `json:"office"`
	Seq     int           `json:"seq"` // number of the last event
	Against AppealAgainst `json:"against"`
	Route   AppealRoute   `json:"route"`
	// Times of what happened; zero = not yet.
	FiledAt           time.Time `json:"filed_at"`
	SentUpAt          time.Time `json:"sent_up_at,omitzero"`  // with the file, unscreened (law: R46)
	ReceivedAt        time.Time `json:"received_at,omitzero"` // by the Tribunal
	CorrectionAskedAt time.Time `json:"observed_at,omitzero"` // the appellant has to correct something
	MendedAt          time.Time `json:"mended_at,omitzero"`
	AdmittedAt        time.Time `json:"admitted_at,omitzero"` // notice of it
	BriefAskedAt      time.Time `json:"brief_asked_at,omitzero"`
	BriefSentAt       time.Time `json:"brief_sent_at,omitzero"`
	HeardAt           time.Time `json:"heard_at,omitzero"`   // oral report or further information
	DecidedAt         time.Time `json:"decided_at,omitzero"` // notice of the ruling
	CompliedAt        time.Time `json:"complied_at,omitzero"`

	Ruling Ruling        `json:"ruling,omitempty"`
	Days   int           `json:"days,omitempty"`   // business days to comply that the ruling sets; 0 = the law's
	Ledger []LedgerEntry `json:"ledger,omitempty"` // of the Tribunal's term to decide (law: R49)
	Passed []string      `json:"passed,omitempty"` // keys of the traps that have passed
	// Keys of applied commands, so that a repeated command is recognised.
	Commands []string `json:"commands,omitempty"`
}

// AppealAgainst is the subject of the appeal.
type AppealAgainst string

// The subjects of appeals.
const (
	AgainstDenial  AppealAgainst = "denial"  // express
	AgainstSilence AppealAgainst = "silence" // tacit: there is no time limit (law: R45)
	AgainstOther   AppealAgainst = "other"   // an incomplete answer, a cost, a forwarding…
)

func (a AppealAgainst) known() bool {
	return a == AgainstDenial || a == AgainstSilence || a == AgainstOther
}

// AppealRoute is where the appeal was filed.
type AppealRoute string

// The routes to the Tribunal.
const (
	ThroughUs AppealRoute = "agency"   // we send it up
	Directly  AppealRoute = "tribunal" // the Tribunal asks us for what it needs
)

func (r AppealRoute) known() bool { return r == ThroughUs || r == Directly }

// Ruling is the Tribunal's decision about the appeal.
type Ruling string

// The rulings. The first two must be complied with.
const (
	RulingUpheld       Ruling = "upheld"
	RulingPartly       Ruling = "partly"
	RulingDenied       Ruling = "denied"
	RulingInadmissible Ruling = "inadmissible"
)

// Orders reports whether the ruling must be complied with.
func (r Ruling) Orders() bool { return r == RulingUpheld || r == RulingPartly }

// AppealState is the state of an appeal.
type AppealState string

// The states, in the order of an appeal's life.
const (
	AppealFiled    AppealState = "filed"    // with us, to be sent up
	AppealSentUp   AppealState = "sent_up"  // on its way
	AppealReceived AppealState = "received" // the Tribunal decides on admission
	AppealAdmitted AppealState = "admitted"
	AppealOrdered  AppealState = "ordered" // decided, and we have to comply
	AppealEnded    AppealState = "ended"
)

// HandsTribunal means that the Tribunal is to act.
const HandsTribunal Hands = "tribunal"

// State is the state of the appeal.
func (a *Appeal) State() AppealState {
	switch {
	case !a.CompliedAt.IsZero(), !a.DecidedAt.IsZero() && !a.Ruling.Orders():
		return AppealEnded
	case !a.DecidedAt.IsZero():
		return AppealOrdered
	case !a.AdmittedAt.IsZero():
		return AppealAdmitted
	case !a.ReceivedAt.IsZero():
		return AppealReceived
	case !a.SentUpAt.IsZero():
		return AppealSentUp
	default:
		return AppealFiled
	}
}

// Ended reports whether the appeal is finished.
func (a *Appeal) Ended() bool { return a.State() == AppealEnded }

// Hands says who is to act next.
func (a *Appeal) Hands() Hands {
	switch a.State() {
	case AppealEnded:
		return HandsNobody
	case AppealFiled, AppealOrdered:
		return HandsOfficer
	case AppealReceived:
		if !a.CorrectionAskedAt.IsZero() && a.MendedAt.IsZero() {
			return HandsRequester
		}
	case AppealAdmitted:
		if !a.BriefAskedAt.IsZero() && a.BriefSentAt.IsZero() {
			return HandsOfficer
		}
	case AppealSentUp:
	}
	return HandsTribunal
}

// HasApplied reports whether a command was applied already.
func (a *Appeal) HasApplied(key string) bool { return key != "" && slices.Contains(a.Commands, key) }

// Clone is a deep copy.
func (a *Appeal) Clone() Appeal {
	twin := *a
	twin.Ledger, twin.Passed, twin.Commands = slices.Clone(a.Ledger), slices.Clone(a.Passed), slices.Clone(a.Commands)
	return twin
}

// AppealTerm is the last day to appeal against an express denial under two contradicting norms: fifteen calendar
// days, and fifteen business days. Both are shown; an appeal is never refused as late (law: R44). There is no such
// day against silence (law: R45), nor before the denial was notified.
func (law Law) AppealTerm(against AppealAgainst, notified time.Time) (shorter, longer calendar.Date, err error) {
	if against == AgainstSilence || notified.IsZero() {
		return calendar.Date{}, calendar.Date{}, nil
	}
	from := law.Zone.DateOf(notified)
	if shorter, err = law.last(TimeLimit{N: 15, Unit: UnitCalendar}, from); err != nil {
		return calendar.Date{}, calendar.Date{}, err
	}
	longer, err = law.last(TimeLimit{N: 15, Unit: UnitBusiness}, from)
	return shorter, longer, err
}
