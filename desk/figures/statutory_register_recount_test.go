package figures_test

import (
	"strings"
	"testing"
	"time"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// A day decreed after a case was closed leaves it as it is; the yearly figures say, with a list, what they would be with it (law: R9).
func TestR9_theYearlyFiguresCanBeCorrectedWithAList(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t) // received on 17 July, due on 5 August
	officer, manager := h.Person("Olga", "lima", docket.RoleOfficer), h.Person("Carmen", "", docket.RoleManager)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Now = time.Date(2026, 8, 7, 15, 0, 0, 0, time.UTC)
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va, tarde."})
	h.Sent(id)
	before, err := h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{Year: 2026})
	h.Must(err)
	if before.Standing[1].N != 1 || len(before.Recounted) != 0 {
		t.Fatalf("%+v", before)
	}
	_, err = h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27")) // due on 7 August with it
	h.Must(err)
	after, err := h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{Year: 2026})
	h.Must(err)
	if after.Standing[1].N != 1 || after.Standing[0].N != 0 {
		t.Errorf("the closed case moved: %+v", after.Standing)
	}
	if len(after.Recounted) != 3 || after.Recounted[0].N != 1 || after.Recounted[1].N != 1 || after.Recounted[2].N != 0 {
		t.Fatalf("%+v", after.Recounted)
	}
	list, err := h.Figures.StatutoryRegister(h.Ctx, manager, after.Recounted[1].Filter)
	h.Must(err)
	if len(list.Rows) != 1 || list.Rows[0].ID != id || list.Rows[0].Recount != desktest.Day(t, "2026-08-07") || list.Rows[0].DueOn != desktest.Day(t, "2026-08-05") ||
		!strings.Contains(desktest.Words(list.Rows[0].Observations), "07/08/2026") {
		t.Errorf("%+v", list.Rows)
	}
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Deadline.DueOn != desktest.Day(t, "2026-08-05") {
		t.Errorf("its page says %s", page.Deadline.DueOn)
	}
}
