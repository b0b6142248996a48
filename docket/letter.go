package docket

import (
	"fmt"
	"time"

	"foja/calendar"
)

// LetterKind is what a letter to the requester is for.
type LetterKind string

// The letters of this release.
const (
	LetterReceipt    LetterKind = "receipt"
	LetterResponse   LetterKind = "response"
	LetterDenial     LetterKind = "denial"
	LetterWithdrawal LetterKind = "withdrawal" // confirms a withdrawal

	LetterCorrection  LetterKind = "correction"  // asks the requester to complete it
	LetterNotFiled    LetterKind = "not_filed"   // it was not completed: archived (law: R22)
	LetterExtension   LetterKind = "extension"   // more days, with ground and schedule
	LetterPartial     LetterKind = "partial"     // one delivery of the schedule
	LetterForward     LetterKind = "forward"     // it went to the competent agency
	LetterCost        LetterKind = "cost"        // what the copies cost
	LetterUnpaid      LetterKind = "unpaid"      // not paid: archived (law: R32)
	LetterAvailable   LetterKind = "available"   // the copies wait to be collected
	LetterUncollected LetterKind = "uncollected" // not collected: archived (law: R33)
	LetterNotHeld     LetterKind = "not_held"    // the information does not exist
	LetterItems       LetterKind = "items"       // an answer that says something of each item
	LetterSilence     LetterKind = "silence"     // the term ended: what the requester may do (law: R38)
	LetterGranted     LetterKind = "granted"     // the term ended: it counts as granted (law: R53)
	LetterExpiring    LetterKind = "expiring"    // something granted will end (law: R56)
	LetterAnnulled    LetterKind = "annulled"    // what was registered is no request
)

// LetterState is the state of a letter.
type LetterState string

// States of a letter. A letter on paper goes to_print -> delivered; by mail waiting -> sent.
const (
	LetterWaiting   LetterState = "waiting"    // decided, not yet accepted by the mail server
	LetterSent      LetterState = "sent"       // accepted by the mail server
	LetterFailed    LetterState = "failed"     // refused for good; a person has a task
	LetterToPrint   LetterState = "to_print"   // on paper, a person has a task
	LetterDelivered LetterState = "delivered"  // handed over on paper
	LetterTakenBack LetterState = "taken_back" // never sent: a person cancelled the answer in time
)

// Letter is the case's view of one letter: IDs and state, never its text.
type Letter struct {
	ID    string      `json:"id"` // LetterID
	Kind  LetterKind  `json:"kind"`
	N     int         `json:"n"` // n-th of its kind in the case, from 1
	State LetterState `json:"state"`
	// Closes is the act that ends the case once this letter is out: respond, deny, not_held, respond_items, forward
	// or "".
	Closes Action `json:"closes,omitempty"`
	// Text and Documents are IDs of documents in the store.
	Text      string   `json:"text,omitempty"`
	Documents []string `json:"documents,omitempty"`
	Ground    string   `json:"ground,omitempty"`
	Items     []Item   `json:"items,omitempty"`
	// SentAt is when the mail server accepted it; NotifiedAt when the requester counts as notified: acknowledgement
	// or hand-over (law: R39). Zero without proof.
	SentAt     time.Time `json:"sent_at,omitzero"`
	NotifiedAt time.Time `json:"notified_at,omitzero"`
	// The subject of the letter, besides its text.
	To       calendar.Date   `json:"to,omitzero"`
	Schedule []calendar.Date `json:"schedule,omitempty"`
	Cents    int             `json:"cents,omitempty"`
	Entity   string          `json:"entity,omitempty"`
	Expiry   string          `json:"expiry,omitempty"` // key of what ends on To
	// DecidedAt is when the letter was decided: it cannot be handed over before.
	DecidedAt time.Time `json:"decided_at,omitzero"`
	// Doubt is the message that made the arrival of a sent letter doubtful: a report that does not prove which letter
	// it is about. "" = none, or a person settled it.
	Doubt string `json:"doubt,omitempty"`
	// HeldUntil is when it may be sent; until then the answer can be cancelled. Zero = at once.
	HeldUntil time.Time `json:"held_until,omitzero"`
	// Unwritten is set on a failed letter whose template did not fit the case: nothing was sent.
	Unwritten bool `json:"unwritten,omitempty"`
	// By is the user whose act decided it, who signs it. "" = nobody (the holder signs), or an earlier release
	// decided it.
	By string `json:"by,omitempty"`
}

// Held reports whether the letter is still held and can be cancelled.
func (l Letter) Held(now time.Time) bool { return l.State == LetterWaiting && now.Before(l.HeldUntil) }

// Doubted reports whether the arrival of the letter is doubtful, so that a person has to decide.
func (l Letter) Doubted() bool { return l.State == LetterSent && l.Doubt != "" }

// LetterID is the letter's internal ID: outbox key and activity input. It is not part of the Message-ID, which others
// see: the holder of the receipt could derive that of the answer.
func LetterID(request string, kind LetterKind, n int) string {
	return fmt.Sprintf("%s.%s.%d", request, kind, n)
}
