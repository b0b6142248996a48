package mail

import (
	"strings"
)

// uuLimit is how many files in one text are decoded.
const uuLimit = 50

// uuFiles extracts files from a text between "begin 644 name" and "end", as programs sent them before MIME. A begin
// without an end, or with invalid lines, is left in the text.
func (p *parser) uuFiles(text string) string {
	if !strings.Contains(text, "begin ") {
		return text
	}
	lines := strings.Split(text, "\n")
	var kept []string
	for i := 0; i < len(lines); i++ {
		name, ok := uuBegin(lines[i])
		if !ok || len(p.m.Attachments) >= uuLimit {
			kept = append(kept, lines[i])
			continue
		}
		data, used, ok := uuDecode(lines[i+1:])
		if !ok {
			kept = append(kept, lines[i])
			continue
		}
		p.m.Attachments = append(p.m.Attachments, Attachment{
			Name: FileName(name, "application/octet-stream", len(p.m.Attachments)+1), Type: typeByName(name), Size: len(data),
			SHA256: sum(data), Data: data,
		})
		i += used
	}
	return strings.Join(kept, "\n")
}

func uuBegin(l string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimRight(l, " \t"), "begin ")
	if !ok {
		return "", false
	}
	mode, name, ok := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if !ok || len(mode) < 3 || len(mode) > 4 || strings.Trim(mode, "01234567") != "" {
		return "", false
	}
	return strings.TrimSpace(name), strings.TrimSpace(name) != ""
}

// uuDecode decodes lines up to "end"; used counts them including it. It stops at the first invalid line, so that a
// text full of "begin" costs no more than its length.
func uuDecode(lines []string) (data []byte, used int, ok bool) {
	for n, l := range lines {
		l = strings.TrimRight(l, " \t") // trailing spaces may be stripped on the way: missing ones count as zero
		if l == "end" {
			return data, n + 1, len(data) > 0
		}
		if strings.Trim(l, "`") == "" {
			continue // nothing, however many zeros a program fills its line with
		}
		size := int(l[0]-' ') & 63
		if l[0] < ' ' || l[0] > '`' || len(l)-1 > (size+2)/3*4+2 || len(l) > 90 {
			return nil, 0, false
		}
		var group [4]byte
		for at := 0; at < size; at += 3 {
			for j := range group {
				group[j] = 0
				if k := 1 + at/3*4 + j; k < len(l) {
					if l[k] < ' ' || l[k] > '`' {
						return nil, 0, false
					}
					group[j] = (l[k] - ' ') & 63
				}
			}
			three := []byte{group[0]<<2 | group[1]>>4, group[1]<<4 | group[2]>>2, group[2]<<6 | group[3]}
			data = append(data, three[:min(3, size-at)]...)
		}
	}
	return nil, 0, false
}
