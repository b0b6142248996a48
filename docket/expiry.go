package docket

import (
	"fmt"
	"slices"
	"strings"

	"foja/calendar"
)

// ExpiryRule is a date on which something granted, or something that the grant rests on, ends by itself: an
// authorisation, the credential of whoever uses it. Each has a date of its own, which is recorded when it is known and
// again when it is renewed (law: R56).
type ExpiryRule struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name" json:"name"`
	// Open: it may have no end.
	Open bool `yaml:"open" json:"open,omitempty"`
	// Warn is how many calendar days before the last day the requester and the officer are told.
	Warn   int    `yaml:"warn" json:"warn"`
	Missed Text   `yaml:"missed" json:"missed"` // what holds once it has passed
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

// trapExpired and trapExpiring begin the keys of an expiry's traps; the expiry and its day follow.
const (
	trapExpired  = "expired"
	trapExpiring = "expiring"
)

// expiries are the ends to come, each with the day of its warning. They outlive the case: what was granted does.
func (law Law) expiries(c Case) ([]Trap, error) {
	var traps []Trap
	for _, x := range c.Expiries {
		rule, found := law.Procedure.Expiring(x.Key)
		if !found || x.On.IsZero() {
			continue
		}
		at := movedMark + x.Key + movedMark + x.On.String()
		for _, trap := range []Trap{
			{Key: trapExpiring + at, On: x.On.AddDays(-rule.Warn - 1), Name: "Avisar que vence: " +
				rule.Name.ES, Missed: "se avisa al solicitante que vence el " + spanishDate(x.On)},
			{Key: trapExpired + at, On: x.On, Name: rule.Name.ES, Missed: rule.Missed.ES},
		} {
			if slices.Contains(c.Passed, trap.Key) {
				continue
			}
			trap.Rule, trap.Action, trap.Hands = rule.Rule, ActExpiry, HandsRequester
			traps = append(traps, trap)
		}
	}
	return traps, nil
}

// expire is what the end of an expiry's trap does: the warning is written and becomes work; the end itself is a line of
// the history, and the work about it is over.
func (t *turn) expire(trap Trap) {
	kind, key, _ := strings.Cut(trap.Key, movedMark)
	key, _, _ = strings.Cut(key, movedMark)
	i := slices.IndexFunc(t.c.Expiries, func(x Expiry) bool { return x.Key == key })
	if kind == trapExpired {
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
func (t *turn) setExpiry(e Event, cmd Command) {
	e.Expiry = &Expiry{Key: cmd.Expiry, On: cmd.To}
	t.add(e)
	t.doneFor(TaskExpiry, cmd.Expiry)
}

// checkExpiry asks for which end it is and when; only what was granted ends.
func (c *Case) checkExpiry(p Procedure, cmd Command) error {
	rule, found := p.Expiring(cmd.Expiry)
	switch {
	case !found:
		return Invalid("expiry", "Elija qué vigencia se registra.")
	case !cmd.To.Valid() && (!rule.Open || !cmd.To.IsZero()):
		return ruled(rule.Rule,
			Invalid("to", "Escriba hasta qué día vale: %s tiene siempre una fecha de término.", strings.ToLower(rule.Name.ES)))
	case cmd.To.Valid() && cmd.To.Before(c.receivedOn()):
		return Invalid("to", "La vigencia no puede terminar antes de que se presentara la solicitud. Corrija la fecha.")
	}
	return needAny(cmd, "Deje constancia: el documento que la fija o renueva, o una nota.")
}

// barsExpiry refuses it on a case that ended without granting anything.
func (c *Case) barsExpiry(p Procedure) error {
	granted := []string{p.Closing.RespondInTime, p.Closing.RespondLate, p.Silence.Closes}
	if c.Closed() && !slices.Contains(granted, c.Outcome) {
		return Refuse(CodeConflict, "Este expediente no concedió nada que pueda vencer.")
	}
	return nil
}

// listensForExpiry is the last day on which a closed case still has an end to tell; zero when it has none.
func (c *Case) listensForExpiry() calendar.Date {
	var last calendar.Date
	for _, x := range c.Expiries {
		last = latestDate(last, x.On)
	}
	return last
}

// expiryWords says in one line what the end of an expiry, or of the days before it, brought.
func (p Procedure) expiryWords(kind string, e Event) string {
	_, rest, _ := strings.Cut(e.Trap, movedMark)
	key, _, _ := strings.Cut(rest, movedMark)
	rule, _ := p.Expiring(key)
	if kind == trapExpiring {
		return fmt.Sprintf("Se acerca un vencimiento: %s (%s)", rule.Name.ES, e.Rule)
	}
	return fmt.Sprintf("Venció: %s. En consecuencia, %s (%s)", rule.Name.ES, rule.Missed.ES, e.Rule)
}
