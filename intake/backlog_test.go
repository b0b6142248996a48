package intake_test

import (
	"testing"
	"time"

	"foja/intake"
	"foja/mail"
)

func TestArrival(t *testing.T) {
	at := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	start := intake.Start{At: at, UIDValidity: 7, UIDNext: 100}
	from := func(since time.Time) intake.Start { s := start; s.Since = since; return s }
	hour, day := time.Hour, 24*time.Hour
	for name, c := range map[string]struct {
		start    intake.Start
		uid      uint32
		came     time.Time
		answered bool
		now      time.Time
		want     intake.Arrival
	}{
		"new mail":                   {start, 100, at.Add(hour), false, at.Add(hour), intake.ArrivalUsual},
		"in the second of the start": {start, 99, at, false, at, intake.ArrivalUsual},
		"lay there an hour before":   {start, 99, at.Add(-hour), false, at, intake.ArrivalBacklog},
		"lay there for years":        {start, 1, at.AddDate(-3, 0, 0), true, at, intake.ArrivalBacklog},
		"the server's clock is a little behind": {
			start, 100, at.Add(-3 * time.Minute), false, at, intake.ArrivalUsual,
		},
		"moved in from yesterday": {start, 100, at.Add(-day), false, at.Add(hour), intake.ArrivalOld},
		"moved in from last year": {
			start, 100, at.AddDate(-1, 0, 0), false, at.Add(hour), intake.ArrivalOld,
		},
		"answered from a mail program": {
			start, 100, at.Add(hour), true, at.Add(2 * hour), intake.ArrivalAnswered,
		},
		"six days unread": {
			start, 100, at.Add(hour), false, at.Add(6 * day), intake.ArrivalUsual,
		},
		"eight days unread, after an outage": {
			start, 100, at.Add(hour), false, at.Add(8*day + hour), intake.ArrivalOld,
		},
		"the setting takes in yesterday": {
			from(at.Add(-2 * day)), 99, at.Add(-day), false, at, intake.ArrivalUsual,
		},
		"but not what was answered": {
			from(at.Add(-2 * day)), 99, at.Add(-day), true, at, intake.ArrivalBacklog,
		},
		"nor what came before the setting": {
			from(at.Add(-2 * day)), 99, at.Add(-3 * day), false, at, intake.ArrivalBacklog,
		},
		"nor what was older than a week": {
			from(at.Add(-30 * day)), 99, at.Add(-8 * day), false, at, intake.ArrivalBacklog,
		},
		"a setting that is still to come lets all wait": {
			from(at.Add(5 * day)), 100, at.Add(day), false, at.Add(day), intake.ArrivalBacklog,
		},
		"and goes on letting it wait": {
			from(at.Add(5 * day)), 100, at.Add(day), false, at.Add(6 * day), intake.ArrivalBacklog,
		},
		"and takes what comes then": {
			from(at.Add(5 * day)), 150, at.Add(6 * day), false, at.Add(6 * day), intake.ArrivalUsual,
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := mail.FolderMessage{UIDValidity: 7, UID: c.uid, InternalDate: c.came, Answered: c.answered}
			if got := c.start.Arrival(l, c.now); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// After the server rebuilt the mailbox the UIDs of the start mean nothing: only the day tells what lay there before.
func TestArrivalInARebuiltMailbox(t *testing.T) {
	at := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	start := intake.Start{At: at, UIDValidity: 7, UIDNext: 100}
	for came, want := range map[time.Time]intake.Arrival{
		at.Add(-time.Hour): intake.ArrivalBacklog, at.Add(time.Hour): intake.ArrivalUsual,
	} {
		if got := start.Arrival(mail.FolderMessage{UIDValidity: 8, UID: 500, InternalDate: came},
			at.Add(2*time.Hour)); got != want {
			t.Errorf("%v: got %q, want %q", came, got, want)
		}
	}
}
