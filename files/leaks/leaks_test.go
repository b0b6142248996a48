package leaks

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"foja/files/pdf/pdftest"
	"foja/web/languages"
)

func TestMain(m *testing.M) { pdftest.Main(m) }

func kinds(all []Leak) string {
	var list []string
	for _, l := range all {
		list = append(list, strings.TrimSpace(string(l.Kind)+" "+l.Where))
	}
	return strings.Join(list, ", ")
}

func drawn(t testing.TB, draw func(p *fpdf.Fpdf)) []byte {
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

func TestTextUnderBlackBoxesIsFound(t *testing.T) {
	black := func(p *fpdf.Fpdf) { p.SetFillColor(0, 0, 0) }
	for name, c := range map[string]struct {
		draw func(p *fpdf.Fpdf)
		want string
	}{
		"plain text": {func(p *fpdf.Fpdf) { p.Text(20, 30, "DNI 12345678") }, ""},
		"a box over a name": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "DNI 12345678")
			black(p)
			p.Rect(19, 25, 40, 8, "F")
		}, "covered_text página 1"},
		"a box over a word of a line": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "El interno Juan Perez Quispe fue trasladado el lunes")
			black(p)
			p.Rect(45, 25, 30, 8, "F")
		}, "covered_text página 1"},
		"a box drawn as lines": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "DNI 12345678")
			black(p)
			p.Polygon([]fpdf.PointType{{X: 19, Y: 25}, {X: 60, Y: 25}, {X: 60, Y: 33}, {X: 19, Y: 33}}, "F")
		}, "covered_text página 1"},
		"on the second page, turned": {func(p *fpdf.Fpdf) {
			p.AddPage()
			p.TransformBegin()
			p.TransformRotate(90, 100, 100)
			p.Text(100, 100, "DNI 12345678")
			black(p)
			p.Rect(98, 95, 40, 8, "F")
			p.TransformEnd()
		}, "covered_text página 2"},
		"a box beside": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "DNI:")
			black(p)
			p.Rect(60, 25, 40, 8, "F")
		}, ""},
		"white letters on a black ground": {func(p *fpdf.Fpdf) {
			black(p)
			p.Rect(19, 25, 60, 8, "F")
			p.SetTextColor(255, 255, 255)
			p.Text(20, 30, "Un título")
		}, ""},
		"a light ground": {func(p *fpdf.Fpdf) {
			p.SetFillColor(240, 240, 240)
			p.Rect(19, 25, 60, 8, "F")
			p.Text(20, 30, "Una celda")
		}, ""},
		"a light box over a text": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "Una celda")
			p.SetFillColor(240, 240, 240)
			p.Rect(19, 25, 60, 8, "F")
		}, "hidden_text página 1"},
		"a table's black lines": {func(p *fpdf.Fpdf) {
			p.Text(20, 30, "Una celda")
			black(p)
			p.Rect(19, 29, 60, 0.4, "F")
			p.Rect(19, 25, 60, 8, "D")
		}, ""},
		"its author": {func(p *fpdf.Fpdf) { p.SetAuthor("rosa.olivares", true) }, "author rosa.olivares"},
	} {
		if got := kinds(Find(drawn(t, c.draw))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOfficeFilesAreLookedInto(t *testing.T) {
	word := func(body string) string { return `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>` }
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"a clean letter": {map[string]string{"word/document.xml": word(`<w:p><w:t>Hola</w:t></w:p>`)}, ""},
		"tracked changes": {map[string]string{
			"word/document.xml": word(`<w:del w:author="x"><w:delText>secreto</w:delText></w:del><w:ins/>`),
		}, "tracked_changes"},
		"comments": {
			map[string]string{"word/comments.xml": `<w:comments xmlns:w="w"><w:comment/><w:comment/></w:comments>`}, "comments",
		},
		"no comments": {map[string]string{"word/comments.xml": `<w:comments xmlns:w="w"/>`}, ""},
		"the author": {map[string]string{
			"docProps/core.xml": `<c xmlns:dc="d"><dc:creator> R. Olivares </dc:creator><lastModifiedBy></lastModifiedBy></c>`,
		}, "author R. Olivares"},
		"a hidden slide": {
			map[string]string{"ppt/slides/slide2.xml": `<p:sld xmlns:p="p" show="0"/>`}, "hidden_sheet slide2",
		},
		"OpenDocument edits": {
			map[string]string{"content.xml": `<o xmlns:text="t"><text:tracked-changes/></o>`}, "tracked_changes",
		},
		"broken": {map[string]string{"word/document.xml": `<w:document><`}, "unread"},
	} {
		if got := kinds(Find(archive(t, c.parts))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAWorkbooksHiddenSheetsRowsAndColumns(t *testing.T) {
	x := excelize.NewFile()
	for _, err := range []error{
		x.SetCellValue("Sheet1", "A1", "a la vista"), func() error { _, err := x.NewSheet("Nóminas"); return err }(),
		x.SetSheetVisible("Nóminas", false), x.SetRowVisible("Sheet1", 2, false), x.SetColVisible("Sheet1", "C", false),
		x.SetDocProps(&excelize.DocProperties{Creator: ""}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := x.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if got := kinds(Find(out.Bytes())); !strings.Contains(got, "hidden_sheet Nóminas") ||
		strings.Count(got, "hidden_cells") != 1 {
		t.Error(got)
	}
}

func TestManyFindingsAreTold(t *testing.T) {
	sheets := ""
	for i := range 50 {
		sheets += fmt.Sprintf(`<sheet name="S%d" state="hidden"/>`, i)
	}
	file := archive(t, map[string]string{"xl/workbook.xml": "<workbook>" + sheets + "</workbook>"})
	if n := len(Find(file)); n != maxPerKind {
		t.Errorf("%d findings", n)
	}
	for _, l := range all() {
		if said := l.Words(); said == "" || strings.Contains(said, "%!") || strings.HasSuffix(said, ".") ||
			l.In != "" && !strings.HasPrefix(said, "→ «a.zip» → «b.docx» ") {
			t.Errorf("%+v: %q", l, said)
		}
	}
}

// An English reader reads findings in English, whatever the file is called.
func TestFindingsHaveTheirEnglish(t *testing.T) {
	c, err := languages.English()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all() {
		said, missing := c.Say("«Planilla 3.xlsx» " + l.Words() + ".")
		if len(missing) > 0 || !strings.HasPrefix(said, "«Planilla 3.xlsx» ") || strings.Contains(said, "ábralo") ||
			strings.Contains(said, "página") || strings.Contains(said, "tiene ") {
			t.Errorf("%+v: %q, missing %q", l, said, missing)
		}
	}
}

// all is a finding of each kind, and of each reason why a file is unread.
func all() []Leak {
	list := []Leak{{TrackedChange, "", "a.zip → b.docx"}}
	for _, k := range []Kind{
		HiddenSheet, HiddenCells, TrackedChange, Comment, Notes, CoveredText, CoveredImage,
		HiddenText, EarlierVersion, FormValue, Script, Embedded, CachedData, Author, Place, BlindCopy,
	} {
		list = append(list, Leak{k, "x", ""})
	}
	for _, why := range []string{
		WhyBroken, WhyLocked, WhyLarge, WhyDeep, WhyOld, WhyMail, WhyArchive, WhyWeb, WhyKind, "desde la página 3",
	} {
		list = append(list, Leak{Unread, why, ""})
	}
	return list
}

// Nothing that is handed in may stop the program. PDF has a target of its own, beside its reader: under a fuzzer PDFium
// is slow.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"PK\x03\x04", "hola", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", letter + "Bcc: x@y.pe\r\n\r\nhola", "<svg/>",
	} {
		f.Add([]byte(seed))
	}
	f.Add(archive(f, map[string]string{"word/document.xml": "<w:document/>"}))
	f.Add(archive(f, map[string]string{
		"content.xml": `<o><style:style style:name="a"><style:table-properties table:display="false"/></style:style><table:table table:style-name="a"/></o>`,
	}))
	f.Add(packed(f, "a.txt", []byte("hola")))
	f.Add(photo(f, "Rosa", true))
	f.Add(attached("a.zip", archive(f, map[string]string{"a.txt": "hola"})))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data, []byte("%PDF-")) {
			t.Skip()
		}
		if n := len(Find(data)); n > 2*mostAll {
			t.Errorf("%d findings", n)
		}
	})
}

// FuzzPDF looks for a PDF that the look does not survive.
func FuzzPDF(f *testing.F) {
	f.Add(laid("", "", line, "<<>>"))
	f.Add(drawn(f, func(p *fpdf.Fpdf) { p.Text(20, 30, "DNI 12345678"); p.Rect(19, 25, 40, 8, "F") }))
	f.Fuzz(func(_ *testing.T, data []byte) { Find(append([]byte("%PDF-1.4\n"), data...)) })
}
