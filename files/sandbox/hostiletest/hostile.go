// Package hostiletest makes files that stop a careless reader: each is a kind, small, and made anew. For tests.
package hostiletest

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"slices"
	"strings"
)

// File is one of them.
type File struct {
	Name  string
	Bytes []byte
}

// Files are all kinds. scale multiplies what can be multiplied: 1 is for every day.
func Files(scale int) []File {
	return slices.Concat(pdfs(scale), archives(scale), markup(scale), others(scale))
}

// segment is a piece of a deflate stream that unpacks to text, and can be repeated: it refers to nothing before itself.
func segment(text string) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		panic(err) // in memory
	}
	return out.Bytes()
}

// end is an empty last block of a deflate stream.
var end = []byte{1, 0, 0, 0xff, 0xff}

// deflated is text, so many times, as a raw deflate stream; with its CRC-32.
func deflated(text string, times int) (stream []byte, size int, crc uint32) {
	s, plain := segment(text), []byte(text)
	for range times {
		stream = append(stream, s...)
		crc = crc32.Update(crc, crc32.IEEETable, plain)
	}
	return append(stream, end...), len(text) * times, crc
}

// zlibbed is the same with the frame that PDF wants.
func zlibbed(before, text string, times int, after string) []byte {
	out := append([]byte{0x78, 0xda}, segment(before)...)
	sum := adler32.New()
	_, _ = sum.Write([]byte(before))
	s := segment(text)
	for range times {
		out = append(out, s...)
		_, _ = sum.Write([]byte(text))
	}
	_, _ = sum.Write([]byte(after))
	return sum.Sum(append(append(out, segment(after)...), end...))
}

// pdf is a file of these objects, the first of which is its catalogue.
func pdf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}

const (
	catalogue = "<</Type/Catalog/Pages 2 0 R>>"
	onePage   = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
	leaf      = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
	font      = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
)

func stream(dictionary string, body []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dictionary, len(body), body)
}

// drawing is a PDF of one page that draws this.
func drawing(content string, more ...string) []byte {
	return pdf(append([]string{catalogue, onePage, leaf, stream("", []byte(content)), font}, more...)...)
}

