package mail

import (
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/textproto"
)

// Limits of address fields.
const (
	addressBytes = 320 // RFC 3696: 64 + 1 + 255
	addressCount = 1000
)

// addresses parses every field of that name (RFC 5322 section 3.4), and common deviations from the grammar.
func (m *Message) addresses(h textproto.Header, name string) []Address {
	value := cut(strings.Join(h.Values(name), ", "), addressCap)
	if strings.TrimSpace(value) == "" {
		return nil
	}
	s := addressScan{m: m}
	s.scan(value)
	if len(s.found) == 0 && strings.Contains(value, "=?") { // the address itself was encoded
		if text := m.decodeWords(value); text != value {
			s = addressScan{m: m, guessed: true}
			s.scan(text)
		}
	}
	if s.guessed || len(s.found) == 0 && !s.group {
		m.note(DefectBadAddress)
	}
	return s.found
}

// nameAlone is the name in a field without an address.
func (m *Message) nameAlone(value string) string {
	var inner Message // its defects were noted already
	s := addressScan{m: &inner}
	s.scan(cut(value, 2000))
	return cut(line(m.decodeWords(s.nobody)), 300)
}

// addressScan parses a field in one pass. The text in angle brackets is the address, whatever the display name
// contains; a name is decoded only afterwards, so that an address hidden in it is never taken for the sender's.
type addressScan struct {
	m       *Message
	found   []Address
	group   bool // a group was named, perhaps an empty one: "undisclosed-recipients:;"
	guessed bool // the grammar was broken

	words   strings.Builder // display name, or the address when there are no angle brackets
	comment string
	angle   string
	nobody  string // a name without an address
	carry   string // words before a comma that must be part of the next name: Quispe, Rosa <rosa@...>
}

func (s *addressScan) scan(v string) {
	v = strings.Map(dropControl, strings.ReplaceAll(v, "\t", " "))
	for i := 0; i < len(v) && len(s.found) < addressCount; {
		switch c := v[i]; c {
		case '"':
			end, ok := endOfQuote(v, i, '"')
			s.guessed = s.guessed || !ok
			if quoted := v[i:end]; end < len(v) && v[end] == '@' { // a quoted local part
				s.words.WriteString(quoted)
			} else {
				s.space()
				s.words.WriteString(unquote(quoted))
				s.space()
			}
			i = end
		case '(':
			end, ok := endOfComment(v, i)
			s.guessed = s.guessed || !ok
			if s.comment == "" && ok {
				s.comment = unescape(v[i+1 : end-1])
			}
			s.space()
			i = end
		case '<':
			end, ok := endOfAngle(v, i)
			s.guessed = s.guessed || !ok
			inside := strings.TrimSuffix(v[i+1:end], ">")
			if !strings.Contains(s.angle, "@") && strings.TrimSpace(inside) != "" {
				s.angle = inside
			}
			s.space()
			i = end
		case ',', ';':
			s.finish(c == ';')
			i++
		case ':':
			if !strings.Contains(s.words.String(), "@") && s.angle == "" &&
				!strings.HasSuffix(strings.ToLower(s.words.String()), "mailto") {
				s.group = true
				s.carry = ""
			}
			s.words.Reset()
			i++
		case '[':
			end := i + 1
			for end < len(v) && v[end] != ']' && v[end] != ',' {
				end++
			}
			end = min(len(v), end+1)
			s.words.WriteString(v[i:end])
			i = end
		case '=':
			end := i + encodedWordAt(v[i:])
			s.words.WriteString(v[i:end])
			i = end
		default:
			s.words.WriteByte(c)
			i++
		}
	}
	s.finish(true)
}

// encodedWordAt is the length of the encoded word at the beginning of v, or 1.
func encodedWordAt(v string) int {
	if f := encodedWord.FindStringIndex(v[:min(len(v), 2000)]); strings.HasPrefix(v, "=?") && f != nil && f[0] == 0 {
		return f[1]
	}
	return 1
}

func (s *addressScan) space() { s.words.WriteByte(' ') }

// finish ends one mailbox; last means that no further mailbox follows.
func (s *addressScan) finish(last bool) {
	words := strings.Join(strings.Fields(s.words.String()), " ")
	angle, comment := s.angle, s.comment
	s.words.Reset()
	s.angle, s.comment = "", ""
	addr := specOf(angle)
	if addr == "" && angle != "" && strings.Contains(angle, "@") {
		addr = addrSpec.FindString(angle)
		s.guessed = true
	}
	name := words
	if addr == "" {
		if addr = specOf(words); addr != "" {
			name = ""
		} else if f := addrSpec.FindStringIndex(words); f != nil {
			s.guessed = true
			addr, name = strings.TrimPrefix(words[f[0]:f[1]], "mailto:"), words[:f[0]]
		}
	}
	if addr == "" {
		switch {
		case words == "" && angle == "":
		case last:
			s.guessed = true
			if s.nobody == "" {
				s.nobody = strings.TrimSpace(strings.TrimPrefix(s.carry+", "+words, ", "))
			}
		case len(s.carry) > nameBytes: // no name is that long
			s.guessed, s.carry = true, words
		default:
			s.carry = strings.TrimPrefix(s.carry+", "+words, ", ")
		}
		if last {
			s.carry = ""
		}
		return
	}
	if s.carry != "" {
		s.guessed = true
		if name != "" {
			name = s.carry + ", " + name
		}
		s.carry = ""
	}
	if name = strings.Trim(name, " <>[];:,"); name == "" {
		name = comment
	}
	s.add(name, addr)
}

