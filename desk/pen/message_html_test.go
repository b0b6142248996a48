package pen_test

import (
	"strings"
	"testing"

	"foja/desk/desktest"
	"foja/docket"
	"foja/store"
)

const formattedMail = "From: Rosa <rosa@correo.test>\r\nTo: mesa@spn.example\r\nSubject: Re: acta\r\nIn-Reply-To: <x@spn.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
	"<p onclick=\"x()\">Confirmo.</p><img src=\"http://espia.test/p.gif\"><div>El 3 nov 2026, Mesa &lt;mesa@spn.example&gt; escribió:<blockquote type=\"cite\">Estimada</blockquote></div>"

func TestMessageIsToldWithItsFormat(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	id := h.Held(formattedMail, docket.HeldNumber, "")
	h.Must(h.Core.Store.KeepSenderCheck(h.Ctx, store.SenderCheck{Message: id, Class: "reply", SPF: "pass", DMARC: "fail"}))
	m, err := h.Pen.HeldMessage(h.Ctx, clerk, id)
	h.Must(err)
	if !m.Formatted || m.NewText != "Confirmo." || m.Kind != "Respuesta" || !strings.HasPrefix(m.Sender, "Puede ser falso") || !strings.Contains(m.Sender, "DMARC fail") {
		t.Errorf("%+v", m)
	}
	safe, err := h.Pen.MessageHTML(h.Ctx, clerk, id)
	h.Must(err)
	if safe.Remote != 1 || strings.Contains(safe.HTML, "onclick") || strings.Contains(safe.HTML, "<img") || !strings.Contains(safe.HTML, "Confirmo.") {
		t.Errorf("%+v", safe)
	}
	_, err = h.Pen.MessageHTML(h.Ctx, h.Person("admin", "", docket.RoleAdministrator), id)
	h.Code("an administrator reads mail", err, docket.CodeForbidden)
	_, err = h.Pen.MessageHTML(h.Ctx, clerk, h.Held(desktest.LetterMail, docket.HeldBulk, ""))
	h.Code("a mail without HTML", err, docket.CodeNotFound)
}
