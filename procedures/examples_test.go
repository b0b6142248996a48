package procedures_test

import (
	"os"
	"path/filepath"
	"testing"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
)

// example is a procedure of the folder examples, checked as an agency would check its own.
func example(t *testing.T, name string) docket.Procedure {
	t.Helper()
	path := filepath.Join("examples", name+".yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, mistakes := procedures.Check(loaded(t), path, data)
	for _, m := range mistakes {
		t.Error(m)
	}
	return p
}

func view(t *testing.T, file, region string) calendar.View {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := procedures.ReadCalendar(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return c.For(region, "any")
}

type step struct {
	kind   docket.LedgerKind
	on, to string
}

func dueOn(t *testing.T, p docket.Procedure, v calendar.View, received string, steps ...step) string {
	t.Helper()
	ledger := []docket.LedgerEntry{{Kind: docket.LedgerStart, On: day(t, received), Event: 1}}
	for i, s := range steps {
		e := docket.LedgerEntry{Kind: s.kind, On: day(t, s.on), Event: i + 2}
		if s.to != "" {
			e.To = day(t, s.to)
		}
		ledger = append(ledger, e)
	}
	d, err := docket.Fold(ledger, p, v)
	if err != nil {
		t.Fatal(err)
	}
	return d.DueOn.String()
}

// The worked example of R55: 30 business days from Monday 2 March 2026, two of them given back.
func TestR55_aComplaintIsSuspendedAndNotRestarted(t *testing.T) {
	p, pe := example(t, "complaints"), view(t, "calendars/pe.yaml", "lima")
	if got := dueOn(t, p, pe, "2026-03-02"); got != "2026-04-15" {
		t.Errorf("without a request for data: %s", got)
	}
	asked, answered := step{docket.LedgerCorrectionAsked, "2026-03-05", ""},
		step{docket.LedgerCorrectionReceived, "2026-03-09", ""}
	if got := dueOn(t, p, pe, "2026-03-02", asked, answered); got != "2026-04-17" {
		t.Errorf("two business days waited for: %s", got)
	}
}

// Twenty working days following receipt: by hand over the bank holidays of every part of the UK.
func TestUK_twentyWorkingDaysAndDisregardedOnes(t *testing.T) {
	p, uk := example(t, "uk-freedom-of-information"), view(t, "examples/calendars/uk.yaml", "uk")
	for _, e := range []struct {
		received, want string
		steps          []step
	}{
		{received: "2026-02-02", want: "2026-03-02"}, // four whole weeks
		{received: "2026-03-02", want: "2026-03-31"}, // 17 March is a holiday in Northern Ireland: it counts for none
		{received: "2026-03-23", want: "2026-04-22"}, // Good Friday and Easter Monday
		// Fees notice on Wednesday 4, fee on Friday 6 February: the three days are out, first and last too.
		{"2026-02-02", "2026-03-05", []step{{docket.LedgerHold, "2026-02-04", ""}, {docket.LedgerResume, "2026-02-06", ""}}},
		// Never paid: the three months are out (4 February to 4 May), the clock then goes on by itself.
		{"2026-02-02", "2026-06-01", []step{{docket.LedgerHold, "2026-02-04", ""}}},
		{"2026-02-02", "2026-04-01", []step{{docket.LedgerExtension, "2026-02-27", "2026-04-01"}}},
	} {
		if got := dueOn(t, p, uk, e.received, e.steps...); got != e.want {
			t.Errorf("received %s %v: due %s, want %s", e.received, e.steps, got, e.want)
		}
	}
}

// A term of a month, date to date, with suspensions that the law caps.
func TestSpain_aMonthWithSuspensions(t *testing.T) {
	// the calendar stands in: only the unit is tried
	p, pe := example(t, "es-transparency"), view(t, "calendars/pe.yaml", "lima")
	for _, e := range []struct {
		want  string
		steps []step
	}{
		{want: "2026-03-03"},
		// Third parties, from 10 to 16 February: six calendar days come back.
		{"2026-03-09", []step{{docket.LedgerHold, "2026-02-10", ""}, {docket.LedgerResume, "2026-02-16", ""}}},
		// Nobody answered: fifteen business days, to 3 March, and no more. 21 calendar days come back.
		{"2026-03-24", []step{{docket.LedgerHold, "2026-02-10", ""}}},
		{"2026-04-03", []step{{docket.LedgerExtension, "2026-02-20", "2026-04-03"}}},
	} {
		got := dueOn(t, p, pe, "2026-02-03", e.steps...)
		if e.want == "2026-04-03" { // Good Friday rolls
			e.want = "2026-04-06"
		}
		if got != e.want {
			t.Errorf("%v: due %s, want %s", e.steps, got, e.want)
		}
	}
}
