package desk_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/cases"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/docket"
)

// What is listed in docs/operate.md is written by the call that it is about, and nothing of a citizen with it.
func TestTheSecurityLogSaysWhoDidWhat(t *testing.T) {
	h, admin := desktest.Duo(t)
	var log strings.Builder
	h.Desk.Access.Security = slog.New(slog.NewJSONHandler(&log, nil))
	clerk, officer := h.Person("Rosa", "", docket.RoleReception), h.Person("Luis", "", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Account("julio", "caballo batería grapa")
	_, _ = access.Logged{Service: h.Access}.SignIn(h.Ctx, "julio", "mi contraseña secreta", "192.0.2.1")
	_, _ = access.Logged{Service: h.Access}.SignIn(h.Ctx, "julio", "caballo batería grapa", "192.0.2.1")
	_, _ = access.Logged{Service: h.Access}.SignInCode(h.Ctx, officer.ID, "123456", "192.0.2.1")
	_, _ = access.Logged{Service: h.Access}.SignInAs(h.Ctx, access.Identity{Issuer: "https://id.example", Subject: "s", Login: "nadie"}, "", "")
	_, _ = access.Logged{Service: h.Access}.UserByToken(h.Ctx, "foja_inventada")
	_, _ = cases.Logged{Service: h.Cases}.Request(h.Ctx, officer, id)
	_, _ = documents.Logged{Service: h.Documents, Access: h.Access}.Document(h.Ctx, officer, id, "doc")
	_, _ = documents.Logged{Service: h.Documents, Access: h.Access}.LetterPDF(h.Ctx, officer, id, "receipt-1")
	_, _ = papers.Logged{Service: h.Papers}.CaseFilePDF(h.Ctx, officer, id)
	_, _ = pen.Logged{Service: h.Pen}.MessageFile(h.Ctx, officer, "m1", 1)
	_, _ = pen.Logged{Service: h.Pen}.RawMessage(h.Ctx, officer, "m1")
	_, _ = figures.Logged{Service: h.Figures}.RegisterFile(h.Ctx, officer, figures.RegisterFilter{}, "csv")
	_, _ = figures.Logged{Service: h.Figures}.RegisterFile(h.Ctx, clerk, figures.RegisterFilter{}, "csv")
	_, _ = figures.Logged{Service: h.Figures}.BoardFile(h.Ctx, admin, figures.DashboardFilter{}, "xlsx")
	_, _ = figures.Logged{Service: h.Figures}.ReturnFile(h.Ctx, admin, figures.ReturnFilter{})
	made, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{Login: "nueva", Name: "Nombre Propio", Email: "propio@spn.example", Roles: []string{"officer"}})
	h.Must(err)
	_, err = h.Accounts.CreateToken(h.Ctx, h.Fresh(officer), "", "guion", 3)
	h.Must(err)
	h.Code("one person", h.Accounts.TwoPersons(h.Ctx, admin, made), docket.CodeForbidden)

	seen := map[string]map[string]any{}
	for line := range strings.Lines(log.String()) {
		var one map[string]any
		h.Must(json.Unmarshal([]byte(line), &one))
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
	f := desktest.Form("t1")
	for _, word := range []string{f.Requester.Name, f.Requester.Email, f.Text, f.Subject, f.Requester.IDNumber, "mi contraseña", "caballo", "foja_", "propio@", "Nombre Propio"} {
		if word != "" && strings.Contains(log.String(), word) {
			t.Errorf("%q is in the log", word)
		}
	}
}
