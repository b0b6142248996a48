package mail

import (
	"mime"
	netmail "net/mail"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// addresses reads every field of that name, by RFC 5322 or, failing that, by eye.
func (m *Message) addresses(h textproto.Header, name string) []Address {
	value := cut(strings.Join(h.Values(name), ", "), addressCap)
	if strings.TrimSpace(value) == "" {
		return nil
	}
	var out []Address
	add := func(name, addr string) {
		addr = strings.Map(dropControl, strings.TrimSpace(addr))
		if len(addr) <= 320 { // RFC 3696: 64 + 1 + 255
			out = append(out, Address{Name: cut(line(m.words(name)), 300), Addr: addr})
		} else {
			m.note(DefectBadAddress)
		}
	}
	parser := netmail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: wordCharset}}
	list, err := parser.ParseList(value)
	if err == nil {
		for _, a := range list {
			add(a.Name, a.Address)
		}
		return out
	}
	text, found := m.byEye(value)
	from := 0
	for _, f := range found {
		add(strings.Trim(text[from:f[0]], " \t\r\n<>[]\"',;:"), text[f[0]:f[1]])
		from = f[1]
	}
	if !strings.Contains(value, ":;") && !strings.Contains(value, ": ;") { // an empty group, as in "undisclosed-recipients:;"
		m.note(DefectBadAddress)
	}
	return out
}

// byEye finds what must be the addresses in a field that breaks the grammar, and the text that
// they were found in. Between two separators, what stands in angle brackets is the address,
// whatever the name beside it says; a name is only decoded afterwards, so that an address hidden
// in it is never taken for the sender's. Only when nothing else is there, the decoded words are
// searched.
func (m *Message) byEye(value string) (text string, found [][]int) {
	for start := 0; start < len(value) && len(found) < 500; {
		end := len(value)
		if i := strings.IndexAny(value[start:], ",;"); i >= 0 {
			end = start + i
		}
		if f := angleAddr.FindStringSubmatchIndex(value[start:end]); f != nil {
			found = append(found, []int{start + f[2], start + f[3]})
		} else if f := addrSpec.FindStringIndex(value[start:end]); f != nil {
			found = append(found, []int{start + f[0], start + f[1]})
		}
		start = end + 1
	}
	if len(found) > 0 {
		return value, found
	}
	text = m.words(value)
	return text, addrSpec.FindAllStringIndex(text, 500)
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
	if fields := strings.Fields(strings.Trim(value, "<> \t\r\n")); len(ids) == 0 && len(fields) > 0 {
		ok = false
		if id := strings.Map(dropControl, fields[0]); len(id) <= idCap {
			ids = append(ids, id)
		}
	}
	return ids, ok
}
