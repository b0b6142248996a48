package desk

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func TestRegisterGivesNumberDatesAndWorkflow(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa Huamán", "lima", docket.RoleReception)
	f := form("t1")
	f.Files = []Upload{upload(`C:\docs\solicitud.txt`, "la solicitud escaneada")}
	r := h.register(clerk, f)
	if r.Number != "000001-2026" || r.DueOn.String() != "2026-03-16" || r.Existed {
		t.Errorf("%+v", r)
	}
	if h.cases.started[r.ID] != 1 {
		t.Errorf("the workflow was started %d times", h.cases.started[r.ID])
	}
	p, err := h.Request(h.ctx, clerk, r.ID)
	h.must(err)
	if len(p.Documents) == 0 || p.Documents[0].Name != "solicitud.txt" || !strings.HasPrefix(p.Documents[0].Type, "text/plain") {
		t.Errorf("documents: %+v", p.Documents)
	}
	if p.StateName != "Por asignar" || p.Left != 10 || p.Overdue || len(p.Deadline.Days) != 14 {
		t.Errorf("state %q, left %d, overdue %t, %d days", p.StateName, p.Left, p.Overdue, len(p.Deadline.Days))
	}

	again := form("t1")
	again.Text = "otra cosa"
	again.Files = []Upload{upload("solicitud.txt", "la solicitud escaneada")}
	r2 := h.register(clerk, again)
	if r2.ID != r.ID || !r2.Existed {
		t.Errorf("the same token made another request: %+v", r2)
	}
	other := h.person("Teresa Ccori", "lima", docket.RoleReception)
	if r3 := h.register(other, form("t1")); r3.ID == r.ID || r3.Number != "000002-2026" {
		t.Errorf("another clerk's token was answered with somebody else's request: %+v", r3)
	}
	if strings.Contains(h.log.String(), "Ñahui") || strings.Contains(h.log.String(), "40123456") {
		t.Error("personal data in the log")
	}
}

