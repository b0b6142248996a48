package mail

import (
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
)

// Limits on the parameters of one field: their cost in the standard library is quadratic.
const (
	paramBytes = 8 << 10
	paramCount = 100
	nameBytes  = 150
)

// parameters parses "value; a=b; c*=utf-8'es'd; e*0=f; e*1=g" (RFC 2045, RFC 2231) and never fails: the first of two
// equal names counts, quotes may be missing, unknown charsets are guessed.
func parameters(field, missing string) (value string, params map[string]string) {
	tokens := splitParameters(cut(field, paramBytes))
	value = strings.ToLower(strings.Trim(tokens[0], " \t\r\n\"'"))
	if strings.Contains(value, "=") { // the value is missing: filename="a.pdf"
		value, tokens = "", append([]string{""}, tokens...)
	}
	if value = inComment.ReplaceAllString(value, ""); strings.TrimSpace(value) == "" {
		value = missing
	}
	value = strings.TrimSpace(value)
	params = map[string]string{}
	pieces := map[string]map[int]string{} // RFC 2231 continuations
	for _, t := range tokens[1:] {
		key, v, ok := strings.Cut(t, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if !ok || key == "" {
			continue
		}
		v = unquote(strings.TrimSpace(v))
		base, star, extended := strings.Cut(key, "*")
		if !extended {
			if _, there := params[key]; !there {
				params[key] = v
			}
			continue
		}
		number, encoded := strings.CutSuffix(star, "*")
		n, err := strconv.Atoi(number)
		if err != nil { // "name*": one piece, encoded
			n, encoded = 0, true
		}
		if pieces[base] == nil {
			pieces[base] = map[int]string{}
		}
		if !encoded {
			v = strings.ReplaceAll(v, "%", "%25")
		}
		pieces[base][n] = v
	}
	for base, list := range pieces {
		joined := ""
		for n := range paramCount {
			piece, there := list[n]
			if !there {
				break
			}
			joined += piece
		}
		charset := "utf-8"
		if parts := strings.SplitN(joined, "'", 3); len(parts) == 3 {
			charset, joined = parts[0], parts[2]
		}
		params[base], _ = toUTF8(unpercent(joined), charset) // the extended form is more precise
	}
	return value, params
}

// splitParameters cuts at semicolons outside quotes.
func splitParameters(s string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s) && len(out) < paramCount; i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			out, start = append(out, s[start:i]), i+1
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' {
		return s
	}
	var out strings.Builder
	for i := 1; i < len(s) && s[i] != '"'; i++ {
		// A backslash escapes only where needed: names with Windows paths come unescaped.
		if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\') {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo)) //nolint:gosec // two digits of 4 bits
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// FileName makes a name that is safe to store, show and send: the last element of any path, without
// control or direction-changing characters, at most 150 bytes. A missing name is "adjunto-n" with the
// extension of mediaType.
func FileName(name, mediaType string, n int) string {
	name = strings.ToValidUTF8(name, "_")
	name = path.Base("/" + strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r): // Cf: U+202E and its kind turn "exe.pdf" around
			return -1
		case strings.ContainsRune(`/<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if name == "" || name == "_" {
		name = "adjunto-" + strconv.Itoa(n)
	}
	ext := path.Ext(name)
	if ext == "" || len(ext) > 12 {
		ext = ""
		if mediaType == "message/rfc822" {
			ext = ".eml"
		} else if known := mimetype.Lookup(mediaType); known != nil && mediaType != "application/octet-stream" {
			ext = known.Extension()
		}
		name += ext
	}
	if len(name) > nameBytes {
		name = strings.TrimRight(cut(strings.TrimSuffix(name, ext), nameBytes-len(ext)), " .") + ext
	}
	return name
}
