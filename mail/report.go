package mail

import (
	"bytes"
	"regexp"
	"strings"
)

// Report is a delivery report (RFC 3464) or a read receipt (RFC 8098) about one message of ours. Of several
// recipients it tells the worst one.
type Report struct {
	Recipient  string // address the report is about; empty when not said
	Action     string // failed, delayed, delivered, relayed, expanded; displayed for a read receipt
	Status     string // RFC 3463, as "5.1.1"; empty when not said
	Diagnostic string // the remote server's own words, one line
	RemoteMTA  string
	// OriginalMessageID is the ID of the message reported about, without angle brackets; empty when not said.
	OriginalMessageID string
	// Guessed says that the report carries no fields and was read from its text.
	Guessed bool
}

// Failed says that the reporting server has given up.
func (r Report) Failed() bool { return r.Action == "failed" }

// Permanent says that the address itself is no good: sending again as it is cannot help.
func (r Report) Permanent() bool {
	return r.Failed() && !strings.HasPrefix(r.Status, "4")
}

// severity orders actions; the worst is told.
var severity = map[string]int{"failed": 5, "delayed": 4, "expanded": 3, "relayed": 2, "delivered": 1}

// report reads what the walk found in a multipart/report; nil when it was none.
func (p *parser) report() *Report {
	if p.status == nil || p.m.Signals.ReportType == "" {
		return nil
	}
	var best *Report
	var inner Message // its defects are the report's, not the mail's
	for _, block := range blocks(p.status) {
		h := inner.splitHeader(block).header
		r := Report{
			Action:     strings.ToLower(line(h.Get("Action"))),
			Status:     statusCode.FindString(h.Get("Status")),
			Diagnostic: cut(line(typed(h.Get("Diagnostic-Code"))), 500),
			RemoteMTA:  line(typed(h.Get("Remote-Mta"))),
			Recipient:  recipient(h.Get("Original-Recipient")),
		}
		if d := h.Get("Disposition"); d != "" { // RFC 8098: "manual-action/MDN-sent-manually; displayed"
			_, what, _ := strings.Cut(d, ";")
			what, _, _ = strings.Cut(what, "/")
			r.Action = strings.ToLower(line(what))
		}
		if final := recipient(h.Get("Final-Recipient")); r.Recipient == "" {
			r.Recipient = final
		}
		if r.Action == "" && r.Recipient == "" {
			if ids, _ := messageIDs(h.Get("Original-Message-Id")); best != nil && len(ids) > 0 {
				best.OriginalMessageID = ids[0]
			}
			continue // the block about the whole message
		}
		if ids, _ := messageIDs(h.Get("Original-Message-Id")); len(ids) > 0 {
			r.OriginalMessageID = ids[0]
		}
		if best == nil || severity[r.Action] > severity[best.Action] {
			best = &r
		}
	}
	if best != nil && best.OriginalMessageID == "" {
		best.OriginalMessageID = idOf(p.original)
	}
	return best
}

// idOf reads the Message-ID of a returned message or header.
func idOf(returned []byte) string {
	var inner Message // its defects are its own
	h := inner.splitHeader(bytes.TrimLeft(returned, "\r\n")).header
	ids, _ := messageIDs(h.Get("Message-Id"))
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// blocks cuts the fields of a report at its empty lines.
func blocks(b []byte) [][]byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	var out [][]byte
	for _, block := range bytes.SplitN(b, []byte("\n\n"), 100) {
		if len(bytes.TrimSpace(block)) > 0 {
			out = append(out, bytes.TrimLeft(block, "\n"))
		}
	}
	return out
}

// typed drops the type of "rfc822; address" or "smtp; 550 ...".
func typed(v string) string {
	if kind, rest, ok := strings.Cut(v, ";"); ok && !strings.ContainsAny(strings.TrimSpace(kind), " @") {
		return rest
	}
	return v
}

func recipient(v string) string { return strings.Trim(line(typed(v)), "<> ") }

var (
	statusCode  = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	replyCode   = regexp.MustCompile(`\b[45][0-5]\d[ -]`)
	idInText    = regexp.MustCompile(`(?i)message-id:\s*<([^<>\s]{3,500})>`)
	delayWords  = regexp.MustCompile(`(?i)delayed|will be retried|still being|retras|se reintentar|no need to re`)
	quotedStart = regexp.MustCompile(`(?im)^-+ ?(original message|this is a copy|mensaje original|below this line)`)
)

// guessReport reads a report that only people were meant to read.
func guessReport(m Message) *Report {
	text := cut(m.Text, 64<<10)
	told := text
	if at := quotedStart.FindStringIndex(text); at != nil {
		told = text[:at[0]]
	}
	r := &Report{Guessed: true, Status: statusCode.FindString(told)}
	switch code := replyCode.FindString(told); {
	case strings.HasPrefix(r.Status, "4") || delayWords.MatchString(m.Subject+" "+told):
		r.Action = "delayed"
	case r.Status != "" || code != "" || told != "":
		r.Action = "failed"
	}
	for _, found := range addrSpec.FindAllString(told, 20) {
		if !strings.EqualFold(found, m.From.Addr) && !strings.HasPrefix(strings.ToLower(found), "postmaster@") {
			r.Recipient = found
			break
		}
	}
	for _, a := range m.Attachments {
		if a.Type != "message/rfc822" && a.Type != "text/rfc822-headers" {
			continue
		}
		if r.OriginalMessageID = idOf(a.Data); r.OriginalMessageID != "" {
			return r
		}
	}
	if found := idInText.FindStringSubmatch(text); found != nil {
		r.OriginalMessageID = found[1]
	} else {
		r.OriginalMessageID = m.InReplyTo
	}
	return r
}
