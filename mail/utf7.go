package mail

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// fromUTF7 decodes RFC 2152. Anything but a shifted sequence is unchanged.
func fromUTF7(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		plus := bytes.IndexByte(b, '+')
		if plus < 0 {
			out.Write(b)
			break
		}
		out.Write(b[:plus])
		b = b[plus+1:]
		end := 0
		for end < len(b) && isBase64(b[end]) {
			end++
		}
		dash := end < len(b) && b[end] == '-'
		switch units, ok := utf7Units(b[:end]); {
		case end == 0 && dash: // "+-" is a plus
			out.WriteByte('+')
		case !ok || end == 0:
			out.WriteByte('+')
			continue
		default:
			out.WriteString(string(utf16.Decode(units)))
		}
		b = b[end:]
		if dash {
			b = b[1:]
		}
	}
	return out.String()
}

// utf7Units are the UTF-16 units of one shifted sequence; left-over bits are padding.
func utf7Units(b []byte) ([]uint16, bool) {
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(b)))
	if len(b)%4 == 1 {
		b = b[:len(b)-1]
	}
	n, err := base64.RawStdEncoding.Decode(raw, b)
	if err != nil || n < 2 {
		return nil, false
	}
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return units, true
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}
