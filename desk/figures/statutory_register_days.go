package figures

import (
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
)

// takenDays are the business days after reception up to and including until, without those
// that the case's own clock did not count: it was suspended, or they came before a restart.
func takenDays(ledger []docket.LedgerEntry, p docket.Procedure, view calendar.View, received, until calendar.Date) ([]calendar.Date, error) {
	free := map[calendar.Date]bool{}
	if len(ledger) > 0 {
		deadline, err := docket.Fold(ledger, p, view)
		if err != nil {
			return nil, err
		}
		for _, day := range deadline.Days {
			free[day.Date] = day.Kind == docket.DayWaiting || day.Kind == docket.DayVoid
		}
		if !deadline.WaitingSince.IsZero() { // suspended still: no day counts from here on
			until = earlier(until, deadline.WaitingSince)
		}
	}
	var days []calendar.Date
	for date := received.AddDays(1); !date.After(until); date = date.AddDays(1) {
		day, err := view.Day(date)
		if err != nil {
			return nil, err
		}
		if day.Business && !free[date] {
			days = append(days, date)
		}
	}
	return days, nil
}

func earlier(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// latenessReason is the default reason for lateness: in whose hands the days went by.
func latenessReason(parts []docket.HandsDays) docket.Sentence {
	total := 0
	var words []docket.Sentence
	for _, part := range parts {
		total += part.Days
		words = append(words, docket.Say("book.hands_days", "hands", core.HandsWords(part.Hands), "n", part.Days))
	}
	if total == 0 {
		return docket.Sentence{}
	}
	return docket.Say("book.lateness", "days", total, "hands", core.Listed("list.comma", words...))
}
