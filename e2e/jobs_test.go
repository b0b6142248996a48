package e2e_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// screen is how somebody sees foja.
type screen struct {
	name    string
	width   int64
	scripts bool
}

var screens = []screen{
	{"telephone", 375, true}, {"tablet", 768, true}, {"desk", 1440, true}, {"telephone without scripts", 375, false},
}

// TestMainJobs: each role does what it is there for, from the sign-in to the result, with the keyboard alone, on a
// telephone, a tablet and a desk, and without scripts.
func TestMainJobs(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	first := p.window("jobs")
	for i, s := range screens {
		t.Run(s.name, func(t *testing.T) {
			p := *p
			p.t = t
			at := func(who string) worker {
				w := first.private(who)
				w.t = t
				w.set = fmt.Sprintf("jobs-%d-%s", i, who)
				w.do("size", chromedp.EmulateViewport(s.width, 900), emulation.SetScriptExecutionDisabled(!s.scripts))
				return worker{keyboard{w}, &p}
			}
			number, id := at("reception").registers(i)
			at("officer").answers(id, i)
			at("manager").assigns(i)
			at("administrator").decrees(i)
			at("auditor").lookUp(number)
			at("head").reads(number)
			at("citizen").asks(i)
			at("unit").hands(i)
		})
	}
}

// marks are words that find one screen's cases.
var marks = []string{"amaranto", "bergamota", "cantuta", "damasco"}

// worker is somebody at the keyboard.
type worker struct {
	keyboard
	p *place
}

// handedIn is a case that somebody brought to the counter.
func (p *place) handedIn(subject string) caseFile {
	p.t.Helper()
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": subject, "text": "Solicito el acta.", "sheets": 1,
		"requester": obj{"name": "Ana Flores", "id_kind": "DNI", "id_number": "40112233", "address": "Jr. Puno 1"},
	}, nil); err != nil {
		p.t.Fatal(err)
	}
	return p.find(subject)
}

// comesTo presses Tab until what a CSS selector finds has the keyboard. It must be in reach: a date field alone has
// four stops.
func (k worker) comesTo(selector string) {
	k.t.Helper()
	var path []string
	for range 160 {
		var is bool
		var name string
		k.do("look at the focus", chromedp.Evaluate(fmt.Sprintf("document.activeElement.matches(%q)", selector), &is),
			chromedp.Evaluate(`(() => { const e = document.activeElement; return e.id || e.value || e.textContent.trim().slice(0, 40) || e.tagName })()`,
				&name))
		if is {
			return
		}
		path = append(path, name)
		k.presses(kb.Tab)
	}
	k.shot("failed")
	k.t.Fatalf("Tab does not come to %s: %q", selector, path)
}

func (k worker) writes(selector, text string) {
	k.t.Helper()
	k.comesTo(selector)
	k.presses(text)
}

// enters presses Enter on a link or a button that leads to another page.
func (k worker) enters(selector string) {
	k.t.Helper()
	k.comesTo(selector)
	k.leads("press Enter on "+selector, chromedp.KeyEvent(kb.Enter))
}

func (k worker) signsInAs(who string) {
	k.t.Helper()
	u := k.p.user(who)
	k.goes("/login")
	k.writes("#login", u.User)
	k.writes("#password", u.Password)
	k.leads("sign in", chromedp.KeyEvent(kb.Enter))
}

// registers takes a request at the counter and comes to its receipt.
func (k worker) registers(i int) (number, id string) {
	k.t.Helper()
	k.signsInAs("reception")
	k.writes("#name", "Braulio Ñaupari")
	k.writes("#id_number", fmt.Sprintf("4011223%d", i))
	k.writes("#address", "Jr. Los Álamos 45")
	k.writes("#text", "Solicito el registro de ingresos de "+marks[i])
	k.enters(`main form button[value="register"]`)
	k.says("Registrada", "Braulio Ñaupari")
	k.shot("receipt")
	c := k.p.find("ingresos de " + marks[i])
	return c.Number, c.ID
}

// answers finds the case in today's work, takes it and answers it.
func (k worker) answers(id string, i int) {
	k.t.Helper()
	k.signsInAs("officer")
	k.says("Hoy")
	k.enters(fmt.Sprintf(`a[href="/requests/%s"]`, id))
	k.enters(`form:has(input[value="claim"]) button`)
	k.opens("#do-respond > summary")
	k.writes("#respond-text", fmt.Sprintf("Se entrega el registro %d.", i))
	k.enters("#do-respond button[type=submit]")
	k.says("Se entrega el registro")
	k.shot("answered")
	if c := k.p.file("officer", id); c.Outcome == "" && !strings.Contains(fmt.Sprint(c.Letters), "response") {
		k.t.Errorf("the case is not answered: %+v", c)
	}
}

