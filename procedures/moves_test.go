package procedures_test

import (
	"slices"
	"strings"
	"testing"

	"foja/procedures"
)

// shorter is a version of public information with a term of nine days, whose words about open cases are moves.
func shorter(moves string) string {
	return "based_on: \"2024\"\nkey: public-information\nversion: \"2026-b\"\nvalid_from: 2026-06-01\ntime_limit: {n: 9, unit: business, rule: R1}\n" +
		moves
}

// A version says which open cases it takes over, and holds for them from its first day; other cases keep theirs (law:
// R58).
func TestR58_aVersionSaysHowOpenCasesMove(t *testing.T) {
	set := loaded(t)
	p, mistakes := procedures.Check(set, "p.yaml", []byte(shorter("moves:\n  - {from: \"2024\"}\n")))
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	next, err := set.With(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ version, on, want string }{
		{"2024", "2026-05-31", "2024"},
		{"2024", "2026-06-01", "2026-b"},
		{"2019", "2026-06-01", "2019"},
		{"2026-b", "2026-06-01", "2026-b"},
	} {
		got, err := next.Current("public-information", c.version, day(t, c.on))
		if err != nil || got.Version != c.want {
			t.Errorf("%s on %s: %s, %v; want %s", c.version, c.on, got.Version, err, c.want)
		}
	}
	if _, err := next.Current("public-information", "1999", day(t, "2026-06-01")); err == nil {
		t.Error("a version that there never was")
	}
	for moves, want := range map[string]string{
		"moves:\n  - {from: \"1999\"}\n":   "no earlier version",
		"moves:\n  - {from: \"2026-b\"}\n": "no earlier version",
	} {
		if _, mistakes := procedures.Check(set, "p.yaml", []byte(shorter(moves))); len(mistakes) != 1 ||
			!strings.Contains(mistakes[0].Error(), want) {
			t.Errorf("%q: %v", moves, mistakes)
		}
	}
}

// A state that has another name in the new version needs to be reported where it goes.
func TestCheck_everyStateOfAMovedCaseHasASuccessor(t *testing.T) {
	renamed := func(moves string) string {
		return "based_on: direct-access/2024\nkey: direct-access\nversion: \"2026-b\"\nvalid_from: 2026-06-01\n" + moves
	}
	set := loaded(t)
	p, err := set.Version("direct-access", "2024")
	if err != nil {
		t.Fatal(err)
	}
	p.Version, p.States = "2026-a", slices.Clone(p.States)
	for i := range p.States {
		p.States[i].Actions = slices.Clone(p.States[i].Actions)
	}
	for i, s := range p.States {
		if s.Key == "available" {
			p.States[i].Key = "visit"
		}
	}
	p.ValidFrom, p.ValidUntil = day(t, "2025-01-01"), day(t, "2026-05-31")
	if set, err = set.With(p); err != nil {
		t.Fatal(err)
	}
	for moves, sound := range map[string]bool{
		"moves:\n  - {from: \"2026-a\"}\n":                               false,
		"moves:\n  - {from: \"2026-a\", states: {visit: available}}\n":   true,
		"moves:\n  - {from: \"2026-a\", states: {visit: nowhere}}\n":     false,
		"moves:\n  - {from: \"2026-a\", states: {visit: in_progress}}\n": true,
	} {
		if _, mistakes := procedures.Check(set, "p.yaml", []byte(renamed(moves))); (len(mistakes) == 0) != sound {
			t.Errorf("%s: %v", moves, mistakes)
		}
	}
}
