package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// undouble repairs a text that was encoded as UTF-8 twice ("informaciÃ³n"): a program took the bytes of the first
// encoding for letters of windows-1252. It is repaired as a whole when all that is not ASCII in it is of this kind, and
// else line by line where a line has at least two such letters: a person may quote one.
func undouble(s string) (string, bool) {
	if !strings.ContainsAny(s, "ÂÃÄÅâðàáãäåæçèéêë") {
		return s, false
	}
	if out, n, whole := undoubled(s); n > 0 && whole && (n > 1 || !strings.ContainsRune(s, '\u00a0')) {
		return out, true
	}
	lines, repaired := strings.Split(s, "\n"), false
	for i, l := range lines {
		if out, n, whole := undoubled(l); n > 1 && whole {
			lines[i], repaired = out, true
		}
	}
	return strings.Join(lines, "\n"), repaired
}

// undoubled converts the runs that are UTF-8 read as windows-1252: n of them; whole says that nothing else in s is
// beyond ASCII.
func undoubled(s string) (out string, n int, whole bool) {
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

// asByte is the byte that windows-1252 has for a letter; the five that it does not define stand for themselves.
func asByte(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0x9f {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
