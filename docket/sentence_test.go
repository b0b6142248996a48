package docket_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// A refusal travels through Temporal as JSON: what stands in its gaps keeps its type.
func TestASentenceKeepsItsTypesInJSON(t *testing.T) {
	s := docket.Say("case.closed", "state", docket.Text{ES: "Concluido", EN: "Closed"}, "days", 3, "who", "Ana",
		"on", calendar.Date{Year: 2026, Month: 3, Day: 4}, "at", time.Date(2026, 3, 4, 10, 32, 0, 0, time.UTC),
		"why", docket.Say("case.empty"), "action", docket.ActClaim)
	wire, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back docket.Sentence
	if err := json.Unmarshal(wire, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, s) {
		t.Errorf("%s\nbecame %v, want %v", wire, back, s)
	}
	if got := s.Args[6].Value; got != "claim" {
		t.Errorf("an action stands as %#v, want its name", got)
	}
}
