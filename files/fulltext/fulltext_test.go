package fulltext_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"foja/files/fulltext"
	"foja/files/pdf/pdftest"
)

func TestMain(m *testing.M) { pdftest.Main(m) }

func paper(t *testing.T, words string) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	p.SetFont("Helvetica", "", 12)
	p.Cell(100, 10, words)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func workbook(t *testing.T, cell string) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetCellValue("Sheet1", "B2", cell); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWordsOfFiles(t *testing.T) {
	for what, c := range map[string]struct {
		content []byte
		want    string
	}{
		"a text":     {[]byte("Relación de visitas del año"), "Relación de visitas del año"},
		"a PDF":      {paper(t, "planos del pabellon"), "planos del pabellon"},
		"a workbook": {workbook(t, "Huancavelica"), "Huancavelica"},
		"a letter of Word": {
			archive(t, map[string]string{
				"[Content_Types].xml": "<Types/>",
				"word/document.xml":   `<w:document xmlns:w="x"><w:p><w:r><w:t>Acta de</w:t></w:r></w:p><w:p><w:t>conformidad</w:t></w:p></w:document>`,
			}),
			"Acta de conformidad",
		},
		"slides": {archive(t, map[string]string{
			"ppt/slides/slide1.xml": `<a:p xmlns:a="x"><a:t>Presupuesto</a:t></a:p>`,
		}), "Presupuesto"},
		"an open document": {archive(t, map[string]string{
			"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": `<text:p xmlns:text="x">Oficio</text:p>`,
		}), "Oficio"},
		"a table of numbers": {[]byte("a;b\n1;2\n"), "a;b"},
	} {
		if got := strings.Join(strings.Fields(fulltext.Of(c.content)), " "); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q in it", what, got, c.want)
		}
	}
	for what, content := range map[string][]byte{
		"nothing": nil, "a picture": {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13},
		"half a PDF":       paper(t, "x")[:300],
		"a broken archive": []byte("PK\x03\x04 no"), "broken XML": archive(t,
			map[string]string{"word/document.xml": "<a><b"}), "HTML": []byte("<html><script>x</script></html>"),
		"bytes": bytes.Repeat([]byte{0xff, 0xfe, 0}, 1000),
	} {
		if got := fulltext.Of(content); strings.TrimSpace(got) != "" {
			t.Errorf("%s: %q", what, got)
		}
	}
	long := fulltext.Of([]byte(strings.Repeat("ñandú ", 200_000)))
	if n := len(long); n == 0 || n > 400_000 {
		t.Errorf("%d bytes of a book", n)
	}
}

// Why a file has no words, or not all, is reported.
func TestWhyAFileHasNoWords(t *testing.T) {
	scan := func() []byte {
		p := fpdf.New("P", "mm", "A4", "")
		p.AddPage()
		p.Rect(10, 10, 50, 50, "F")
		var out bytes.Buffer
		if err := p.Output(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	locked := func() []byte {
		p := fpdf.New("P", "mm", "A4", "")
		p.SetProtection(0, "secreto", "otro")
		p.AddPage()
		var out bytes.Buffer
		if err := p.Output(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	parts := map[string]string{}
	for i := range 40 {
		parts[fmt.Sprintf("word/part%d.xml", i)] = "<w:document>" + strings.Repeat("<w:p></w:p>", 80_000) + "</w:document>"
	}
	for what, c := range map[string]struct {
		content []byte
		want    fulltext.Why
		words   string
	}{
		"a PDF":                 {paper(t, "planos"), fulltext.Read, "planos"},
		"nothing":               {nil, fulltext.Read, ""},
		"a scan":                {scan(), fulltext.Textless, ""},
		"a PDF with a password": {locked(), fulltext.Locked, ""},
		"half a PDF":            {paper(t, "x")[:300], fulltext.Broken, ""},
		"a picture":             {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), fulltext.Kind, ""},
		"an archive of files":   {archive(t, map[string]string{"lista.txt": "x"}), fulltext.Kind, ""},
		"broken XML":            {archive(t, map[string]string{"word/document.xml": "<a><b"}), fulltext.Broken, ""},
		"a book":                {[]byte(strings.Repeat("palabra ", 100_000)), fulltext.Large, "palabra"},
		"many parts":            {archive(t, parts), fulltext.Large, ""},
		"text in the sheet": {archive(t, map[string]string{
			"xl/worksheets/sheet1.xml": "<c><v>77</v><is><t>Puno</t></is></c>",
		}), fulltext.Read, "Puno"},
	} {
		words, why := fulltext.From(c.content)
		if why != c.want || !strings.Contains(words, c.words) || c.words == "" && strings.TrimSpace(words) != "" {
			t.Errorf("%s: %q (%.40q), want %q", what, why, words, c.want)
		}
	}
}

// FuzzOf looks for a file that takes the program down. PDF has a target of its own, beside its reader: under a fuzzer
// PDFium is slow.
func FuzzOf(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("hola"))
	f.Add(archive(f, map[string]string{"word/document.xml": "<w:document><w:p>Acta</w:p></w:document>"}))
	f.Add(archive(f, map[string]string{"content.xml": "<?xml version='1.0' encoding='latin1'?><a b='c'>x</a>"}))
	f.Fuzz(func(t *testing.T, content []byte) {
		if bytes.HasPrefix(bytes.TrimSpace(content), []byte("%PDF")) {
			t.Skip()
		}
		if len(fulltext.Of(content)) > 400_000 {
			t.Error("more words than there may be")
		}
	})
}
