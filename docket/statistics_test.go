package docket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
)

func TestSpread(t *testing.T) {
	for name, c := range map[string]struct {
		days []int
		want docket.Spread
	}{
		"none":                  {nil, docket.Spread{}},
		"one":                   {[]int{7}, docket.Spread{N: 1, Mean: 7, Median: 7, P90: 7}},
		"two: the lower middle": {[]int{9, 3}, docket.Spread{N: 2, Mean: 6, Median: 3, P90: 9}},
		"three":                 {[]int{10, 1, 4}, docket.Spread{N: 3, Mean: 5, Median: 4, P90: 10}},
		"ten: the ninth":        {[]int{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, docket.Spread{N: 10, Mean: 5.5, Median: 5, P90: 9}},
		"eleven: the tenth": {
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 500}, docket.Spread{N: 11, Mean: 555. / 11, Median: 6, P90: 10},
		},
		"the same day for each": {[]int{0, 0, 0}, docket.Spread{N: 3}},
		"twenty: the eighteenth": {[]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 4, 4}, docket.Spread{
			N: 20, Mean: 1.75, Median: 1, P90: 3,
		}},
	} {
		if got := docket.SpreadOf(c.days); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestDaysByHandsAddUp(t *testing.T) {
	lima := docket.ZoneOf(time.FixedZone("-05", -5*3600), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	on := func(d int) calendar.Date { return calendar.Date{Year: 2026, Month: 3, Day: d} }
	at := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour+5, 0, 0, 0, time.UTC) }
	events := []docket.Event{
		{Seq: 1, At: at(2, 10), Hands: docket.HandsOfficer},
		{Seq: 2, At: at(4, 9), Hands: docket.HandsUnit},
		{Seq: 3, At: at(6, 0), Hands: docket.HandsOfficer}, // at midnight: the 6th is the officer's
		{Seq: 4, At: at(9, 15), Hands: docket.HandsCarrier},
		{Seq: 5, At: at(9, 15), Hands: docket.HandsNobody},
	}
	got := docket.DaysByHands(events, []calendar.Date{on(3), on(4), on(5), on(6), on(9)}, lima)
	want := []docket.HandsDays{{Hands: docket.HandsOfficer, Days: 4}, {Hands: docket.HandsUnit, Days: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = docket.DaysByHands(events, []calendar.Date{on(2)}, lima)
	if len(got) != 1 || got[0].Hands != docket.HandsReception {
		t.Errorf("before its first event the case is with %v", got)
	}
}

// The type of answer is the one of the first closing: what the Tribunal orders does not change it.
func TestR51_TheRecordedOutcomeStays(t *testing.T) {
	events := []docket.Event{
		{Seq: 1, Kind: docket.EventRegistered},
		{Seq: 2, Kind: docket.EventClosed, Outcome: "denied", Ground: "g"},
		{Seq: 3, Kind: docket.EventKind(docket.ActNote)},
		{Seq: 4, Kind: docket.EventClosed, Outcome: "delivered-in-time"},
	}
	if c := docket.Replay(docket.Recorded(events)); c.Outcome != "denied" || c.Seq != 2 {
		t.Errorf("the register says %q of event %d", c.Outcome, c.Seq)
	}
	if got := docket.Recorded(events[:1]); len(got) != 1 {
		t.Errorf("an open case lost its history: %v", got)
	}
}
