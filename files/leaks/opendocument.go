package leaks

import (
	"encoding/xml"
	"strings"
)

// open looks into OpenDocument's content and styles (ISO 26300). What is not shown is said by an attribute, or by a
// style that an element names: styles come first.
func open(o *officeInspection, _ string, e xml.StartElement, text func() string) {
	hiddenByStyle := func() bool {
		for _, a := range e.Attr {
			if a.Name.Local == "style-name" && o.hidden[a.Value] {
				return true
			}
		}
		return false
	}
	switch e.Name.Local {
	case "style", "table-properties", "text-properties", "drawing-page-properties", "section-properties":
		styleOf(o, e)
	case "tracked-changes", "changed-region":
		o.add(TrackedChange, "")
	case "annotation":
		o.add(Comment, "")
	case "table":
		if strings.HasPrefix(attr(e, "display"), "false") || hiddenByStyle() {
			o.add(HiddenSheet, attr(e, "name"))
		}
	case "table-row", "table-column", "table-row-group", "table-column-group":
		if v := attr(e, "visibility"); v == "collapse" || v == "filter" || attr(e, "display") == "false" {
			o.add(HiddenCells, "una tabla")
		}
	case "page":
		if hiddenByStyle() {
			o.add(HiddenSheet, attr(e, "name"))
		}
	case "section":
		if attr(e, "display") == "none" || hiddenByStyle() {
			o.add(HiddenText, "sección oculta")
		}
	case "hidden-text", "hidden-paragraph":
		o.add(HiddenText, "letra oculta")
	case "span", "p", "h":
		if hiddenByStyle() {
			o.add(HiddenText, "letra oculta")
		}
		if o.inNote > 0 && strings.TrimSpace(text()) != "" {
			o.add(Notes, "")
		}
	case "notes":
		o.inNote++
	}
}

// styleOf remembers the styles that hide what names them, and those that are based on such a style.
func styleOf(o *officeInspection, e xml.StartElement) {
	if e.Name.Local == "style" {
		o.style = attr(e, "name")
		if o.hidden[attr(e, "parent-style-name")] && o.style != "" {
			o.hidden[o.style] = true
		}
		return
	}
	if o.style != "" && (attr(e, "display") == "false" || attr(e, "display") == "none" ||
		attr(e, "visibility") == "hidden") && len(o.hidden) < 10_000 {
		o.hidden[o.style] = true
	}
}
