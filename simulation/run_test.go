package simulation_test

import (
	"strings"
	"testing"

	"foja/docket"
	"foja/simulation"
)

func act(t *testing.T, text string) simulation.Act {
	t.Helper()
	a, err := simulation.ParseAct(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A refusal is reported on its day with its reason, and the case goes on.
func TestARefusalIsTold(t *testing.T) {
	r, err := simulation.Run(simulation.Script{Received: "2026-03-02T10:00", Until: "2026-03-05", Acts: []simulation.Act{
		act(t, "2026-03-03T09:30=claim:ana"), act(t, "2026-03-03T10:00=deny:ana,ground=none-such,text=x"), act(t,
			"2026-03-04T10:00=consult:ana,unit=archivo,text=x"),
		act(t, "2026-03-05T10:00=consult_answer:ana,task=2,text=x"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Days) != 4 || r.Days[1].Count != "día 1" || r.DueOn.String() != "2026-03-16" {
		t.Fatalf("%+v", r)
	}
	if told := strings.Join(r.Days[1].Lines, "\n"); !strings.Contains(told,
		"10:00 ana: Proponer denegatoria, RECHAZADO: ") {
		t.Error(told)
	}
	if told := strings.Join(r.Days[2].Lines, "\n"); !strings.Contains(told, "recibir la respuesta del área") {
		t.Error(told)
	}
	if told := strings.Join(r.Days[3].Lines, "\n"); !strings.Contains(told,
		"tarea terminada: recibir la respuesta del área") {
		t.Error(told)
	}
}

func TestAScriptThatCannotBePlayed(t *testing.T) {
	if _, err := simulation.Read("x.yaml", []byte("recieved: 2026-03-02T10:00")); err == nil {
		t.Error("an unknown key is taken")
	}
	for name, s := range map[string]simulation.Script{
		"no reception": {}, "a day that is none": {Received: "2026-02-30T10:00"},
		"no such procedure": {Received: "2026-03-02T10:00", Procedure: "x"},
		"before it came":    {Received: "2026-03-02T10:00", Acts: []simulation.Act{act(t, "2026-03-01T10:00=claim:ana")}},
		"no such field": {
			Received: "2026-03-02T10:00", Acts: []simulation.Act{act(t, "2026-03-03T10:00=claim:ana,colour=red")},
		},
		"ends too early":    {Received: "2026-03-02T10:00", Until: "2026-03-01"},
		"no such office":    {Received: "2026-03-02T10:00", Office: "x"},
		"no such last date": {Received: "2026-03-02T10:00", Until: "mañana"},
	} {
		if _, err := simulation.Run(s); docket.CodeOf(err) != docket.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
