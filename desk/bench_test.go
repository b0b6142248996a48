package desk

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"foja/docket"
)

// BenchmarkPages measures what the lists and the board cost below the templates, with FOJA_BENCH_ROWS cases in the register (2000), a
// twentieth of them open. It reports the 95th percentile beside the mean.
//
//	FOJA_BENCH_ROWS=100000 go test ./desk -run '^$' -bench Pages -benchtime 100x -timeout 60m
func BenchmarkPages(b *testing.B) {
	h := newHouse(b)
	officer := h.busy(rows())
	manager := h.person("Marta", "", docket.RoleManager)
	for _, page := range []struct {
		name string
		show func() error
	}{
		{"today", func() error { _, err := h.Day(h.ctx, officer); return err }},
		{"tasks", func() error { _, _, err := h.Tasks(h.ctx, officer, TaskFilter{Limit: 50}); return err }},
		{"requests", func() error { _, _, err := h.Requests(h.ctx, manager, Filter{Limit: 50}); return err }},
		{"overdue", func() error { _, _, err := h.Requests(h.ctx, manager, Filter{Overdue: true, Limit: 50}); return err }},
		{"search", func() error {
			_, _, err := h.Requests(h.ctx, manager, Filter{Text: "Nazario", Limit: 50})
			return err
		}},
		{"held", func() error { _, _, err := h.Held(h.ctx, manager, 50, 0); return err }},
		{"board", func() error {
			if _, err := h.Dashboard(h.ctx, manager, DashboardFilter{}); err != nil {
				return err
			}
			_, err := h.Plan(h.ctx, manager, DashboardFilter{})
			return err
		}},
	} {
		b.Run(page.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if err := page.show(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.SortFunc(took, func(x, y time.Duration) int { return cmp.Compare(x, y) })
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func rows() int {
	if n, err := strconv.Atoi(os.Getenv("FOJA_BENCH_ROWS")); err == nil {
		return n
	}
	return 2000
}

// busy fills the register: days of requests, nineteen of twenty answered, the rest with twenty officers. It returns one of them.
func (h *house) busy(n int) User {
	h.Helper()
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	var officers []User
	for i := range 20 {
		officers = append(officers, h.person(fmt.Sprint("oficial ", i), "lima", docket.RoleOfficer))
	}
	start := h.now
	for i := range n {
		h.now = start.AddDate(0, 0, -600+600*i/n)
		f := form(fmt.Sprint("bench-", i))
		f.Requester.Name = fmt.Sprintf("Persona %d", i)
		if i%997 == 0 {
			f.Requester.Name = fmt.Sprintf("Nazario Quispe %d", i)
		}
		id := h.register(clerk, f).ID
		officer := officers[i%20]
		h.sent(id)
		h.do(officer, id, Command{Action: docket.ActClaim})
		if i < n*19/20 {
			h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va lo pedido."})
			h.sent(id)
		}
	}
	h.now = start
	h.must(h.CountPast(h.ctx))
	return officers[0]
}
