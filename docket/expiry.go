package docket

import (
	"fmt"
	"slices"
	"strings"

	"foja/calendar"
)

// ExpiryRule is a date on which something granted, or something that the grant depends on, ends: an authorisation,
// the credential of its user. Each date is recorded when it is known and again when it is renewed (law: R56).
type ExpiryRule struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name" json:"name"`
	// Open: it may have no end.
	Open bool `yaml:"open" json:"open,omitempty"`
	// Warn is how many calendar days before the last day requester and officer are warned.
	Warn   int    `yaml:"warn" json:"warn"`
	Missed Text   `yaml:"missed" json:"missed"` // consequence once it has passed
	Rule   string `yaml:"rule" json:"rule"`
}

// Expiry is the last day of one of them; no day = without end.
type Expiry struct {
	Key string        `json:"key"`
	On  calendar.Date `json:"on,omitzero"`
}

// Expiring finds a rule of expiry by key.
func (p Procedure) Expiring(key string) (ExpiryRule, bool) {
	for _, x := range p.Expiries {
		if x.Key == key {
			return x, true
		}
	}
	return ExpiryRule{}, false
}

// keyExpired and keyExpiring begin the keys of an expiry's sub-deadlines; the expiry and its day follow.
const (
	keyExpired  = "expired"
	keyExpiring = "expiring"
)

// expiries are the coming ends, each with the day of its warning. They outlive the case, as the grant does.
func (law Law) expiries(c Case) ([]SubDeadline, error) {
	var subs []SubDeadline
	for _, x := range c.Expiries {
		rule, found := law.Procedure.Expiring(x.Key)
		if !found || x.On.IsZero() {
			continue
		}
		at := movedMark + x.Key + movedMark + x.On.String()
		for _, sub := range []SubDeadline{
			{Key: keyExpiring + at, On: x.On.AddDays(-rule.Warn - 1), Name: "Avisar que vence: " +
				rule.Name.ES, Missed: "se avisa al solicitante que vence el " + spanishDate(x.On)},
			{Key: keyExpired + at, On: x.On, Name: rule.Name.ES, Missed: rule.Missed.ES},
		} {
			if slices.Contains(c.Passed, sub.Key) {
				continue
			}
			sub.Rule, sub.Action, sub.Hands = rule.Rule, ActExpiry, HandsRequester
			subs = append(subs, sub)
		}
	}
	return subs, nil
}

// expire records the end of an expiry's sub-deadline: a warning becomes a letter and a task; the end itself is a line
// of the history and ends the task.
func (t *decision) expire(sub SubDeadline) {
	kind, key, _ := strings.Cut(sub.Key, movedMark)
	key, _, _ = strings.Cut(key, movedMark)
	i := slices.IndexFunc(t.c.Expiries, func(x Expiry) bool { return x.Key == key })
	if kind == keyExpired {
		t.doneFor(TaskExpiry, key)
		return
	}
	x := t.c.Expiries[i]
	// told late, of an end that is past, it would only confuse
	if t.now.Before(t.law.Zone.Instant(x.On.AddDays(1), 0, 0)) {
		t.open(Task{Kind: TaskExpiry, Role: RoleOfficer, Ref: key, DueOn: x.On})
		if t.law.Procedure.writes(LetterExpiring) {
			t.decideLetter(Letter{Kind: LetterExpiring, Expiry: key, To: x.On})
		}
	}
}

// setExpiry records the end of something granted, or its renewal.
func (t *decision) setExpiry(e Event, cmd Command) error {
	e.Expiry = &Expiry{Key: cmd.Expiry, On: cmd.To}
	t.add(e)
	t.doneFor(TaskExpiry, cmd.Expiry)
	return nil
}

// checkExpiry checks the input; only what was granted ends.
func (c *Case) checkExpiry(p Procedure, cmd Command) error {
	rule, found := p.Expiring(cmd.Expiry)
	switch {
	case !found:
		return Invalid("expiry", "Elija qué vigencia se registra.")
	case !cmd.To.Valid() && (!rule.Open || !cmd.To.IsZero()):
		return withRule(rule.Rule,
			Invalid("to", "Escriba hasta qué día vale: %s tiene siempre una fecha de término.", strings.ToLower(rule.Name.ES)))
	case cmd.To.Valid() && cmd.To.Before(c.receivedOn()):
		return Invalid("to", "La vigencia no puede terminar antes de que se presentara la solicitud. Corrija la fecha.")
	}
	return needAny(cmd, "Deje constancia: el documento que la fija o renueva, o una nota.")
}

// checkExpiryPossible refuses it on a case that ended without a grant.
func (c *Case) checkExpiryPossible(p Procedure) error {
	granted := []string{p.Closing.RespondInTime, p.Closing.RespondLate, p.Silence.Closes}
	if c.Closed() && !slices.Contains(granted, c.Outcome) {
		return Refuse(CodeConflict, "Este expediente no concedió nada que pueda vencer.")
	}
	return nil
}

// lastExpiry is the last day on which a closed case has an end to record; zero when it has none.
func (c *Case) lastExpiry() calendar.Date {
	var last calendar.Date
	for _, x := range c.Expiries {
		last = latestDate(last, x.On)
	}
	return last
}

// expiryWords describes in one line the end of an expiry, or the warning before it.
func (p Procedure) expiryWords(kind string, e Event) string {
	_, rest, _ := strings.Cut(e.SubDeadline, movedMark)
	key, _, _ := strings.Cut(rest, movedMark)
	rule, _ := p.Expiring(key)
	if kind == keyExpiring {
		return fmt.Sprintf("Se acerca un vencimiento: %s (%s)", rule.Name.ES, e.Rule)
	}
	return fmt.Sprintf("Venció: %s. En consecuencia, %s (%s)", rule.Name.ES, rule.Missed.ES, e.Rule)
}