// opens unfolds a panel, unless it is open.
func (k worker) opens(summary string) {
	k.t.Helper()
	k.comesTo(summary)
	var open bool
	k.do("look at "+summary,
		chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q).parentElement.open", summary), &open))
	if !open {
		k.presses(kb.Enter)
	}
}

// assigns goes from the day's work by way of the board to the open requests and gives one to an officer.
func (k worker) assigns(i int) {
	k.t.Helper()
	c := k.p.handedIn("repartir " + marks[i])
	k.signsInAs("manager")
	k.says("Hoy")
	k.enters(`nav a[href="/dashboard"]`)
	k.says("Tablero")
	k.enters(`#why a[href*="hands=officer"]:not([href*="overdue"])`)
	k.enters(fmt.Sprintf(`a[href="/requests/%s"]`, c.ID))
	k.opens("#do-assign > summary")
	k.comesTo("#do-assign select")
	k.presses(kb.ArrowDown)
	k.enters("#do-assign button[type=submit]")
	k.shot("assigned")
	if got := k.p.file("manager", c.ID); got.Holder == "" {
		k.t.Error("nobody holds the case")
	}
}

// decrees enters a day that is not worked, looks at what it would move, and publishes it.
func (k worker) decrees(i int) {
	k.t.Helper()
	day := time.Date(2027, 2, 2+i, 0, 0, 0, 0, time.UTC)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 7)
	}
	k.signsInAs("administrator")
	k.enters(`main a[href="/calendar"], nav a[href="/calendar"], a[href="/calendar"]`)
	k.writes("#from", day.Format("01022006")) // a date field in Chromium takes it so
	k.writes("#name", "Día no laborable")
	k.writes("#norm", fmt.Sprintf("DS %d-2027-PCM", 900+i))
	k.enters(`main button[value="preview"]`)
	k.says(fmt.Sprintf("DS %d-2027-PCM", 900+i))
	k.enters(`main button[value="publish"]`)
	k.shot("published")
	k.goes("/calendar")
	k.says(fmt.Sprintf("DS %d-2027-PCM", 900+i))
}

// lookUp finds what was done to a case.
func (k worker) lookUp(number string) {
	k.t.Helper()
	k.signsInAs("auditor")
	k.goes("/audit")
	k.enters(`main form button[type=submit]`)
	k.says(number)
	k.shot("found")
}

// reads finds a case by its number.
func (k worker) reads(number string) {
	k.t.Helper()
	k.signsInAs("head")
	k.says("Hoy")
	k.goes("/requests?" + url.Values{"text": {number}}.Encode())
	k.enters(`main a[href^="/requests/"]`)
	k.says(number)
	k.shot("read")
}

// asks hands in a request without an account and comes to its status.
func (k worker) asks(i int) {
	k.t.Helper()
	k.goes("/ask")
	began := time.Now()
	k.writes("#text", fmt.Sprintf("Pido el plano %d del pabellón.", i))
	k.writes("#name", "María Huamán")
	k.writes("#id_number", fmt.Sprintf("4511223%d", i))
	k.writes("#address", "Jr. Puno 1")
	k.writes("#email", k.p.citizen().Address)
	time.Sleep(time.Until(began.Add(5 * time.Second))) // anyone who is faster is a robot
	k.enters(`main form button[type=submit]`)
	k.says("Su presentación", "Vencimiento")
	k.shot("asked")
}

// hands answers as a holding unit, which has no account.
func (k worker) hands(i int) {
	k.t.Helper()
	c := k.p.handedIn("consultar " + marks[i])
	k.p.act("officer", c.ID, obj{"action": "claim"})
	k.p.act("officer", c.ID, obj{"action": "consult", "unit": "archivo", "text": "¿Tienen el acta?"})
	officer := worker{keyboard{k.private("officer")}, k.p}
	officer.t = k.t
	officer.signsInAs("officer")
	officer.goes("/requests/" + c.ID)
	k.goes(officer.attribute(`a[href^="/u/"]`, "href"))
	k.writes("#text", "Sí: está en la caja 4.")
	k.enters(`main button[value="answer"]`)
	k.says("ya fue respondida")
	k.shot("handed")
}