func TestFormRefusals(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	for _, c := range []struct {
		name   string
		change func(*Form)
		fields string // "" = accepted
	}{
		{"complete", func(*Form) {}, ""},
		{"no identity, no domicile: a correction, not a refusal", func(f *Form) { f.Requester.IDNumber, f.Requester.Address = "", "" }, ""},
		{"no e-mail, no consent", func(f *Form) { f.Requester.Email, f.Requester.EmailConsent, f.DeliveryMode = "", false, "copy" }, ""},
		{"delivery by e-mail to no address", func(f *Form) { f.Requester.Email, f.Requester.EmailConsent = "", false }, "email"},
		{"no delivery mode", func(f *Form) { f.DeliveryMode = "" }, ""},
		{"foreigner", func(f *Form) { f.Requester.IDKind, f.Requester.IDNumber = "ce", "001-234 567" }, ""},
		{"company", func(f *Form) { f.Requester.IDKind, f.Requester.IDNumber = "RUC", "20131312955" }, ""},
		{"received yesterday", func(f *Form) { f.ReceivedAt = h.now.AddDate(0, 0, -3) }, ""},
		{"no name", func(f *Form) { f.Requester.Name = " \t" }, "name"},
		{"no text", func(f *Form) { f.Text = "\n \n" }, "text"},
		{"no name and no text", func(f *Form) { f.Requester.Name, f.Text = "", "" }, "name text"},
		{"no token", func(f *Form) { f.Token = "" }, "token"},
		{"short DNI", func(f *Form) { f.Requester.IDNumber = "4012345" }, "id_number"},
		{"DNI with letters", func(f *Form) { f.Requester.IDNumber = "4012345A" }, "id_number"},
		{"RUC of nobody", func(f *Form) { f.Requester.IDKind, f.Requester.IDNumber = "RUC", "99131312955" }, "id_number"},
		{"unknown identity", func(f *Form) { f.Requester.IDKind = "LIBRETA" }, "id_kind"},
		{"consent without address", func(f *Form) { f.Requester.Email = "" }, "email"},
		{"address without domain", func(f *Form) { f.Requester.Email = "maria@correo" }, "email"},
		{"address with a name", func(f *Form) { f.Requester.Email = "Maria <maria@correo.example>" }, "email"},
		{"address with a line", func(f *Form) { f.Requester.Email = "a@b.pe\r\nBcc: c@d.pe" }, "email"},
		{"in the future", func(f *Form) { f.ReceivedAt = h.now.Add(2 * time.Hour) }, "received_at"},
		{"before the calendar", func(f *Form) { f.ReceivedAt = time.Date(1995, 1, 2, 15, 0, 0, 0, time.UTC) }, "received_at"},
		{"before the procedure", func(f *Form) {
			f.Procedure, f.ReceivedAt = "religious-assistance", time.Date(1990, 1, 2, 15, 0, 0, 0, time.UTC)
		}, "received_at"},
		{"no procedure", func(f *Form) { f.Procedure = "" }, "procedure"},
		{"unknown office", func(f *Form) { f.Office = "cusco" }, "office"},
		{"unknown delivery", func(f *Form) { f.DeliveryMode = "paloma" }, "delivery_mode"},
		{"unknown field", func(f *Form) { f.Fields = map[string]string{"color": "rojo"} }, "field_color"},
		{"unknown channel", func(f *Form) { f.Channel = "fax" }, "channel"},
		{"negative sheets", func(f *Form) { f.Sheets = -1 }, "sheets"},
		{"too long a subject", func(f *Form) { f.Subject = strings.Repeat("x", 501) }, "subject"},
		{"too long a text", func(f *Form) { f.Text = strings.Repeat("x", 200_001) }, "text"},
		{"too big a file", func(f *Form) { f.Files = []Upload{upload("a.pdf", strings.Repeat("x", 2001))} }, "files"},
		{"an empty file", func(f *Form) { f.Files = []Upload{upload("a.pdf", "")} }, "files"},
		{"too many files", func(f *Form) {
			f.Files = []Upload{upload("a", "1"), upload("b", "2"), upload("c", "3"), upload("d", "4")}
		}, "files"},
		{"a bad date in an extra field", func(f *Form) {
			f.Procedure, f.DeliveryMode, f.Fields = "religious-assistance", "", map[string]string{"until": "31/02/2026"}
		}, "field_until"},
	} {
		f := form("token " + c.name)
		c.change(&f)
		before := len(h.cases.started)
		_, err := h.Register(h.ctx, clerk, f)
		var wrong FieldErrors
		if errors.As(err, &wrong) != (c.fields != "") || err != nil && c.fields == "" {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var fields []string
		for _, w := range wrong {
			fields = append(fields, w.Field)
			if w.Message == "" || w.Code != docket.CodeInvalid {
				t.Errorf("%s: %+v says nothing", c.name, w)
			}
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%s: refused %q, want %q", c.name, got, c.fields)
		}
		if c.fields != "" && len(h.cases.started) != before {
			t.Errorf("%s: refused and started", c.name)
		}
	}
}

func TestWhoMayRegister(t *testing.T) {
	h := newHouse(t)
	for role, may := range map[docket.Role]bool{
		docket.RoleReception: true, docket.RoleOfficer: true, docket.RoleManager: true,
		docket.RoleHead: false, docket.RoleAdministrator: false, docket.RoleAuditor: false,
	} {
		_, err := h.Register(h.ctx, h.person("u "+string(role), "", role), form("t"))
		if may != (err == nil) || !may && docket.CodeOf(err) != docket.CodeForbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
	_, err := h.Register(h.ctx, h.person("norte", "trujillo", docket.RoleReception), form("t"))
	h.code("clerk of another office", err, docket.CodeForbidden)
	_, err = h.Register(h.ctx, User{}, form("t"))
	h.code("nobody", err, docket.CodeForbidden)
}

func TestRegisteredWhileWorkflowsAreAway(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	h.cases.down = errors.New("temporal is away")
	r := h.register(clerk, form("t1"))
	p, err := h.Request(h.ctx, clerk, r.ID)
	h.must(err)
	if p.StateName != "Registrándose" || p.Deadline.DueOn.String() != "2026-03-16" || len(p.Buttons) != 0 {
		t.Errorf("%q due %s, buttons %v", p.StateName, p.Deadline.DueOn, p.Buttons)
	}
	file, err := h.Receipt(h.ctx, clerk, r.ID)
	h.must(err)
	first := contentOf(t, file)
	if !strings.HasPrefix(first, "%PDF-") {
		t.Error("no receipt")
	}
	h.now = h.now.Add(time.Minute)
	if h.Sweep(h.ctx) == nil {
		t.Error("the sweep hides that the workflows are away")
	}
	h.cases.down = nil
	h.must(h.Sweep(h.ctx))
	if h.cases.started[r.ID] != 1 {
		t.Error("the sweep did not start it")
	}
	h.must(h.Sweep(h.ctx))
	if h.cases.started[r.ID] != 1 {
		t.Error("the sweep starts what has started")
	}
	again, err := h.Receipt(h.ctx, clerk, r.ID)
	h.must(err)
	if first != contentOf(t, again) {
		t.Error("a second receipt differs from the first")
	}
}

func TestDuplicatesHint(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	first := h.register(clerk, form("t1"))
	hints, err := h.Duplicates(h.ctx, clerk, DuplicateProbe{IDNumber: "40123456"})
	h.must(err)
	if len(hints) != 1 || hints[0].Row.ID != first.ID || len(hints[0].Why) != 1 || hints[0].Why[0] != "mismo documento de identidad" {
		t.Errorf("%+v", hints)
	}
	hints, err = h.Duplicates(h.ctx, h.person("norte", "trujillo", docket.RoleReception), DuplicateProbe{IDNumber: "40123456"})
	h.must(err)
	if len(hints) != 0 {
		t.Error("a hint shows another office's case")
	}
}
