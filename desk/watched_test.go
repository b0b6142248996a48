package desk

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"foja/docket"
)

// What is listed in docs/operate.md is written by the call that it is about, and nothing of a citizen with it.
func TestTheSecurityLogSaysWhoDidWhat(t *testing.T) {
	h, admin := duo(t)
	var log strings.Builder
	h.Desk.Security = slog.New(slog.NewJSONHandler(&log, nil))
	w := Watched{h.Desk}
	clerk, officer := h.person("Rosa", "", docket.RoleReception), h.person("Luis", "", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.account("julio", "caballo batería grapa")
	_, _ = w.SignIn(h.ctx, "julio", "mi contraseña secreta", "192.0.2.1")
	_, _ = w.SignIn(h.ctx, "julio", "caballo batería grapa", "192.0.2.1")
	_, _ = w.SignInCode(h.ctx, officer.ID, "123456", "192.0.2.1")
	_, _ = w.SignInAs(h.ctx, Identity{Issuer: "https://id.example", Subject: "s", Login: "nadie"}, "", "")
	_, _ = w.UserByToken(h.ctx, "foja_inventada")
	_, _ = w.Request(h.ctx, officer, id)
	_, _ = w.Document(h.ctx, officer, id, "doc")
	_, _ = w.LetterPDF(h.ctx, officer, id, "receipt-1")
	_, _ = w.CaseFilePDF(h.ctx, officer, id)
	_, _ = w.MessageFile(h.ctx, officer, "m1", 1)
	_, _ = w.RawMessage(h.ctx, officer, "m1")
	_, _ = w.BookFile(h.ctx, officer, BookFilter{}, "csv")
	_, _ = w.BookFile(h.ctx, clerk, BookFilter{}, "csv")
	_, _ = w.BoardFile(h.ctx, admin, DashboardFilter{}, "xlsx")
	_, _ = w.ReturnFile(h.ctx, admin, ReturnFilter{})
	made, _, err := w.SaveAccount(h.ctx, admin, AccountForm{Login: "nueva", Name: "Nombre Propio", Email: "propio@spn.example", Roles: []string{"officer"}})
	h.must(err)
	_, err = w.CreateToken(h.ctx, h.fresh(officer), "", "guion", 3)
	h.must(err)
	h.code("one person", w.twoPersons(h.ctx, admin, made), docket.CodeForbidden)

	seen := map[string]map[string]any{}
	for line := range strings.Lines(log.String()) {
		var one map[string]any
		h.must(json.Unmarshal([]byte(line), &one))
		seen[one["event"].(string)] = one
	}
	for _, event := range []string{
		"sign_in.password", "sign_in.code", "sign_in.identity", "refused.token", "refused.two_persons", "refused.export.register", "account.created", "account.token_made",
		"read.case", "read.document", "read.letter", "read.message", "read.message_file", "export.case_file", "export.register", "export.dashboard", "export.return",
	} {
		if seen[event] == nil {
			t.Errorf("%s was not written", event)
		}
	}
	if c := seen["read.case"]; c["actor"] != officer.ID || c["case"] != id || c["outcome"] != "ok" {
		t.Errorf("%v", c)
	}
	f := form("t1")
	for _, word := range []string{f.Requester.Name, f.Requester.Email, f.Text, f.Subject, f.Requester.IDNumber, "mi contraseña", "caballo", "foja_", "propio@", "Nombre Propio"} {
		if word != "" && strings.Contains(log.String(), word) {
			t.Errorf("%q is in the log", word)
		}
	}
}
