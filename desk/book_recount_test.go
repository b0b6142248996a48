package desk

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
)

// A day decreed after a case was closed leaves it as it is; the yearly figures say, with a list, what they would be with it (law: R9).
func TestR9_theYearlyFiguresCanBeCorrectedWithAList(t *testing.T) {
	h, admin, clerk, id := ofJuly(t) // received on 17 July, due on 5 August
	officer, manager := h.person("Olga", "lima", docket.RoleOfficer), h.person("Carmen", "", docket.RoleManager)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.now = time.Date(2026, 8, 7, 15, 0, 0, 0, time.UTC)
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va, tarde."})
	h.sent(id)
	before, err := h.Return(h.ctx, manager, ReturnFilter{Year: 2026})
	h.must(err)
	if before.Standing[1].N != 1 || len(before.Recounted) != 0 {
		t.Fatalf("%+v", before)
	}
	_, err = h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27")) // due on 7 August with it
	h.must(err)
	after, err := h.Return(h.ctx, manager, ReturnFilter{Year: 2026})
	h.must(err)
	if after.Standing[1].N != 1 || after.Standing[0].N != 0 {
		t.Errorf("the closed case moved: %+v", after.Standing)
	}
	if len(after.Recounted) != 3 || after.Recounted[0].N != 1 || after.Recounted[1].N != 1 || after.Recounted[2].N != 0 {
		t.Fatalf("%+v", after.Recounted)
	}
	list, err := h.Book(h.ctx, manager, after.Recounted[1].Filter)
	h.must(err)
	if len(list.Rows) != 1 || list.Rows[0].ID != id || list.Rows[0].Recount != day(t, "2026-08-07") || list.Rows[0].DueOn != day(t, "2026-08-05") ||
		!strings.Contains(list.Rows[0].Observations, "07/08/2026") {
		t.Errorf("%+v", list.Rows)
	}
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Deadline.DueOn != day(t, "2026-08-05") {
		t.Errorf("its page says %s", page.Deadline.DueOn)
	}
}
