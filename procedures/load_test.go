package procedures_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"foja/docket"
	"foja/languages"
	"foja/procedures"
)

func loaded(t testing.TB) *procedures.Set {
	t.Helper()
	s, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLoad_shippedProcedures(t *testing.T) {
	s := loaded(t)
	var got []string
	for _, p := range s.All() {
		got = append(got, p.Key+" "+p.Version)
	}
	want := "direct-access 2024, public-information 2019, public-information 2024, religious-assistance 2020, religious-assistance-renewal 2020"
	if strings.Join(got, ", ") != want {
		t.Fatalf("%q, want %q", got, want)
	}
	p, err := s.Version("public-information", "2024")
	if err != nil {
		t.Fatal(err)
	}
	if p.TimeLimit != (docket.TimeLimit{N: 10, Unit: "business", Rule: "R1"}) || len(p.Grounds) != 11 ||
		len(p.Outcomes) != 8 {
		t.Errorf("%+v, %d grounds, %d outcomes", p.TimeLimit, len(p.Grounds), len(p.Outcomes))
	}
	if g, _ := p.Ground("reserved-prisons"); !g.NeedsResolution {
		t.Error("reserved information needs its resolution")
	}
	r, err := s.Version("religious-assistance", "2020")
	if err != nil || r.TimeLimit.N != 30 || r.TimeLimit.Rule != "R52" || r.Silence.Kind != "unset" {
		t.Errorf("%+v %+v %v", r.TimeLimit, r.Silence, err)
	}
}

func TestR58_theVersionOfTheDayOfReception(t *testing.T) {
	s := loaded(t)
	for on, want := range map[string]string{
		"2024-05-16": "2019", "2024-05-17": "2024", "2020-01-01": "2019", "2030-01-02": "2024",
	} {
		p, err := s.For("public-information", day(t, on))
		if err != nil || p.Version != want {
			t.Errorf("%s: %q %v, want %q", on, p.Version, err, want)
		}
		if len(p.States) != 7 || p.Name.ES != "Acceso a la información pública" {
			t.Errorf("%s: a version that is based on another is not whole: %+v", on, p)
		}
	}
}

func TestFor_refuses(t *testing.T) {
	s := loaded(t)
	for _, e := range []struct{ key, on, want string }{
		{"public-information", "2019-12-31", "no tiene una versión vigente"},
		{"complaints", "2026-03-02", "no existe"},
	} {
		_, err := s.For(e.key, day(t, e.on))
		if docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(languages.For("es").Error(err), e.want) {
			t.Errorf("%s %s: %v", e.key, e.on, err)
		}
	}
	if _, err := s.Version("public-information", "1999"); docket.CodeOf(err) != docket.CodeNotFound {
		t.Errorf("%v", err)
	}
	if got := len(s.InForce(day(t, "2026-03-02"))); got != 4 {
		t.Errorf("%d procedures in force, want 4", got)
	}
}

// Each change to a sound file is found, and pointed at by its line.
func TestRead_pointsAtTheLine(t *testing.T) {
	const file = "public-information.yaml"
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []struct{ old, new, want string }{
		{"to: in_review, label: {es: Enviar", "to: in_revue, label: {es: Enviar", `there is no state "in_revue"`},
		{"{do: claim, by: [officer, manager]", "{do: claim, by: []", `no role may do "claim"`},
		{"{do: claim, by: [officer", "{do: claim, by: [oficial", `"oficial" is not one of`},
		{
			"{do: note, by: [reception, officer, manager, head], label", "{do: nota, by: [officer], label",
			`"nota" is not one of`,
		},
		{"withdraw: withdrawn,", "withdraw: gone,", `there is no outcome "gone"`},
		{"when: half, to: [holder]", "when: half, to: [chief]", `"chief" is not one of`},
		{"when: half", "when: sometimes", `"sometimes" is not one of`},
		{"initial: open", "initial: opened", `there is no state "opened"`},
		{"final: true", "final: false", "0 states are final"},
		{"hands: carrier", "hands: post", `"post" is not one of`},
		{"second: true, to: notifying", "to: notifying", "second must be true"},
		{"version: \"2024\"", "version: \"\"", "version: missing"},
		{"kind: negative", "kind: golden", `"golden" is not one of`},
		{"rule: R21}", "rule: 21}", `"21" is not a rule key`},
		{"key: denied, code", "key: delivered-late, code", "is there twice"},
		{"ack_within: 1, climb: [deputy", "ack_within: 0, climb: [deputy", "it climbs"},
		{"clock: \"08:30\", name: {es: Aviso del día", "clock: \"8.30\", name: {es: Vence", "not a time of day"},
		{
			"  - {kind: denial, template: denial,", "  - {kind: response, template: denial,",
			"no template for the denial letter",
		},
		{"consult_limit: {n: 3", "consult_limit: {n: 0", "at least 1"},
		{"after_close: 30", "after_close: 0", "at least one business day"},
		{"retention: {years: 0,", "retention: {years: 10,", "series of the archive"},
		{"valid_from: 2024-05-17 #", "valid_from: 2024-15-17 #", `"2024-15-17" is not a date`},
		{"initial: open", "initialy: open", `unknown field "initialy"`},
		{"type: long", "type: essay", `"essay" is not one of`},
	} {
		if !strings.Contains(string(sound), e.old) {
			t.Fatalf("the file has no %q any more", e.old)
		}
		broken := strings.Replace(string(sound), e.old, e.new, 1)
		_, err := procedures.Read(map[string][]byte{file: []byte(broken)})
		if err == nil || !strings.Contains(err.Error(), e.want) || !strings.Contains(err.Error(), file+":") {
			t.Errorf("%s: got %v", e.want, err)
		}
	}
}

func TestRead_exactLine(t *testing.T) {
	const file = "public-information.yaml"
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(sound), "to: in_review, label: {es: Enviar", "to: in_revue, label: {es: Enviar", 1)
	line := strings.Count(broken[:strings.Index(broken, "in_revue")], "\n") + 1
	_, err = procedures.Read(map[string][]byte{file: []byte(broken)})
	if want := file + ":" + strconv.Itoa(line) + ": states[1].actions[1].to: "; err == nil ||
		!strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A case that gets stuck is a mistake of the file.
func TestRead_refusesAProcedureWithoutAWayOut(t *testing.T) {
	sound, err := os.ReadFile("public-information.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.ReplaceAll(string(sound), "to: notifying, ", "")
	broken = strings.ReplaceAll(broken, "to: closed, ", "")
	_, err = procedures.Read(map[string][]byte{"p.yaml": []byte(broken)})
	for _, want := range []string{`no case ever gets to "notifying"`, `there is no way from "open" to the end`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is missing in %v", want, err)
		}
	}
}

func TestRead_versionsDoNotOverlap(t *testing.T) {
	base, err := os.ReadFile("public-information.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"a.yaml": base, "b.yaml": []byte(
		"based_on: \"2024\"\nkey: public-information\nversion: \"2025\"\nvalid_from: 2025-01-01\n",
	)}
	if _, err := procedures.Read(files); err == nil || !strings.Contains(err.Error(), "both in force on 2025-01-01") {
		t.Errorf("%v", err)
	}
	files["b.yaml"] = []byte("based_on: \"1999\"\nkey: public-information\nversion: \"2025\"\n")
	if _, err := procedures.Read(files); err == nil || !strings.Contains(err.Error(), "based_on") {
		t.Errorf("%v", err)
	}
}
