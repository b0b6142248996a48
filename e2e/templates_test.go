package e2e_test

import (
	"testing"
)

// TestATemplateIsTriedByMail: an administrator looks at a letter in her own mail program before anybody else gets one.
func TestATemplateIsTriedByMail(t *testing.T) {
	t.Parallel()
	p := realIn(t, sqlite)
	const secret = "tijera nube grapa 77"
	foja(t, p.run.Env, secret+"\n", "user", "add", "admin", "--name", "Pilar Núñez", "--email", theManager.Address,
		"--role", "administrator")
	p.opened()
	p.Users = append(p.Users, user{Role: "administrator", User: "admin", Password: secret})
	_, c := p.asked("Un pedido cualquiera")

	w := p.window("template")
	w.signsIn(p.user("administrator"))
	w.goes("/templates/response")
	w.follows("button[value=mail]")
	w.says("La prueba se envió a " + theManager.Address)
	m := p.box("manager").await(t, "INBOX", "trial", func(m mailIn) bool { return m.number() == c.Number })
	if _, err := m.file("carta.pdf"); err != nil || m.Subject != "PRUEBA: Re: Un pedido cualquiera" || m.HTML == "" {
		t.Errorf("%q, %v", m.Subject, err)
	}
	p.stop()
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
}
