package e2e_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"foja/harness"
)

// keyboard is a clerk who never touches the mouse.
type keyboard struct{ *window }

func (k keyboard) presses(keys string) {
	k.t.Helper()
	k.do("press keys", chromedp.KeyEvent(keys))
}

// focused says which element has the keyboard. A page gives it to its first field only when it is drawn, after it is
// loaded: a key pressed before would be lost.
func (k keyboard) focused() string {
	k.t.Helper()
	var name string
	k.do("wait for the page's own choice",
		chromedp.Poll(`!document.querySelector("[autofocus]") || document.activeElement !== document.body`, nil,
			chromedp.WithPollingInterval(20*time.Millisecond)))
	k.do("look at the focus", chromedp.Evaluate(
		`(() => { const e = document.activeElement; return e.id || e.value || e.textContent.trim() || e.tagName })()`, &name,
	))
	return name
}

// tabsTo goes forward until an element has the keyboard. It must come within a few keys: nobody hunts for a field.
func (k keyboard) tabsTo(name string) {
	k.t.Helper()
	var path []string
	for range 15 {
		at := k.focused()
		if at == name {
			return
		}
		path = append(path, at)
		k.presses(kb.Tab)
	}
	k.shot("failed")
	k.t.Fatalf("Tab does not come to %s: %q", name, path)
}

func (k keyboard) types(name, text string) {
	k.t.Helper()
	k.tabsTo(name)
	k.presses(text)
}

// TestCounterReceipt: a clerk registers somebody without e-mail, with the keyboard alone, and hands over a paper.
func TestCounterReceipt(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	k := keyboard{p.window("counter")}
	k.goes("/login")
	k.types("login", p.user("reception").User)
	k.types("password", p.user("reception").Password)
	k.leads("sign in", chromedp.KeyEvent(kb.Enter))
	if k.text() == "" || k.focused() != "name" {
		t.Errorf("after signing in the keyboard is at %q, not at the form's first field", k.focused())
	}
	began := time.Now()
	k.types("name", "Braulio Ñaupari Ttito")
	k.types("id_number", "40112233")
	k.types("address", "Jr. Los Álamos 45, Huancayo")
	k.types("text", "Solicito el registro de ingresos al penal del mes de octubre.")
	k.types("sheets", "3")
	k.shot("filled")
	k.tabsTo("register")
	k.leads("register", chromedp.KeyEvent(kb.Enter))
	t.Logf("filled in %s", time.Since(began).Round(time.Millisecond))
	k.says("Registrada", "000001-", "Braulio Ñaupari Ttito")
	k.shot("receipt")
	c := p.find("ingresos")

	pdf, kind, err := k.fetch(k.attribute(`a[href$="receipt.pdf"]`, "href"))
	if err != nil || kind != "application/pdf" {
		t.Fatalf("the receipt is %s: %v", kind, err)
	}
	pages := paper(t, pdf)
	all := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	now := time.Now().In(lima(t))
	for what, words := range map[string]string{
		"number": c.Number, "date": fmt.Sprintf("%d de %s de %d", now.Day(), months[now.Month()-1],
			now.Year()), "place": "Sede Central",
		"clerk": "Rosa Quispe Mamani", "requester": "Braulio Ñaupari Ttito", "due date": inWords(t, c.Clock.DueOn),
		"status code": c.StatusCode,
	} {
		if !strings.Contains(all, words) {
			t.Errorf("the receipt does not say the %s, %q:\n%s", what, words, strings.Join(pages, "\n---\n"))
		}
	}
	if !strings.Contains(all, "3") || !strings.Contains(strings.ToLower(all), "folio") {
		t.Error("the receipt does not say the number of sheets")
	}
	for n := range 10 { // every counted day stands there with its number
		if !strings.Contains(all, fmt.Sprint(n+1)) {
			t.Errorf("day %d is not in the working", n+1)
		}
	}
	// Anyone who has no address of mail gets paper: the answer prints, and is closed when it is handed over.
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se entrega el registro."})
	letter := ""
	harness.Eventually(t, soon, func() error {
		for _, l := range p.reaches(c.ID, "notifying").Letters {
			if l.Kind == "response" && l.State == "to_print" && l.HasPDF {
				letter = l.ID
				return nil
			}
		}
		return errors.New("no answer to print")
	})
	var printed []byte
	p.get("reception", "/requests/"+c.ID+"/letters/"+letter, &printed)
	if words := strings.Join(paper(t, printed), "\n"); !strings.Contains(words, "Se entrega el registro.") ||
		!strings.Contains(words, "Braulio") {
		t.Errorf("the printed answer:\n%s", words)
	}
	p.act("reception", c.ID, obj{"action": "delivered", "letter": letter})
	p.reaches(c.ID, "closed")
	if all, err := p.citizen().read("INBOX"); err != nil || len(all) != 0 {
		t.Errorf("%d letters went out by mail: %v", len(all), err)
	}
}
