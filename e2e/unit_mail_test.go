package e2e_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

// TestAUnitAnswersByMail: an administrator adds a unit on the screen, an officer asks it, the question comes by mail,
// and the unit's reply with its file joins the case, once.
func TestAUnitAnswersByMail(t *testing.T) {
	t.Parallel()
	p := realIn(t, sqlite)
	admin := user{User: "admin", Password: "tijera nube grapa 77"}
	foja(t, p.run.Env, admin.Password+"\n", "user", "add", admin.User, "--name", "Pilar Soto", "--role", "administrator")
	p.opened()
	unit := p.citizen() // any mailbox of somebody who is not the requester
	w := p.window("unit-mail")
	w.signsIn(admin)
	w.goes("/admin/units")
	w.fills("#name", "Archivo de pruebas")
	w.fills("#email", unit.Address)
	w.do("choose the office", chromedp.SetValue("#office", "centro", chromedp.ByQuery))
	w.follows("form.sheet button")
	w.says("El área se añadió", "Archivo de pruebas", unit.Address)
	w.shot("added")

	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "acta del archivo", "text": "Pido el acta.", "sheets": 1,
		"requester": obj{"name": "Pedro Rojas", "address": "Jr. Puno 1"},
	}, nil); err != nil {
		t.Fatal(err)
	}
	c := p.find("acta del archivo")
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "consult", "unit": "archivo-de-pruebas", "text": "¿Tienen el acta de 2019?"})
	p.stop() // the round comes every minute, and at the start; what was asked is not forgotten
	p.start()
	asked := unit.await(t, "INBOX", "question",
		func(m mailIn) bool { return strings.Contains(m.Subject, "Consulta por la solicitud "+c.Number) })
	if err := asked.has("¿Tienen el acta de 2019?", "/u/"); err != nil || strings.Contains(asked.Text, "Pedro") {
		t.Errorf("%v\n%s", err, asked.Text)
	}
	reply := p.letterOf("RE: "+asked.Subject, "Sí, va adjunta.")
	reply.To, reply.InReplyTo, reply.FileName, reply.File = asked.ReplyTo, "<"+asked.MessageID+">", "acta-2019.pdf",
		[]byte("%PDF-1.4 acta")
	p.postTo(asked.ReplyTo, reply.raw())
	harness.Eventually(t, soon, func() error {
		now := p.file("officer", c.ID)
		if len(now.Messages) == 1 &&
			slices.ContainsFunc(now.Documents, func(d docIn) bool { return d.Name == "acta-2019.pdf" }) {
			return nil
		}
		return errors.New("the unit's reply is not in the case")
	})
	w = p.window("unit-mail-case")
	w.signsIn(p.user("officer"))
	w.goes("/requests/" + c.ID)
	w.says("Enviada a "+unit.Address, "Sí, va adjunta.", "acta-2019.pdf")
	w.shot("case")
	w.follows(`form.quick:has(input[value="consult_answer"]) button`)
	w.says("La respuesta del área quedó registrada", "Registró la respuesta de Archivo de pruebas")
	if left := p.file("officer", c.ID).openTasks(); len(left) != 1 {
		t.Errorf("still open: %+v", left)
	}
	beginsWithAStockText(w, c)
	all, err := unit.read("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range all {
		if m.Subject == asked.Subject {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the question came %d times", n)
	}
	p.stop()
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
}

// beginsWithAStockText: the officer keeps a text and adds it to a letter that she has begun, by keyboard focus and
// without losing a word.
func beginsWithAStockText(w *window, c caseFile) {
	w.t.Helper()
	w.goes("/texts")
	w.fills("#name", "Entrega")
	w.fills("#text", "Sr(a). {solicitante}, su solicitud {expediente}:")
	w.follows("form.sheet button")
	w.says("El texto modelo se añadió", "Entrega")
	w.goes("/requests/" + c.ID)
	w.unfolds("#do-respond")
	w.fills("#respond-text", "Buenos días.")
	w.do("choose the text",
		chromedp.Evaluate(`(s => { s.selectedIndex = 1 })(document.querySelector("#respond-stock"))`, nil))
	w.follows(`#do-respond button[name="insert"]`)
	if got, want := w.value("#respond-text"),
		"Buenos días.\n\nSr(a). Pedro Rojas, su solicitud "+c.Number+":"; got != want {
		w.t.Errorf("the letter reads %q, want %q", got, want)
	}
	w.shot("stock-text")
}
