package leaks

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"foja/files/archives"
	"foja/files/pdf"
)

// marks are the first bytes of files that are reported as unread.
var marks = []struct{ mark, why string }{
	{"{\\rtf", WhyOld},
	{"7z\xbc\xaf\x27\x1c", WhyArchive},
	{"Rar!\x1a\x07", WhyArchive},
	{"\xfd7zXZ\x00", WhyArchive},
	{"\x28\xb5\x2f\xfd", WhyArchive}, // Zstandard
	{"MSCF", WhyArchive},
	{"LZIP", WhyArchive},
	{"PK\x07\x08", WhyArchive}, // a part of a ZIP in several files
}

// file looks into a file by its bytes, whatever its name.
func (l *inspection) file(data []byte) {
	if l.deep > maxDepth {
		l.addUnread(WhyDeep)
		return
	}
	if l.budgetSpent() {
		return
	}
	defer func() {
		if recover() != nil { // the libraries meet files that nobody else opens either
			l.addUnread(WhyBroken)
		}
	}()
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			l.addUnread(m.why)
			return
		}
	}
	switch {
	case len(data) == 0:
	case pdfMark.Match(data[:min(len(data), 1024)]):
		l.inPDF(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		l.inZip(data)
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		name, body, err := l.b.Gzip(data)
		l.unpacked(name, body, err)
	case bytes.HasPrefix(data, []byte("BZh")):
		body, err := l.b.Bzip2(data)
		l.unpacked("", body, err)
	case len(data) > 262 && string(data[257:262]) == "ustar":
		l.failed(l.b.Tar(data, func(name string, body []byte, err error) { l.nested(name).unpackedFile(body, err) }))
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		l.addUnread(compoundKind(data))
	case isMail(data):
		l.inMail(data)
	default:
		l.other(data)
	}
}

// pdfMark may stand behind other bytes: readers look for it.
var pdfMark = regexp.MustCompile(`(?:^|[\r\n])\s*%PDF-`)

func (l *inspection) other(data []byte) {
	kind := mimetype.Detect(data)
	if format, is := formats[kind.String()]; is {
		l.inImage(data, format)
		return
	}
	switch {
	case kind.Is("application/pdf"): // its mark stands in the middle of a line: a text about PDF, or junk before one
		if bytes.Contains(data, []byte("startxref")) {
			l.inPDF(data)
		}
	case kind.Is("image/gif"), kind.Is("image/bmp"): // they have no properties
	case kind.Is("text/html"), kind.Is("image/svg+xml"):
		l.addUnread(WhyWeb)
	case isText(kind):
	default:
		l.addUnread(WhyKind)
	}
}

// isText says whether all that a file holds is what an editor shows.
func isText(kind *mimetype.MIME) bool {
	for ; kind != nil; kind = kind.Parent() {
		if kind.Is("text/plain") {
			return true
		}
	}
	return false
}

// unpacked looks into the only file of an archive.
func (l *inspection) unpacked(name string, body []byte, err error) {
	if name == "" {
		name = "su contenido"
	}
	l.nested(path.Base(name)).unpackedFile(body, err)
}

func (l *inspection) unpackedFile(body []byte, err error) {
	if err != nil {
		l.failed(err)
		return
	}
	l.file(body)
}

// failed tells an error of a reader.
func (l *inspection) failed(err error) {
	switch {
	case err == nil:
	case errors.Is(err, archives.ErrLocked), errors.Is(err, pdf.ErrLocked):
		l.addUnread(WhyLocked)
	case errors.Is(err, archives.ErrBudget), errors.Is(err, pdf.ErrLarge):
		l.addUnread(WhyLarge)
	default:
		l.addUnread(WhyBroken)
	}
}

// inZip looks into an archive, or into an office file, which is one.
func (l *inspection) inZip(data []byte) {
	parts, err := l.b.Zip(data)
	l.failed(err)
	office := false
	for _, p := range parts {
		office = office || p.Name == "[Content_Types].xml" || p.Name == "mimetype" || partOf(p.Name) != nil
	}
	if office {
		l.inOffice(parts)
		return
	}
	for _, p := range parts {
		if junk(p.Name) {
			continue
		}
		if l.budgetSpent() {
			return
		}
		body, err := p.Read()
		l.nested(p.Name).unpackedFile(body, err)
	}
}

// junk is what operating systems put into archives for themselves.
func junk(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || strings.EqualFold(base, "thumbs.db") ||
		strings.EqualFold(base, "desktop.ini")
}

// compoundKind says what a compound file (MS-CFB) is, by the names in its directory.
func compoundKind(data []byte) string {
	has := func(name string) bool {
		wide := make([]byte, 0, 2*len(name))
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case has("EncryptedPackage"):
		return WhyLocked
	case has("__substg1.0_"):
		return WhyMail
	case has("WordDocument"), has("Workbook"), has("Book"), has("PowerPoint Document"):
		return WhyOld
	}
	return WhyKind
}
