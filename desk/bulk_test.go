package desk

import (
	"fmt"
	"strings"
	"testing"

	"foja/docket"
)

func TestManyCasesAreAssignedAtOnceEachByItself(t *testing.T) {
	h := newHouse(t)
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Marta", "lima", docket.RoleManager)
	h.person("Otra", "trujillo", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		ids = append(ids, h.register(clerk, form(fmt.Sprint("t", i))).ID)
		h.sent(ids[i])
	}
	h.do(clerk, ids[1], Command{Action: docket.ActWithdraw, Text: "Escrito."})
	to, err := h.Assignees(h.ctx, manager)
	h.must(err)
	if len(to) != 2 || to[0].Label != "Luis" || to[1].Label != "Marta" {
		t.Errorf("%+v", to)
	}
	for range 2 { // the second time is the same form again
		done, err := h.AssignAll(h.ctx, manager, "form-1", officer.ID, append(ids, "nowhere"))
		h.must(err)
		refused := ""
		for _, c := range done {
			if c.Refusal != "" {
				refused += c.Number + " "
			}
		}
		if len(done) != 4 || strings.Count(refused, " ") != 2 || !strings.Contains(refused, "—") {
			t.Errorf("%+v", done)
		}
	}
	_, total, err := h.Requests(h.ctx, manager, Filter{Open: "yes", Holder: officer.ID})
	h.must(err)
	if total != 2 {
		t.Errorf("%d assigned", total)
	}
	_, err = h.AssignAll(h.ctx, manager, "form-2", "", nil)
	h.code("to nobody", err, docket.CodeInvalid)
}

func TestSavedFiltersHaveANameAndAnEnd(t *testing.T) {
	h := newHouse(t)
	rosa := h.person("Rosa", "lima", docket.RoleReception)
	h.code("without a name", h.SaveFilter(h.ctx, rosa, SavedFilter{Name: "  ", Query: "open=yes"}), docket.CodeInvalid)
	h.must(h.SaveFilter(h.ctx, rosa, SavedFilter{Name: " Las  mías ", Query: "open=yes"}))
	all, err := h.SavedFilters(h.ctx, rosa)
	if err != nil || len(all) != 1 || all[0].Name != "Las mías" {
		t.Errorf("%+v, %v", all, err)
	}
	h.must(h.DropFilter(h.ctx, rosa, "Las mías"))
	for i := range mostFilters {
		h.must(h.SaveFilter(h.ctx, rosa, SavedFilter{Name: fmt.Sprint(i), Query: "open=yes"}))
	}
	h.code("one too many", h.SaveFilter(h.ctx, rosa, SavedFilter{Name: "x", Query: "open=yes"}), docket.CodeInvalid)
}