func pdfs(scale int) []File {
	line := "(" + strings.Repeat("A", 999_990) + ")Tj\n"
	bomb := func(mb int) []byte {
		return pdf(catalogue, onePage, leaf,
			stream("/Filter/FlateDecode", zlibbed("BT /F1 12 Tf\n", line, mb*scale, "ET")), font)
	}
	var kids, chain, nested strings.Builder
	for range 50_000 * scale {
		kids.WriteString("3 0 R ")
	}
	for n := range 20_000 {
		fmt.Fprintf(&chain, "/F%d %d 0 R", n, n+10)
	}
	nested.WriteString(strings.Repeat("[", 200_000*scale) + strings.Repeat("]", 200_000*scale))
	deepTree := []string{catalogue}
	for n := range 5000 {
		deepTree = append(deepTree, fmt.Sprintf("<</Type/Pages/Count 1/Kids[%d 0 R]>>", n+3))
	}
	deepTree = append(deepTree, "<</Type/Page>>")
	image := func(w, h int, filter string) string {
		return stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8%s",
			w, h, filter), []byte("x"))
	}
	// objects in a stream that is its own, or says that it has more than it has
	object := func(stm string, n, first int) []byte {
		return []byte(fmt.Sprintf("%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d%s>>\nstream\n%s\nendstream\nendobj\n2 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\ntrailer\n<</Root 2 0 R/Size 9>>\nstartxref\n9\n%%%%EOF\n", n,
			first, len(stm), "/Extends 1 0 R", stm))
	}
	return []File{
		{"huge-xref.pdf", []byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 50000000000/W[1 2 1]/Length 0/Root 1 0 R>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n")},
		{"huge-widths.pdf", []byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3/W[1 2000000000 1]/Length 4/Root 1 0 R>>\nstream\nabcd\nendstream\nendobj\nstartxref\n9\n%%EOF\n")},
		{"huge-index.pdf", []byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3/Index[0 4000000000]/W[1 2 1]/Length 0/Root 1 0 R>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n")},
		{"huge-table.pdf", []byte(
			"%PDF-1.4\nxref\n0 4000000000\n0000000000 65535 f \ntrailer\n<</Size 4000000000/Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
		)},
		{"xref-to-itself.pdf", []byte(
			"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n",
		)},
		{"own-kid.pdf", pdf(catalogue, "<</Type/Pages/Count 5/Kids[2 0 R]>>")},
		{"kids-in-a-circle.pdf", pdf(catalogue, "<</Type/Pages/Count 9/Kids[3 0 R]>>", "<</Type/Pages/Count 9/Kids[4 0 R]>>",
			"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]>>")},
		{"many-pages.pdf", pdf(catalogue, "<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>")},
		{"same-page-often.pdf", pdf(catalogue, "<</Type/Pages/Count 50000/Kids["+kids.String()+"]>>", leaf,
			stream("", []byte("BT (x)Tj ET")), font)},
		{"deep-tree.pdf", pdf(deepTree...)},
		{"deflate.pdf", bomb(600)},
		{"deflate-twice.pdf", pdf(catalogue, onePage, leaf,
			stream("/Filter[/FlateDecode/FlateDecode]", zlibbed("", string(zlibbed("", line, 20, "")), 40*scale, "")), font)},
		{"many-filters.pdf", pdf(catalogue, onePage, leaf,
			stream("/Filter["+strings.Repeat("/ASCIIHexDecode", 5000)+"]", []byte("41>")), font)},
		{"predictor.pdf", pdf(catalogue, onePage, leaf, stream(
			"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000/Colors 2000000000>>", zlibbed("x", "y", 1, "z"),
		), font)},
		{"deep-arrays.pdf", pdf(catalogue, onePage, leaf, stream("", []byte("BT ET")), nested.String())},
		{"many-saves.pdf", drawing(strings.Repeat("q ", 2_000_000*scale))},
		{"many-boxes.pdf", drawing("BT /F1 9 Tf\n" + strings.Repeat("(a)Tj\n", 60_000*scale) + "ET 0 g\n" +
			strings.Repeat("0 0 9 9 re f\n", 60_000*scale))},
		{"form-in-itself.pdf", drawing("/X Do",
			stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", []byte("/X Do /X Do")))},
		{"huge-image.pdf", drawing("/X Do", image(2_000_000_000, 2_000_000_000, ""))},
		{"huge-fax.pdf", drawing("/X Do",
			image(60_000, 60_000, "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>"))},
		{"font-map.pdf", pdf(catalogue, onePage, leaf, stream("",
			[]byte("BT /F1 9 Tf (abc)Tj ET")), "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R>>",
			stream("", []byte(
				"1 begincodespacerange <00><ffffffff> endcodespacerange 1 beginbfrange <00000000><ffffffff><0041> endbfrange",
			)))},
		{"font-widths.pdf", pdf(catalogue, onePage, leaf, stream("", []byte("BT /F1 9 Tf (abc)Tj ET")),
			"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 2000000000/Widths 5 0 R>>")},
		{"length-of-itself.pdf", pdf(catalogue, onePage, leaf, "<</Length 4 0 R>>\nstream\nBT ET\nendstream", font)},
		{"names-without-end.pdf", drawing("/" + strings.Repeat("N", 5_000_000))},
		{"fonts-in-thousands.pdf", pdf(catalogue, onePage, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<"+
			chain.String()+">>>>>>", stream("", []byte("BT /F1 9 Tf (a)Tj ET")))},
		{"objects-of-themselves.pdf", object("1 0 2 0 ", 2, 8)},
		{"objects-in-millions.pdf", object("1 0 ", 2_000_000_000, 2_000_000_000)},
		{"cut-off.pdf", bomb(1)[:900]},
		{"unfinished-string.pdf", drawing("BT (" + strings.Repeat("(", 3_000_000) + " Tj ET")},
	}
}
