package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"foja/files/pdf"
	"foja/files/pdf/pdftest"
)

func TestMain(m *testing.M) { pdftest.Main(m) }

func paper(t testing.TB, draw func(p *fpdf.Fpdf)) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	p.SetFont("Helvetica", "", 12)
	draw(p)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// laid is a PDF of the given objects; the first is the catalogue.
func laid(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// deflated is a page whose text unpacks to so many megabytes.
func deflated(mb int) []byte {
	var packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, 9)
	_, _ = fmt.Fprint(w, "BT /F1 12 Tf\n")
	line := []byte("(" + strings.Repeat("A", 1_000_000) + ")Tj\n")
	for range mb {
		_, _ = w.Write(line)
	}
	_, _ = fmt.Fprint(w, "ET")
	_ = w.Close()
	return laid("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		"<</Length "+strconv.Itoa(packed.Len())+"/Filter/FlateDecode>>\nstream\n"+packed.String()+"\nendstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
}

func TestTextAndProperties(t *testing.T) {
	d, err := pdf.Open(context.Background(), paper(t, func(p *fpdf.Fpdf) {
		p.SetAuthor("Rosa Ñaupari", true)
		p.Text(20, 30, "Relacion de visitas")
		p.AddPage()
		p.Text(20, 30, "segunda hoja")
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if d.Pages != 2 || d.Property("Author") != "Rosa Ñaupari" || d.Property("Title") != "" {
		t.Errorf("%d pages by %q", d.Pages, d.Property("Author"))
	}
	for n, want := range []string{"Relacion de visitas", "segunda hoja"} {
		if got, err := d.Text(n); err != nil || strings.TrimSpace(got) != want {
			t.Errorf("page %d: %q, %v", n, got, err)
		}
	}
	if _, err := d.Text(2); !errors.Is(err, pdf.ErrBroken) {
		t.Errorf("a page that is not there: %v", err)
	}
}

// What an outsider's PDF may cost: an error within the time, and memory that comes back.
func TestHostileFilesEndInAnError(t *testing.T) {
	locked := paper(t, func(p *fpdf.Fpdf) { p.SetProtection(0, "secreto", "otro"); p.Text(20, 30, "x") })
	for name, c := range map[string]struct {
		data []byte
		want error // of the first page, or of opening
	}{
		"locked":  {locked, pdf.ErrLocked},
		"half":    {paper(t, func(p *fpdf.Fpdf) { p.Text(20, 30, "x") })[:200], pdf.ErrBroken},
		"nothing": {nil, pdf.ErrBroken},
		"text":    {[]byte("hola"), pdf.ErrBroken},
		"a huge table": {
			[]byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 50000000000/W[1 2 1]/Length 0/Root 1 0 R>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n"),
			pdf.ErrBroken,
		},
		"its own child":  {laid("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 5/Kids[2 0 R]>>"), pdf.ErrBroken},
		"600 MB of text": {deflated(600), pdf.ErrLarge},
		"a million children": {laid("<</Type/Catalog/Pages 2 0 R>>",
			"<</Type/Pages/Count 1000000000/Kids["+strings.Repeat("2 0 R ", 100_000)+"]>>"), pdf.ErrBroken},
	} {
		began := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		d, err := pdf.Open(ctx, c.data)
		if err == nil {
			_, err = d.Text(0)
			d.Close()
		}
		cancel()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		t.Logf("%s: %v after %v", name, err, time.Since(began).Round(time.Millisecond))
	}
	d, err := pdf.Open(context.Background(), paper(t, func(p *fpdf.Fpdf) { p.Text(20, 30, "despues") }))
	if err != nil {
		t.Fatal("the next file: ", err)
	}
	defer d.Close()
	if text, err := d.Text(0); err != nil || text != "despues" {
		t.Errorf("the next file: %q, %v", text, err)
	}
}

// After the deadline nothing more is begun, and what is being drawn is left.
func TestTheDeadline(t *testing.T) {
	many := paper(t, func(p *fpdf.Fpdf) {
		for i := range 5_000 {
			p.Circle(float64(i%200), float64(i/20), 20, "FD")
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := pdf.Open(ctx, many)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	page, err := d.Page(0)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	v, err := page.Picture()
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	whole := time.Since(began)
	began = time.Now()
	time.AfterFunc(whole/50, cancel)
	if _, err := page.Picture(); !errors.Is(err, pdf.ErrLarge) {
		t.Errorf("drawn after the deadline, in %v of %v: %v", time.Since(began), whole, err)
	}
	page.Close()
	if _, err := d.Page(0); !errors.Is(err, pdf.ErrLarge) {
		t.Errorf("a page after the deadline: %v", err)
	}
}

func TestMemoryComesBack(t *testing.T) {
	data := deflated(2)
	for range 5 {
		d, err := pdf.Open(context.Background(), data)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = d.Text(0)
		d.Close()
	}
	runtime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here")
	}
	for line := range strings.Lines(string(status)) {
		if kb, is := strings.CutPrefix(line, "VmRSS:"); is {
			var n int
			if _, err := fmt.Sscan(kb, &n); err != nil || n > 400_000 {
				t.Errorf("the process holds %d kB (%v)", n, err)
			}
		}
	}
}

func TestACacheOpenToOthersIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := pdf.Private(dir); err == nil {
		t.Error("a directory that anybody may write to is taken")
	}
	if err := pdf.Private(filepath.Join(dir, "new")); err != nil {
		t.Error(err)
	}
}

// FuzzOpen looks for a file that PDFium and its limits do not hold.
func FuzzOpen(f *testing.F) {
	f.Add(laid("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 5/Kids[2 0 R]>>"))
	f.Add(paper(f, func(p *fpdf.Fpdf) { p.Text(20, 30, "hola") }))
	f.Fuzz(func(_ *testing.T, data []byte) {
		d, err := pdf.Open(context.Background(), data)
		if err != nil {
			return
		}
		defer d.Close()
		for n := range min(d.Pages, 3) {
			_, _ = d.Text(n)
		}
	})
}
