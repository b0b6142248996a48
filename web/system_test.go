package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/upkeep"
	"foja/mail"
)

func (f fakeUpkeepRoom) SettingsInForce(context.Context, access.User) ([]upkeep.Setting, error) {
	return []upkeep.Setting{
		{Name: "FOJA_HTTP_ADDR", Value: "127.0.0.1:8080", Source: "default", Help: "Where the pages are served.", Default: true},
		{Name: "FOJA_SMTP_PASSWORD", Value: "***", Source: "file /run/secrets/smtp", Help: "Of the account."},
	}, f.fail
}

func (f fakeUpkeepRoom) MailBacklogs(context.Context, access.User) ([]upkeep.MailBacklog, error) {
	return []upkeep.MailBacklog{{Address: "transparencia@spn.example", Since: time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC), Zone: time.UTC, Waiting: 12, Left: 3}}, f.fail
}

func (f fakeUpkeepRoom) CheckMail(_ context.Context, by access.User) ([]mail.Finding, error) {
	if !by.Has(access.AccountKeepers...) {
		return nil, forbidden
	}
	return []mail.Finding{{Step: "imap", OK: true, Text: "El buzón se abre."}, {Step: "quota", Note: true, Text: "El servidor no dice cuánto cabe."}, {Step: "smtp", Text: "El servidor rechaza la contraseña."}}, f.fail
}

func TestTheSystemPage(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/admin/system").wants(t, http.StatusOK, "FOJA_HTTP_ADDR", "de fábrica", "file /run/secrets/smtp", "Probar la cuenta", "transparencia@spn.example", "30/11/2026 15:00", "12 mensajes", "foja mail backlog", "3 mensajes")
	a := b.post("/admin/system", nil)
	a.wants(t, http.StatusOK, "El buzón se abre.", "El servidor rechaza la contraseña.")
	if strings.Count(a.body, "badge--late") != 1 || strings.Count(a.body, "badge--soon") != 2 { // one of the check, one of the mail that waits
		t.Error("good, fair and bad are not told apart")
	}
	if a := as(t, f, "auditor").get("/admin/system"); strings.Contains(a.body, "Probar la cuenta") {
		t.Error("an auditor may try the mail")
	}
}
