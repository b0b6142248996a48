package docket

import "foja/calendar"

// Text is a phrase in the languages of the pages.
type Text struct {
	ES string `yaml:"es" json:"es"`
	EN string `yaml:"en" json:"en,omitempty"`
}

// Unit names of a TimeLimit.
const (
	UnitBusiness = "business" // business days of the office's calendar
	UnitCalendar = "calendar" // calendar days; a non-business last day rolls
	UnitMonths   = "months"   // date to date (law: R10)
	UnitHours    = "hours"    // hours of business days; of sub-deadlines, never of the term itself
)

// TimeLimit is a number of days and their kind.
type TimeLimit struct {
	N    int    `yaml:"n" json:"n"`
	Unit string `yaml:"unit" json:"unit"`
	Rule string `yaml:"rule" json:"rule"` // rule key it obeys
}

// Procedure is a legal route as data. A case keeps the version in force on its reception day.
type Procedure struct {
	Key        string        `yaml:"key" json:"key"`
	Version    string        `yaml:"version" json:"version"`
	Name       Text          `yaml:"name" json:"name"`
	ValidFrom  calendar.Date `yaml:"valid_from" json:"valid_from"`
	ValidUntil calendar.Date `yaml:"valid_until" json:"valid_until"` // zero = still in force
	Moves      []Move        `yaml:"moves" json:"moves,omitempty"`   // earlier versions whose open cases it takes over
	LegalBase  []Citation    `yaml:"legal_base" json:"legal_base"`

	TimeLimit TimeLimit     `yaml:"time_limit" json:"time_limit"`
	Effects   []ClockEffect `yaml:"clock" json:"clock"`           // the effect of each ledger entry on the clock
	Windows   []Window      `yaml:"windows" json:"windows"`       // until when an act is possible
	Waits     []Wait        `yaml:"waits" json:"waits,omitempty"` // the requester's terms
	Notice    NoticeRule    `yaml:"notice" json:"notice,omitzero"`
	Extension ExtensionRule `yaml:"extension" json:"extension"`
	Silence   SilenceRule   `yaml:"silence" json:"silence"`
	Expiries  []ExpiryRule  `yaml:"expiries" json:"expiries,omitempty"` // of what is granted (law: R56)

	Initial string  `yaml:"initial" json:"initial"` // state of a new case
	States  []State `yaml:"states" json:"states"`

	Grounds  []Ground  `yaml:"grounds" json:"grounds"`
	Outcomes []Outcome `yaml:"outcomes" json:"outcomes"`
	// Annulments are the reasons for which an entry is no request; none = those of [Procedure.AnnulmentReasons].
	Annulments    []AnnulmentReason `yaml:"annulments" json:"annulments,omitempty"`
	Closing       ClosingRule       `yaml:"closing" json:"closing"`
	Ladder        []Rung            `yaml:"ladder" json:"ladder"`
	Letters       []LetterRule      `yaml:"letters" json:"letters"`
	Duties        []Duty            `yaml:"duties" json:"duties,omitempty"` // responsibilities, for people to read
	DeliveryModes []DeliveryMode    `yaml:"delivery_modes" json:"delivery_modes"`
	Fields        []Field           `yaml:"fields" json:"fields"` // extra fields of the intake form
	Tariffs       []Tariff          `yaml:"tariffs" json:"tariffs"`

	// ConsultLimit is the internal term given to a holding unit.
	ConsultLimit TimeLimit `yaml:"consult_limit" json:"consult_limit"`
	// AfterClose is how many business days a closed case still accepts messages and appeals.
	AfterClose int `yaml:"after_close" json:"after_close"`
	// Retention is how long a closed case is kept. The program never deletes one: it only shows the date.
	Retention Retention `yaml:"retention" json:"retention,omitzero"`
}

// Retention is the rule of the agency's archive schedule for closed cases (Peru: TUO of Law 27806 art. 21; Reg.
// 49-52).
type Retention struct {
	Years  int    `yaml:"years" json:"years"`   // after the case's end; 0 = for ever
	Series string `yaml:"series" json:"series"` // of the schedule; "" = none is approved yet
	Cite   string `yaml:"cite" json:"cite"`
}

// Citation is a norm and article with the dates between which it is cited (law: R57).
type Citation struct {
	Subject string        `yaml:"subject" json:"subject"`
	Norm    string        `yaml:"norm" json:"norm"`
	Article string        `yaml:"article" json:"article"`
	From    calendar.Date `yaml:"from" json:"from"`
	Until   calendar.Date `yaml:"until" json:"until"`
}

