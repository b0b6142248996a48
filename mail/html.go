package mail

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	htmlCap   = 4 << 20 // bytes of HTML converted to text
	linkCap   = 500     // bytes of a URL shown beside its text
	quoteCap  = 8       // nested quotation levels that are shown
	listDepth = 100
)

// htmlText converts HTML to plain text in one pass over its tokens. It builds no tree, so that nesting costs no more
// than its bytes. Text hidden by style is skipped, unless nothing else is left or the hidden element is not closed.
func htmlText(s string) (text, defect string) {
	if len(s) > htmlCap {
		s, defect = cut(s, htmlCap), DefectTextTooLong
	}
	w := htmlWriter{hide: true}
	if unclosed := w.read(s); unclosed || strings.TrimSpace(w.out.String()) == "" {
		w = htmlWriter{}
		w.read(s)
	}
	return strings.TrimSpace(w.out.String()), defect
}

// htmlWriter writes lines as a reader sees them.
type htmlWriter struct {
	out     strings.Builder
	line    strings.Builder
	hide    bool
	quotes  []bool // open blockquotes: is it a quotation?
	depth   int    // of quotations
	lists   []int  // open lists: number of the last item, -1 for bullets
	pre     int
	space   bool // white space is due before the next word
	blank   int  // line ends written since the last text
	href    string
	linkAt  int
	dropped atom.Atom // element whose content is skipped
	nested  int
}

// read reports whether a hidden element was never closed.
func (w *htmlWriter) read(s string) (unclosed bool) {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			w.flush()
			return w.dropped != 0 && w.hide
		case html.TextToken:
			if w.dropped == 0 {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			w.start(atom.Lookup(name), z, more)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		default: // comments and doctypes
		}
	}
}

// invisibleElements have no text for people.
var invisibleElements = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Svg:    true,
	atom.Select: true, atom.Textarea: true, atom.Noframes: true, atom.Audio: true, atom.Video: true,
}

// paragraphs are surrounded by empty lines, lines are on their own.
var (
	paragraphs = map[atom.Atom]bool{
		atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
		atom.Table: true,
		atom.Ul:    true, atom.Ol: true, atom.Pre: true, atom.Hr: true, atom.Blockquote: true, atom.Dl: true,
		atom.Fieldset: true,
	}
	ownLines = map[atom.Atom]bool{
		atom.Div: true, atom.Tr: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Section: true, atom.Article: true,
		atom.Header: true,
		atom.Footer: true, atom.Address: true, atom.Center: true, atom.Form: true, atom.Caption: true, atom.Tbody: true,
		atom.Body: true, atom.Html: true, atom.Head: true,
	}
)

func (w *htmlWriter) start(tag atom.Atom, z *html.Tokenizer, more bool) {
	if w.dropped != 0 {
		if tag == w.dropped {
			w.nested++
		}
		return
	}
	at := attributes(z, more)
	if invisibleElements[tag] || w.hide && !void(tag) && hidden(at) {
		w.dropped, w.nested = tag, 1
		return
	}
	switch {
	case tag == atom.Br:
		w.newline()
	case tag == atom.Td || tag == atom.Th:
		w.space = true
	case paragraphs[tag]:
		w.paragraph()
	case ownLines[tag]:
		w.flush()
	}
	switch tag {
	case atom.Blockquote:
		cited := isQuote(at)
		if len(w.quotes) < listDepth {
			w.quotes = append(w.quotes, cited)
			if cited {
				w.depth++
			}
		}
	case atom.Ul, atom.Ol:
		if len(w.lists) < listDepth {
			w.lists = append(w.lists, map[bool]int{true: 0, false: -1}[tag == atom.Ol])
		}
	case atom.Li:
		w.item()
	case atom.Pre:
		w.pre++
	case atom.A:
		w.href, w.linkAt = strings.TrimSpace(at["href"]), w.line.Len()
	}
}

func (w *htmlWriter) end(tag atom.Atom) {
	if w.dropped != 0 {
		if tag == w.dropped {
			if w.nested--; w.nested == 0 {
				w.dropped = 0
			}
		}
		return
	}
	switch tag {
	case atom.A:
		w.link()
	case atom.Pre:
		w.pre = max(0, w.pre-1)
	}
	switch {
	case paragraphs[tag]:
		w.paragraph()
	case ownLines[tag]:
		w.flush()
	}
	switch tag {
	case atom.Blockquote:
		if n := len(w.quotes); n > 0 {
			if w.quotes[n-1] {
				w.depth--
			}
			w.quotes = w.quotes[:n-1]
		}
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:max(0, len(w.lists)-1)]
	}
}

