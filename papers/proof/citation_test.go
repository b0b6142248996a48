package proof

import (
	"slices"
	"testing"
	"time"

	"foja/docket"
)

// law: R57
func TestR57_citesWhatWasInForceThatDay(t *testing.T) {
	for received, want := range map[string]string{
		"2026-04-29": "TUO de la Ley 27444 (DS 004-2019-JUS) art. 145",
		"2026-05-04": "TUO de la Ley 27444 (DS 006-2026-JUS) art. 134",
	} {
		on := day0(t, received)
		law := lawOn(t, on)
		file, err := Make(Facts{Number: "000001-2026", Ledger: started(t, law, on.At(15, 0, time.UTC), docket.OfficeHours)},
			law, key)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := parse(file)
		if err != nil {
			t.Fatal(err)
		}
		var r result
		if err := decode(tree.(map[string]any)["result"], &r); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range r.Reading.Cites {
			if c.Subject == "cómputo" {
				got = append(got, c.Norm+" art. "+c.Article)
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: cited is %v, want %s", received, got, want)
		}
		if !slices.Contains(r.Reading.Rules, "R1") {
			t.Errorf("%s: rules %v", received, r.Reading.Rules)
		}
	}
}
