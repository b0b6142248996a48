package mail

import (
	"encoding/base64"
	"strings"
)

// decodeTransfer decodes a Content-Transfer-Encoding (RFC 2045 section 6).
func decodeTransfer(b []byte, encoding string) (out []byte, defect string) {
	encoding, _, _ = strings.Cut(inComment.ReplaceAllString(cut(encoding, 200), ""), ";")
	switch strings.ToLower(strings.Trim(encoding, " \t\r\n\"'.")) {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "us-ascii", "utf-8", "iso-8859-1":
		return b, ""
	case "base64", "base-64", "b":
		return decodeBase64(b)
	case "quoted-printable", "quotedprintable", "qp":
		return decodeQuoted(b)
	case "x-uuencode", "x-uue", "uuencode", "x-uu":
		for i, l := range strings.Split(string(b), "\n") {
			if _, ok := uuBegin(strings.TrimRight(l, "\r")); ok {
				lines := strings.Split(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")
				if data, _, ok := uuDecode(lines[i+1:]); ok {
					return data, ""
				}
				break
			}
		}
	}
	return b, DefectUnknownEncoding
}

// decodeBase64 skips stray characters and continues after padding: lists append text to an encoded part.
func decodeBase64(b []byte) (out []byte, defect string) {
	var valid [256]bool
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		valid[c] = true
	}
	buf := make([]byte, 0, min(len(b), 4096)) // a multiple of four: groups are never split
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
			if buf = append(buf, c); len(buf) == cap(buf) && len(buf)%4 == 0 {
				flush()
			}
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

// decodeQuoted leaves everything that is not an escape unchanged.
func decodeQuoted(b []byte) (out []byte, defect string) {
	out = make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		if i+2 < len(b) {
			if hi, lo := unhex(b[i+1]), unhex(b[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo)) //nolint:gosec // two digits of 4 bits
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
