package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

// What a sample's past says that people did, the law lets them do: an act that the procedure
// refuses is left out when the case starts, and the sample would stand in another state.
func TestSamples_theirPastIsLawful(t *testing.T) {
	ctx := context.Background()
	register, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "foja.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := register.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, _, err := register.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	in := &importer{demo: &demo{app: &app{store: register}}, users: map[string]access.User{}}
	for _, p := range demoPeople() {
		in.users[p.login] = access.User{ID: p.login, Roles: p.roles, Office: p.office}
	}
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	lima := time.FixedZone("-05", -5*3600)
	now := time.Now() // the samples are relative to the day on which they are brought in
	states := map[string]bool{}
	for i, s := range samples() {
		office := docket.Office{ID: s.office, Region: "Lima", Opens: "08:00", Closes: "16:30"}
		received, err := businessDaysAgo(days.For(office.Region, office.ID), calendar.DateOf(now.In(lima)), s.ago)
		if err != nil {
			t.Fatal(err)
		}
		p, err := set.For(s.procedure, received)
		if err != nil {
			t.Fatal(err)
		}
		law := docket.Law{Procedure: p, Calendar: days, Office: office, Zone: docket.Zone{Name: "-05", Spans: []docket.ZoneSpan{{Offset: -5 * 3600}}}}
		past, err := in.history(ctx, s, i, received, days.For(office.Region, office.ID), lima)
		if err != nil {
			t.Fatal(err)
		}
		events, err := docket.Open(law, docket.Opening{Request: "r", Procedure: p.Key, Version: p.Version, Office: s.office, Channel: docket.ChannelCounter, Printed: true},
			docket.LedgerEntry{On: received, Received: received.At(9, 0, lima), Policy: docket.OfficeHours}, docket.System(), now)
		if err != nil {
			t.Fatal(err)
		}
		c := docket.Replay(events)
		for _, cmd := range past {
			events, err := c.Decide(law, cmd, time.Now()) // a step of today is a second old when it is made
			if err != nil {
				t.Errorf("%s, %s: %v", s.subject, cmd.Action, err)
			}
			for _, e := range events {
				c.Apply(e)
			}
		}
		for range 20 {
			events, err := c.Wake(law, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				c.Apply(e)
			}
		}
		states[s.procedure+" "+c.State] = true
		if n := len(c.OpenTasks(docket.TaskServe)); n > 0 {
			t.Errorf("%s: the demo begins with %d letters to be served in person", s.subject, n)
		}
	}
	for _, key := range []string{information, religious} {
		p, err := set.For(key, calendar.DateOf(now.In(lima)))
		if err != nil {
			t.Fatal(err)
		}
		for _, state := range p.States {
			if !states[key+" "+state.Key] {
				t.Errorf("no sample of %s is %s", key, state.Key)
			}
		}
	}
}