// text adds words; runs of white space become one space, except in preformatted text.
func (w *htmlWriter) text(s string) {
	s = strings.ReplaceAll(s, "\u00a0", " ")
	if w.pre > 0 {
		for i, l := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.newline()
			}
			w.line.WriteString(l)
		}
		return
	}
	for i, word := range strings.Fields(s) {
		if i > 0 || w.space || startsWithSpace(s) {
			if w.line.Len() > 0 {
				w.line.WriteByte(' ')
			}
		}
		w.space = false
		w.line.WriteString(word)
	}
	if n := len(s); n > 0 && strings.TrimRight(s, " \t\r\n") != s {
		w.space = true
	}
}

func startsWithSpace(s string) bool { return s != "" && strings.ContainsRune(" \t\r\n", rune(s[0])) }

// item begins an item of the list that is open.
func (w *htmlWriter) item() {
	n := len(w.lists)
	if n == 0 || w.lists[n-1] < 0 {
		w.line.WriteString("- ")
		return
	}
	w.lists[n-1]++
	w.line.WriteString(strconv.Itoa(w.lists[n-1]) + ". ")
}

// link writes the target of a link, unless it equals the text.
func (w *htmlWriter) link() {
	href := strings.TrimPrefix(w.href, "mailto:")
	w.href = ""
	l := w.line.String()
	words := strings.TrimSpace(l[min(w.linkAt, len(l)):])
	switch {
	case words == "" || href == "" || len(href) > linkCap || strings.HasPrefix(href, "#"):
	case strings.Contains(href, words), strings.Contains(words, href):
	case strings.HasPrefix(href, "http://"), strings.HasPrefix(href, "https://"), strings.Contains(href, "@"):
		w.line.WriteString(" (" + strings.Join(strings.Fields(href), "") + ")")
	}
}

// newline ends a line, even an empty one.
func (w *htmlWriter) newline() {
	if w.line.Len() == 0 {
		w.writeLine("")
		return
	}
	w.flush()
}

// flush ends the line if there is one.
func (w *htmlWriter) flush() {
	if l := strings.TrimRight(w.line.String(), " \t"); l != "" {
		w.writeLine(l)
	}
	w.line.Reset()
	w.space, w.linkAt = false, 0
}

// paragraph ends the line and leaves one empty line.
func (w *htmlWriter) paragraph() {
	w.flush()
	if w.out.Len() > 0 && w.blank < 2 {
		w.writeLine("")
	}
}

// writeLine writes one line with its quotation marks.
func (w *htmlWriter) writeLine(l string) {
	if l == "" {
		if w.blank++; w.blank > 3 {
			return
		}
	} else {
		w.blank = 1
	}
	if w.depth > 0 {
		l = strings.TrimRight(strings.Repeat("> ", min(w.depth, quoteCap))+l, " ")
	}
	w.out.WriteString(l + "\n")
}

// attributes are the few that matter here.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	var at map[string]string
	for n := 0; more && n < 50; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "href", "style", "type", "class", "id", "hidden", "cite":
			if at == nil {
				at = map[string]string{}
			}
			at[string(key)] = string(value[:min(len(value), 2*linkCap)])
		}
	}
	return at
}

// isQuote distinguishes a quotation from an indentation, for which some programs use the same element.
func isQuote(at map[string]string) bool {
	style := strings.ReplaceAll(at["style"], " ", "")
	return strings.EqualFold(at["type"], "cite") || strings.Contains(at["class"], "quote") || at["cite"] != "" ||
		strings.Contains(style, "border-left") && !strings.Contains(style, "border-left:none")
}

func hidden(at map[string]string) bool {
	if _, there := at["hidden"]; there {
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(at["style"], " ", ""))
	return strings.Contains(style, "display:none")
}

// void elements have no end.
func void(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Col, atom.Area, atom.Base, atom.Wbr,
		atom.Body, atom.Html:
		return true
	}
	return false
}

// enrichedText drops the commands of text/enriched (RFC 1896).
func enrichedText(s string) string {
	s = strings.ReplaceAll(s, "<<", "\x01")
	var out bytes.Buffer
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			out.WriteString(s)
			break
		}
		out.WriteString(s[:open])
		s = s[open:]
		end := strings.IndexByte(s, '>')
		if end < 0 {
			break
		}
		if strings.EqualFold(s[:end+1], "<param>") {
			if close := strings.Index(strings.ToLower(s[:min(len(s), 2000)]), "</param>"); close > 0 {
				end = close + len("</param>") - 1
			}
		}
		s = s[end+1:]
	}
	return strings.ReplaceAll(out.String(), "\x01", "<")
}
