package cases_test

import (
	"slices"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/lists"
	"foja/docket"
)

// Two messages that wait to be read are two choices that can be told apart, on the case's page, in the API and in the list of tasks.
func TestTasksOfTheSameTitleAreToldApart(t *testing.T) {
	h := desktest.New(t)
	officer, id := h.Claimed()
	for _, from := range []string{"ana@correo.example", "notaria@correo.example"} {
		h.Wrote(id, from, "mensaje de "+from, false)
	}
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	i := slices.IndexFunc(p.Buttons, func(b core.Button) bool { return b.Action == docket.ActDone })
	if i < 0 {
		t.Fatalf("nothing can be marked as done: %+v", p.Buttons)
	}
	choices := p.Buttons[i].Choices["task"]
	label := func(c core.Choice) string { return desktest.Words(c.Said()) }
	if len(choices) != 2 || label(choices[0]) == label(choices[1]) || !strings.Contains(label(choices[0]), " · ana@correo.example") ||
		!strings.HasPrefix(label(choices[1]), "Leer el mensaje que llegó · ") || !strings.Contains(label(choices[1]), " · notaria@correo.example") {
		t.Errorf("%+v", choices)
	}
	rows, _, err := h.Lists.Tasks(h.Ctx, officer, lists.TaskFilter{Whose: "all"})
	h.Must(err)
	about := map[string]bool{}
	for _, row := range rows {
		if row.Task.Kind == docket.TaskReadMessage {
			about[row.About] = true
		}
	}
	if len(about) != 2 || about[""] {
		t.Errorf("the list says of its messages %v", about)
	}
}

// So are two questions to the same unit.
func TestChoicesThatReadAlikeHaveNumbers(t *testing.T) {
	h := desktest.New(t)
	officer, id := h.Claimed()
	unit := h.Core.Agency().Units[0].ID
	h.Do(officer, id, acts.Command{Key: "1", Action: docket.ActConsult, Unit: unit, Text: "¿Lo tienen?"})
	h.Do(officer, id, acts.Command{Key: "2", Action: docket.ActConsult, Unit: unit, Text: "¿Y esto otro?"})
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	for _, b := range p.Buttons {
		seen := map[string]bool{}
		for need, list := range b.Choices {
			for _, c := range list {
				if label := need + desktest.Words(c.Said()); seen[label] {
					t.Errorf("%s offers %q twice", b.Action, desktest.Words(c.Said()))
				} else {
					seen[label] = true
				}
			}
		}
	}
	got := core.Distinct([]core.Choice{{Key: "1", Label: "Carta"}, {Key: "2", Label: "Oficio"}, {Key: "3", Label: "Carta"}})
	if desktest.Words(got[0].Said()) != "Carta · n.º 1" || got[1].Label != "Oficio" || desktest.Words(got[2].Said()) != "Carta · n.º 2" {
		t.Errorf("%v", got)
	}
}
