package e2e_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/harness"
)

// TestDecreeDay publishes a decree while cases are open, kills the program when half of them have moved, and starts it
// again: every case must have moved once, to the same day, with one letter to its requester. FOJA_E2E_DECREE asks for
// more cases, as many as a service has (10000 takes half an hour).
func TestDecreeDay(t *testing.T) {
	t.Parallel()
	n := int(setting(t, "FOJA_E2E_DECREE", 300))
	data := filepath.Join(harness.Dir(t), "data")
	p := embeddedIn(t, data)
	p.run.Args = append(p.run.Args, "--no-limits")
	p.opened()

	patience := 10*time.Minute + time.Duration(n)*100*time.Millisecond
	began := time.Now()
	p.registers(n)
	t.Logf("%d cases registered in %s", n, time.Since(began).Round(time.Second))
	first := p.find("decreto-0 ")
	due := first.Clock.DueOn
	// The decree takes the last day itself away: whatever day the test runs on, each case moves to the next one.
	decree := obj{
		"kind": "non_working_day", "name": "Día no laborable", "norm": "DS 900-2026-PCM", "scope": "nation", "from": due,
	}

	began = time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	var out struct {
		Version string
		Waits   bool
	}
	if err := p.call(ctx, "administrator", http.MethodPost, "/calendars", "decree-"+due, decree, &out); err != nil {
		t.Fatal(err)
	}
	if out.Waits || out.Version == "" {
		t.Fatalf("a day less to work on waits for a second person: %+v", out)
	}
	t.Logf("published, with its preview of all cases, in %s", time.Since(began).Round(time.Millisecond))

	began = time.Now()
	all, l := n, p.letterOf("Escrita el día del decreto", "Solicito el acta de la sesión.")
	if n > 1000 {
		p.post(l)
		all++
	}
	for p.moved(due) < n/2 {
		if time.Since(began) > patience {
			t.Fatalf("after %s only %d of %d have moved", time.Since(began), p.moved(due), n)
		}
		time.Sleep(20 * time.Millisecond) // the moment is short
	}
	if all > n { // a letter that came in meanwhile has not waited for the last of them
		p.citizen().receipt(t, l.MessageID)
		t.Log("a letter written after the decree has its receipt")
	}
	if err := p.program.Kill9(); err != nil {
		t.Fatal(err)
	}
	t.Logf("killed after %s", time.Since(began).Round(time.Millisecond))
	p.start()
	t.Logf("%d are seen moved after the start", p.moved(due))
	began = time.Now()
	harness.Eventually(t, patience, func() error {
		if moved := p.moved(due); moved < all {
			return fmt.Errorf("%d of %d have moved", moved, all)
		}
		return p.announced(out.Version)
	})
	t.Logf("the rest moved in %s after the start", time.Since(began).Round(time.Millisecond))
	p.allAlike(n, due)
}

// registers brings n requests to the counter, every fifth of somebody with mail.
func (p *place) registers(n int) {
	p.t.Helper()
	work := make(chan int)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range work {
				mark := fmt.Sprintf("decreto-%d ", i)
				who := obj{
					"name": "Ana Flores", "id_kind": "DNI", "id_number": fmt.Sprintf("%08d", 10000000+i), "address": "Jr. Puno 1",
				}
				if i%5 == 0 {
					who["email"], who["email_consent"] = p.citizen().Address, true
				}
				if err := p.do("reception", "/requests", obj{
					"procedure": "public-information", "subject": mark, "text": "Solicito el acta " + mark, "sheets": 1,
					"requester": who,
				}, nil); err != nil {
					p.t.Errorf("%s: %v", mark, err)
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	group.Wait()
	if p.t.Failed() {
		p.t.FailNow()
	}
}

// moved is how many cases are due after a day.
func (p *place) moved(due string) int {
	p.t.Helper()
	day, err := time.Parse(time.DateOnly, due)
	if err != nil {
		p.t.Fatal(err)
	}
	var list struct{ Total int }
	p.get("manager", "/requests?limit=1&due_from="+day.AddDate(0, 0, 1).Format(time.DateOnly), &list)
	return list.Total
}

// announced says whether the last open case has been told of a version.
func (p *place) announced(version string) error {
	p.t.Helper()
	var shelf struct {
		Items []struct {
			Version string
			ToldAt  string `json:"told_at"`
		}
	}
	p.get("administrator", "/calendars", &shelf)
	for _, line := range shelf.Items {
		if line.Version == version && line.ToldAt != "" {
			return nil
		}
	}
	return fmt.Errorf("%s: %+v", version, shelf.Items)
}

// allAlike reads every case: the same last day, told once, one letter, whether before the kill or after it.
func (p *place) allAlike(n int, before string) {
	p.t.Helper()
	shapes := map[string]int{}
	var withMail []string
	for offset := 0; offset < n; offset += 100 {
		var list struct{ Items []struct{ ID string } }
		p.get("manager", fmt.Sprintf("/requests?sort=number&limit=100&offset=%d", offset), &list)
		for _, row := range list.Items {
			c := p.settles(row.ID)
			if c.Requester.Email != "" {
				withMail = append(withMail, c.Number)
			}
			shapes[shape(c, before)]++
		}
	}
	if len(shapes) != 2 { // with mail and without
		p.t.Errorf("cases ended differently:\n%s", strings.Join(slices.Sorted(maps.Keys(shapes)), "\n"))
	}
	p.t.Logf("%v", shapes)
	told, named := map[string]int{}, map[string]bool{}
	harness.Eventually(p.t, soon, func() error {
		all, err := p.citizen().read("INBOX")
		if err != nil {
			return err
		}
		clear(told)
		for _, m := range all {
			if number, about := strings.CutPrefix(m.Subject, "Nueva fecha para su solicitud N.º "); about {
				told[number]++
				named[number] = strings.Contains(m.Text, "DS 900-2026-PCM")
			}
		}
		if len(told) < len(withMail) {
			missing := slices.DeleteFunc(slices.Clone(withMail), func(number string) bool { return told[number] > 0 })
			return fmt.Errorf("%d of %d requesters have been told; not %v", len(told), len(withMail), missing)
		}
		return nil
	})
	for _, number := range withMail {
		if told[number] != 1 {
			p.t.Errorf("%s: %d letters about the new date", number, told[number])
		}
		if !named[number] {
			p.t.Errorf("%s: its letter does not name the norm", number)
		}
	}
}

// settles waits until no letter of a case is on its way.
func (p *place) settles(id string) (c caseFile) {
	p.t.Helper()
	harness.Eventually(p.t, soon, func() error {
		c = p.file("manager", id)
		for _, l := range c.Letters {
			if l.State == "waiting" || l.State == "sending" {
				return fmt.Errorf("%s: %s is %s", c.Number, l.ID, l.State)
			}
		}
		return nil
	})
	return c
}

// shape is what a case has become, without what differs from person to person.
func shape(c caseFile, before string) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "mail %t, %s, moved %t to %s; events", c.Requester.Email != "", c.State,
		c.Clock.DueOn > before, c.Clock.DueOn)
	var kinds []string
	for _, e := range c.Timeline {
		kinds = append(kinds, e.Kind)
	}
	slices.Sort(kinds) // the decree may come before a receipt has left, or after
	b.WriteString(" " + strings.Join(kinds, " "))
	b.WriteString("; letters")
	for _, l := range c.Letters {
		b.WriteString(" " + l.Kind + " " + l.State)
	}
	return b.String()
}
