package desk

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"foja/docket"
)

// One case that cannot be started keeps no other from its workflow, wherever it stands in the list.
func TestReviveGoesPastACaseThatCannotBeStarted(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	ids := map[string]int{}
	for _, key := range []string{"t1", "t2", "t3", "t4"} {
		r := h.register(clerk, form(key))
		ids[r.ID] = h.cases.started[r.ID]
	}
	for id := range ids {
		h.cases.broken = id
		if err := h.Revive(h.ctx); err == nil {
			t.Error("the failure is not told")
		}
		for other, before := range ids {
			started := h.cases.started[other] - before
			if want := 1; other != id && started != want {
				t.Errorf("beside a broken one %s was started %d times, want %d", other, started, want)
			}
			ids[other] = h.cases.started[other]
		}
	}
	// When all fail, the process engine is away: it is not asked for each of thousands.
	h.cases.broken, h.cases.down = "", errors.New("temporal is away")
	for i := range reviveFailures + 5 {
		h.cases.down = nil
		h.register(clerk, form(fmt.Sprintf("m%d", i)))
	}
	h.cases.down = errors.New("temporal is away")
	err := h.Revive(h.ctx)
	if n := strings.Count(fmt.Sprint(err), "away"); n != reviveFailures {
		t.Errorf("%d failures are told, want %d", n, reviveFailures)
	}
}

func TestReviveStartsEveryOpenCaseAndNoClosedOne(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	open := h.register(clerk, form("t1"))
	closed := h.register(clerk, form("t2"))
	h.do(clerk, closed.ID, Command{Action: docket.ActWithdraw, Text: "Firmó su desistimiento."})
	before := map[string]int{open.ID: h.cases.started[open.ID], closed.ID: h.cases.started[closed.ID]}
	h.cases.down = errors.New("temporal is away")
	if h.Revive(h.ctx) == nil {
		t.Error("it hides that the workflows are away")
	}
	h.cases.down = nil
	h.must(h.Revive(h.ctx))
	if got := h.cases.started[open.ID] - before[open.ID]; got != 1 {
		t.Errorf("the open case was started %d times", got)
	}
	if h.cases.started[closed.ID] != before[closed.ID] {
		t.Error("a closed case was started")
	}
}
