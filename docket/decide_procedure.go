package docket

import "time"

// EventProcedureChanged says that an open case was taken over by a later version of its procedure.
const EventProcedureChanged EventKind = "procedure_changed"

// Move lets a version take over the open cases of an earlier one on its effective day. Without it they keep their
// version (law: R58).
type Move struct {
	From string `yaml:"from" json:"from"` // the earlier version
	// States maps renamed states; states not listed keep their name.
	States map[string]string `yaml:"states" json:"states,omitempty"`
}

// MoveFrom finds the rule for open cases of an earlier version.
func (p Procedure) MoveFrom(version string) (Move, bool) {
	for _, m := range p.Moves {
		if m.From == version {
			return m, true
		}
	}
	return Move{}, false
}

// State is the state in the later version.
func (m Move) State(before string) string {
	if after := m.States[before]; after != "" {
		return after
	}
	return before
}

// LawName names a procedure version in signals, where calendar versions are also announced.
func LawName(procedure, version string) string { return "procedure/" + procedure + "/" + version }

// ApplyProcedureVersion decides the effect of the law's version on a case of an earlier one: its state is mapped, its
// dates are folded again from the same ledger, and the change is an event. A closed case does not change, and a case
// that has this version already gives no event. It fails, and the case does not change, when the version has no rule
// for it.
func (c *Case) ApplyProcedureVersion(law Law, now time.Time) ([]Event, error) {
	p := law.Procedure
	if c.Seq == 0 || c.Closed() || p.Key != c.Procedure || p.Version == c.Version {
		return nil, nil
	}
	move, found := p.MoveFrom(c.Version)
	state := move.State(c.State)
	if _, known := p.State(state); !found || !known {
		return nil,
			Refuse(CodeInternal, "procedure.move_unknown", "version", p.Version, "procedure", p.Key, "from", c.Version,
				"state", c.State)
	}
	t := c.newDecision(law, System(), now)
	entry := LedgerEntry{Kind: LedgerProcedureSet, At: t.now, On: law.Zone.DateOf(now), Event: c.Seq + 1}
	deadline, _, alarmOn, err := law.Readings(append(c.Clone().Ledger, entry))
	if err != nil {
		return nil, err
	}
	moved := deadline.DueOn != c.DueOn && !deadline.DueOn.IsZero()
	t.add(Event{
		Kind: EventProcedureChanged, State: state, Version: p.Version, Ledger: []LedgerEntry{entry}, DueOn: deadline.DueOn,
		AlarmOn: alarmOn, Rule: "R58",
	})
	t.outdate(alarmOn)
	if moved && t.announces() {
		t.decideLetter(Letter{Kind: LetterDueMoved})
	}
	return t.events, nil
}
