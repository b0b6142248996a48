// Package fulltext reads the words of a file, for the search: plain text, PDF with a text layer, and the office formats
// that are archives of XML. A file of any other kind, and one that is broken, has no words. It never fails and never
// panics; what one file may cost is bounded.
package fulltext

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"foja/files/archives"
	"foja/files/pdf"
)

// Limits of what is read: nobody looks for the last words of a book.
const (
	maxBytes = 400_000         // bytes of words
	maxPages = 300             // pages of a PDF
	timeout  = 8 * time.Second // with one file
)

// Why says why a file has no words, or not all.
type Why string

const (
	Read     Why = ""         // its words were read
	Kind     Why = "kind"     // no reader knows its kind: a picture, a video, a program
	Broken   Why = "broken"   // it is not what it says, or damaged
	Locked   Why = "locked"   // it has a password
	Large    Why = "large"    // there is more in it than is read, or reading takes too long; the words are the first ones
	Textless Why = "textless" // pages without text: a scan
)

// Of returns the words of a file, with spaces between.
func Of(content []byte) string {
	words, _ := From(content)
	return words
}

// From returns the words of a file, with spaces between, and why there are none, or not all.
func From(content []byte) (words string, why Why) {
	defer func() {
		if recover() != nil { // no reader is known to do so
			words, why = "", Broken
		}
	}()
	kind := mimetype.Detect(content)
	switch {
	case kind.Is("application/pdf"):
		return ofPDF(content)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return ofOffice(content)
	case len(content) == 0:
		return "", Read
	case strings.HasPrefix(kind.String(), "text/") && !kind.Is("text/html"):
		text := content[:min(len(content), maxBytes)]
		if !utf8.Valid(text) && len(text) < maxBytes { // else it may be cut in the middle of a letter
			return "", Kind
		}
		if len(content) > maxBytes {
			why = Large
		}
		return strings.ToValidUTF8(string(text), " "), why
	}
	return "", Kind
}

func ofPDF(content []byte) (string, Why) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	d, err := pdf.Open(ctx, content)
	if err != nil {
		return "", whyOf(err)
	}
	defer d.Close()
	var words strings.Builder
	why := Read
	if d.Pages <= 0 {
		why = Broken
	}
	for n := 0; n < min(d.Pages, maxPages) && why != Large; n++ {
		page, err := d.Text(n)
		if errors.Is(err, pdf.ErrLarge) {
			why = Large
			break
		}
		if err != nil {
			why = Broken
			continue
		}
		words.WriteString(page)
		words.WriteByte(' ')
		if words.Len() >= maxBytes {
			why = Large
		}
	}
	if d.Pages > maxPages && why == Read {
		why = Large
	}
	if strings.TrimSpace(words.String()) == "" && why == Read {
		return "", Textless
	}
	return cut(words.String()), why
}

func whyOf(err error) Why {
	switch {
	case errors.Is(err, pdf.ErrLocked), errors.Is(err, archives.ErrLocked):
		return Locked
	case errors.Is(err, pdf.ErrLarge), errors.Is(err, archives.ErrBudget):
		return Large
	}
	return Broken
}

// ofOffice reads the parts that hold what people wrote: of Word, Excel, PowerPoint and OpenDocument.
func ofOffice(content []byte) (string, Why) {
	b := archives.Default()
	b.Until = time.Now().Add(timeout)
	parts, err := b.Zip(content)
	if err != nil {
		return "", whyOf(err)
	}
	var words strings.Builder
	why := Kind // an archive of anything else
	for _, p := range parts {
		name := p.Name
		if name != "content.xml" && name != "xl/sharedStrings.xml" &&
			!(strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml")) &&
			!strings.HasPrefix(name, "xl/worksheets/sheet") && !strings.HasPrefix(name, "ppt/slides/slide") {
			continue
		}
		if why == Kind {
			why = Read
		}
		see := texts(&words, strings.HasPrefix(name, "xl/worksheets/"))
		if err := p.XML(see); err != nil {
			why = whyOf(err)
		}
		if words.Len() >= maxBytes {
			why = Large
		}
		if why == Large {
			break
		}
	}
	if strings.TrimSpace(words.String()) == "" && why == Read {
		return "", Textless
	}
	return cut(words.String()), why
}

// texts writes the texts of a part. Where a paragraph, a cell or a line ends, a word does. Of a sheet only the texts
// that stand in it are taken (programs other than Excel write them there): its numbers are those of the list of texts.
func texts(words *strings.Builder, sheet bool) archives.TokenHandler {
	inside := !sheet
	return func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			if sheet && t.Name.Local == "is" {
				inside = true
			}
		case xml.CharData:
			if inside {
				words.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "p", "si", "h", "br", "tab", "cell", "table-cell":
				words.WriteByte(' ')
			case "is":
				words.WriteByte(' ')
				inside = !sheet
			}
		}
		if words.Len() >= maxBytes {
			return archives.ErrStop
		}
		return nil
	}
}

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxBytes)], " ") }
