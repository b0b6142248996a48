package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/harness"
	"foja/procedures"
)

// TestEscalationReachesPeople: a request that comes late to foja raises its alarm at once, by mail and in the
// application, and the alarm is done when a person says that she has seen it. On our own set of other people's servers,
// because its office is always open: the alarms of the demo's office ring in its hours.
func TestEscalationReachesPeople(t *testing.T) {
	t.Parallel()
	p := real(t, sqlite)
	var c struct{ ID, Number string }
	// Half of ten business days have passed: the whole unit is told, because nobody took it.
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "Retrasada", "text": "Solicito el rol de turnos.", "sheets": 1,
		"requester":   obj{"name": "Ana Flores", "address": "Jr. Puno 1"},
		"received_at": businessDaysAgo(t, 6).Format(time.RFC3339),
	}, &c); err != nil {
		t.Fatal(err)
	}
	box := p.box("officer")
	if !businessDay(t) {
		// Nobody is disturbed on a day off. That nothing comes can only be waited for; the letter after it is the measure.
		p.alive("la retrasada")
		if all, err := box.read("INBOX"); err != nil || len(all) > 0 {
			t.Errorf("on a day off: %q, %v", subjects(all), err)
		}
		return
	}
	notice := box.await(t, "INBOX", "notice", func(m mailIn) bool { return strings.Contains(m.Subject+m.Text, c.Number) })
	if notice.Auto == "" || !strings.Contains(notice.Text, p.WebURL+"/requests/"+c.ID) ||
		strings.Contains(notice.Text, "Ana Flores") {
		t.Errorf("the notice: Auto-Submitted %q\n%s", notice.Auto, notice.Text)
	}
	var inside struct {
		Items []struct{ Request, Alarm string }
	}
	p.get("officer", "/notices", &inside)
	if len(inside.Items) != 1 || inside.Items[0].Request != c.ID {
		t.Fatalf("notices in the application: %+v", inside)
	}
	alarm := inside.Items[0].Alarm
	now := p.file("officer", c.ID)
	fired := slices.IndexFunc(now.Alarms, func(a alarmIn) bool { return a.ID == alarm })
	if fired < 0 || now.Alarms[fired].FiredAt == "" || now.Alarms[fired].AckedAt != "" {
		t.Fatalf("alarm %s: %+v", alarm, now.Alarms)
	}
	p.refuses(http.StatusForbidden, "reception", "/requests/"+c.ID+"/actions",
		obj{"action": "acknowledge", "alarm": alarm})
	p.act("officer", c.ID, obj{"action": "acknowledge", "alarm": alarm})
	if now = p.file("officer", c.ID); now.Alarms[fired].AckedAt == "" {
		t.Errorf("after the acknowledgement: %+v", now.Alarms[fired])
	}
	p.get("officer", "/notices", &inside)
	if len(inside.Items) != 1 {
		t.Errorf("%d notices after one alarm", len(inside.Items))
	}
	p.breach()
}

// breach is the loudest alarm: the head of the body hears of it, and the citizen's status says that it is late.
func (p *place) breach() {
	p.t.Helper()
	var c struct {
		ID, Number string
		StatusCode string `json:"status_code"`
	}
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "Vencida", "text": "Solicito el aforo.", "sheets": 1,
		"requester": obj{"name": "Ana Flores"}, "received_at": businessDaysAgo(p.t, 15).Format(time.RFC3339),
	}, &c); err != nil {
		p.t.Fatal(err)
	}
	harness.Eventually(p.t, soon, func() error {
		var inside struct {
			Items []struct{ Request, Kind string }
		}
		ctx, cancel := short()
		defer cancel()
		if err := p.call(ctx, "head", http.MethodGet, "/notices", "", nil, &inside); err != nil {
			return err
		}
		if len(inside.Items) != 1 || inside.Items[0].Request != c.ID || inside.Items[0].Kind != "breach" {
			return fmt.Errorf("the head's notices: %+v", inside)
		}
		return nil
	})
	var status struct{ Overdue, Closed bool }
	p.get("", "/status/"+c.Number+"/"+c.StatusCode, &status)
	var figures struct {
		Overdue struct{ N int } `json:"overdue"`
	}
	p.get("manager", "/dashboard", &figures)
	if !status.Overdue || status.Closed || figures.Overdue.N != 1 || !p.file("officer", c.ID).Clock.Overdue {
		p.t.Errorf("overdue: status %+v, dashboard %d", status, figures.Overdue.N)
	}
	err := p.do("reception", "/requests/"+c.ID+"/actions", obj{"action": "acknowledge", "alarm": "breach"}, nil)
	var no *refusal
	if !errors.As(err, &no) || no.Status != http.StatusForbidden {
		p.t.Errorf("reception acknowledges a breach: %v", err)
	}
}

func limaDays(t testing.TB) calendar.View {
	t.Helper()
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	return days.For("Lima", "centro")
}

func businessDay(t testing.TB) bool {
	t.Helper()
	day, err := limaDays(t).Day(calendar.DateOf(time.Now().In(lima(t))))
	if err != nil {
		t.Fatal(err)
	}
	return day.Business
}

// businessDaysAgo is ten in the morning of that day, in Lima.
func businessDaysAgo(t testing.TB, n int) time.Time {
	t.Helper()
	days, d := limaDays(t), calendar.DateOf(time.Now().In(lima(t)))
	for n > 0 {
		d = d.AddDays(-1)
		day, err := days.Day(d)
		if err != nil {
			t.Fatal(err)
		}
		if day.Business {
			n--
		}
	}
	return d.At(10, 0, lima(t))
}
