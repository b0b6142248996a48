package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const textLimit = 2 << 20 // bytes of readable text kept

// unflow joins the soft line breaks of format=flowed (RFC 3676) within a quote depth.
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

// tidy removes NUL and other control characters and converts line ends to LF.
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

// dropControl is for strings.Map: it removes control characters.
func dropControl(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// line makes a field's value one clean line.
func line(s string) string {
	return strings.ToValidUTF8(strings.Map(dropControl, strings.Join(strings.Fields(s), " ")), "\uFFFD")
}

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