// ClockEffect is the effect of a ledger entry: restart, suspend, disregard, resume, extend, none. A suspension counts
// the day of the entry and not the days after it, up to and including the day of the resumption (law: R55); disregard
// does not count the day of the entry either.
type ClockEffect struct {
	On   LedgerKind `yaml:"on" json:"on"`
	Does string     `yaml:"does" json:"does"`
	Rule string     `yaml:"rule" json:"rule"`
	// Max caps a suspension: after so many days the clock resumes. N 0 = no cap.
	Max TimeLimit `yaml:"max" json:"max,omitzero"`
}

// Window is a sub-deadline counted from reception: until then the named action is allowed.
type Window struct {
	Action Action    `yaml:"action" json:"action"`
	Limit  TimeLimit `yaml:"limit" json:"limit"`
	Name   Text      `yaml:"name" json:"name"`
	// Missed is the legal consequence once it has passed. A window without it is not armed.
	Missed Text `yaml:"missed" json:"missed,omitzero"`
	// Restarts: after a correction it is counted from the new day zero, like the term.
	Restarts bool `yaml:"restarts" json:"restarts,omitempty"`
}

// Wait is a term of the requester for the named action; when it passes, the case ends with an outcome and the
// requester is informed.
type Wait struct {
	Action Action `yaml:"action" json:"action"`
	// "notice": effective notice of the letter (law: R23); "act": the day of the act
	From   string    `yaml:"from" json:"from"`
	Limit  TimeLimit `yaml:"limit" json:"limit"`
	Name   Text      `yaml:"name" json:"name"`
	Missed Text      `yaml:"missed" json:"missed"`
	Closes string    `yaml:"closes" json:"closes"` // outcome
	// Letter informs the requester; Rule is the rule under which the case ends.
	Letter LetterKind `yaml:"letter" json:"letter"`
	Rule   string     `yaml:"rule" json:"rule"`
}

// The values of Wait.From.
const (
	FromNotice = "notice"
	FromAct    = "act"
)

// NoticeRule is how long a notice by mail may stay unacknowledged, and the term to serve it in person then (law:
// R40). N 0 = no such term.
type NoticeRule struct {
	Ack     TimeLimit    `yaml:"ack" json:"ack,omitzero"`
	Serve   TimeLimit    `yaml:"serve" json:"serve,omitzero"`
	Letters []LetterKind `yaml:"letters" json:"letters,omitempty"` // those that have to be notified
}

// ExtensionRule says how often and until when an extension can be announced.
type ExtensionRule struct {
	Times    int       `yaml:"times" json:"times"`
	NoticeBy TimeLimit `yaml:"notice_by" json:"notice_by"`
	Max      TimeLimit `yaml:"max" json:"max"` // N 0 = no maximum
	Rule     string    `yaml:"rule" json:"rule"`
	// Grounds are those that the law admits; with NeedsDocument a document dated before the request has to prove it
	// (law: R30).
	Grounds []Ground `yaml:"grounds" json:"grounds,omitempty"`
	// ScheduleAfter: a date beyond that many days from reception needs a schedule (law: R28).
	ScheduleAfter TimeLimit `yaml:"schedule_after" json:"schedule_after,omitzero"`
}

// SilenceRule is the consequence of an unanswered request: negative, positive or none.
type SilenceRule struct {
	Kind  string    `yaml:"kind" json:"kind"`
	After TimeLimit `yaml:"after" json:"after"` // further days before it applies
	Rule  string    `yaml:"rule" json:"rule"`
	// Closes is the outcome of a case that positive silence ends.
	Closes string `yaml:"closes" json:"closes,omitempty"`
}

// Duty is a legal responsibility of one of the actors. It has no effect in the program: it explains to people why a
// task or an alarm is theirs.
type Duty struct {
	Who  Role   `yaml:"who" json:"who"`
	Name Text   `yaml:"name" json:"name"` // the norm's term for the actor
	Does Text   `yaml:"does" json:"does"`
	Cite string `yaml:"cite" json:"cite"`
}

// State is a state of a case with the actions permitted in it.
type State struct {
	Key     string       `yaml:"key" json:"key"`
	Name    Text         `yaml:"name" json:"name"`
	Hands   Hands        `yaml:"hands" json:"hands"`
	Final   bool         `yaml:"final" json:"final"`
	Actions []Permission `yaml:"actions" json:"actions"`
}

