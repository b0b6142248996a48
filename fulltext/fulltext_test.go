package fulltext_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"foja/fulltext"
)

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

func archive(t *testing.T, parts map[string]string) []byte {
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
		"a text":             {[]byte("Relación de visitas del año"), "Relación de visitas del año"},
		"a PDF":              {paper(t, "planos del pabellon"), "planos del pabellon"},
		"a workbook":         {workbook(t, "Huancavelica"), "Huancavelica"},
		"a letter of Word":   {archive(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": `<w:document xmlns:w="x"><w:p><w:r><w:t>Acta de</w:t></w:r></w:p><w:p><w:t>conformidad</w:t></w:p></w:document>`}), "Acta de conformidad"},
		"slides":             {archive(t, map[string]string{"ppt/slides/slide1.xml": `<a:p xmlns:a="x"><a:t>Presupuesto</a:t></a:p>`}), "Presupuesto"},
		"an open document":   {archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": `<text:p xmlns:text="x">Oficio</text:p>`}), "Oficio"},
		"a table of numbers": {[]byte("a;b\n1;2\n"), "a;b"},
	} {
		if got := strings.Join(strings.Fields(fulltext.Of(c.content)), " "); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q in it", what, got, c.want)
		}
	}
	for what, content := range map[string][]byte{
		"nothing": nil, "a picture": {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13}, "half a PDF": paper(t, "x")[:300],
		"a broken archive": []byte("PK\x03\x04 no"), "broken XML": archive(t, map[string]string{"word/document.xml": "<a><b"}), "HTML": []byte("<html><script>x</script></html>"),
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

// FuzzOf looks for a file that takes the program down.
func FuzzOf(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(fulltext.Of(content)) > 400_000 {
			t.Error("more words than there may be")
		}
	})
}
