package acts_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
)

func TestRegisterGivesNumberDatesAndWorkflow(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa Huamán", "lima", docket.RoleReception)
	f := desktest.Form("t1")
	f.Files = []documents.Upload{desktest.Upload(`C:\docs\solicitud.txt`, "la solicitud escaneada")}
	r := h.Register(clerk, f)
	if r.Number != "000001-2026" || r.DueOn.String() != "2026-03-16" || r.Existed {
		t.Errorf("%+v", r)
	}
	if h.Workflows.Started[r.ID] != 1 {
		t.Errorf("the workflow was started %d times", h.Workflows.Started[r.ID])
	}
	p, err := h.Cases.Request(h.Ctx, clerk, r.ID)
	h.Must(err)
	if len(p.Documents) == 0 || p.Documents[0].Name != "solicitud.txt" || !strings.HasPrefix(p.Documents[0].Type, "text/plain") {
		t.Errorf("documents: %+v", p.Documents)
	}
	if desktest.Words(p.StateName) != "Por asignar" || p.Left != 10 || p.Overdue || len(p.Deadline.Days) != 14 {
		t.Errorf("state %q, left %d, overdue %t, %d days", p.StateName, p.Left, p.Overdue, len(p.Deadline.Days))
	}

	again := desktest.Form("t1")
	again.Text = "otra cosa"
	again.Files = []documents.Upload{desktest.Upload("solicitud.txt", "la solicitud escaneada")}
	r2 := h.Register(clerk, again)
	if r2.ID != r.ID || !r2.Existed {
		t.Errorf("the same token made another request: %+v", r2)
	}
	other := h.Person("Teresa Ccori", "lima", docket.RoleReception)
	if r3 := h.Register(other, desktest.Form("t1")); r3.ID == r.ID || r3.Number != "000002-2026" {
		t.Errorf("another clerk's token was answered with somebody else's request: %+v", r3)
	}
	if strings.Contains(h.Log.String(), "Ñahui") || strings.Contains(h.Log.String(), "40123456") {
		t.Error("personal data in the log")
	}
}

