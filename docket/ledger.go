package docket

import (
	"time"

	"foja/calendar"
)

// LedgerKind is the kind of a ledger entry.
type LedgerKind string

// The entries of the clock ledger.
const (
	LedgerStart              LedgerKind = "start"               // On = ReceivedOn
	LedgerCalendarSet        LedgerKind = "calendar"            // Calendar = version from here on
	LedgerCorrectionAsked    LedgerKind = "correction_asked"    // On = effective notice
	LedgerCorrectionReceived LedgerKind = "correction_received" // On = day received
	LedgerHold               LedgerKind = "hold"
	LedgerResume             LedgerKind = "resume"
	LedgerExtension          LedgerKind = "extension"        // To = new date
	LedgerExtensionUndone    LedgerKind = "extension_undone" // the last extension before it counts as never announced
	LedgerForwarded          LedgerKind = "forwarded"
	LedgerProcedureSet       LedgerKind = "procedure" // a later version of the procedure counts it
)

// LedgerEntry is one fact about the clock. Dates are folds of the whole ledger, never "last date plus difference".
type LedgerEntry struct {
	Kind     LedgerKind      `json:"kind"`
	At       time.Time       `json:"at"` // instant it was recorded
	On       calendar.Date   `json:"on"` // legal day it has effect
	Calendar string          `json:"calendar,omitempty"`
	To       calendar.Date   `json:"to,omitempty"`
	Policy   ReceptionPolicy `json:"policy,omitempty"`
	// Received is the instant of filing (Start only); with it both interpretations of the reception rule can be
	// folded (law: R15).
	Received time.Time `json:"received,omitempty"`
	Event    int       `json:"event"` // number of the event that wrote it
}

// ReceptionPolicy decides the legal day of something filed out of hours.
type ReceptionPolicy string

// The two readings of the law (law: R12-R15).
const (
	OfficeHours ReceptionPolicy = "OFFICE_HOURS"
	SameDay24x7 ReceptionPolicy = "SAME_DAY_24x7"
)
