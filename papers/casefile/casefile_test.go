package casefile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

var at = time.Date(2026, 3, 2, 15, 30, 0, 0, time.UTC)

func sample(messages int) File {
	d := calendar.Date{Year: 2026, Month: time.March, Day: 2}
	f := File{
		Agency: "Servicio Penitenciario Nacional", Office: "Sede Central", Number: "000001-2026",
		Title: "Acceso a la información pública", At: at, Chain: true,
		Cover:   []Fact{{"Solicitante", "María Ñahui Quispe"}, {"Vacío", ""}},
		Request: Piece{Kind: "Solicitud", Title: "Población penal", At: at, Text: "Solicito la población penal."},
		Clock: Clock{Deadline: docket.Deadline{
			ReceivedOn: d, CountsFrom: d, DueOn: d.AddDays(2), Counted: 1,
			Days: []docket.CountedDay{
				{Date: d.AddDays(1), Reason: "feriado: Día inventado", Source: "DL 713 art. 6"},
				{Date: d.AddDays(2), Counted: true, N: 1},
			},
		}},
		Events: []Event{
			{
				Seq: 1, At: at, Title: docket.Say("Solicitud recibida"), Who: "foja", Role: "sistema", Hands: "responsable",
				Hash: strings.Repeat("ab", 32),
			},
		},
	}
	for i := range messages {
		raw := fmt.Appendf(nil, "mensaje %d", i)
		f.Originals = append(f.Originals, Original{
			N: i + 1, Name: "mensaje.eml", What: "Mensaje", Size: int64(len(raw)),
			SHA256: sum(raw), Open: func() ([]byte, error) { return raw, nil },
		})
		f.Pieces = append(f.Pieces, Piece{Kind: "Mensaje recibido", Title: fmt.Sprintf("Carta número %d.",
			i+1), At: at, Original: i + 1, SHA256: sum(raw), Text: strings.Repeat("Texto del mensaje. ", 1+i*7%400)})
	}
	return f
}

func set(t *testing.T, f File) RenderedFile {
	t.Helper()
	b, err := Render(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// pages are the texts of a PDF's pages, as another program reads them.
func pages(t *testing.T, pdf []byte) []string {
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
	all := strings.Split(string(out), "\f")
	return all[:len(all)-1]
}

// A case with 300 messages: every leaf has its number, and the index says where things really are.
func TestIndexAndLeavesOfALongCase(t *testing.T) {
	f := sample(300)
	b := set(t, f)
	read := pages(t, b.PDF)
	if len(read) != b.Leaves || b.Leaves < 300 || len(b.Index) != 306 {
		t.Fatalf("%d pages, %d leaves, %d entries", len(read), b.Leaves, len(b.Index))
	}
	for i, page := range read {
		if !strings.Contains(page, fmt.Sprintf("Folio %d\n", i+1)) ||
			!strings.Contains(page, fmt.Sprintf("folio %d de %d", i+1, b.Leaves)) {
			t.Fatalf("leaf %d is not numbered:\n%s", i+1, page)
		}
	}
	next := 1
	for _, e := range b.Index {
		if e.From != next || e.To < e.From {
			t.Fatalf("%+v: wanted from %d", e, next)
		}
		next = e.To + 1
		if title, found := strings.CutPrefix(e.What, "Mensaje recibido: "); found &&
			!strings.Contains(read[e.From-1], title) {
			t.Errorf("%q is not on leaf %d", title, e.From)
		}
	}
	if next != b.Leaves+1 {
		t.Errorf("the index ends at %d of %d", next-1, b.Leaves)
	}
	index := strings.Join(strings.Fields(strings.Join(read[b.Index[1].From-1:b.Index[1].To], " ")), " ")
	for _, e := range b.Index[3:303] {
		if want := fmt.Sprintf("%s 02/03/2026 15:30 %d %d", e.What, e.From, e.To); !strings.Contains(index, want) {
			t.Errorf("the printed index lacks %q", want)
		}
	}
}

func TestTheSameCaseGivesTheSameBytes(t *testing.T) {
	var first []byte
	for range 2 {
		f := sample(5)
		var out bytes.Buffer
		if err := WriteZIP(&out, f, set(t, f)); err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, out.Bytes()) {
			t.Error("other bytes")
		}
		first = out.Bytes()
	}
	f := sample(5)
	f.At = at.Add(time.Hour)
	var out bytes.Buffer
	if err := WriteZIP(&out, f, set(t, f)); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, out.Bytes()) {
		t.Error("a later case gives the same bytes")
	}
}

