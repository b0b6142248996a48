package acts_test

import (
	"fmt"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/lists"
	"foja/docket"
)

func TestManyCasesAreAssignedAtOnceEachByItself(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Marta", "lima", docket.RoleManager)
	h.Person("Otra", "trujillo", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		ids = append(ids, h.Register(clerk, desktest.Form(fmt.Sprint("t", i))).ID)
		h.Sent(ids[i])
	}
	h.Do(clerk, ids[1], acts.Command{Action: docket.ActWithdraw, Text: "Escrito."})
	to, err := h.Acts.Assignees(h.Ctx, manager)
	h.Must(err)
	if len(to) != 2 || to[0].Label != "Luis" || to[1].Label != "Marta" {
		t.Errorf("%+v", to)
	}
	for range 2 { // the second time is the same form again
		done, err := h.Acts.AssignAll(h.Ctx, manager, "form-1", officer.ID, append(ids, "nowhere"))
		h.Must(err)
		refused := ""
		for _, c := range done {
			if !c.Refusal.IsZero() {
				refused += c.Number + " "
			}
		}
		if len(done) != 4 || strings.Count(refused, " ") != 2 || !strings.Contains(refused, "—") {
			t.Errorf("%+v", done)
		}
	}
	_, total, err := h.Lists.Requests(h.Ctx, manager, lists.Filter{Open: "yes", Holder: officer.ID})
	h.Must(err)
	if total != 2 {
		t.Errorf("%d assigned", total)
	}
	_, err = h.Acts.AssignAll(h.Ctx, manager, "form-2", "", nil)
	h.Code("to nobody", err, docket.CodeInvalid)
}

func TestSavedFiltersHaveANameAndAnEnd(t *testing.T) {
	h := desktest.New(t)
	rosa := h.Person("Rosa", "lima", docket.RoleReception)
	h.Code("without a name", h.Lists.SaveFilter(h.Ctx, rosa, lists.SavedFilter{Name: "  ", Query: "open=yes"}), docket.CodeInvalid)
	h.Must(h.Lists.SaveFilter(h.Ctx, rosa, lists.SavedFilter{Name: " Las  mías ", Query: "open=yes"}))
	all, err := h.Lists.SavedFilters(h.Ctx, rosa)
	if err != nil || len(all) != 1 || all[0].Name != "Las mías" {
		t.Errorf("%+v, %v", all, err)
	}
	h.Must(h.Lists.DropFilter(h.Ctx, rosa, "Las mías"))
	for i := range lists.MostFilters {
		h.Must(h.Lists.SaveFilter(h.Ctx, rosa, lists.SavedFilter{Name: fmt.Sprint(i), Query: "open=yes"}))
	}
	h.Code("one too many", h.Lists.SaveFilter(h.Ctx, rosa, lists.SavedFilter{Name: "x", Query: "open=yes"}), docket.CodeInvalid)
}
