package mail

import (
	"bytes"
	"encoding/base64"
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

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 section 6).
func decodeTransfer(b []byte, encoding string) (out []byte, defect string) {
	encoding, _, _ = strings.Cut(encoding, ";")
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "7bit", "8bit", "binary":
		return b, ""
	case "base64":
		return decodeBase64(b)
	case "quoted-printable":
		return decodeQuoted(b)
	}
	return b, DefectUnknownEncoding
}

// decodeBase64 skips stray characters and goes on after padding: lists add text below an encoded part.
func decodeBase64(b []byte) (out []byte, defect string) {
	var valid [256]bool
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		valid[c] = true
	}
	buf := make([]byte, 0, len(b))
	out = make([]byte, 0, base64.RawStdEncoding.DecodedLen(len(b)))
	flush := func() {
		if len(buf)%4 == 1 {
			buf, defect = buf[:len(buf)-1], DefectBadBase64
		}
		// Only alphabet characters are left, so this cannot fail; trailing bits are not checked.
		out, _ = base64.RawStdEncoding.AppendDecode(out, buf)
		buf = buf[:0]
	}
	for _, c := range b {
		switch {
		case valid[c]:
			buf = append(buf, c)
		case c == '=':
			if len(buf) > 0 {
				flush()
			}
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			defect = DefectBadBase64
		}
	}
	flush()
	return out, defect
}

// decodeQuoted leaves what is not an escape as it is.
func decodeQuoted(b []byte) (out []byte, defect string) {
	out = make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		if i+2 < len(b) {
			if hi, lo := unhex(b[i+1]), unhex(b[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		end := i + 1
		for end < len(b) && (b[end] == ' ' || b[end] == '\t' || b[end] == '\r') {
			end++
		}
		if end >= len(b) { // soft break at the end
			break
		}
		if b[end] == '\n' {
			i = end
			continue
		}
		out, defect = append(out, '='), DefectBadQuoted
	}
	return out, defect
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
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
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
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
