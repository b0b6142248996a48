package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"foja/harness"
)

// TestFloodAndMove: a flood of one address stops after ten receipts and loses nothing, and a mail in the wrong case is
// moved, with real mail servers.
func TestFloodAndMove(t *testing.T) {
	t.Parallel()
	p := realIn(t, sqlite)
	p.run.Env = append(p.run.Env, "FOJA_ANSWERS_PER_SENDER=10", "FOJA_ANSWERS_PER_HOUR=10000")
	p.opened()
	const letters = 13
	var first letter
	for i := range letters {
		l := p.letterOf(fmt.Sprintf("torrente%02d", i), fmt.Sprintf("Solicito el acta de la sesión %c.", 'A'+i))
		if i == 0 {
			first = l
		}
		p.post(l)
	}
	harness.Eventually(t, soon, func() error {
		if n := len(p.held()); n != letters-10 {
			return fmt.Errorf("%d held, want %d", n, letters-10)
		}
		return nil
	})
	var list struct{ Total int }
	p.get("manager", "/requests?text=sesion", &list)
	if list.Total != 10 {
		t.Errorf("%d requests, want 10", list.Total)
	}
	var notices struct{ Items []struct{ Text string } }
	p.get("reception", "/notices", &notices)
	if n := len(slices.DeleteFunc(notices.Items,
		func(n struct{ Text string }) bool { return !strings.Contains(n.Text, "Llegan muchas solicitudes") })); n != 1 {
		t.Errorf("reception has %d notices of the flood, want 1", n)
	}

	receipt := p.citizen().receipt(t, first.MessageID)
	wrong, other := p.find("torrente00"), p.find("torrente01")
	reply := p.letterOf("Re: "+receipt.Subject, "Esto es de otra persona y de otro pedido.")
	reply.From, reply.InReplyTo, reply.FileName, reply.File = "Otra Persona <otra@correo.example>",
		"<"+receipt.MessageID+">", "ajeno.pdf", []byte("%PDF-1.4 ajeno")
	p.post(reply)
	type mailView struct {
		ID, Whose string
		Requester bool `json:"from_requester"`
		Trail     []struct{ Number string }
	}
	type withMail struct {
		Messages []mailView
		Timeline []struct{ Title string }
	}
	has := func(id, title string, messages int) (m mailView) {
		t.Helper()
		harness.Eventually(t, soon, func() error {
			var c withMail
			p.get("reception", "/requests/"+id, &c)
			c.Messages = slices.DeleteFunc(c.Messages, func(m mailView) bool { return m.Whose == "" })
			if len(c.Messages) != messages ||
				!slices.ContainsFunc(c.Timeline, func(l struct{ Title string }) bool { return strings.Contains(l.Title, title) }) {
				return fmt.Errorf("%d messages of others, want %d; or no %q in %+v", len(c.Messages), messages, title, c.Timeline)
			}
			if messages > 0 {
				m = c.Messages[0]
			}
			return nil
		})
		return m
	}
	m := has(wrong.ID, "Llegó un mensaje", 1)
	if m.Requester || !strings.Contains(m.Whose, "otra@correo.example") {
		t.Errorf("whose it is: %+v", m)
	}
	if err := p.do("reception", "/requests/"+wrong.ID+"/actions", obj{"action": "withdraw", "message": m.ID},
		nil); err == nil || !strings.Contains(err.Error(), "otra dirección") {
		t.Errorf("a withdrawal by a stranger's mail: %v", err)
	}
	move := func(in obj) (to struct{ Request string }) {
		t.Helper()
		if err := p.do("reception", "/messages/"+m.ID+"/move", in, &to); err != nil {
			t.Fatal(err)
		}
		return to
	}
	if to := move(obj{"to": "case", "number": other.Number, "reason": "Es de ese pedido."}); to.Request != other.ID {
		t.Errorf("moved to %+v", to)
	}
	has(wrong.ID, "Movió un mensaje al expediente "+other.Number, 0)
	has(other.ID, "Recibió un mensaje que estaba en el expediente "+wrong.Number, 1)
	if c := p.file("manager", other.ID); c.document("ajeno.pdf").ID == "" ||
		!slices.Contains(c.openTasks(), "read_message") {
		t.Errorf("files %+v, tasks %v", c.Documents, c.openTasks())
	}
	if c := p.file("manager", wrong.ID); c.document("ajeno.pdf").ID != "" ||
		slices.Contains(c.openTasks(), "read_message") {
		t.Errorf("it left behind files %+v, tasks %v", c.Documents, c.openTasks())
	}
	move(obj{"to": "held", "reason": "Tampoco es de allí."})
	has(other.ID, "pasó a la bandeja por clasificar", 0)
	if n := len(p.held()); n != letters-10+1 {
		t.Errorf("%d held", n)
	}

	// A case that has ended has no workflow any more: here the process engine has lost its memory, and only open cases
	// are revived.
	p.act("reception", other.ID, obj{"action": "withdraw", "text": "Se desiste en persona."})
	p.reaches(other.ID, "closed")
	p.stop()
	files, err := filepath.Glob(filepath.Join(p.dir, "temporal.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	if err := p.do("reception", "/held/"+m.ID+"/decision", obj{"do": "join", "number": other.Number}, nil); err != nil {
		t.Fatalf("a held message joins a case that has ended: %v", err)
	}
	has(other.ID, "Volvió un mensaje que había salido del expediente", 1)
	move(obj{"to": "case", "number": wrong.Number, "reason": "Era de aquí."})
	has(wrong.ID, "Recibió un mensaje que estaba en el expediente "+other.Number, 1)
	if c := p.file("manager", other.ID); c.State != "closed" || slices.Contains(c.openTasks(), "read_message") {
		t.Errorf("%s, tasks %v", c.State, c.openTasks())
	}
}
