package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// Limits of one message's structure. The parser works on slices of the raw bytes, so a level costs one search and no
// copy; the work limit bounds levels times size.
const (
	depthLimit = 50
	partLimit  = 500
	workLimit  = 256 << 20 // bytes searched for boundaries

	reportDepth = 2 // a list or a gateway may have wrapped a report
)

// parser walks the parts of one message. go-message reads header and charset. The walk is our own, because
// go-message's ends at the first malformed part and is not bounded.
type parser struct {
	m     *Message
	parts int
	work  int
	// parts of a multipart/report, for report()
	status   []byte // message/delivery-status or disposition-notification
	receipt  bool   // the status is of a read receipt
	original []byte // header of the message reported about
	opened   int    // number of signed messages opened
	spare    []spare
}

// body is the readable part of an entity: plain and HTML forms of the same text.
type body struct{ plain, html string }

// part parses one entity whose header is known, and everything below it.
func (p *parser) part(h textproto.Header, raw []byte, defaultType string, depth int) body {
	p.parts++
	mediaType, params := parameters(h.Get("Content-Type"), defaultType)
	if !strings.HasPrefix(mediaType, "multipart/") {
		return p.leaf(h, raw, mediaType, params, depth)
	}
	if depth >= depthLimit {
		p.m.limit(DefectTooDeep)
		p.attach(h, raw, "application/octet-stream", params)
		return body{}
	}
	p.label(mediaType, params)
	if mediaType == "multipart/report" && depth <= reportDepth && p.m.Signals.ReportType == "" {
		if p.m.Signals.ReportType = strings.ToLower(params["report-type"]); p.m.Signals.ReportType == "" {
			p.m.Signals.ReportType = "unknown"
		}
	}
	children := p.split(raw, strings.TrimRight(params["boundary"], " "))
	if len(children) == 0 && !p.m.Truncated {
		// Against RFC 2045 the whole was encoded, or another boundary was used than declared.
		if decoded, defect := decodeTransfer(raw, h.Get("Content-Transfer-Encoding")); defect == "" && p.opened < openLimit &&
			len(decoded) != len(raw) {
			p.opened++
			raw = decoded
			children = p.split(raw, params["boundary"])
		}
		if used := guessBoundary(raw); len(children) == 0 && used != "" && params["boundary"] != "" {
			p.m.note(DefectNoBoundary)
			children = p.split(raw, used)
		}
	}
	if len(children) == 0 {
		if !p.m.Truncated { // otherwise the search was abandoned
			p.m.note(DefectNoBoundary)
		}
		return p.leaf(h, raw, "text/plain", nil, depth)
	}
	childType := "text/plain"
	if mediaType == "multipart/digest" {
		childType = "message/rfc822" // RFC 2046 section 5.1.5
	}
	var bodies []body
	for _, child := range children {
		if p.parts >= partLimit {
			p.m.limit(DefectTooManyParts)
			break
		}
		e := p.m.splitHeader(child)
		bodies = append(bodies, p.part(e.header, e.rest, childType, depth+1))
	}
	if mediaType == "multipart/alternative" {
		return alternative(bodies)
	}
	return p.sequence(bodies)
}

// alternative takes the first non-empty form of each kind.
func alternative(bodies []body) body {
	var out body
	for _, b := range bodies {
		if strings.TrimSpace(out.plain) == "" {
			out.plain = b.plain
		}
		if out.html == "" {
			out.html = b.html
		}
	}
	return out
}

// sequence joins consecutive bodies; one that is only HTML is converted.
func (p *parser) sequence(bodies []body) body {
	var out body
	texts, mixed := []string(nil), false
	for _, b := range bodies {
		mixed = mixed || strings.TrimSpace(b.plain) != ""
		out.html += b.html
	}
	if !mixed { // leave one HTML body unconverted: a level above may have a better text
		return out
	}
	for _, b := range bodies {
		if text, _ := p.m.readable(body{plain: b.plain, html: b.html}); text != "" {
			texts = append(texts, text)
		}
	}
	out.plain = strings.Join(texts, "\n\n")
	return out
}

// readable is the best plain text of a body, and its HTML.
func (m *Message) readable(b body) (text, html string) {
	if strings.TrimSpace(b.plain) != "" {
		return strings.TrimRight(strings.TrimLeft(m.tidy(b.plain), "\n"), " \t\n"), b.html
	}
	if b.html == "" {
		return "", ""
	}
	text, defect := htmlText(b.html)
	m.note(defect)
	return strings.Trim(m.tidy(text), "\n"), b.html
}

// subjectOf is the subject of a forwarded message, used as its file name; its defects do not count for the outer
// message.
func (p *parser) subjectOf(data []byte) string {
	var inner Message
	e := inner.splitHeader(data)
	subject := line(inner.decodeWords(e.header.Get("Subject")))
	return strings.NewReplacer("/", "-", "\\", "-").Replace(subject) // a slash in a subject is no path separator
}

// split splits a multipart body at its boundary lines (RFC 2046 section 5.1.1). Without a usable boundary parameter
// the first line that looks like one is taken.
func (p *parser) split(raw []byte, boundary string) [][]byte {
	if boundary == "" {
		boundary = guessBoundary(raw)
		if boundary == "" {
			return nil
		}
		p.m.note(DefectNoBoundary)
	}
	mark := []byte("--" + boundary)
	var out [][]byte
	start, pos := -1, 0
	for {
		if p.work -= len(raw) - pos; p.work < 0 {
			p.m.limit(DefectTooMuchWork)
			return out
		}
		i := bytes.Index(raw[pos:], mark)
		if i < 0 {
			break
		}
		p.work += len(raw) - pos - i // only what was searched counts
		at, after := pos+i, pos+i+len(mark)
		pos = after
		if at > 0 && raw[at-1] != '\n' {
			continue
		}
		eol := bytes.IndexByte(raw[after:], '\n')
		if eol < 0 {
			eol = len(raw) - after
		}
		tail := string(bytes.TrimSpace(raw[after:min(after+eol, after+80)]))
		closing := strings.HasPrefix(tail, "--")
		if tail != "" && !closing {
			continue // a longer boundary with the same beginning
		}
		if start >= 0 {
			out = append(out, trimLineEnd(raw[start:at]))
		}
		if closing {
			return out
		}
		if len(out) > partLimit {
			p.m.limit(DefectTooManyParts)
			return out
		}
		pos = min(after+eol+1, len(raw))
		start = pos
	}
	if start >= 0 {
		p.m.note(DefectUnclosed)
		out = append(out, raw[start:])
	}
	return out
}

// trimLineEnd removes the line end that belongs to the boundary after a part.
func trimLineEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// guessBoundary finds a line of the form "--xyz" near the beginning, preferably one followed by a part's header.
func guessBoundary(raw []byte) string {
	first, last := "", ""
	for l := range bytes.Lines(raw[:min(len(raw), 8<<10)]) {
		l = bytes.TrimSpace(l)
		if last != "" && len(l) > 8 && strings.EqualFold(string(l[:8]), "content-") {
			return last
		}
		last = ""
		if len(l) > 4 && len(l) < 80 && bytes.HasPrefix(l, []byte("--")) && !bytes.ContainsAny(l, " \t") {
			if last = string(l[2:]); first == "" {
				first = last
			}
		}
	}
	return first
}

// sum is the SHA-256 of b in hex.
func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
