package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"foja/calendar"
	"foja/docket"
)

// deadline runs the command with the given words and input.
func deadline(t testing.TB, input string, words ...string) (string, error) {
	t.Helper()
	var cmd DeadlineCmd
	parser, err := kong.New(&cmd, kong.Exit(func(int) { t.Fatal("kong wants to exit") }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(words); err != nil {
		return "", err
	}
	var out strings.Builder
	err = cmd.run(strings.NewReader(input), &out)
	return out.String(), err
}

func TestDeadline_json(t *testing.T) {
	out, err := deadline(t, "", "--procedure", "public-information", "--received", "2026-03-27T10:00", "--office", "lima", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for field, want := range map[string]string{
		"received_at": "2026-03-27T10:00:00-05:00", "received_on": "2026-03-27", "due_on": "2026-04-14", "alarm_on": "2026-04-14",
		"calendar_version": "pe-2026.12", "rules": "[R1 R2 R3 R12]", "office": "lima", "reception": "OFFICE_HOURS",
	} {
		if got := fmt.Sprint(answer[field]); got != want {
			t.Errorf("%s is %s, want %s", field, got, want)
		}
	}
	days, _ := answer["days"].([]any)
	if len(days) != 18 {
		t.Fatalf("%d days from 28 March to 14 April", len(days))
	}
	for i, want := range map[int]string{
		0:  "map[counted:false date:2026-03-28 n:0 reason:sábado source:LPAG art. 145.1 (TUO de 2019)]",
		2:  "map[counted:true date:2026-03-30 n:1 reason: source:]",
		5:  "map[counted:false date:2026-04-02 n:0 reason:feriado: Jueves Santo source:DL 713 art. 6]",
		17: "map[counted:true date:2026-04-14 n:10 reason: source:]",
	} {
		if got := fmt.Sprint(days[i]); got != want {
			t.Errorf("day %d is %s\nwant %s", i, got, want)
		}
	}
}

func TestDeadline_bothReadings(t *testing.T) {
	for policy, want := range map[string]string{
		"OFFICE_HOURS":    `"due_on":"2026-03-17"|"alarm_on":"2026-03-16"|"other_reading":{"reception":"SAME_DAY_24x7","received_on":"2026-03-02","due_on":"2026-03-16"}`,
		"SAME_DAY_24x7":   `"due_on":"2026-03-16"|"alarm_on":"2026-03-16"|"other_reading":{"reception":"OFFICE_HOURS","received_on":"2026-03-03","due_on":"2026-03-17"}`,
		"NEVER_ON_SUNDAY": "",
	} {
		out, err := deadline(t, "", "--received", "2026-03-02T19:30", "--reception", policy, "--json")
		if want == "" {
			if err == nil {
				t.Errorf("policy %s is accepted: %s", policy, out)
			}
			continue
		}
		for _, part := range strings.Split(want, "|") {
			if err != nil || !strings.Contains(out, part) {
				t.Errorf("%s: want %s in %s (%v)", policy, part, out, err)
			}
		}
	}
}

func TestDeadline_stdinAnswersEveryLine(t *testing.T) {
	input := "2026-03-02T10:00\r\nnonsense\n\n2026-02-30T10:00\n2031-05-05T10:00\n2025-12-22 09:15:30\n2026-03-02T10:00:00-05:00"
	out, err := deadline(t, input, "--stdin", "--office", "trujillo")
	if !errors.Is(err, errUnansweredLines) {
		t.Errorf("some lines are wrong, and the command says %v", err)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	wants := []string{
		`"due_on":"2026-03-16"`,
		`{"line":2,"input":"nonsense","error":"`,
		`{"line":3,"input":"","error":"`,
		`{"line":4,"input":"2026-02-30T10:00","error":"`,
		`del 2020-01-01 al 2030-12-31`,
		`"due_on":"2026-01-12"`,
		`"received_at":"2026-03-02T10:00:00-05:00"`,
	}
	if len(lines) != len(wants) {
		t.Fatalf("%d lines for %d:\n%s", len(lines), len(wants), out)
	}
	for i, want := range wants {
		if !strings.Contains(lines[i], want) || !json.Valid([]byte(lines[i])) {
			t.Errorf("line %d: %s\nwant %s", i+1, lines[i], want)
		}
	}
	if _, err := deadline(t, "2026-03-02T10:00\n", "--stdin"); err != nil {
		t.Errorf("all lines are right: %v", err)
	}
}

func TestDeadline_refuses(t *testing.T) {
	for _, e := range []struct{ want, words string }{
		{"las sedes son: lima", "--received 2026-03-02T10:00 --office cusco"},
		{"2026-03-27T10:00", "--received yesterday"},
		{"no existe", "--received 2026-03-02T10:00 --procedure divorce"},
		{"2020-01-01", "--received 2019-12-30T10:00"},
		{"agency file", "--received 2026-03-02T10:00 --agency /nowhere.yaml"},
		{"--received", ""},
		{"--stdin", "--stdin --received 2026-03-02T10:00"},
	} {
		out, err := deadline(t, "", strings.Fields(e.words)...)
		if err == nil || !strings.Contains(reasonOf(err), e.want) {
			t.Errorf("%q: want an error that says %q, got %v and %q", e.words, e.want, err, out)
		}
	}
}

// A case that a later version took over is counted by it, as its receipt and its strip are (law: R58).
func TestDeadline_underTheVersionThatTookTheCaseOver(t *testing.T) {
	file := filepath.Join(t.TempDir(), "nine.yaml")
	version := "based_on: \"2024\"\nkey: public-information\nversion: \"2026-b\"\nvalid_from: 2026-06-03\n" +
		"time_limit: {n: 9, unit: business, rule: R1}\nmoves:\n  - {from: \"2024\"}\n"
	if err := os.WriteFile(file, []byte(version), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range []struct{ event, want string }{
		{"procedure=2026-06-03", `"due_on":"2026-06-12"`},
		{"procedure=2026-06-02", "moves"},
	} {
		out, err := deadline(t, "", "--procedure-file", file, "--received", "2026-06-01T10:00", "--event", e.event, "--json")
		got := out
		if err != nil {
			got += reasonOf(err)
		}
		if !strings.Contains(got, e.want) {
			t.Errorf("%s: want %s, got %s", e.event, e.want, got)
		}
	}
}

func TestDeadline_forPeople(t *testing.T) {
	out, err := deadline(t, "", "--received", "2026-03-27T19:30")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"10 días hábiles", "Recibido   lun 30/03/2026, día cero según OFFICE_HOURS", "Vence      mié 15/04/2026",
		"Otra lectura, SAME_DAY_24x7: recibido vie 27/03/2026, vence mar 14/04/2026",
		"   ·  jue 02/04/2026  feriado: Jueves Santo — DL 713 art. 6\n", "  10  mié 15/04/2026\n", "calendario pe-2026.12",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	future, err := deadline(t, "", "--received", "2028-03-27T10:00")
	if err != nil || !strings.Contains(future, "no tiene los días no laborables por decreto de 2028") {
		t.Errorf("nobody says that decrees may come: %v\n%s", err, future)
	}
}

func FuzzDeadlineInput(f *testing.F) {
	cmd := DeadlineCmd{Procedure: "public-information", Reception: docket.OfficeHours}
	desk, err := cmd.open()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"2026-03-27T10:00", "2026-03-27T10:00:59.5", "0000-00-00T00:00", "9999-12-31T23:59", "2026-03-27T10:00:00+99:00", "2026-03-27T24:00", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		answer, err := desk.answer(s)
		if err == nil && (answer.DueOn.Before(answer.ReceivedOn) || answer.DueOn == (calendar.Date{})) {
			t.Fatalf("%q: received %s, due %s", s, answer.ReceivedOn, answer.DueOn)
		}
		if err != nil && docket.CodeOf(err) != docket.CodeInvalid {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

func BenchmarkDeadline_line(b *testing.B) {
	cmd := DeadlineCmd{Procedure: "public-information", Reception: docket.OfficeHours}
	desk, err := cmd.open()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := desk.answer("2026-03-27T19:30"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDeadline_emptySettingsMeanTheDefault(t *testing.T) {
	t.Setenv("FOJA_RECEPTION_POLICY", "")
	t.Setenv("FOJA_AGENCY_FILE", "")
	out, err := deadline(t, "", "--received", "2026-03-02T19:30", "--json")
	if err != nil || !strings.Contains(out, `"due_on":"2026-03-17"`) {
		t.Errorf("%s %v", out, err)
	}
}
