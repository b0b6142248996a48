package hostiletest

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

// markup are documents whose XML is the weapon.
func markup(scale int) []File {
	word := func(xml string) []byte { return office(part{name: "word/document.xml", text: xml}) }
	var entities, attributes strings.Builder
	entities.WriteString(`<!DOCTYPE w [<!ENTITY a0 "acta">`)
	for n := range 30 {
		fmt.Fprintf(&entities, `<!ENTITY a%d "&a%d;&a%d;&a%d;&a%d;">`, n+1, n, n, n, n)
	}
	entities.WriteString(`]><w:t>&a30;</w:t>`)
	for n := range 200_000 * scale {
		fmt.Fprintf(&attributes, ` a%d="x"`, n)
	}
	n := 1_000_000 * scale
	return []File{
		{"entities.docx", word(entities.String())},
		{"outside.docx", word(
			`<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:1/">]><w:t>&x;&y;</w:t>`,
		)},
		{"deep.docx", word(strings.Repeat("<w:p>", n) + strings.Repeat("</w:p>", n))},
		{"deep.odt", zipped(part{name: "mimetype", text: "application/vnd.oasis.opendocument.text"},
			part{name: "content.xml", text: strings.Repeat("<text:p>", n)})},
		{"attributes.docx", word("<w:p" + attributes.String() + "/>")},
		{"names.docx", word("<w:" + strings.Repeat("n", 20_000_000) + "/>")},
		{"one-word.docx", word("<w:t>" + strings.Repeat("x", 30_000_000*scale) + "</w:t>")},
		{"comments.docx", word(strings.Repeat("<!-- -->", 3_000_000*scale))},
		{"hidden-sheets.xlsx", office(part{"xl/workbook.xml", `<sheet name="x" state="hidden"/>`, 500_000 * scale})},
		{"unclosed.docx", word("<w:t>acta<![CDATA[" + strings.Repeat("]", 5_000_000))},
		{"deep.html", []byte("<html>" + strings.Repeat("<div>", n))},
		{"deep.svg", []byte(`<?xml version="1.0"?><svg>` + strings.Repeat("<g>", n))},
	}
}

// others are pictures, and formats of other times.
func others(scale int) []File {
	chunk := func(kind string, body []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		out = append(append(out, kind...), body...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	size := func(w, h uint32) []byte {
		return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), 8, 6, 0, 0, 0)
	}
	png := "\x89PNG\r\n\x1a\n" + string(chunk("IHDR", size(2_000_000_000, 2_000_000_000))) +
		string(chunk("IDAT", zlibbed("", "0", 1, ""))) + string(chunk("IEND", nil))
	pngBomb := "\x89PNG\r\n\x1a\n" + string(chunk("IHDR", size(50_000, 50_000))) +
		string(chunk("IDAT", zlibbed("", strings.Repeat("\x00", 1_000_000), 1000*scale, ""))) + string(chunk("IEND", nil))
	pngText := "\x89PNG\r\n\x1a\n" + string(chunk("IHDR", size(1, 1))) + string(chunk("zTXt",
		append([]byte("Comment\x00\x00"), zlibbed("", strings.Repeat("x", 1_000_000), 1000*scale, "")...)))
	exif := "\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x0e\x01\x02\x00\xff\xff\xff\xff\x08\x00\x00\x00" +
		strings.Repeat("\x00", 60) + "\xff\xd9"
	exifLoop := "\xff\xd8\xff\xe1\x00\x30Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00" +
		strings.Repeat("\x00", 40) + "\xff\xd9"
	tiff := "II*\x00\x08\x00\x00\x00\x01\x00\x00\x01\x04\x00\x01\x00\x00\x00\xff\xff\xff\x7f\x08\x00\x00\x00"
	gif := "GIF89a\xff\xff\xff\xff\x00\x00\x00" +
		strings.Repeat("\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x08\x01\x00\x00", 10_000*scale) + "\x3b"
	mail := "From: a@b.example\r\nSubject: x\r\n\r\nhola\r\n"
	for n := range 300 {
		mail = fmt.Sprintf("From: a@b.example\r\nBcc: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--b%d--\r\n", n,
			n, mail, n)
	}
	parts := "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		strings.Repeat("--b\r\n\r\nx\r\n", 200_000*scale)
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 504)...)
	binary.LittleEndian.PutUint16(ole[26:], 3)
	binary.LittleEndian.PutUint16(ole[28:], 0xfffe)
	binary.LittleEndian.PutUint16(ole[30:], 9)
	binary.LittleEndian.PutUint16(ole[32:], 6)
	binary.LittleEndian.PutUint32(ole[44:], 0x7fffffff) // sectors of the table
	binary.LittleEndian.PutUint32(ole[56:], 4096)
	// The directory is the first sector, whose next one is itself.
	ole = append(ole, []byte(strings.Repeat("\x00\x00\x00\x00", 128))...)
	return []File{
		{"huge.png", []byte(png)},
		{"bomb.png", []byte(pngBomb)},
		{"text-bomb.png", []byte(pngText)},
		{"exif-many.jpg", []byte(exif)},
		{"exif-loop.jpg", []byte(exifLoop)},
		{"huge.tiff", []byte(tiff)},
		{"frames.gif", []byte(gif)},
		{"huge.bmp", []byte(
			"BM\xff\xff\xff\x7f\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\x00\x20\x00",
		)},
		{"groups.rtf", []byte(`{\rtf1` + strings.Repeat("{", 1_000_000*scale))},
		{"binary.rtf", []byte(`{\rtf1\bin2000000000 x}`)},
		{"loop.doc", ole},
		{"mail-in-mail.eml", []byte(mail)},
		{"many-parts.eml", []byte(parts)},
		{"zip-of-mails.zip", zipped(many(300, "%d.eml", mail, 1)...)},
		{"long-line.csv", []byte(strings.Repeat("a;", 5_000_000*scale))},
		{"nothing.pdf", []byte("%PDF")},
		{"nul.txt", make([]byte, 5_000_000)},
	}
}
