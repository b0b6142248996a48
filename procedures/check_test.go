package procedures_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"foja/procedures"
)

// Every mistake of a file is reported at once, in the order of its lines.
func TestCheck_tellsAllMistakes(t *testing.T) {
	sound, err := os.ReadFile("religious-assistance.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := string(sound)
	for _, e := range [][2]string{
		{"valid_from: 2020-01-01", "valid_from: 2020-13-01"},
		{"time_limit: {n: 30, unit: business, rule: R52}", "time_limit: {n: many, unit: weeks, rule: Q9}"},
		{"initial: open", "initialy: open"},
		{"{do: claim, by: [officer, manager]", "{do: claim, by: [oficial, manager]"},
		{"after_close: 30", "after_close: 0"},
	} {
		if !strings.Contains(broken, e[0]) {
			t.Fatalf("the file has no %q any more", e[0])
		}
		broken = strings.Replace(broken, e[0], e[1], 1)
	}
	_, mistakes := procedures.Check(loaded(t), "p.yaml", []byte(broken))
	var all []string
	for _, m := range mistakes {
		all = append(all, m.Error())
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		`"2020-13-01" is not a date`, "cannot unmarshal string", `"weeks" is not one of`, `"Q9" is not a rule key`,
		`unknown field "initialy"`, `"oficial" is not one of`, "at least one business day",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	at := func(part string) int {
		return slices.IndexFunc(all, func(m string) bool { return strings.Contains(m, part) })
	}
	if at("2020-13-01") > at("initialy") || at("initialy") > at("oficial") {
		t.Errorf("not in the order of the lines:\n%s", text)
	}
}

func TestCheck_oddFiles(t *testing.T) {
	for name, e := range map[string]struct{ text, want string }{
		"empty":        {"", "empty"},
		"no YAML":      {"a: [", "p.yaml"},
		"a list":       {"- 1\n- 2\n", "p.yaml"},
		"another kind": {"services:\n  web: {image: x}\n", `unknown field "services"`},
		"unknown base": {"based_on: \"1999\"\nkey: public-information\nversion: \"3\"\n", "based_on"},
		"no second law": {
			"based_on: \"2024\"\nkey: public-information\nversion: \"2023\"\nvalid_from: 2023-01-01\nvalid_until: 2030-01-01\n",
			"both in force",
		},
		"longer windows": {
			"based_on: \"2024\"\nkey: public-information\nversion: \"3\"\nvalid_from: 2027-01-01\ntime_limit: {n: 5, unit: business, rule: R1}\n",
			"later than the term",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := procedures.Check(loaded(t), "p.yaml", []byte(e.text))
			var all []string
			for _, m := range mistakes {
				all = append(all, m.Error())
			}
			if text := strings.Join(all, "\n"); !strings.Contains(text, e.want) {
				t.Errorf("got %q, want %q", text, e.want)
			}
		})
	}
}

// A folder adds procedures, and a new version ends the one before it.
func TestLoadWith_aFolder(t *testing.T) {
	dir := t.TempDir()
	complaints, err := os.ReadFile("examples/complaints.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"complaints.yaml": string(complaints),
		"information.yaml": "based_on: \"2024\"\nkey: public-information\nversion: \"2027\"\nvalid_from: 2027-01-01\n" +
			"time_limit: {n: 12, unit: business, rule: R1}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := procedures.LoadWith(dir)
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2026-12-31": "2024", "2027-01-01": "2027"} {
		if p, err := set.For("public-information", day(t, on)); err != nil || p.Version != want {
			t.Errorf("%s: %s %v", on, p.Version, err)
		}
	}
	if p, err := set.For("complaints", day(t, "2026-03-02")); err != nil || p.TimeLimit.N != 30 {
		t.Errorf("%+v %v", p.TimeLimit, err)
	}
	if _, err := procedures.LoadWith(t.TempDir()); err == nil {
		t.Error("a folder without procedures is a mistake of the settings")
	}
	if err := os.WriteFile(filepath.Join(dir, "bad.yaml"), []byte("key: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := procedures.LoadWith(dir); err == nil || !strings.Contains(err.Error(), "bad.yaml") {
		t.Errorf("%v", err)
	}
}
