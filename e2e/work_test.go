package e2e_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"foja/harness"
)

// asked sends an ordinary letter and returns it with its case.
func (p *place) asked(subject string) (letter, caseFile) {
	p.t.Helper()
	l := p.letterOf(subject, "Solicito copia de lo que se indica en el asunto.")
	p.post(l)
	p.citizen().receipt(p.t, l.MessageID)
	return l, p.find(subject)
}

// refuses fails unless the API refuses the command with this status.
func (p *place) refuses(status int, who, path string, command obj) {
	p.t.Helper()
	err := p.do(who, path, command, nil)
	var no *refusal
	if !errors.As(err, &no) || no.Status != status || no.Detail == "" {
		p.t.Errorf("%s %v: %v, want status %d with words", who, command, err, status)
	}
}

// TestDenialNeedsTwoPeople: a ground and reasons are required, and anyone who wrote it cannot approve it.
func TestDenialNeedsTwoPeople(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	l, c := p.asked("planos del pabellon")
	act := "/requests/" + c.ID + "/actions"
	p.act("manager", c.ID, obj{"action": "claim"})
	p.refuses(http.StatusUnprocessableEntity, "manager", act,
		obj{"action": "deny", "text": "No se puede.", "until": "siempre"})
	p.refuses(http.StatusUnprocessableEntity, "manager", act,
		obj{"action": "deny", "ground": "confidential-personal", "until": "siempre"})
	p.refuses(http.StatusUnprocessableEntity, "manager", act,
		obj{"action": "deny", "ground": "invented", "text": "No se puede.", "until": "siempre"})
	// Reserved information needs the resolution that classified it.
	p.refuses(http.StatusUnprocessableEntity, "manager", act,
		obj{"action": "deny", "ground": "reserved-prisons", "text": "Reservado.", "until": "2031"})
	p.act("manager", c.ID, obj{
		"action": "deny", "ground": "reserved-prisons", "text": "Los planos permitirían una fuga.",
		"until": "hasta el año 2031", "resolution": "RD 55-2026",
	})
	if now := p.reaches(c.ID, "in_review"); now.offers("approve") {
		t.Error("the writer is offered to approve it")
	}
	p.refuses(http.StatusForbidden, "manager", act, obj{"action": "approve"})
	p.refuses(http.StatusForbidden, "officer", act, obj{"action": "approve"})

	w := p.window("denial")
	w.signsIn(p.user("head"))
	w.goes("/requests/" + c.ID)
	w.says("permitirían una fuga", "RD 55-2026", "en segunda revisión")
	w.shot("review")
	w.follows(`form:has(input[value="approve"]) button`)
	w.says("La carta está en camino")

	denial := p.citizen().response(t, l.MessageID)
	if err := denial.has(c.Number, "permitirían una fuga", "16", "RD 55-2026", "el año 2031", "apelación"); err != nil {
		t.Error(err)
	}
	if now := p.reaches(c.ID, "closed"); now.Outcome != "denied" {
		t.Errorf("closed as %s", now.Outcome)
	}
}