func (s *addressScan) add(name, addr string) {
	addr = strings.Map(dropControl, addr)
	if len(addr) > addressBytes || !utf8.ValidString(addr) {
		s.guessed = true
		return
	}
	name = line(s.m.decodeWords(name))
	if len(name) > 2 && name[0] == '\'' && name[len(name)-1] == '\'' {
		name = name[1 : len(name)-1]
	}
	if f := addrSpec.FindString(name); f != "" && !strings.EqualFold(f, addr) {
		s.m.note(DefectOtherAddress)
	}
	s.found = append(s.found, Address{Name: cut(name, 300), Addr: addr})
}

// specOf is the address in v, without route, "mailto:", stray spaces and final dot; "" when v is none.
func specOf(v string) string {
	v = strings.Trim(strings.Join(strings.Fields(v), " "), "' ")
	if strings.HasPrefix(v, "@") { // an obsolete route: @a,@b:user@host
		if _, after, ok := strings.Cut(v, ":"); ok {
			v = after
		}
	}
	if len(v) > 7 && strings.EqualFold(v[:7], "mailto:") {
		v = v[7:]
	}
	v = strings.NewReplacer(" @ ", "@", " @", "@", "@ ", "@", " . ", ".").Replace(v)
	at := strings.LastIndexByte(v, '@')
	if at <= 0 {
		return ""
	}
	local, domain := v[:at], strings.TrimRight(v[at+1:], ".")
	literal := strings.HasPrefix(domain, "[") && strings.HasSuffix(domain, "]")
	quoted := len(local) > 1 && local[0] == '"' && local[len(local)-1] == '"'
	if domain == "" || !literal && strings.ContainsAny(domain, " \"(),:;<>[]\\") ||
		!quoted && strings.ContainsAny(local, " \"(),:;<>[]\\@") {
		return ""
	}
	return local + "@" + domain
}

// endOfQuote finds the end of a quoted string, after its quote; an unclosed one ends at the next angle bracket.
func endOfQuote(v string, i int, quote byte) (end int, ok bool) {
	for end = i + 1; end < len(v); end++ {
		switch v[end] {
		case '\\':
			end++
		case quote:
			return end + 1, true
		}
	}
	if at := strings.IndexByte(v[i+1:], '<'); at >= 0 {
		return i + 1 + at, false
	}
	return len(v), false
}

// endOfComment finds the end of a comment, which may be nested; an unmatched bracket is plain text.
func endOfComment(v string, i int) (end int, ok bool) {
	depth := 0
	for end = i; end < len(v) && end < i+2000; end++ {
		switch v[end] {
		case '\\':
			end++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return end + 1, true
			}
		}
	}
	return i + 1, false
}

// endOfAngle finds the end of <...>; an unclosed one ends before the next separator.
func endOfAngle(v string, i int) (end int, ok bool) {
	window := v[i:min(len(v), i+2*addressBytes+100)]
	quoted := false
	for at := 1; at < len(window); at++ {
		switch window[at] {
		case '\\':
			at++
		case '"':
			quoted = !quoted
		case '>':
			if !quoted {
				return i + at + 1, true
			}
		case '<':
			if !quoted {
				return i + at, false
			}
		}
	}
	if at := strings.IndexAny(window[1:], ",;>"); at >= 0 {
		return i + 1 + at, false
	}
	return i + len(window), false
}

// unescape drops the backslashes of a comment.
func unescape(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// messageIDs finds the IDs of a field; ok is false when brackets were missing or an ID was too long.
func messageIDs(value string) (ids []string, ok bool) {
	ok = true
	for _, f := range bracketed.FindAllStringSubmatch(value, -1) {
		if len(f[1]) > idCap {
			ok = false
			continue
		}
		ids = append(ids, strings.Map(dropControl, f[1]))
	}
	if len(ids) == 0 && strings.ContainsAny(value, "<>") { // folded inside the brackets
		if f := bracketed.FindStringSubmatch(strings.Join(strings.Fields(cut(value, idCap)), "")); f != nil {
			return []string{strings.Map(dropControl, f[1])}, false
		}
	}
	if fields := strings.Fields(strings.Trim(value, "<> \t\r\n")); len(ids) == 0 && len(fields) > 0 {
		ok = false
		if id := strings.Map(dropControl, fields[0]); len(id) <= idCap {
			ids = append(ids, id)
		}
	}
	return ids, ok
}
