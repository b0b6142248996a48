package mail

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// percented matches a percent-encoded name that contains a space or a non-ASCII character.
var percented = regexp.MustCompile(`%(?:20|[89A-Fa-f][0-9A-Fa-f])`)

// decodeFileName decodes a file's name: encoded words, also those encoded twice, and percent encoding that some
// programs use where RFC 2231 does not allow it.
func (m *Message) decodeFileName(name string) string {
	out := m.decodeWords(name)
	if again := strings.TrimSpace(out); again != name && strings.HasPrefix(again, "=?") && strings.HasSuffix(again, "?=") {
		out = m.decodeWords(again)
	}
	if percented.MatchString(out) {
		if plain := unpercent(out); utf8.Valid(plain) {
			out = string(plain)
		}
	}
	return out
}

// decodeWords decodes RFC 2047 text. Adjacent words in one charset are joined before conversion, because many
// programs split a character; some even split a group of base64.
func (m *Message) decodeWords(s string) string {
	found := encodedWord.FindAllStringSubmatchIndex(s, -1)
	if found == nil {
		return s
	}
	var out strings.Builder
	var pending, joined []byte // the words one by one, and joined as if a group of base64 was split between them
	var group []byte
	ambiguous := false
	charset, pos := "", 0
	flush := func() {
		rest, _ := decodeBase64(group)
		text, defect := toUTF8(pending, charset)
		if ambiguous && defect != "" {
			if other, wrong := toUTF8(append(joined, rest...), charset); wrong == "" {
				text, defect = other, ""
			}
		}
		m.note(defect)
		out.WriteString(text)
		pending, joined, group, ambiguous = nil, nil, nil, false
	}
	for _, f := range found {
		gap, cs := s[pos:f[0]], strings.ToLower(s[f[2]:f[3]])
		cs, _, _ = strings.Cut(cs, "*") // RFC 2231 section 5: language after an asterisk
		if pos == 0 || strings.TrimSpace(gap) != "" {
			flush()
			out.WriteString(gap)
		} else if cs != charset {
			flush()
		}
		charset = cs
		text := []byte(s[f[6]:f[7]])
		if c := s[f[4]]; c == 'b' || c == 'B' {
			decoded, _ := decodeBase64(text)
			pending = append(pending, decoded...)
			group = append(group, bytes.TrimSpace(text)...)
			if n := len(group); n%4 == 0 || group[n-1] == '=' {
				decoded, _ := decodeBase64(group)
				joined, group = append(joined, decoded...), nil
			} else {
				ambiguous = true
			}
		} else {
			left, _ := decodeBase64(group)
			decoded, _ := decodeQuoted(bytes.ReplaceAll(text, []byte("_"), []byte(" ")))
			pending = append(pending, decoded...)
			joined, group = append(append(joined, left...), decoded...), nil
		}
		pos = f[1]
	}
	flush()
	out.WriteString(s[pos:])
	return out.String()
}
