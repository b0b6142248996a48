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
	text := m.words(value)
	found := addrSpec.FindAllStringIndex(text, 500)
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
