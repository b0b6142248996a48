package mail

import (
	"bytes"
	"strings"
)

// words decodes RFC 2047 text. Bytes of neighbouring words in one charset are joined before they are
// converted, because many programs cut a letter in two; some even cut a group of base64.
func (m *Message) words(s string) string {
	found := encodedWord.FindAllStringSubmatchIndex(s, -1)
	if found == nil {
		return s
	}
	var out strings.Builder
	var pending, base64 []byte
	charset, pos := "", 0
	flush := func() {
		decoded, _ := decodeBase64(base64)
		text, defect := toUTF8(append(pending, decoded...), charset)
		m.note(defect)
		out.WriteString(text)
		pending, base64 = nil, nil
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
			base64 = append(base64, bytes.TrimSpace(text)...)
			if n := len(base64); n%4 == 0 || base64[n-1] == '=' {
				decoded, _ := decodeBase64(base64)
				pending, base64 = append(pending, decoded...), nil
			}
		} else {
			left, _ := decodeBase64(base64)
			decoded, _ := decodeQuoted(bytes.ReplaceAll(text, []byte("_"), []byte(" ")))
			pending, base64 = append(append(pending, left...), decoded...), nil
		}
		pos = f[1]
	}
	flush()
	out.WriteString(s[pos:])
	return out.String()
}
