package papers_test

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

	"foja/access"
	"foja/desk/desktest"
	"foja/docket"
)

func TestCaseFileHasEverythingAndItsSumsVerify(t *testing.T) {
	h := desktest.New(t)
	id, officer := h.Whole()
	pdf, err := h.Papers.CaseFilePDF(h.Ctx, officer, id)
	h.Must(err)
	h.Now = h.Now.Add(24 * time.Hour)
	again, err := h.Papers.CaseFilePDF(h.Ctx, officer, id)
	h.Must(err)
	if !bytes.Equal(pdf.Bytes, again.Bytes) {
		t.Error("the same case gives other bytes on another day")
	}
	text := desktest.Read(t, pdf.Bytes)
	for _, want := range []string{
		"Folio 1", "María Ñahui Quispe", "Preciso mi pedido", "También pido el año 2019. Gracias □", "¿Tienen los cuadros de 2020?",
		"Sí, los tenemos.", "Respuesta de un área", "Le enviamos los datos.", "Julio Paredes", "responsable", "cuadros.csv", "Respondió la solicitud", "área poseedora",
		"sábado", "La cadena se volvió a calcular", "Cómputo del plazo",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the case file lacks %q", want)
		}
	}
	chain, err := h.Core.Store.Chain(h.Ctx, id)
	h.Must(err)
	if len(chain) == 0 || !strings.Contains(text, chain[len(chain)-1].Hash) {
		t.Errorf("the last of %d hashes is not in the file", len(chain))
	}
	b, err := h.Papers.CaseFileZIP(h.Ctx, officer, id)
	h.Must(err)
	var out bytes.Buffer
	h.Must(b.Write(&out))
	verify(t, out.Bytes())
	if !bytes.Contains(out.Bytes(), []byte("-plano")) {
		t.Error("the citizen's file is not in the ZIP")
	}
}

func TestWhoMayHaveTheCaseFile(t *testing.T) {
	h := desktest.New(t)
	id, _ := h.Whole()
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
		u := h.Person(fmt.Sprintf("Persona %d", i), c.office, c.role)
		_, pdf := h.Papers.CaseFilePDF(h.Ctx, u, id)
		_, zip := h.Papers.CaseFileZIP(h.Ctx, u, id)
		_, page := h.Cases.Request(h.Ctx, u, id)
		for what, err := range map[string]error{"PDF": pdf, "ZIP": zip, "page": page} {
			if docket.CodeOf(err) != c.want && !(err == nil && c.want == "") {
				t.Errorf("%s of %s: %s: %v, want %q", c.role, c.office, what, err, c.want)
			}
		}
	}
	_, err := h.Papers.CaseFilePDF(h.Ctx, access.User{}, id)
	h.Code("nobody", err, docket.CodeForbidden)
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
