package main

import (
	"slices"
	"strings"

	"foja/calendar"
	"foja/docket"
)

// ledgerKinds are the ledger entries that --event accepts.
var ledgerKinds = []docket.LedgerKind{
	docket.LedgerHold, docket.LedgerResume, docket.LedgerCorrectionAsked, docket.LedgerCorrectionReceived,
	docket.LedgerExtension, docket.LedgerExtensionUndone, docket.LedgerForwarded, docket.LedgerProcedureSet,
}

// ledgerOf reads entries as the command line has them: hold=2026-03-10, extension=2026-03-04:2026-04-30.
func ledgerOf(events []string) ([]docket.LedgerEntry, error) {
	var ledger []docket.LedgerEntry
	for i, text := range events {
		kind, when, _ := strings.Cut(text, "=")
		on, to, both := strings.Cut(when, ":")
		e := docket.LedgerEntry{Kind: docket.LedgerKind(kind), Event: i + 2}
		if !slices.Contains(ledgerKinds, e.Kind) {
			return nil, docket.Invalid("event", "deadline.event_unknown", "event", kind, "known", joined(ledgerKinds))
		}
		var err error
		if e.On, err = calendar.ParseDate(on); err != nil {
			return nil, docket.Invalid("event", "deadline.event_day_form", "given", text, "event", kind)
		}
		if both != (e.Kind == docket.LedgerExtension) {
			return nil, docket.Invalid("event", "deadline.only_extension_has_two", "given", text)
		}
		if both {
			if e.To, err = calendar.ParseDate(to); err != nil {
				return nil, docket.Invalid("event", "deadline.second_date_form", "given", text)
			}
		}
		ledger = append(ledger, e)
	}
	return ledger, nil
}

func joined(all []docket.LedgerKind) string {
	var words []string
	for _, k := range all {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}
