package leaks

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

// laid is a PDF of the given objects: 1 the catalogue, 2 the pages, 3 the only page, with font F1 (5) and content (4).
func laid(catalogue, page, content string, more ...string) []byte {
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalogue + ">>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/Properties<</OC1 6 0 R>>>>" +
			page + ">>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}, more...)
	var b bytes.Buffer
	b.WriteString("%PDF-1.6\n")
	update(&b, 1, objects...)
	return b.Bytes()
}

// update writes objects behind a file, with a table and a trailer that say where they are.
func update(b *bytes.Buffer, from int, objects ...string) {
	previous := ""
	if at := bytes.LastIndex(b.Bytes(), []byte("startxref\n")); at >= 0 {
		previous = "/Prev " + strings.Fields(string(b.Bytes()[at+10:]))[0]
	}
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", from+i, o)
	}
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 1\n0000000000 65535 f \n%d %d\n", from, len(objects))
	for _, o := range offsets {
		fmt.Fprintf(b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(b, "trailer\n<</Size 20/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", previous, start)
}

const line = "BT /F1 12 Tf 50 300 Td (DNI 12345678) Tj ET "

func TestWhatAPDFHoldsAndDoesNotShow(t *testing.T) {
	layer := func(state string) []byte {
		return laid("/OCProperties<</OCGs[6 0 R]/D<</"+state+"[6 0 R]/Order[6 0 R]>>>>", "", "/OC /OC1 BDC "+line+"EMC",
			"<</Type/OCG/Name(Capa)>>")
	}
	note := func(annotation string) []byte { return laid("", "/Annots[7 0 R]", line, "<<>>", annotation) }
	stream := func(dict, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
	}
	withFile := func(name string, data []byte) []byte {
		return laid("/Names<</EmbeddedFiles<</Names[(a) 7 0 R]>>>>", "", line, "<<>>",
			"<</Type/Filespec/F("+name+")/UF("+name+")/EF<</F 8 0 R>>>>", stream("/Type/EmbeddedFile", string(data)))
	}
	again := func(content string) []byte {
		b := bytes.NewBuffer(laid("", "", line, "<<>>"))
		update(b, 4, stream("", content))
		return b.Bytes()
	}
	picture := func(then string) []byte {
		return laid("", "/Resources<</Font<</F1 5 0 R>>/XObject<</I 7 0 R>>>>",
			"q 300 0 0 300 50 50 cm /I Do Q "+then, "<<>>",
			stream("/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray",
				strings.Repeat("\x20\xd0\xf0\x90", 16)))
	}
	form := func(then string) []byte { // a reused drawing
		return laid("", "/Resources<</Font<</F1 5 0 R>>/XObject<</X 7 0 R>>>>", "/X Do "+then, "<<>>",
			stream("/Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</Font<</F1 5 0 R>>>>", line))
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"plain text":     {laid("", "", line, "<<>>"), ""},
		"white on white": {laid("", "", "1 1 1 rg "+line, "<<>>"), "hidden_text página 1"},
		"gray on white":  {laid("", "", "0.75 g "+line, "<<>>"), ""},
		"off the page": {
			laid("", "", "BT /F1 12 Tf 50 500 Td (DNI 12345678) Tj ET", "<<>>"), "hidden_text página 1",
		},
		"cut off": {
			laid("", "", "q 0 0 10 10 re W n "+line+"Q", "<<>>"), "hidden_text página 1",
		},
		"beyond the crop box": {laid("", "/CropBox[0 0 400 200]", line, "<<>>"), "hidden_text página 1"},
		"tiny": {
			laid("", "", "BT /F1 0.5 Tf 50 300 Td (DNI 12345678) Tj ET", "<<>>"), "hidden_text página 1",
		},
		"small": {
			laid("", "", "BT /F1 5 Tf 50 300 Td (DNI 12345678 illegal 1111 Illinois) Tj ET", "<<>>"), "",
		},
		"a layer that is off":             {layer("OFF"), "hidden_text página 1"},
		"a layer that is on":              {layer("ON"), ""},
		"in a reused drawing under a box": {form("0 g 45 295 120 20 re f"), "covered_text página 1"},
		"in a reused drawing":             {form(""), ""},
		"letters without ink on paper":    {laid("", "", "3 Tr "+line, "<<>>"), ""},
		"letters without ink on a black box": {laid("", "",
			"0 g 45 295 120 20 re f BT 3 Tr /F1 12 Tf 50 300 Td (DNI 12345678) Tj ET", "<<>>"), "covered_text página 1"},
		"a turned page": {
			laid("", "/Rotate 90", line+"0 g 45 295 120 20 re f", "<<>>"), "covered_text página 1",
		},
		"a turned page without a box":  {laid("", "/Rotate 90", line, "<<>>"), ""},
		"a page that begins elsewhere": {laid("", "/MediaBox[0 200 400 600]", line, "<<>>"), ""},
		"a black box on a picture":     {picture("0 g 100 100 80 20 re f"), "covered_image página 1"},
		"a white box on a scan":        {picture("1 g 100 100 80 20 re f"), "covered_image página 1"},
		"a picture":                    {picture(""), ""},
		"a black box beside a picture": {picture("0 g 360 100 30 20 re f"), ""},
		"a line on a picture":          {picture("0 g 100 100 200 2 re f"), ""},
		"a mark for redaction": {
			note("<</Type/Annot/Subtype/Redact/Rect[45 295 165 315]>>"), "covered_text página 1",
		},
		"a black square laid over": {
			note("<</Type/Annot/Subtype/Square/Rect[45 290 165 318]/C[0 0 0]/IC[0 0 0]/F 4>>"), "covered_text página 1",
		},
		"a red frame": {
			note("<</Type/Annot/Subtype/Square/Rect[45 290 165 318]/C[1 0 0]/F 4>>"), "",
		},
		"a note": {
			note("<</Type/Annot/Subtype/Text/Rect[5 5 20 20]/Contents(ojo)>>"), "comments",
		},
		"a link": {note("<</Type/Annot/Subtype/Link/Rect[45 295 165 315]>>"), ""},
		"a field that is hidden and filled": {
			note("<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(12345678)/F 2/Rect[5 5 20 20]>>"), "form_value página 1",
		},
		"a field that is shown": {
			note("<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(12345678)/F 4/Rect[5 5 20 20]>>"), "",
		},
		"a hidden field without a value": {note("<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 2/Rect[5 5 20 20]>>"), ""},
		"a script": {
			laid("/Names<</JavaScript<</Names[(a) 7 0 R]>>>>", "", line, "<<>>", "<</S/JavaScript/JS(app.alert)>>"), "script",
		},
		"a workbook inside": {
			withFile("marzo.xlsx", workbook(t, true)), "embedded marzo.xlsx; marzo.xlsx: hidden_sheet Nóminas",
		},
		"a text inside": {withFile("leame.txt", []byte("hola")), "embedded leame.txt"},
		"a PDF inside": {
			withFile("otro.pdf", laid("", "", "1 g "+line, "<<>>")), "embedded otro.pdf; otro.pdf: hidden_text página 1",
		},
		"a file pinned to the page": {laid("", "/Annots[7 0 R]", line, "<<>>",
			"<</Type/Annot/Subtype/FileAttachment/Rect[5 5 20 20]/FS 8 0 R>>",
			"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 9 0 R>>>>", stream("/Type/EmbeddedFile", "hola")), "embedded a.txt"},
		"an earlier version with a name":       {again("BT /F1 12 Tf 50 300 Td (DNI tachado) Tj ET"), "earlier_version"},
		"a change that takes no word (a seal)": {again(line + "BT /F1 12 Tf 50 200 Td (Firmado) Tj ET"), ""},
		"no pages": {
			[]byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 50000000000/W[1 2 1]/Length 0/Root 1 0 R>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n"),
			"unread",
		},
		"half":            {laid("", "", line)[:60], "unread"},
		"a password":      {locked(t), "unread locked"},
		"bytes before it": {append([]byte("\n\n"), laid("", "", "1 g "+line, "<<>>")...), "hidden_text página 1"},
		"a text about it": {[]byte("Un archivo empieza con %PDF-1.4"), ""},
		"in a ZIP": {
			archive(t, map[string]string{"a/b.pdf": string(laid("", "", "1 g "+line, "<<>>"))}), "a/b.pdf: hidden_text página 1",
		},
	} {
		if got := told(Find(c.data)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func locked(t testing.TB) []byte {
	return drawn(t, func(p *fpdf.Fpdf) { p.SetProtection(0, "secreto", "otro"); p.Text(20, 30, "x") })
}

// Properties stand in two places, and a photo on a page keeps its own.
func TestAPDFsAuthorAndItsPhotos(t *testing.T) {
	if got := told(Find(drawn(t, func(p *fpdf.Fpdf) {
		p.SetXmpMetadata([]byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:creator><rdf:Seq><rdf:li>R. Olivares</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`))
	}))); got != "author R. Olivares" {
		t.Error(got)
	}
	for place, want := range map[bool]string{true: "imagen de la página 1: place -12.0600, -77.0300", false: ""} {
		if got := told(Find(drawn(t, func(p *fpdf.Fpdf) {
			p.RegisterImageOptionsReader("f", fpdf.ImageOptions{ImageType: "JPEG"}, bytes.NewReader(photo(t, "", place)))
			p.Image("f", 20, 20, 60, 60, false, "", 0, "")
		}))); got != want {
			t.Errorf("%v: %q", place, got)
		}
	}
}
