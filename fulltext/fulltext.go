// Package fulltext reads the words of a file, for the search: plain text, PDF with a text layer, and the office formats that are archives of
// XML. A file of any other kind, and one that is broken, has no words. It never fails and never panics.
package fulltext

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"github.com/ledongthuc/pdf"
)

// Limits of what is read: nobody looks for the last words of a book.
const (
	most     = 400_000          // bytes of words
	mostXML  = 16 << 20         // bytes of one part, unpacked
	mostPage = 300              // pages of a PDF
	patience = 10 * time.Second // with one file
)

// Of returns the words of a file, with spaces between.
func Of(content []byte) string {
	kind := mimetype.Detect(content)
	switch {
	case kind.Is("application/pdf"):
		return within(func() string { return ofPDF(content) })
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return within(func() string { return ofOffice(content) })
	case strings.HasPrefix(kind.String(), "text/") && !kind.Is("text/html"):
		text := content[:min(len(content), most)]
		if utf8.Valid(text) || len(text) == most { // cut in the middle of a letter
			return strings.ToValidUTF8(string(text), " ")
		}
	}
	return ""
}

// within gives a reader of foreign files its time, and takes its panics for nothing read. One that does not come back is left alone.
func within(read func() string) string {
	done := make(chan string, 1)
	go func() {
		defer func() {
			if recover() != nil {
				done <- ""
			}
		}()
		done <- read()
	}()
	select {
	case words := <-done:
		return words
	case <-time.After(patience):
		return ""
	}
}

func ofPDF(content []byte) string {
	r, err := pdf.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	var words strings.Builder
	for n := 1; n <= min(r.NumPage(), mostPage) && words.Len() < most; n++ {
		page, err := r.Page(n).GetPlainText(nil)
		if err != nil {
			continue // a page in a font that it does not know
		}
		words.WriteString(page)
		words.WriteByte(' ')
	}
	return cut(words.String())
}

// ofOffice reads the parts that hold what people wrote: of Word, Excel, PowerPoint and OpenDocument.
func ofOffice(content []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	var words strings.Builder
	for _, f := range archive.File {
		name := f.Name
		if name == "content.xml" || name == "xl/sharedStrings.xml" || strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") ||
			strings.HasPrefix(name, "ppt/slides/slide") {
			if part, err := f.Open(); err == nil {
				ofXML(&words, io.LimitReader(part, mostXML))
				_ = part.Close() // only read
			}
		}
		if words.Len() >= most {
			break
		}
	}
	return cut(words.String())
}

// ofXML writes the texts of a part. Where a paragraph, a cell or a line ends, a word does.
func ofXML(words *strings.Builder, part io.Reader) {
	tokens := xml.NewDecoder(part)
	for words.Len() < most {
		t, err := tokens.RawToken()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case xml.CharData:
			words.Write(t)
		case xml.EndElement:
			switch t.Name.Local {
			case "p", "si", "h", "br", "tab", "cell", "table-cell":
				words.WriteByte(' ')
			}
		}
	}
}

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), most)], " ") }