func TestWhatHardTextsBecome(t *testing.T) {
	f := sample(0)
	f.Pieces = []Piece{
		{Kind: "Mensaje recibido", Title: "", Text: ""},
		{Kind: "Mensaje recibido", Title: "漢字 😀 ñandú\u202egpj", Text: "Ω áéíóúüñÑ «¿¡» \x00\x1b mal\xff" + "\n" + "n\u0303"},
		{Kind: "Mensaje recibido", Title: strings.Repeat("X", 3000), Text: strings.Repeat("Y", 200_000)},
		{Kind: "Mensaje recibido", Title: "Líneas", Text: strings.Repeat("\n", 100_000)},
		{Kind: "Documento", Title: "Archivos", Files: []Attached{
			{Name: strings.Repeat("Z", 5000), SHA256: strings.Repeat("0", 64)},
		}},
	}
	b := set(t, f)
	text := strings.Join(pages(t, b.PDF), "\n")
	for _, want := range []string{"□□ □ ñandúgpj", "áéíóúüñÑ «¿¡»", "mal□", "aquí está solo su comienzo"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	s := renderer{measurer: newTypist()}
	s.font("", 10, ink)
	for _, line := range s.fold(strings.Repeat("W", 10_000)+" corto "+strings.Repeat("ñ", 999), column) {
		if s.GetStringWidth(line) > column+0.01 {
			t.Fatalf("a line of %.1f mm overflows %.1f", s.GetStringWidth(line), column)
		}
	}
	if !s.has(missingGlyph) {
		t.Error("the font lacks the sign for what it lacks")
	}
	set(t, File{})
}

func TestHostileNamesInTheZIP(t *testing.T) {
	f := sample(0)
	for i, name := range []string{
		"../../etc/passwd", `..\..\autoexec.bat`, "/raíz/ñandú.pdf", "factura\u202efdp.exe", "igual.pdf", "igual.pdf",
		"", "..", "CON",
		strings.Repeat("á", 400) + ".pdf", "a\nb\r.txt", ".bashrc", "-rf", "con espacio;rm.txt",
	} {
		body := []byte(name)
		f.Originals = append(f.Originals, Original{
			N: i + 1, Name: name, SHA256: sum(body), Open: func() ([]byte, error) { return body, nil },
		})
	}
	var out bytes.Buffer
	if err := WriteZIP(&out, f, set(t, f)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	contents, names := map[string]string{}, map[string]bool{}
	for _, entry := range z.File {
		name, found := strings.CutPrefix(entry.Name, "expediente-000001-2026/")
		if !found || !filepath.IsLocal(entry.Name) || names[strings.ToLower(name)] || len(name) > 130 ||
			strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") != "" {
			t.Errorf("unsafe name %q", entry.Name)
		}
		names[strings.ToLower(name)] = true
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		contents[name] = string(body)
	}
	lines := strings.Split(strings.TrimSuffix(contents["SHA256SUMS"], "\n"), "\n")
	if len(lines) != len(z.File)-1 || contents["manifest.json"] == "" {
		t.Errorf("%d sums for %d files", len(lines), len(z.File))
	}
	for _, line := range lines {
		hash, name, _ := strings.Cut(line, "  ")
		if body, found := contents[name]; !found || sum([]byte(body)) != hash {
			t.Errorf("wrong sum: %s", line)
		}
	}
}

func TestABrokenOriginalEndsNoZIP(t *testing.T) {
	for name, open := range map[string]func() ([]byte, error){
		"changed": func() ([]byte, error) { return []byte("otra cosa"), nil },
		"lost":    func() ([]byte, error) { return nil, errors.New("lost") },
	} {
		f := sample(1)
		f.Originals[0].Open = open
		var out bytes.Buffer
		if err := WriteZIP(&out, f, set(t, f)); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
			t.Errorf("%s: the half ZIP opens", name)
		}
	}
}
