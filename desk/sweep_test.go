package desk

import (
	"errors"
	"testing"

	"foja/docket"
)

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
