package leaks

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// told lists findings with the files in which they are.
func told(all []Leak) string {
	var list []string
	for _, l := range all {
		s := strings.TrimSpace(string(l.Kind) + " " + l.Where)
		if l.In != "" {
			s = l.In + ": " + s
		}
		list = append(list, s)
	}
	return strings.Join(list, "; ")
}

// photo is a JPEG with an author and a place in its EXIF properties; either may be left out.
func photo(t testing.TB, artist string, place bool) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 80, 80))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i * 7)
	}
	picture.Set(1, 1, color.White)
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, picture, nil); err != nil {
		t.Fatal(err)
	}
	if artist == "" && !place {
		return plain.Bytes()
	}
	le := binary.LittleEndian
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	entry := func(tag, kind uint16, count, value uint32) (e []byte) {
		e = le.AppendUint16(e, tag)
		e = le.AppendUint16(e, kind)
		e = le.AppendUint32(e, count)
		return le.AppendUint32(e, value)
	}
	tag := uint16(0x013b) // Artist
	if artist == "" {
		tag, artist = 0x010f, "Camara" // Make
	}
	artist += "\x00"
	const dir = 8 + 2 + 2*12 + 4
	text := dir + 2 + 4*12 + 4
	numbers := text + len(artist) + len(artist)%2
	tiff = le.AppendUint16(tiff, 2)
	tiff = append(tiff, entry(tag, 2, uint32(len(artist)), uint32(text))...)
	tiff = append(tiff, entry(0x8825, 4, 1, dir)...)
	tiff = le.AppendUint32(tiff, 0)
	tiff = le.AppendUint16(tiff, 4)
	tiff = append(tiff, entry(1, 2, 2, 'S')...)
	tiff = append(tiff, entry(2, 5, 3, uint32(numbers))...)
	tiff = append(tiff, entry(3, 2, 2, 'W')...)
	tiff = append(tiff, entry(4, 5, 3, uint32(numbers+24))...)
	tiff = le.AppendUint32(tiff, 0)
	tiff = append(tiff, artist...)
	tiff = append(tiff, make([]byte, numbers-len(tiff))...)
	degrees := []uint32{12, 1, 3, 1, 36, 1, 77, 1, 1, 1, 48, 1}
	if !place { // a camera without a satellite writes zeros
		degrees = []uint32{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}
	}
	for _, n := range degrees {
		tiff = le.AppendUint32(tiff, n)
	}
	app := append([]byte("Exif\x00\x00"), tiff...)
	out := []byte("\xff\xd8\xff\xe1")
	out = binary.BigEndian.AppendUint16(out, uint16(len(app)+2))
	return append(append(out, app...), plain.Bytes()[2:]...)
}

func workbook(t testing.TB, hidden bool) []byte {
	t.Helper()
	x := excelize.NewFile()
	_, err := x.NewSheet("Nóminas")
	if err == nil && hidden {
		err = x.SetSheetVisible("Nóminas", false)
	}
	if err == nil {
		err = x.SetDocProps(&excelize.DocProperties{})
	}
	var out bytes.Buffer
	if err == nil {
		_, err = x.WriteTo(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func packed(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))})
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const letter = "From: a@inpe.gob.pe\r\nTo: b@inpe.gob.pe\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 10:00:00 -0500\r\nMIME-Version: 1.0\r\n"

func attached(name string, data []byte) []byte {
	return []byte(letter +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVa.\r\n--b\r\nContent-Type: application/octet-stream; name=\"" +
		name +
		"\"\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
		string(data) + "\r\n--b--\r\n")
}

func wide(s string) string {
	return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Join(strings.Split(s, ""), "\x00") + "\x00" +
		strings.Repeat("\x00", 600)
}

