package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// repairMojibake repairs text that was encoded as UTF-8 twice ("informaciÃ³n"): a program took the bytes of the first
// encoding for windows-1252. The whole text is repaired when all its non-ASCII characters are of this kind. Otherwise
// only lines with at least two of them are, because a person may quote one.
func repairMojibake(s string) (string, bool) {
	if isASCII(s) || !strings.ContainsAny(s, "ÂÃÄÅâðàáãäåæçèéêë") { // ContainsAny is the cheap test
		return s, false
	}
	if out, n, whole := decodeTwice(s); n > 0 && whole && (n > 1 || !strings.ContainsRune(s, '\u00a0')) {
		return out, true
	}
	lines, repaired := strings.Split(s, "\n"), false
	for i, l := range lines {
		if out, n, whole := decodeTwice(l); n > 1 && whole {
			lines[i], repaired = out, true
		}
	}
	return strings.Join(lines, "\n"), repaired
}

// decodeTwice converts the runs that are UTF-8 read as windows-1252: n of them; whole reports whether the rest of s
// is ASCII.
func decodeTwice(s string) (out string, n int, whole bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf {
			b.WriteByte(s[i])
			i++
			continue
		}
		lead, ok := asByte(r)
		want := 0
		switch {
		case !ok:
		case lead >= 0xc2 && lead <= 0xdf:
			want = 2
		case lead >= 0xe0 && lead <= 0xef:
			want = 3
		case lead >= 0xf0 && lead <= 0xf4:
			want = 4
		}
		run, at := []byte{lead}, i+size
		for len(run) < want && at < len(s) {
			next, size := utf8.DecodeRuneInString(s[at:])
			c, ok := asByte(next)
			if !ok || c < 0x80 || c > 0xbf {
				break
			}
			run, at = append(run, c), at+size
		}
		if want == 0 || len(run) != want || !utf8.Valid(run) {
			return "", n, false
		}
		b.Write(run)
		n++
		i = at
	}
	return b.String(), n, true
}

// asByte is the windows-1252 byte of a character; the five undefined bytes map to themselves.
func asByte(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0x9f {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
