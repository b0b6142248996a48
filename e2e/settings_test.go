package e2e_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/harness"
)

// TestServeRefusesWrongSettings: a wrong value stops the start, with its name, the value and what would be right.
func TestServeRefusesWrongSettings(t *testing.T) {
	t.Parallel()
	dir := harness.Dir(t)
	right := []string{"FOJA_DATABASE=sqlite:" + filepath.Join(dir, "foja.db"), "FOJA_TEMPORAL_FILE=" +
		filepath.Join(dir, "temporal.db"), "FOJA_HTTP_ADDR=127.0.0.1:0"}
	for _, c := range []struct {
		set  string
		want []string
		not  string
	}{
		{"FOJA_IMAP_TLS=maybe", []string{"FOJA_IMAP_TLS", `"maybe"`, "tls, starttls or none"}, ""},
		{"FOJA_DATABASE=mysql:foja", []string{"FOJA_DATABASE", "mysql:foja", "sqlite:PATH or postgres://"}, ""},
		{"FOJA_ROLES=web,cook", []string{"FOJA_ROLES", "cook", "web, worker, mail"}, ""},
		{"FOJA_HTTP_ADDR=8080", []string{"FOJA_HTTP_ADDR", "8080", "HOST:PORT"}, ""},
		{"FOJA_EVIDENCE_WAIT=soon", []string{"FOJA_EVIDENCE_WAIT", "soon", "1m"}, ""},
		{"FOJA_RECEPTION_POLICY=never", []string{"FOJA_RECEPTION_POLICY", "never", "OFFICE_HOURS or SAME_DAY_24x7"}, ""},
		{"FOJA_IMAP_PASSWORD_FILE=/no/such/file", []string{"FOJA_IMAP_PASSWORD_FILE", "/no/such/file", "can be read"}, ""},
		{"FOJA_DATABASE=postgres://foja:geheim77@[/x", []string{"FOJA_DATABASE"}, "geheim77"},
		{"FOJA_AGENCY_FILE=/no/such/agency.yaml", []string{"/no/such/agency.yaml"}, ""},
		{"FOJA_MAIL_OFFICE=cusco", []string{"cusco"}, ""},
		{"FOJA_MAIL_PROCEDURE=divorce", []string{"divorce"}, ""},
	} {
		t.Run(c.set, func(t *testing.T) {
			p := harness.UseProgram(t, harness.Run{
				Args: []string{"serve", "--migrate"}, Dir: harness.Dir(t), Env: append(right, c.set),
			})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			code, err := p.Wait(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if code != 2 {
				t.Errorf("exit code %d", code)
			}
			for _, want := range c.want {
				if !strings.Contains(p.Log(), want) {
					t.Errorf("%q is not in %s", want, p.Log())
				}
			}
			if c.not != "" && strings.Contains(p.Log(), c.not) {
				t.Errorf("a secret is told: %s", p.Log())
			}
		})
	}
}