// TestHoldingPen: what foja could not place becomes a request, joins a case, or is dismissed with a reason.
func TestHoldingPen(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	_, c := p.asked("inventario de almacen")
	mail := func(subject, text, header string) letter {
		l := p.letterOf(subject, text)
		l.Header = []string{header}
		p.post(l)
		return l
	}
	robot := mail("Fuera de oficina", "Pero ya que estoy: solicito el acta del consejo.", "Auto-Submitted: auto-replied")
	mail("Sobre el "+c.Number, "Me refería al almacén central.", "X-Nothing: x")
	mail("Ofertas de la semana", "Compre ya.", "List-Id: <ofertas.example>")
	request, join, dismiss := p.holds("Fuera de oficina"), p.holds("Sobre el "+c.Number), p.holds("Ofertas de la semana")

	p.refuses(http.StatusForbidden, "auditor", "/held/"+dismiss.ID+"/decision", obj{"do": "dismiss", "reason": "x"})
	p.refuses(http.StatusUnprocessableEntity, "reception", "/held/"+dismiss.ID+"/decision",
		obj{"do": "dismiss", "reason": " "})
	p.refuses(http.StatusUnprocessableEntity, "reception", "/held/"+join.ID+"/decision",
		obj{"do": "join", "number": "999999-2026"})

	w := p.window("held")
	w.signsIn(p.user("reception"))
	w.goes("/held")
	w.says("Fuera de oficina", "Sobre el "+c.Number, "Ofertas de la semana")
	w.shot("list")
	w.goes("/held/" + request.ID)
	w.says("trae palabras propias", "acta del consejo")
	w.unfolds(`details:has(input[value="request"])`)
	w.shot("request")
	w.follows(`details:has(input[value="request"]) button[type=submit]`)
	w.says("Registrada")
	w.shot("registered")
	made := p.find("Fuera de oficina")
	if made.Requester.Email != p.citizen().Address || made.ID == c.ID {
		t.Errorf("made a request of it: %+v", made)
	}
	p.citizen().receipt(t, robot.MessageID)

	w.goes("/held/" + join.ID)
	w.says(c.Number, "ombra un expediente")
	w.unfolds(`details:has(input[value="join"])`)
	w.follows(`details:has(input[value="join"]) button[type=submit]`)
	w.says("se unió al expediente", c.Number)
	w.shot("joined")
	harness.Eventually(t, soon, func() error {
		now := p.file("officer", c.ID)
		for _, m := range now.Messages {
			if m.ID == join.ID && len(now.openTasks()) == 2 {
				return nil
			}
		}
		return errors.New("the message or its task is not in the case")
	})

	w.goes("/held/" + dismiss.ID)
	w.unfolds(`details:has(input[value="dismiss"])`)
	w.fills("#dismiss-reason", "Publicidad")
	w.follows(`details:has(input[value="dismiss"]) button[type=submit]`)
	w.says("se descartó con su motivo", "No hay mensajes por clasificar")
	w.shot("empty")

	// Deciding again, otherwise, comes too late; the same again is answered as the first.
	p.refuses(http.StatusConflict, "reception", "/held/"+dismiss.ID+"/decision", obj{"do": "join", "number": c.Number})
	if err := p.do("reception", "/held/"+join.ID+"/decision", obj{"do": "join", "number": c.Number}, nil); err != nil {
		t.Errorf("joining again: %v", err)
	}
	var list struct{ Total int }
	if p.get("manager", "/requests", &list); list.Total != 2 {
		t.Errorf("%d requests, want two", list.Total)
	}
}

// TestRestartContinues: Ctrl-C ends it in order; started again, it goes on where it was.
func TestRestartContinues(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	l, c := p.asked("relacion de proveedores")
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "draft", "text": "Primer borrador."})

	// A second program on the same data would be two truths.
	second := harness.UseProgram(t, harness.Run{Args: p.run.Args, Dir: harness.Dir(t)})
	ctx, cancel := short()
	defer cancel()
	if code, err := second.Wait(ctx); err != nil || code != 1 || !strings.Contains(second.Log(), "in use") {
		t.Errorf("the second program ends with code %d, %v:\n%s", code, err, second.Log())
	}

	p.stop()
	waiting := p.letterOf("mientras estaba cerrado", "x") // the post office is the program's own: nobody takes it now
	if _, err := submit(ctx, p.SMTPAddr, p.citizen().Address, p.agency().Address, waiting.raw()); err == nil {
		t.Error("a stopped program takes mail")
	}
	began := time.Now()
	p.start()
	t.Logf("started again in %s", time.Since(began).Round(time.Millisecond))
	if now := p.file("officer", c.ID); now.State != "in_progress" || now.Number != c.Number ||
		now.StatusCode != c.StatusCode {
		t.Errorf("after the restart: %+v", now)
	}
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se adjunta la relación."})
	if response := p.citizen().response(t, l.MessageID); !strings.Contains(response.Text, "Se adjunta la relación.") {
		t.Errorf("answered:\n%s", response.Text)
	}
	p.reaches(c.ID, "closed")
	if _, next := p.asked("segundo pedido"); next.Number[:6] != "000002" {
		t.Errorf("the next number is %s", next.Number)
	}
	p.citizen().receipt(t, l.MessageID) // still one
	p.stop()
}
