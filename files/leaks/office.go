package leaks

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"foja/files/archives"
)

// inOffice looks into Office Open XML (ECMA-376) and OpenDocument files, which are archives of XML, and into the files
// inside them.
func (l *inspection) inOffice(parts []archives.Part) {
	o := &officeInspection{inspection: l, hidden: map[string]bool{}}
	// OpenDocument hides by styles, which may stand in a part of their own.
	slices.SortStableFunc(parts, func(a, b archives.Part) int { return first(b.Name) - first(a.Name) })
	for _, p := range parts {
		if l.budgetSpent() {
			return
		}
		o.part(p)
	}
}

func first(name string) int {
	if path.Base(name) == "styles.xml" {
		return 1
	}
	return 0
}

func (o *officeInspection) part(p archives.Part) {
	switch dir, base := path.Split(p.Name); {
	case partOf(p.Name) != nil:
		o.failed(p.XML(o.seer(p.Name, partOf(p.Name))))
	case base == "vbaProject.bin", strings.HasPrefix(dir, "Basic/") && strings.HasSuffix(base, ".xml") &&
		base != "script-lc.xml" && base != "script-lb.xml", strings.HasPrefix(dir, "Scripts/"):
		o.add(Script, "")
	case strings.HasPrefix(base, "pivotCacheRecords"),
		strings.HasPrefix(dir, "xl/externalLinks/") && strings.HasSuffix(base, ".xml"):
		o.add(CachedData, "")
	case strings.Contains(dir, "/embeddings/"):
		o.add(Embedded, base)
		o.inside(p)
	case strings.HasPrefix(base, "altChunk"), strings.HasPrefix(base, "afchunk"):
		o.add(Embedded, base)
		o.inside(p)
	case strings.HasSuffix(base, ".xml"), strings.HasSuffix(base, ".rels"), strings.HasSuffix(base,
		".vml"), base == "mimetype",
		strings.HasPrefix(base, "printerSettings"), strings.Contains(dir, "fonts/"), strings.HasSuffix(base,
			".odttf"), strings.HasPrefix(dir, "Configurations2/"),
		strings.HasPrefix(base, "activeX"), strings.HasPrefix(dir, "ObjectReplacements/"), strings.HasSuffix(base, ".rdf"),
		base == "layout-cache":
	default:
		o.inside(p)
	}
}

// vectors are pictures that have no properties.
var vectors = []string{".emf", ".wmf", ".svm", ".emz", ".wmz", ".svg"}

// inside looks into a picture or another file that a document holds.
func (o *officeInspection) inside(p archives.Part) {
	if slices.Contains(vectors, strings.ToLower(path.Ext(p.Name))) && !strings.Contains(p.Name, "/embeddings/") {
		return
	}
	body, err := p.Read()
	o.nested(path.Base(p.Name)).unpackedFile(body, err)
}

// officeInspection is the look into one office file.
type officeInspection struct {
	*inspection
	hidden map[string]bool // OpenDocument's styles of what is not shown
	style  string          // the one being defined
	inNote int             // elements of speaker's notes that are open
	field  bool            // a text that the program sets: the slide's number
}

type elementInspector func(o *officeInspection, part string, e xml.StartElement, text func() string)

// seer gives a part's elements to a looker. text is what stands directly in the element just seen: it is known with the
// next token, so the looker runs then.
func (o *officeInspection) seer(part string, look elementInspector) archives.TokenHandler {
	var waits *xml.StartElement
	return func(t xml.Token) error {
		if waits != nil {
			text := ""
			if chars, is := t.(xml.CharData); is {
				text = string(chars)
			}
			look(o, part, *waits, func() string { return text })
			waits = nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			waits = &t
		case xml.EndElement:
			o.ends(t.Name.Local)
		}
		return nil
	}
}

func (o *officeInspection) ends(name string) {
	switch name {
	case "notes":
		o.inNote = max(0, o.inNote-1)
	case "fld":
		o.field = false
	case "style":
		o.style = ""
	}
}

// partOf says what to look for in a part of the archive; nil = nothing.
func partOf(name string) elementInspector {
	switch dir, base := path.Split(name); {
	case name == "docProps/core.xml", name == "meta.xml":
		return properties
	case name == "xl/workbook.xml":
		return sheets
	case dir == "xl/worksheets/":
		return cells
	case dir == "ppt/slides/":
		return slides
	case dir == "ppt/notesSlides/":
		return notes
	case strings.HasSuffix(base, ".xml") && dir != "" && (strings.HasPrefix(strings.ToLower(base), "comment") ||
		strings.HasPrefix(base, "threadedComment") || strings.HasPrefix(base, "modernComment")):
		return comments
	case name == "word/document.xml", strings.HasPrefix(name, "word/footnotes"), strings.HasPrefix(name, "word/endnotes"),
		strings.HasPrefix(name, "word/header"), strings.HasPrefix(name, "word/footer"):
		return text
	case base == "content.xml", base == "styles.xml" && !strings.Contains(dir, "/"):
		return open
	}
	return nil
}

func properties(o *officeInspection, _ string, e xml.StartElement, text func() string) {
	if slices.Contains([]string{"creator", "lastModifiedBy", "initial-creator", "printed-by"}, e.Name.Local) {
		if name := strings.TrimSpace(text()); name != "" {
			o.add(Author, name)
		}
	}
}

func sheets(o *officeInspection, _ string, e xml.StartElement, _ func() string) {
	if state := attr(e, "state"); e.Name.Local == "sheet" && (state == "hidden" || state == "veryHidden") {
		o.add(HiddenSheet, attr(e, "name"))
	}
}

func cells(o *officeInspection, part string, e xml.StartElement, _ func() string) {
	hidden := (e.Name.Local == "row" || e.Name.Local == "col") && isTrue(attr(e, "hidden")) ||
		e.Name.Local == "sheetFormatPr" && isTrue(attr(e, "zeroHeight"))
	if hidden {
		o.add(HiddenCells, strings.TrimSuffix(path.Base(part), ".xml"))
	}
}

func slides(o *officeInspection, part string, e xml.StartElement, _ func() string) {
	if e.Name.Local == "sld" && (attr(e, "show") == "0" || attr(e, "show") == "false") {
		o.add(HiddenSheet, strings.TrimSuffix(path.Base(part), ".xml"))
	}
}

func notes(o *officeInspection, _ string, e xml.StartElement, text func() string) {
	switch e.Name.Local {
	case "fld":
		o.field = true
	case "t":
		if !o.field && strings.TrimSpace(text()) != "" {
			o.add(Notes, "")
		}
	}
}

func comments(o *officeInspection, _ string, e xml.StartElement, _ func() string) {
	if e.Name.Local == "comment" || e.Name.Local == "threadedComment" || e.Name.Local == "cm" {
		o.add(Comment, "")
	}
}

// text is Word's.
func text(o *officeInspection, _ string, e xml.StartElement, _ func() string) {
	switch e.Name.Local {
	case "ins", "del", "moveFrom", "moveTo":
		o.add(TrackedChange, "")
	case "vanish", "specVanish":
		if v := attr(e, "val"); v != "0" && v != "false" && v != "off" {
			o.add(HiddenText, "letra oculta")
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
