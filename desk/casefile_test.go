package desk

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

// whole is a case with everything in it: mail, notes, a unit's answer, files, a letter by mail.
func (h *house) whole() (id string, officer User) {
	h.Helper()
	clerk := h.person("Rosa Huamán", "lima", docket.RoleReception)
	officer = h.person("Julio Paredes", "lima", docket.RoleOfficer)
	f := form("t1")
	f.Files = []Upload{upload("../../plano\u202egpj.exe", "MZ plano")}
	id = h.register(clerk, f).ID
	h.sent(id)
	h.now = h.now.Add(time.Hour)
	raw := "From: María <maria@correo.example>\r\nTo: transparencia@spn.example\r\nSubject: Preciso mi pedido\r\nMessage-ID: <m1@correo.example>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\nTambién pido el año 2019. Gracias 😀\r\n"
	message, _, err := h.Store.KeepMessage(h.ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: 1, ReceivedAt: h.now, FromAddress: "maria@correo.example", Subject: "Preciso mi pedido"})
	h.must(err)
	h.must(h.Store.SettleMessage(h.ctx, message, store.Settlement{Fate: docket.FateReply, Request: id}))
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	h.do(officer, id, Command{Action: docket.ActConsultAnswer, Text: "Sí, los tenemos.", Files: []Upload{upload("cuadros.csv", "a;b\n1;2\n")}})
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []Upload{upload("datos.csv", "x;y\n")}})
	letter := docket.LetterID(id, docket.LetterResponse, 1)
	_, _, err = h.Store.PutLetter(h.ctx, store.NewLetter{
		ID: letter, Request: id, Kind: docket.LetterResponse, N: 1, ByEmail: true, To: "maria@correo.example", Subject: "Respuesta", MessageID: "l1@spn.example",
		Raw: []byte("From: transparencia@spn.example\r\nTo: maria@correo.example\r\nSubject: Respuesta\r\n\r\nLe enviamos los datos.\r\n"), At: h.now,
	})
	h.must(err)
	h.sent(id)
	return id, officer
}

func TestCaseFileHasEverythingAndItsSumsVerify(t *testing.T) {
	h := newHouse(t)
	id, officer := h.whole()
	pdf, err := h.CaseFilePDF(h.ctx, officer, id)
	h.must(err)
	h.now = h.now.Add(24 * time.Hour)
	again, err := h.CaseFilePDF(h.ctx, officer, id)
	h.must(err)
	if !bytes.Equal(pdf.Bytes, again.Bytes) {
		t.Error("the same case gives other bytes on another day")
	}
	text := read(t, pdf.Bytes)
	for _, want := range []string{
		"Folio 1", "María Ñahui Quispe", "Preciso mi pedido", "También pido el año 2019. Gracias □", "¿Tienen los cuadros de 2020?",
		"Sí, los tenemos.", "Respuesta de un área", "Le enviamos los datos.", "Julio Paredes", "responsable", "cuadros.csv", "Respondió la solicitud", "área poseedora",
		"sábado", "La cadena se volvió a calcular", "Cómputo del plazo",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the case file lacks %q", want)
		}
	}
	chain, err := h.Store.Chain(h.ctx, id)
	h.must(err)
	if len(chain) == 0 || !strings.Contains(text, chain[len(chain)-1].Hash) {
		t.Errorf("the last of %d hashes is not in the file", len(chain))
	}
	b, err := h.CaseFileZIP(h.ctx, officer, id)
	h.must(err)
	var out bytes.Buffer
	h.must(b.Write(&out))
	verify(t, out.Bytes())
	if !bytes.Contains(out.Bytes(), []byte("-plano")) {
		t.Error("the citizen's file is not in the ZIP")
	}
}

func TestWhoMayHaveTheCaseFile(t *testing.T) {
	h := newHouse(t)
	id, _ := h.whole()
	for i, c := range []struct {
		office string
		role   docket.Role
		want   docket.Code // "" = may
	}{
		{"lima", docket.RoleReception, ""}, // she reads the case on its page, too
		{"lima", docket.RoleOfficer, ""},
		{"lima", docket.RoleManager, ""},
		{"", docket.RoleHead, ""},
		{"", docket.RoleAuditor, ""},
		{"", docket.RoleAdministrator, ""},
		{"cusco", docket.RoleOfficer, docket.CodeNotFound},
		{"cusco", docket.RoleManager, docket.CodeNotFound},
		{"lima", docket.RoleRequester, docket.CodeForbidden},
	} {
		u := h.person(fmt.Sprintf("Persona %d", i), c.office, c.role)
		_, pdf := h.CaseFilePDF(h.ctx, u, id)
		_, zip := h.CaseFileZIP(h.ctx, u, id)
		_, page := h.Request(h.ctx, u, id)
		for what, err := range map[string]error{"PDF": pdf, "ZIP": zip, "page": page} {
			if docket.CodeOf(err) != c.want && !(err == nil && c.want == "") {
				t.Errorf("%s of %s: %s: %v, want %q", c.role, c.office, what, err, c.want)
			}
		}
	}
	_, err := h.CaseFilePDF(h.ctx, User{}, id)
	h.code("nobody", err, docket.CodeForbidden)
}

// read gives the text of a PDF as another program reads it.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext: scripts/need installs it")
	}
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// verify unpacks a ZIP and lets sha256sum judge it.
func verify(t *testing.T, body []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range z.File {
		if !filepath.IsLocal(f.Name) {
			t.Fatalf("%q leads out", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		at := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sha256sum", "-c", "--strict", "SHA256SUMS")
	cmd.Dir = filepath.Join(dir, strings.Split(z.File[0].Name, "/")[0])
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