// Files in files are looked into, and what cannot be looked into is reported with its path.
func TestFilesInFiles(t *testing.T) {
	secret := string(workbook(t, true))
	zip := func(parts map[string]string) []byte { return archive(t, parts) }
	deep := zip(map[string]string{"x.txt": "hola"})
	for range maxDepth + 1 {
		deep = zip(map[string]string{"otro.zip": string(deep)})
	}
	word := func(name, data string) []byte {
		return zip(map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", name: data})
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a text":  {[]byte("Relación de visitas"), ""},
		"a table": {[]byte("a;b\n1;2\n"), ""},
		"nothing": {nil, ""},
		"a workbook in a ZIP": {
			zip(map[string]string{"planillas/marzo.xlsx": secret}), "planillas/marzo.xlsx: hidden_sheet Nóminas",
		},
		"a clean one": {
			zip(map[string]string{"marzo.xlsx": string(workbook(t, false)), "leame.txt": "hola"}), "",
		},
		"in a ZIP in a ZIP": {zip(map[string]string{
			"anexos.zip": string(zip(map[string]string{"marzo.xlsx": secret})),
		}), "anexos.zip → marzo.xlsx: hidden_sheet Nóminas"},
		"in a tar.gz": {
			packed(t, "marzo.xlsx", []byte(secret)), "su contenido → marzo.xlsx: hidden_sheet Nóminas",
		},
		"too deep": {
			deep, "otro.zip → otro.zip → otro.zip → otro.zip → otro.zip → otro.zip → otro.zip: unread deep",
		},
		"what macOS adds": {
			zip(map[string]string{"__MACOSX/._x": "\x00\x05\x16\x07", "a/.DS_Store": "\x00\x00", "x.txt": "hola"}), "",
		},
		"a 7z in a ZIP": {
			zip(map[string]string{"a.7z": "7z\xbc\xaf\x27\x1c\x00\x04"}), "a.7z: unread archive",
		},
		"RAR":                  {[]byte("Rar!\x1a\x07\x01\x00"), "unread archive"},
		"RTF":                  {[]byte(`{\rtf1 hola}`), "unread old"},
		"old Word":             {[]byte(wide("WordDocument")), "unread old"},
		"old Excel in a ZIP":   {zip(map[string]string{"p.xls": wide("Workbook")}), "p.xls: unread old"},
		"Word with a password": {[]byte(wide("EncryptedPackage")), "unread locked"},
		"a message of Outlook": {[]byte(wide("__substg1.0_0037001F")), "unread mail"},
		"a program":            {[]byte("\x7fELF\x02\x01\x01\x00"), "unread kind"},
		"a web page":           {[]byte("<html><body><p hidden>x</p></body></html>"), "unread web"},
		"a mail":               {[]byte(letter + "\r\nHola"), ""},
		"a mail with Bcc": {[]byte(letter +
			"Bcc: jefe@inpe.gob.pe,\r\n otro@inpe.gob.pe\r\n\r\nHola"), "blind_copy jefe@inpe.gob.pe, otro@inpe.gob.pe"},
		"an empty Bcc":    {[]byte(letter + "Bcc:\r\n\r\nHola"), ""},
		"Bcc in the text": {[]byte(letter + "\r\nBcc: jefe@inpe.gob.pe"), ""},
		"a mail with Bcc in a ZIP": {
			zip(map[string]string{"c.eml": letter + "bcc: jefe@inpe.gob.pe\r\n\r\nHola"}), "c.eml: blind_copy jefe@inpe.gob.pe",
		},
		"a mail with a workbook": {attached("marzo.xlsx", []byte(secret)), "marzo.xlsx: hidden_sheet Nóminas"},
		"a note like a mail":     {[]byte("Asunto: x\nDe: Rosa\nPara: Luis\n\nhola"), ""},
		"a photo":                {photo(t, "", false), ""},
		"a photo by somebody":    {photo(t, "Rosa Olivares", false), "author Rosa Olivares"},
		"a photo with its place": {photo(t, "", true), "place -12.0600, -77.0300"},
		"a photo in a ZIP": {
			zip(map[string]string{"f.jpg": string(photo(t, "", true))}), "f.jpg: place -12.0600, -77.0300",
		},
		"a photo in a letter": {
			word("word/media/image1.jpeg", string(photo(t, "", true))), "image1.jpeg: place -12.0600, -77.0300",
		},
		"a clean photo in a letter": {word("word/media/image1.jpeg", string(photo(t, "", false))), ""},
		"a workbook behind a chart": {
			word("word/embeddings/Libro.xlsx", secret), "embedded Libro.xlsx; Libro.xlsx: hidden_sheet Nóminas",
		},
		"an object of OLE": {
			word("word/embeddings/oleObject1.bin", wide("Package")), "embedded oleObject1.bin; oleObject1.bin: unread kind",
		},
		"macros":                 {word("word/vbaProject.bin", wide("x")), "script"},
		"a letter of more parts": {word("word/theme/theme1.xml", "<a/>"), ""},
		"a part with a broken photo": {
			word("word/media/image1.jpeg", "\xff\xd8\xff\xe1\x00\x20Exif\x00\x00II*\x00\xff"), "image1.jpeg: unread",
		},
		"data of a pivot table": {zip(map[string]string{
			"xl/workbook.xml": "<workbook/>", "xl/pivotCache/pivotCacheRecords1.xml": "<r/>",
		}), "cached_data"},
		"hidden letters": {zip(map[string]string{
			"word/document.xml": "<w:document><w:rPr><w:vanish/></w:rPr></w:document>",
		}), "hidden_text letra oculta"},
		"letters that are not hidden": {
			zip(map[string]string{"word/document.xml": `<w:document><w:rPr><w:vanish w:val="0"/></w:rPr></w:document>`}), "",
		},
		"notes of a speaker": {
			zip(map[string]string{
				"ppt/notesSlides/notesSlide1.xml": `<p:notes><a:fld type="slidenum"><a:t>1</a:t></a:fld><a:t>decir esto</a:t></p:notes>`,
			}), "notes",
		},
		"only the slide's number": {zip(map[string]string{
			"ppt/notesSlides/notesSlide1.xml": `<p:notes><a:fld type="slidenum"><a:t>1</a:t></a:fld></p:notes>`,
		}), ""},
		"comments of slides": {
			zip(map[string]string{"ppt/comments/comment1.xml": `<p:cmLst><p:cm/></p:cmLst>`}), "comments",
		},
		"authors of comments": {
			zip(map[string]string{"ppt/commentAuthors.xml": `<p:cmAuthorLst><p:cmAuthor name="x"/></p:cmAuthorLst>`}), "",
		},
		"a sheet hidden by its style": {openSheet(
			`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>`,
		), "hidden_sheet Nóminas"},
		"a sheet shown by its style": {openSheet(
			`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="true"/></style:style>`,
		), ""},
		"rows that a filter hides": {zip(map[string]string{
			"content.xml": `<o><table:table-row table:visibility="filter"/></o>`,
		}), "hidden_cells una tabla"},
		"notes of an open presentation": {zip(map[string]string{
			"content.xml": `<o><presentation:notes><text:p>decir esto</text:p></presentation:notes><text:p>x</text:p></o>`,
		}), "notes"},
		"a text beside empty notes": {
			zip(map[string]string{"content.xml": `<o><presentation:notes/><text:p>x</text:p></o>`}), "",
		},
	} {
		if got := told(Find(c.data)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func openSheet(style string) []byte {
	var out bytes.Buffer
	w := newZip(&out)
	w.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
	w.add("content.xml",
		`<o><office:automatic-styles>`+style+
			`</office:automatic-styles><table:table table:name="Hoja1" table:style-name="ta1"/><table:table table:name="Nóminas" table:style-name="ta2"/></o>`)
	w.close()
	return out.Bytes()
}

// Whatever a file is packed with, the look ends at its budget and says that it did not see everything.
func TestTheLookEndsAtItsBudget(t *testing.T) {
	parts := map[string]string{}
	for i := range 40 {
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = "<s>" + strings.Repeat("<row/>", 150_000) + "</s>"
	}
	nested := bytes.Repeat([]byte("0"), 1_000_000)
	for i := range 6 {
		inner := map[string]string{}
		for k := range 8 {
			inner[fmt.Sprintf("%d-%d.zip", i, k)] = string(nested)
		}
		nested = archive(t, inner)
	}
	for name, data := range map[string][]byte{"many parts": archive(t, parts), "archives in archives": nested} {
		all := Find(data)
		last := all[len(all)-1]
		if !(last == Leak{Unread, WhyLarge, ""}) {
			t.Errorf("%s: %s", name, told(all))
		}
	}
}
