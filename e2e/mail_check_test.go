package e2e_test

import (
	"slices"
	"strings"
	"testing"
)

// TestMailCheck tries a good account while foja reads it, and says in words what is wrong with bad ones.
func TestMailCheck(t *testing.T) {
	t.Parallel()
	for _, s := range sets {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p := s.open(t)
			a := p.agency()
			env := []string{
				"FOJA_IMAP_ADDR=" + p.IMAPAddr, "FOJA_IMAP_TLS=none", "FOJA_SMTP_ADDR=" + p.SMTPAddr, "FOJA_SMTP_TLS=none",
			}
			if p.dovecot != nil {
				env = p.run.Env
			} else {
				env = append(env, "FOJA_IMAP_USER="+a.User, "FOJA_IMAP_PASSWORD="+a.Password, "FOJA_SMTP_USER="+a.User,
					"FOJA_SMTP_PASSWORD="+a.Password)
			}
			out, code := p.checks(env)
			if code != 0 || !strings.Contains(out, "llegó a su buzón") || strings.Contains(out, "MAL") {
				t.Errorf("exit %d:\n%s", code, out)
			}
			for what, c := range map[string]struct{ set, want string }{
				"a wrong password":   {"FOJA_IMAP_PASSWORD=no-es-esta", "no acepta el usuario"},
				"nobody listens":     {"FOJA_SMTP_ADDR=127.0.0.1:1", "nadie escucha"},
				"TLS where there is": {"FOJA_IMAP_TLS=tls", "pruebe con starttls"},
			} {
				name, _, _ := strings.Cut(c.set, "=")
				// NAME_FILE too
				bad := slices.DeleteFunc(slices.Clone(env), func(one string) bool { return strings.HasPrefix(one, name) })
				bad = append(bad, c.set)
				if out, code := p.checks(bad); code != 1 || !strings.Contains(out, c.want) || !strings.Contains(out, "MAL") {
					t.Errorf("%s: exit %d, want %q:\n%s", what, code, c.want, out)
				}
			}
			if held := p.held(); len(held) != 0 {
				t.Errorf("the check lies in the holding pen: %+v", held)
			}
		})
	}
}

// checks runs foja mail check.
func (p *place) checks(env []string) (out string, code int) {
	p.t.Helper()
	return p.saysWith(env, "mail", "check", "--wait", "30s")
}
