package mail

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"github.com/inbucket/html2text"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

const (
	textLimit = 2 << 20 // bytes of readable text kept
	htmlCap   = 1 << 20 // bytes of HTML converted to text
)

// toUTF8 reads bytes in a declared charset. The answer is always valid UTF-8; defect says what was guessed.
func toUTF8(b []byte, declared string) (text, defect string) {
	name := strings.ToLower(strings.Trim(declared, " \t\"'"))
	ascii := true
	for _, c := range b {
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "8bit", "x-unknown":
		switch {
		case ascii:
			return string(b), ""
		case utf8.Valid(b) && name == "":
			return string(b), DefectNoCharset
		case utf8.Valid(b):
			return string(b), ""
		case name == "":
			return latin(b), DefectNoCharset
		}
		return latin(b), DefectWrongCharset
	case "iso-8859-1", "iso8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252":
		// Accented UTF-8 is never sensible Latin-1 text, but it is often labelled so.
		if !ascii && utf8.Valid(b) {
			return string(b), DefectWrongCharset
		}
	}
	// WHATWG names first: there iso-8859-1 means windows-1252, as mail programs mean it.
	if enc, err := htmlindex.Get(name); err == nil {
		if out, err := enc.NewDecoder().Bytes(b); err == nil {
			return strings.ToValidUTF8(string(out), "\uFFFD"), ""
		}
		return latin(b), DefectWrongCharset
	}
	if r, err := charset.Reader(name, bytes.NewReader(b)); err == nil {
		if out, err := io.ReadAll(r); err == nil {
			return strings.ToValidUTF8(string(out), "\uFFFD"), ""
		}
		return latin(b), DefectWrongCharset
	}
	if ascii {
		return string(b), DefectUnknownCharset
	}
	if utf8.Valid(b) {
		return string(b), DefectUnknownCharset
	}
	return latin(b), DefectUnknownCharset
}

// latin reads bytes as windows-1252, the likeliest guess in this part of the world.
func latin(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		out.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return out.String()
}

// wordCharset lets net/mail read encoded words in any charset.
func wordCharset(name string, r io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	text, _ := toUTF8(b, name)
	return strings.NewReader(text), nil
}

// unflow joins the soft line ends of format=flowed (RFC 3676); quoted depth is kept.
func unflow(s string, delSp bool) string {
	var out strings.Builder
	open, openDepth := false, 0
	for _, l := range strings.Split(s, "\n") {
		depth := 0
		for depth < len(l) && l[depth] == '>' {
			depth++
		}
		text := strings.TrimPrefix(l[depth:], " ") // space stuffing
		signature := text == "-- "
		if open && (depth != openDepth || signature) {
			out.WriteByte('\n')
			open = false
		}
		if !open && depth > 0 {
			out.WriteString(strings.Repeat(">", depth) + " ")
		}
		soft := strings.HasSuffix(text, " ") && !signature
		if soft && delSp {
			text = text[:len(text)-1]
		}
		out.WriteString(text)
		if open, openDepth = soft, depth; !soft {
			out.WriteByte('\n')
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// htmlText turns HTML into plain text. What the converter refuses (nesting beyond all sense) loses its tags.
func htmlText(s string) (text, defect string) {
	s = rows.ReplaceAllString(cut(s, htmlCap), "</tr><tr><td><br></td></tr>") // the converter joins rows into one line
	text, err := html2text.FromString(s, html2text.Options{PrettyTables: false})
	if err == nil {
		return strings.ReplaceAll(text, "\u00a0", " "), ""
	}
	return strings.Join(strings.Fields(tags.ReplaceAllString(s, " ")), " "), DefectBadHTML
}

var rows = regexp.MustCompile(`(?i)</tr\s*>`)

// tags matches markup, with the content of elements that are not text.
var tags = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>|<[^>]*>`)

// tidy removes NUL and other control characters and ends lines in LF.
func (m *Message) tidy(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		m.note(DefectNUL)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r':
			return '\n'
		case '\n', '\t':
			return r
		}
		return dropControl(r)
	}, s)
	if len(s) > textLimit {
		m.limit(DefectTextTooLong)
		s = cut(s, textLimit)
	}
	return s
}

// dropControl is for strings.Map: control characters vanish.
func dropControl(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// line makes one clean line of a field's value.
func line(s string) string {
	return strings.ToValidUTF8(strings.Map(dropControl, strings.Join(strings.Fields(s), " ")), "\uFFFD")
}

// cut shortens s to at most n bytes without breaking a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
