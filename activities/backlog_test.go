package activities_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"foja/activities"
	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

func (b *bench) backlog(since time.Time) *activities.Backlog {
	return &activities.Backlog{
		Store: b.Store, Account: "agency", Since: since, Started: time.Now(), Now: time.Now, Logger: b.Logger,
	}
}

func TestWhatLayThereBeforeStays(t *testing.T) {
	b, _ := newBench(t)
	ctx, now := t.Context(), time.Now()
	inbox := []mail.FolderMessage{
		{UIDValidity: 7, UID: 1, InternalDate: now.AddDate(-1, 0, 0)},
		{UIDValidity: 7, UID: 2, InternalDate: now.Add(-time.Hour), Answered: true},
		{UIDValidity: 7, UID: 3, InternalDate: now.Add(time.Second)},
	}
	backlog := b.backlog(time.Time{})
	stay, err := backlog.Leave(ctx, 7, inbox)
	must(t, err)
	if got := slices.Sorted(maps.Keys(stay)); !slices.Equal(got, []uint32{1, 2}) {
		t.Errorf("these stay: %v", got)
	}
	start, found, err := b.Store.MailStart(ctx, "agency")
	if err != nil || !found || start.Waiting != 2 || start.UIDNext != 4 {
		t.Errorf("%+v %v", start, err)
	}
	// An operator decides; another process, started later, obeys and keeps the first start.
	must(t, b.Store.DecideMail(ctx, []store.MailDecision{
		{Account: "agency", UIDValidity: 7, UID: 1, Arrival: string(intake.ArrivalHeld), By: "ana"},
		{Account: "agency", UIDValidity: 7, UID: 2, Arrival: string(intake.ArrivalLeft), By: "ana"},
	}))
	later := b.backlog(time.Time{})
	later.Started = now.Add(time.Hour)
	stay, err = later.Leave(ctx, 7, inbox)
	must(t, err)
	if got := slices.Sorted(maps.Keys(stay)); !slices.Equal(got, []uint32{2}) {
		t.Errorf("after the decisions these stay: %v", got)
	}
	arrival, err := later.Arrival(ctx, mail.Fetched{UIDValidity: 7, UID: 1, InternalDate: inbox[0].InternalDate})
	if err != nil || arrival != intake.ArrivalHeld {
		t.Errorf("%q %v", arrival, err)
	}
	if again, _, err := b.Store.MailStart(ctx, "agency"); err != nil || !again.At.Equal(start.At) || again.Waiting != 0 ||
		again.Left != 1 {
		t.Errorf("%+v %v", again, err)
	}
}

// A mailbox that was empty at the first look: what somebody moves into it later is told apart from new mail by its UID.
func TestAnEmptyMailboxIsAStartToo(t *testing.T) {
	b, _ := newBench(t)
	ctx, now := t.Context(), time.Now()
	backlog := b.backlog(time.Time{})
	if stay, err := backlog.Leave(ctx, 7, nil); err != nil || len(stay) != 0 {
		t.Fatal(stay, err)
	}
	for came, want := range map[time.Time]intake.Arrival{
		now.AddDate(0, 0, -20):     intake.ArrivalOld,
		now.Add(-30 * time.Second): intake.ArrivalUsual, // the server's clock is behind
		now.Add(2 * time.Second):   intake.ArrivalUsual,
	} {
		if got, err := backlog.Arrival(ctx, mail.Fetched{UIDValidity: 7, UID: 1, InternalDate: came}); err != nil ||
			got != want {
			t.Errorf("%v: %q %v, want %q", came, got, err, want)
		}
	}
}

// Of what came in an unusual way only that is held which would be registered and answered: replies join, copies prove.
func TestOldMailIsHeldAndNeverAnsweredByItself(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	row, err := b.Store.Letter(t.Context(), b.receipt(r))
	must(t, err)
	from := "From: luis@correo.example\nTo: transparencia@spn.example\nMessage-ID: <"
	for name, c := range map[string]struct {
		arrival intake.Arrival
		headers string
		fate    docket.Fate
		reason  docket.HeldReason
	}{
		"old":          {intake.ArrivalOld, from + "1@x>", docket.FateHeld, docket.HeldOld},
		"answered":     {intake.ArrivalAnswered, from + "2@x>", docket.FateHeld, docket.HeldAnswered},
		"held by one":  {intake.ArrivalHeld, from + "3@x>", docket.FateHeld, docket.HeldOld},
		"taken by one": {intake.ArrivalTaken, from + "4@x>", docket.FateRequest, ""},
		"as usual":     {intake.ArrivalUsual, from + "5@x>", docket.FateRequest, ""},
		"an old reply": {intake.ArrivalOld, from + "6@x>\nIn-Reply-To: <" + row.MessageID + ">", docket.FateReply, ""},
		"a reply to pen": {
			intake.ArrivalHeld, from + "7@x>\nIn-Reply-To: <" + row.MessageID + ">", docket.FateHeld, docket.HeldOld,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.arrival = string(c.arrival)
			got := b.classify(b.keep(friday, c.headers, "Solicito "+name))
			if got.Fate != c.fate || got.Reason != string(c.reason) {
				t.Errorf("%+v, want %s %s", got, c.fate, c.reason)
			}
		})
	}
}
