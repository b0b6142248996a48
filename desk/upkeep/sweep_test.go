package upkeep_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/upkeep"
	"foja/docket"
)

// One case that cannot be started keeps no other from its workflow, wherever it stands in the list.
func TestReviveGoesPastACaseThatCannotBeStarted(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	ids := map[string]int{}
	for _, key := range []string{"t1", "t2", "t3", "t4"} {
		r := h.Register(clerk, desktest.Form(key))
		ids[r.ID] = h.Workflows.Started[r.ID]
	}
	for id := range ids {
		h.Workflows.Broken = id
		if err := h.Upkeep.Revive(h.Ctx); err == nil {
			t.Error("the failure is not told")
		}
		for other, before := range ids {
			started := h.Workflows.Started[other] - before
			if want := 1; other != id && started != want {
				t.Errorf("beside a broken one %s was started %d times, want %d", other, started, want)
			}
			ids[other] = h.Workflows.Started[other]
		}
	}
	// When all fail, the process engine is away: it is not asked for each of thousands.
	h.Workflows.Broken, h.Workflows.Down = "", errors.New("temporal is away")
	for i := range upkeep.ReviveFailures + 5 {
		h.Workflows.Down = nil
		h.Register(clerk, desktest.Form(fmt.Sprintf("m%d", i)))
	}
	h.Workflows.Down = errors.New("temporal is away")
	err := h.Upkeep.Revive(h.Ctx)
	if n := strings.Count(fmt.Sprint(err), "away"); n != upkeep.ReviveFailures {
		t.Errorf("%d failures are told, want %d", n, upkeep.ReviveFailures)
	}
}

func TestReviveStartsEveryOpenCaseAndNoClosedOne(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	open := h.Register(clerk, desktest.Form("t1"))
	closed := h.Register(clerk, desktest.Form("t2"))
	h.Do(clerk, closed.ID, acts.Command{Action: docket.ActWithdraw, Text: "Firmó su desistimiento."})
	before := map[string]int{open.ID: h.Workflows.Started[open.ID], closed.ID: h.Workflows.Started[closed.ID]}
	h.Workflows.Down = errors.New("temporal is away")
	if h.Upkeep.Revive(h.Ctx) == nil {
		t.Error("it hides that the workflows are away")
	}
	h.Workflows.Down = nil
	h.Must(h.Upkeep.Revive(h.Ctx))
	if got := h.Workflows.Started[open.ID] - before[open.ID]; got != 1 {
		t.Errorf("the open case was started %d times", got)
	}
	if h.Workflows.Started[closed.ID] != before[closed.ID] {
		t.Error("a closed case was started")
	}
}
