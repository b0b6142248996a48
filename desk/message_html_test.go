package desk

import (
	"strings"
	"testing"

	"foja/docket"
	"foja/store"
)

const formattedMail = "From: Rosa <rosa@correo.test>\r\nTo: mesa@spn.example\r\nSubject: Re: acta\r\nIn-Reply-To: <x@spn.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
	"<p onclick=\"x()\">Confirmo.</p><img src=\"http://espia.test/p.gif\"><div>El 3 nov 2026, Mesa &lt;mesa@spn.example&gt; escribió:<blockquote type=\"cite\">Estimada</blockquote></div>"

func TestMessageIsToldWithItsFormat(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	id := h.held(formattedMail, docket.HeldNumber, "")
	h.must(h.Store.KeepSenderCheck(h.ctx, store.SenderCheck{Message: id, Class: "reply", SPF: "pass", DMARC: "fail"}))
	m, err := h.HeldMessage(h.ctx, clerk, id)
	h.must(err)
	if !m.Formatted || m.NewText != "Confirmo." || m.Kind != "Respuesta" || !strings.HasPrefix(m.Sender, "Puede ser falso") || !strings.Contains(m.Sender, "DMARC fail") {
		t.Errorf("%+v", m)
	}
	safe, err := h.MessageHTML(h.ctx, clerk, id)
	h.must(err)
	if safe.Remote != 1 || strings.Contains(safe.HTML, "onclick") || strings.Contains(safe.HTML, "<img") || !strings.Contains(safe.HTML, "Confirmo.") {
		t.Errorf("%+v", safe)
	}
	_, err = h.MessageHTML(h.ctx, h.person("admin", "", docket.RoleAdministrator), id)
	h.code("an administrator reads mail", err, docket.CodeForbidden)
	_, err = h.MessageHTML(h.ctx, clerk, h.held(letterMail, docket.HeldBulk, ""))
	h.code("a mail without HTML", err, docket.CodeNotFound)
}
