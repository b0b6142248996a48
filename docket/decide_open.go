package docket

import (
	"time"
)

// Open decides the first events of a case: the registration with its clock, the task to answer, and the receipt.
// Nothing is refused here: a badly written request is a request.
//
// start is the ledger's first entry (On, Received and Policy); by is who received it, the zero Actor meaning foja. It
// fails only when the calendar does not contain the days of the term.
func Open(law Law, o Opening, start LedgerEntry, by Actor, now time.Time) ([]Event, error) {
	if by.Role == "" {
		by = System()
	}
	var none Case
	t := none.newDecision(law, by, now)
	start.Kind, start.At, start.Event = LedgerStart, t.now, 1
	if start.Calendar == "" {
		start.Calendar = law.Calendar.Version
	}
	deadline, _, alarmOn, err := law.Readings([]LedgerEntry{start}) // law: R15
	if err != nil {
		return nil, err
	}
	t.add(Event{
		Kind: EventRegistered, State: law.Procedure.Initial, On: start.Received.UTC(), Opening: &o,
		Ledger: []LedgerEntry{start}, DueOn: deadline.DueOn, AlarmOn: alarmOn, Rule: law.Procedure.TimeLimit.Rule,
	})
	t.open(Task{Kind: TaskAnswer, Role: RoleOfficer})
	receipt := Letter{Kind: LetterReceipt}
	if o.Printed && !o.ByEmail {
		receipt.State = LetterDelivered
	}
	t.decideLetter(receipt)
	return t.events, nil
}

// Arrive records that the requester, or another sender in the thread, sent a message: a person reads it. The same
// message again changes nothing.
func (c *Case) Arrive(law Law, message string, fromRequester bool, now time.Time) []Event {
	for _, t := range c.Tasks {
		if t.Kind == TaskReadMessage && t.Ref == message {
			return nil
		}
	}
	by := System()
	if fromRequester {
		by = Actor{Role: RoleRequester}
	}
	t := c.newDecision(law, by, now)
	t.add(Event{Kind: EventMessage, Message: message})
	t.by = System()
	t.open(Task{Kind: TaskReadMessage, Role: RoleOfficer, Ref: message})
	return t.events
}
