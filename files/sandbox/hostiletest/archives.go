package hostiletest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"strings"
)

// part is one file of an archive: text, so many times.
type part struct {
	name, text string
	times      int
}

// zipped is an archive of parts. What is the same is packed once and written as it is, so that a bomb is made as fast
// as it is small.
func zipped(parts ...part) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	var last part // most parts are like the one before
	var packed []byte
	var size int
	var crc uint32
	for i, p := range parts {
		if i == 0 || p.text != last.text || p.times != last.times {
			packed, size, crc = deflated(p.text, max(1, p.times))
			last = p
		}
		h := &zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: crc, CompressedSize64: uint64(len(packed)),
			UncompressedSize64: uint64(size),
		}
		f, err := w.CreateRaw(h)
		if err == nil {
			_, err = f.Write(packed)
		}
		if err != nil {
			panic(err) // in memory
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func many(n int, name, text string, times int) (all []part) {
	for i := range n {
		all = append(all, part{fmt.Sprintf(name, i), text, times})
	}
	return all
}

// office is a document with the parts that make a reader take it for one.
func office(parts ...part) []byte {
	return zipped(append([]part{
		{name: "[Content_Types].xml", text: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
	}, parts...)...)
}

// Office is a document of one part, which harms nobody.
func Office(name, xml string) []byte { return office(part{name: name, text: xml}) }

func archives(scale int) []File {
	rows := strings.Repeat("<row><c><v>1</v></c></row>", 40_000) // a megabyte
	words := "<w:p><w:t>" + strings.Repeat("acta ", 200_000) + "</w:t></w:p>"
	nested := []byte(strings.Repeat("0", 1_000_000))
	for i := range 6 {
		nested = zipped(many(8, fmt.Sprintf("%d-%%d.zip", i), string(nested), 1)...)
	}
	chain := []byte("hola")
	for range 400 {
		chain = zipped(part{name: "otro.zip", text: string(chain)})
	}
	// The sizes in the directory are lies: of ZIP64, and of nothing.
	lies := zipped(part{name: "word/document.xml", text: words})
	if i := bytes.LastIndex(lies, []byte("PK\x01\x02")); i >= 0 {
		binary.LittleEndian.PutUint32(lies[i+24:], 0xfffffffe)
	}
	many64 := zipped(part{name: "word/document.xml", text: "<w:p/>"})
	if i := bytes.LastIndex(many64, []byte("PK\x05\x06")); i >= 0 {
		binary.LittleEndian.PutUint16(many64[i+8:], 0xffff)
		binary.LittleEndian.PutUint16(many64[i+10:], 0xffff)
	}
	zip64 := zipped(part{name: "word/document.xml", text: "<w:p/>"})
	if i := bytes.LastIndex(zip64, []byte("PK\x05\x06")); i >= 0 {
		tail := append([]byte("PK\x06\x06"), make([]byte, 52)...)
		binary.LittleEndian.PutUint64(tail[4:], 44)
		binary.LittleEndian.PutUint64(tail[24:], 1<<40) // entries on this disk
		binary.LittleEndian.PutUint64(tail[32:], 1<<40)
		locator := append([]byte("PK\x06\x07"), make([]byte, 16)...)
		binary.LittleEndian.PutUint64(locator[8:], uint64(i))
		last := bytes.Clone(zip64[i:])
		binary.LittleEndian.PutUint16(last[8:], 0xffff)
		binary.LittleEndian.PutUint16(last[10:], 0xffff)
		binary.LittleEndian.PutUint32(last[16:], 0xffffffff)
		zip64 = append(append(append(zip64[:i:i], tail...), locator...), last...)
	}
	return []File{
		{"one-part.docx", office(part{"word/document.xml", words, 1000 * scale})},
		{"many-parts.xlsx", office(many(400*scale, "xl/worksheets/sheet%d.xml", rows, 15)...)},
		{"many-headers.docx", office(many(3000*scale, "word/header%d.xml", words, 1)...)},
		{"many-slides.pptx", office(many(20_000*scale, "ppt/slides/slide%d.xml", `<p:sld show="0"/>`, 1)...)},
		{"many-sheets.ods", zipped(part{name: "mimetype", text: "application/vnd.oasis.opendocument.spreadsheet"},
			part{"content.xml", "<table:table table:name='x'><table:table-row/></table:table>", 300_000 * scale})},
		{"many-files.zip", zipped(many(60_000*scale, "%d", "", 1)...)},
		{"long-names.zip", zipped(many(200, strings.Repeat("n", 60_000)+"%d", "x", 1)...)},
		{"nested.zip", nested},
		{"chain.zip", chain},
		{"overlapping.zip", overlapping(2000 * scale)},
		{"lies.docx", lies},
		{"many64.docx", many64},
		{"zip64.docx", zip64},
		{"directory-cut-off.zip", lies[:len(lies)-30]},
		{"up-and-away.zip", zipped(part{name: "../../../../etc/passwd", text: "x"}, part{name: "/etc/shadow", text: "x"},
			part{name: `C:\boot.ini`, text: "x"})},
		{"gzip-bomb.gz", gzipBomb(1000 * scale)},
		{"tar-lies.tar", tarLies()},
	}
}

// overlapping is an archive whose directory names one packed file again and again.
func overlapping(times int) []byte {
	one := zipped(part{name: "word/document.xml", text: strings.Repeat("<w:p/>", 100_000), times: 10})
	i := bytes.LastIndex(one, []byte("PK\x01\x02"))
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	entry, last := one[i:end], bytes.Clone(one[end:])
	out := bytes.Clone(one[:i])
	for range times {
		out = append(out, entry...)
	}
	binary.LittleEndian.PutUint16(last[8:], uint16(times))
	binary.LittleEndian.PutUint16(last[10:], uint16(times))
	binary.LittleEndian.PutUint32(last[12:], uint32(len(entry)*times))
	return append(out, last...)
}

func gzipBomb(mb int) []byte {
	packed, size, crc := deflated(strings.Repeat("0", 1_000_000), mb)
	out := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}, packed...)
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(out, crc), uint32(size))
}

func tarLies() []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	// The file is never written: its header alone says that it has a terabyte.
	if err := w.WriteHeader(&tar.Header{Name: "acta.txt", Size: 1 << 40, Mode: 0o600}); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}
