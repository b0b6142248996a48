package leaks

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// partMost bounds what is read of one part: a file that needs more is told as unread.
const partMost = 64 << 20

// inOffice looks into Office Open XML (ECMA-376) and OpenDocument files, which are archives of XML.
func inOffice(data []byte) (all found) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return found{{Unread, ""}}
	}
	for _, f := range archive.File {
		look := partOf(f.Name)
		if look == nil {
			continue
		}
		if err := eachElement(f, func(e xml.StartElement, text func() string) { look(&all, f.Name, e, text) }); err != nil {
			all.add(Unread, "")
		}
	}
	return all
}

type looker func(all *found, part string, e xml.StartElement, text func() string)

// partOf says what to look for in a part of the archive; nil = nothing.
func partOf(name string) looker {
	switch dir, base := path.Split(name); {
	case name == "docProps/core.xml", name == "meta.xml":
		return properties
	case name == "xl/workbook.xml":
		return sheets
	case dir == "xl/worksheets/":
		return cells
	case dir == "ppt/slides/":
		return slides
	case strings.HasPrefix(base, "comments"), strings.HasPrefix(base, "threadedComment"):
		return comments
	case name == "word/document.xml", name == "content.xml", strings.HasPrefix(name, "word/footnotes"), strings.HasPrefix(name, "word/header"), strings.HasPrefix(name, "word/footer"):
		return text
	}
	return nil
}

func properties(all *found, _ string, e xml.StartElement, text func() string) {
	if slices.Contains([]string{"creator", "lastModifiedBy", "initial-creator"}, e.Name.Local) {
		if name := strings.TrimSpace(text()); name != "" {
			all.add(Author, name)
		}
	}
}

func sheets(all *found, _ string, e xml.StartElement, _ func() string) {
	if state := attr(e, "state"); e.Name.Local == "sheet" && (state == "hidden" || state == "veryHidden") {
		all.add(HiddenSheet, attr(e, "name"))
	}
}

func cells(all *found, part string, e xml.StartElement, _ func() string) {
	if (e.Name.Local == "row" || e.Name.Local == "col") && isTrue(attr(e, "hidden")) {
		all.add(HiddenCells, strings.TrimSuffix(path.Base(part), ".xml"))
	}
}

func slides(all *found, part string, e xml.StartElement, _ func() string) {
	if e.Name.Local == "sld" && (attr(e, "show") == "0" || attr(e, "show") == "false") {
		all.add(HiddenSheet, strings.TrimSuffix(path.Base(part), ".xml"))
	}
}

func comments(all *found, _ string, e xml.StartElement, _ func() string) {
	if e.Name.Local == "comment" || e.Name.Local == "threadedComment" || e.Name.Local == "cm" {
		all.add(Comment, "")
	}
}

func text(all *found, _ string, e xml.StartElement, _ func() string) {
	switch e.Name.Local {
	case "ins", "del", "moveFrom", "tracked-changes", "changed-region":
		all.add(TrackedChange, "")
	case "annotation":
		all.add(Comment, "")
	case "table":
		if strings.HasPrefix(attr(e, "display"), "false") {
			all.add(HiddenSheet, attr(e, "name"))
		}
	case "table-row", "table-column":
		if attr(e, "visibility") == "collapse" {
			all.add(HiddenCells, "una tabla")
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(v string) bool { return v == "1" || v == "true" }

// eachElement walks a part. text reads what stands directly in the element just seen.
func eachElement(f *zip.File, see func(e xml.StartElement, text func() string)) (err error) {
	body, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	limited := &io.LimitedReader{R: body, N: partMost}
	tokens := xml.NewDecoder(limited)
	for {
		t, err := tokens.Token()
		if errors.Is(err, io.EOF) && limited.N > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if e, is := t.(xml.StartElement); is {
			see(e, func() string {
				if next, err := tokens.Token(); err == nil {
					if chars, is := next.(xml.CharData); is {
						return string(chars)
					}
				}
				return ""
			})
		}
	}
}
