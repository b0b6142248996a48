package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

// TestAppealOnAnAnsweredCase goes the way of a citizen who is not content: answered by mail, the case is over and its
// workflow has ended; the appeal is registered on the screen, sent up, decided and complied with, and everybody sees
// where it is.
func TestAppealOnAnAnsweredCase(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	l, c := p.asked("planos-azules")
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se entrega la mitad."})
	p.citizen().response(t, l.MessageID)
	closed := p.reaches(c.ID, "closed")
	for _, letter := range closed.Letters { // proved to have arrived: nothing keeps its workflow
		if letter.Kind == "response" {
			p.act("officer", c.ID, obj{"action": "notified", "letter": letter.ID, "text": "Acusó recibo por teléfono."})
		}
	}

	w := p.window("appeal")
	w.signsIn(p.user("officer"))
	w.goes("/requests/" + c.ID)
	w.unfolds("#do-appeal")
	w.do("choose", chromedp.SetValue("#appeal-against", "other"), chromedp.SetValue("#appeal-route", "agency"))
	w.fills("#appeal-text", "Falta la otra mitad.")
	w.follows("#do-appeal button")
	w.says("La apelación quedó registrada", "Apelación ante el Tribunal", "Elevar la apelación al Tribunal",
		"Falta la otra mitad.")
	w.shot("filed")

	path := "/requests/" + c.ID + "/appeals/1/actions"
	p.refuses(http.StatusForbidden, "reception", path, obj{"action": "send_up", "text": "Cargo 55"})
	p.refuses(http.StatusUnprocessableEntity, "officer", path, obj{"action": "send_up"})
	for _, act := range []obj{
		{"action": "send_up", "text": "Cargo 55 de la mesa de partes del Tribunal"},
		{"action": "appeal_received"},
		{"action": "appeal_admitted"},
		{"action": "appeal_decided", "ruling": "upheld", "text": "Resolución 10-2026"},
		{"action": "complied", "text": "Se entregó la otra mitad"},
	} {
		if err := p.do("officer", path, act, nil); err != nil {
			t.Fatalf("%v: %v", act, err)
		}
	}
	w.goes("/appeals")
	w.says("Concluida: Fundada.", c.Number)
	w.shot("list")
	w.goes("/s/" + c.Number + "/" + strings.ToUpper(c.StatusCode))
	w.says("Su apelación", "Concluida: Fundada.", "Cartas que le enviamos")
	harness.Eventually(t, soon, func() error { // law: R46 R50: whose turn it is has been told
		var notices struct{ Items []struct{ Text string } }
		p.get("officer", "/notices", &notices)
		var all []string
		for _, n := range notices.Items {
			all = append(all, n.Text)
		}
		if said := strings.Join(all, "\n"); !strings.Contains(said, "se presentó una apelación. Elevar") ||
			!strings.Contains(said, "resolvió la apelación") {
			return fmt.Errorf("the officer was told:\n%s", said)
		}
		return nil
	})
	if now := p.file("manager", c.ID); now.Outcome != c.Outcome && now.Outcome == "" {
		t.Errorf("the appeal changed the outcome to %q", now.Outcome) // law: R51
	}
}