func TestFormRefusals(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	for _, c := range []struct {
		name   string
		change func(*acts.Form)
		fields string // "" = accepted
	}{
		{"complete", func(*acts.Form) {}, ""},
		{"no identity, no domicile: a correction, not a refusal", func(f *acts.Form) { f.Requester.IDNumber, f.Requester.Address = "", "" }, ""},
		{"no e-mail, no consent", func(f *acts.Form) { f.Requester.Email, f.Requester.EmailConsent, f.DeliveryMode = "", false, "copy" }, ""},
		{"delivery by e-mail to no address", func(f *acts.Form) { f.Requester.Email, f.Requester.EmailConsent = "", false }, "email"},
		{"no delivery mode", func(f *acts.Form) { f.DeliveryMode = "" }, ""},
		{"foreigner", func(f *acts.Form) { f.Requester.IDKind, f.Requester.IDNumber = "ce", "001-234 567" }, ""},
		{"company", func(f *acts.Form) { f.Requester.IDKind, f.Requester.IDNumber = "RUC", "20131312955" }, ""},
		{"received yesterday", func(f *acts.Form) { f.ReceivedAt = h.Now.AddDate(0, 0, -3) }, ""},
		{"no name", func(f *acts.Form) { f.Requester.Name = " \t" }, "name"},
		{"no text", func(f *acts.Form) { f.Text = "\n \n" }, "text"},
		{"no name and no text", func(f *acts.Form) { f.Requester.Name, f.Text = "", "" }, "name text"},
		{"no token", func(f *acts.Form) { f.Token = "" }, "token"},
		{"short DNI", func(f *acts.Form) { f.Requester.IDNumber = "4012345" }, "id_number"},
		{"DNI with letters", func(f *acts.Form) { f.Requester.IDNumber = "4012345A" }, "id_number"},
		{"RUC of nobody", func(f *acts.Form) { f.Requester.IDKind, f.Requester.IDNumber = "RUC", "99131312955" }, "id_number"},
		{"unknown identity", func(f *acts.Form) { f.Requester.IDKind = "LIBRETA" }, "id_kind"},
		{"consent without address", func(f *acts.Form) { f.Requester.Email = "" }, "email"},
		{"address without domain", func(f *acts.Form) { f.Requester.Email = "maria@correo" }, "email"},
		{"address with a name", func(f *acts.Form) { f.Requester.Email = "Maria <maria@correo.example>" }, "email"},
		{"address with a line", func(f *acts.Form) { f.Requester.Email = "a@b.pe\r\nBcc: c@d.pe" }, "email"},
		{"in the future", func(f *acts.Form) { f.ReceivedAt = h.Now.Add(2 * time.Hour) }, "received_at"},
		{"before the calendar", func(f *acts.Form) { f.ReceivedAt = time.Date(1995, 1, 2, 15, 0, 0, 0, time.UTC) }, "received_at"},
		{"before the procedure", func(f *acts.Form) {
			f.Procedure, f.ReceivedAt = "religious-assistance", time.Date(1990, 1, 2, 15, 0, 0, 0, time.UTC)
		}, "received_at"},
		{"no procedure", func(f *acts.Form) { f.Procedure = "" }, "procedure"},
		{"unknown office", func(f *acts.Form) { f.Office = "cusco" }, "office"},
		{"unknown delivery", func(f *acts.Form) { f.DeliveryMode = "paloma" }, "delivery_mode"},
		{"unknown field", func(f *acts.Form) { f.Fields = map[string]string{"color": "rojo"} }, "field_color"},
		{"unknown channel", func(f *acts.Form) { f.Channel = "fax" }, "channel"},
		{"negative sheets", func(f *acts.Form) { f.Sheets = -1 }, "sheets"},
		{"too long a subject", func(f *acts.Form) { f.Subject = strings.Repeat("x", 501) }, "subject"},
		{"too long a text", func(f *acts.Form) { f.Text = strings.Repeat("x", 200_001) }, "text"},
		{"too big a file", func(f *acts.Form) { f.Files = []documents.Upload{desktest.Upload("a.pdf", strings.Repeat("x", 2001))} }, "files"},
		{"an empty file", func(f *acts.Form) { f.Files = []documents.Upload{desktest.Upload("a.pdf", "")} }, "files"},
		{"too many files", func(f *acts.Form) {
			f.Files = []documents.Upload{desktest.Upload("a", "1"), desktest.Upload("b", "2"), desktest.Upload("c", "3"), desktest.Upload("d", "4")}
		}, "files"},
		{"a bad date in an extra field", func(f *acts.Form) {
			f.Procedure, f.DeliveryMode, f.Fields = "religious-assistance", "", map[string]string{"until": "31/02/2026"}
		}, "field_until"},
	} {
		f := desktest.Form("token " + c.name)
		c.change(&f)
		before := len(h.Workflows.Started)
		_, err := h.Acts.Register(h.Ctx, clerk, f)
		var wrong access.FieldErrors
		if errors.As(err, &wrong) != (c.fields != "") || err != nil && c.fields == "" {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var fields []string
		for _, w := range wrong {
			fields = append(fields, w.Field)
			if w.Reason.String() == "" || w.Code != docket.CodeInvalid {
				t.Errorf("%s: %+v says nothing", c.name, w)
			}
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%s: refused %q, want %q", c.name, got, c.fields)
		}
		if c.fields != "" && len(h.Workflows.Started) != before {
			t.Errorf("%s: refused and started", c.name)
		}
	}
}

func TestWhoMayRegister(t *testing.T) {
	h := desktest.New(t)
	for role, may := range map[docket.Role]bool{
		docket.RoleReception: true, docket.RoleOfficer: true, docket.RoleManager: true,
		docket.RoleHead: false, docket.RoleAdministrator: false, docket.RoleAuditor: false,
	} {
		_, err := h.Acts.Register(h.Ctx, h.Person("u "+string(role), "", role), desktest.Form("t"))
		if may != (err == nil) || !may && docket.CodeOf(err) != docket.CodeForbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
	_, err := h.Acts.Register(h.Ctx, h.Person("norte", "trujillo", docket.RoleReception), desktest.Form("t"))
	h.Code("clerk of another office", err, docket.CodeForbidden)
	_, err = h.Acts.Register(h.Ctx, access.User{}, desktest.Form("t"))
	h.Code("nobody", err, docket.CodeForbidden)
}

func TestRegisteredWhileWorkflowsAreAway(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	h.Workflows.Down = errors.New("temporal is away")
	r := h.Register(clerk, desktest.Form("t1"))
	p, err := h.Cases.Request(h.Ctx, clerk, r.ID)
	h.Must(err)
	if desktest.Words(p.StateName) != "Registrándose" || p.Deadline.DueOn.String() != "2026-03-16" || len(p.Buttons) != 0 {
		t.Errorf("%q due %s, buttons %v", p.StateName, p.Deadline.DueOn, p.Buttons)
	}
	file, err := h.Papers.Receipt(h.Ctx, clerk, r.ID)
	h.Must(err)
	first := desktest.ContentOf(t, file)
	if !strings.HasPrefix(first, "%PDF-") {
		t.Error("no receipt")
	}
	h.Now = h.Now.Add(time.Minute)
	if h.Upkeep.Sweep(h.Ctx) == nil {
		t.Error("the sweep hides that the workflows are away")
	}
	h.Workflows.Down = nil
	h.Must(h.Upkeep.Sweep(h.Ctx))
	if h.Workflows.Started[r.ID] != 1 {
		t.Error("the sweep did not start it")
	}
	h.Must(h.Upkeep.Sweep(h.Ctx))
	if h.Workflows.Started[r.ID] != 1 {
		t.Error("the sweep starts what has started")
	}
	again, err := h.Papers.Receipt(h.Ctx, clerk, r.ID)
	h.Must(err)
	if first != desktest.ContentOf(t, again) {
		t.Error("a second receipt differs from the first")
	}
}

func TestDuplicatesHint(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	first := h.Register(clerk, desktest.Form("t1"))
	hints, err := h.Acts.Duplicates(h.Ctx, clerk, acts.DuplicateProbe{IDNumber: "40123456"})
	h.Must(err)
	if len(hints) != 1 || hints[0].Row.ID != first.ID || len(hints[0].Why) != 1 || hints[0].Why[0] != "mismo documento de identidad" {
		t.Errorf("%+v", hints)
	}
	hints, err = h.Acts.Duplicates(h.Ctx, h.Person("norte", "trujillo", docket.RoleReception), acts.DuplicateProbe{IDNumber: "40123456"})
	h.Must(err)
	if len(hints) != 0 {
		t.Error("a hint shows another office's case")
	}
}