// Permission permits an action to roles in a state, and gives the next state.
type Permission struct {
	Do    Action `yaml:"do" json:"do"`
	By    []Role `yaml:"by" json:"by"`
	To    string `yaml:"to" json:"to,omitempty"` // next state; "" = stays
	Label Text   `yaml:"label" json:"label"`     // the button's text
	// Holder: only the holder of the answer task (or a manager).
	Holder bool `yaml:"holder" json:"holder,omitempty"`
	// Second: never an author of the proposal.
	Second bool `yaml:"second" json:"second,omitempty"`
	// At: the act may be backdated. Actions that are always Backdated may be without it.
	At bool `yaml:"at" json:"at,omitempty"`
}

// Ground is a legal reason to deny, from a closed list.
type Ground struct {
	Key             string `yaml:"key" json:"key"`
	Name            Text   `yaml:"name" json:"name"`
	Cite            string `yaml:"cite" json:"cite"`
	NeedsResolution bool   `yaml:"needs_resolution" json:"needs_resolution"`
	NeedsDocument   bool   `yaml:"needs_document" json:"needs_document,omitempty"`
}

// Outcome is the register's statutory type of answer (law brief 1.13).
type Outcome struct {
	Key  string `yaml:"key" json:"key"`
	Code string `yaml:"code" json:"code"` // the statute's numeral
	Name Text   `yaml:"name" json:"name"`
}

// ClosingRule maps the act that ends a case to its outcome.
type ClosingRule struct {
	RespondInTime string `yaml:"respond_in_time" json:"respond_in_time"`
	RespondLate   string `yaml:"respond_late" json:"respond_late"`
	Deny          string `yaml:"deny" json:"deny"`
	Withdraw      string `yaml:"withdraw" json:"withdraw"`
	Forward       string `yaml:"forward" json:"forward,omitempty"`
	NotHeld       string `yaml:"not_held" json:"not_held,omitempty"`
}

// LetterRule binds a kind of letter to its template.
type LetterRule struct {
	Kind     LetterKind `yaml:"kind" json:"kind"`
	Template string     `yaml:"template" json:"template"`
	Name     Text       `yaml:"name" json:"name"`
}

// Template is the name of the procedure's template for a kind of letter; the default is the kind's own name.
func (p Procedure) Template(kind LetterKind) string {
	for _, l := range p.Letters {
		if l.Kind == kind && l.Template != "" {
			return l.Template
		}
	}
	return string(kind)
}

// DeliveryMode is a way of delivering the answer.
type DeliveryMode struct {
	Key    string `yaml:"key" json:"key"`
	Name   Text   `yaml:"name" json:"name"`
	Remote bool   `yaml:"remote" json:"remote"` // price 0 (law: R35)
}

// Field is an additional field of the intake form.
type Field struct {
	Key      string `yaml:"key" json:"key"`
	Name     Text   `yaml:"name" json:"name"`
	Hint     Text   `yaml:"hint" json:"hint"`
	Required bool   `yaml:"required" json:"required"`
	Type     string `yaml:"type" json:"type"` // text, long, date, number
}

// Tariff is a reproduction price with the day from which it applies, in hundredths of a sol.
type Tariff struct {
	Key   string        `yaml:"key" json:"key"`
	Name  Text          `yaml:"name" json:"name"`
	Cents int           `yaml:"cents" json:"cents"`
	From  calendar.Date `yaml:"from" json:"from"`
}

// State finds a state by key.
func (p Procedure) State(key string) (State, bool) {
	for _, s := range p.States {
		if s.Key == key {
			return s, true
		}
	}
	return State{}, false
}

// Ground finds a ground by key.
func (p Procedure) Ground(key string) (Ground, bool) {
	for _, g := range p.Grounds {
		if g.Key == key {
			return g, true
		}
	}
	return Ground{}, false
}

// Ground finds a ground of extension by key.
func (x ExtensionRule) Ground(key string) (Ground, bool) {
	for _, g := range x.Grounds {
		if g.Key == key {
			return g, true
		}
	}
	return Ground{}, false
}

// Outcome finds an outcome by key.
func (p Procedure) Outcome(key string) (Outcome, bool) {
	for _, o := range p.Outcomes {
		if o.Key == key {
			return o, true
		}
	}
	return Outcome{}, false
}
