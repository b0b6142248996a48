package imports_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
	"foja/imports"
	"foja/procedures"
)

var lima = time.FixedZone("America/Lima", -5*3600)

func agency(t *testing.T) imports.Agency {
	t.Helper()
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	a, err := procedures.LoadAgency("")
	if err != nil {
		t.Fatal(err)
	}
	return imports.Agency{
		Agency: a, Procedures: set, Calendar: days, Policy: docket.OfficeHours, Source: "casos.csv",
		Users: map[string]docket.Actor{"oficial": {User: "u1"}},
		Now:   time.Date(2026, 3, 31, 12, 0, 0, 0, lima),
	}
}

const head = "number,procedure,channel,received_at,name,email,email_consent,subject,text,holder,correction_asked_on,correction_text," +
	"corrected_on,extended_on,extended_to,extension_ground,extension_evidence_on,answer,answered_on,answer_ground,answer_text,answer_entity\n"

// build reads one file and builds its cases.
func build(t *testing.T, file string, f imports.Format) (cases []imports.Case, faults []imports.Fault) {
	t.Helper()
	rows, faults, err := imports.Read(strings.NewReader(file), f)
	if err != nil {
		t.Fatal(err)
	}
	a := agency(t)
	for i, row := range rows {
		papers := 0
		c, wrong, err := a.Build(row, fmt.Sprintf("id-%d", i), func(p imports.Paper) (string, error) {
			if p.Path != "" {
				if _, err := os.ReadFile(p.Path); err != nil {
					return "", err
				}
			}
			papers++
			return fmt.Sprintf("doc-%d-%d", i, papers), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if faults = append(faults, wrong...); len(wrong) == 0 {
			cases = append(cases, c)
		}
	}
	return cases, faults
}

// A case that comes from elsewhere stands as if foja had been there on each day. The dates are worked examples of the
// law: R1 and R3.
func TestCasesStandAsIfFojaHadBeenThere(t *testing.T) {
	file := head +
		"000001-2026,public-information,counter,2026-03-02 09:30,ANA FLORES,,,planilla,pido la planilla,oficial,,,,,,,,respond,2026-03-16,,va,\n" +
		"000002-2026,public-information,email,2026-03-02 10:00,LUIS RIOS,luis@correo.example,yes,planos,pido los planos,oficial,,,,,,,,deny,2026-03-12,reserved-prisons,no se puede,\n" +
		"000003-2026,public-information,counter,2026-03-27 08:00,EVA PAZ,,,contratos,pido los contratos,oficial,,,,,,,,,,,,\n" +
		"000004-2026,public-information,counter,2026-03-10,JUAN SOL,,,actas,pido las actas,oficial,2026-03-11,falta el año,2026-03-12,,,,,,,,,\n" +
		"000005-2026,public-information,counter,2026-03-03,ROSA MAR,,,fotos,pido las fotos,,,,,,,,,withdraw,2026-03-05,,ya no las quiere,\n" +
		"000006-2026,public-information,counter,2026-03-03,IRIS LUZ,,,normas,pido normas,oficial,,,,,,,,forward,2026-03-05,,es de otra entidad,Municipalidad\n" +
		"000007-2026,public-information,counter,2026-03-03,RAUL GIL,,,padrón,pido el padrón,,,,,,,,,not_held,2026-03-10,,no existe,\n"
	cases, faults := build(t, file, imports.CSV)
	if len(faults) > 0 {
		t.Fatalf("%v", faults)
	}
	type stand struct{ Number, State, Outcome, Due, Answered string }
	var got []stand
	for _, c := range cases {
		s := stand{Number: c.Row.Number, State: c.Case.State, Outcome: c.Case.Outcome, Due: c.Case.DueOn.String()}
		if !c.Case.AnsweredAt.IsZero() {
			s.Answered = c.Case.AnsweredAt.In(lima).Format("2006-01-02")
		}
		got = append(got, s)
		if waiting := append(c.Case.LettersIn(docket.LetterWaiting),
			c.Case.LettersIn(docket.LetterToPrint)...); len(waiting) > 0 {
			t.Errorf("%s: letters would leave: %+v", c.Row.Number, waiting)
		}
		for i, e := range c.Events {
			if e.Seq != i+1 || !e.At.Equal(agency(t).Now) {
				t.Errorf("%s: event %d is number %d, recorded at %s", c.Row.Number, i+1, e.Seq, e.At)
			}
		}
		if replayed := docket.Replay(c.Events); cmp.Diff(replayed, c.Case) != "" {
			t.Errorf("%s: its events give another case:\n%s", c.Row.Number, cmp.Diff(replayed, c.Case))
		}
	}
	want := []stand{
		{"000001-2026", "closed", "delivered-in-time", "2026-03-16", "2026-03-16"},
		{"000002-2026", "closed", "denied", "2026-03-16", "2026-03-12"},
		{"000003-2026", "in_progress", "", "2026-04-14", ""},
		{"000004-2026", "in_progress", "", "2026-03-26", ""},
		{"000005-2026", "closed", "withdrawn", "2026-03-17", ""},
		{"000006-2026", "closed", "forwarded", "2026-03-17", "2026-03-05"},
		{"000007-2026", "closed", "delivered-in-time", "2026-03-17", "2026-03-10"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a row says wrongly is reported by line and field, and the other rows are read all the same.
func TestFaultsSayLineAndField(t *testing.T) {
	for want, line := range map[string]string{
		"line 2 (1): received_at: \"ayer\" is no date":         "1,public-information,counter,ayer,ANA,,,x,,,,,,,,,,,,,,",
		"line 2 (1): received_at: 2027-01-01 is in the future": "1,public-information,counter,2027-01-01,ANA,,,x,,,,,,,,,,,,,,",
		"line 2 (1): channel: \"fax\" is none of":              "1,public-information,fax,2026-03-02,ANA,,,x,,,,,,,,,,,,,,",
		"line 2 (1): name: is missing":                         "1,public-information,counter,2026-03-02,,,,x,,,,,,,,,,,,,,",
		"line 2 (1): email: \"nadie\" is no address":           "1,public-information,counter,2026-03-02,ANA,nadie,yes,x,,,,,,,,,,,,,,",
		"line 2 (1): email: \"transparencia@":                  "1,public-information,counter,2026-03-02,ANA,transparencia@spn.example,yes,x,,,,,,,,,,,,,,",
		"line 2: is not in UTF-8":                              "1,public-information,counter,2026-03-02,JOS\xc9,,,x,,,,,,,,,,,,,,",
		"line 2 (1): text: is missing":                         "1,public-information,counter,2026-03-02,ANA,,,,,,,,,,,,,,,,,",
		"line 2: number: is missing":                           ",public-information,counter,2026-03-02,ANA,,,x,,,,,,,,,,,,,,",
		"line 2 (1): holder: nobody has the login":             "1,public-information,counter,2026-03-02,ANA,,,x,,nadie,,,,,,,,,,,,",
		"line 2 (1): email_consent: \"quizás\" is neither":     "1,public-information,counter,2026-03-02,ANA,,quizás,x,,,,,,,,,,,,,,",
		"line 2 (1): answered_on: is missing":                  "1,public-information,counter,2026-03-02,ANA,,,x,,,,,,,,,,respond,,,,",
		"line 2 (1): answer: is none of respond":               "1,public-information,counter,2026-03-02,ANA,,,x,,,,,,,,,,burn,2026-03-03,,,",
		"line 2 (1): acts[0].do: deny":                         "1,public-information,counter,2026-03-02,ANA,,,x,,oficial,,,,,,,,deny,2026-03-03,,,",
		"line 2 (1): acts[0].do: respond":                      "1,public-information,counter,2026-03-12,ANA,,,x,,oficial,,,,,,,,respond,2026-03-03,,,",
	} {
		cases, faults := build(t, head+line+"\n2,public-information,counter,2026-03-02,EVA,,,y,,,,,,,,,,,,,,\n", imports.CSV)
		if len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want) {
			t.Errorf("%s: %v", want, faults)
		}
		if len(cases) != 1 || cases[0].Row.Number != "2" {
			t.Errorf("%s: %d cases beside it", want, len(cases))
		}
	}
	only := func(file, want string) {
		t.Helper()
		if _, faults := build(t, file, imports.CSV); len(faults) != 1 || faults[0].String() != want {
			t.Errorf("%v, want %s", faults, want)
		}
	}
	only("number;nombre\n1;ANA\n", "line 1: nombre: no such column; docs/import.md lists them")
	one := "1,public-information,counter,2026-03-02,ANA,,,x,,,,,,,,,,,,,,\n"
	only(head+one+one, "line 3 (1): number: stands in line 2, too")
	only(head+one+"0"+one, "line 3 (01): number: stands in line 2, too")
	only("number,number\n1,2\n", "line 1: number: stands in the header line twice")
	row := `{"number":"1","procedure":"public-information","received_at":"2026-03-02","name":"A","text":"x"`
	for file, want := range map[string]string{
		row + `}` + row + `}`:                                "line 1 (1): has more than one object: write each on a line of its own",
		row + `,"acts":[{"do":"respnd","on":"2026-03-03"}]}`: "line 1 (1): acts[0].do: respnd: ",
	} {
		if _, faults := build(t, file, imports.JSONL); len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want) {
			t.Errorf("%v, want %s", faults, want)
		}
	}
}

// JSON Lines say acts in order, with files; what the procedure does not allow is kept as a note, so that nothing is
// lost.
func TestJSONLines(t *testing.T) {
	file := `{"number":"77","procedure":"public-information","received_at":"02/03/2026 09:00","name":"ANA","text":"pido","holder":"oficial",` +
		`"files":["testdata/pedido.txt"],"acts":[{"do":"note","on":"2026-03-03","text":"llamó"},` +
		`{"do":"ask_correction","on":"2026-03-20","text":"tarde"},{"do":"respond","on":"2026-03-13","files":["testdata/pedido.txt"]}]}` + "\n\n" +
		`{"number":"78","numero":"x"}` + "\n"
	cases, faults := build(t, "\ufeff"+file, imports.JSONL)
	if len(faults) != 1 || !strings.HasPrefix(faults[0].String(), "line 3") {
		t.Errorf("%v", faults)
	}
	if len(cases) != 1 {
		t.Fatalf("%d cases", len(cases))
	}
	c := cases[0]
	const late = "line 1 (77): acts[1].do: ask_correction is kept as a note"
	if len(c.Warnings) != 1 || !strings.HasPrefix(c.Warnings[0].String(), late) {
		t.Errorf("%v", c.Warnings)
	}
	if c.Case.State != "closed" || len(c.Papers) < 6 {
		t.Errorf("%s with %d papers", c.Case.State, len(c.Papers))
	}
	_, faults = build(t, `{"number":"1","procedure":"public-information","received_at":"2026-03-02","name":"A","text":"x","files":["testdata/none.pdf"]}`, imports.JSONL)
	if len(faults) != 1 || faults[0].String() != "line 1 (1): files: testdata/none.pdf: no such file or directory" {
		t.Errorf("%v", faults)
	}
}

// docs/import.md names every column.
func TestTheGuideNamesEveryColumn(t *testing.T) {
	guide, err := os.ReadFile("../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range imports.Columns() {
		if !strings.Contains(string(guide), "`"+name+"`") {
			t.Errorf("no %s", name)
		}
	}
}

// What a file holds moves no terminal: a number with a terminal's commands is printed with their escapes.
func TestAFaultIsPrintable(t *testing.T) {
	f := imports.Fault{Line: 3, Number: "12\x1b[2J\r\n\u202e4-2026", Field: "number", Text: "is of «año»\t\x07"}
	if got, want := f.String(), `line 3 (12\x1b[2J\r\n\u202e4-2026): number: is of «año»\t\a`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
