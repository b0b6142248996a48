package mail

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/emersion/go-message/textproto"
)

// Report is a delivery report (RFC 3464) or a read receipt (RFC 8098) about one message of ours. With several
// recipients it describes the worst result; Others are the rest.
type Report struct {
	Recipient  string // address the report is about; empty when not said
	Action     string // failed, delayed, delivered, relayed, expanded; displayed for a read receipt
	Status     string // RFC 3463, as "5.1.1"; empty when not said
	Diagnostic string // the remote server's text, one line
	RemoteMTA  string
	// OriginalMessageID is the ID of the message reported about, without angle brackets; empty when not said.
	OriginalMessageID string
	// Receipt reports whether it is a read receipt, which comes from the recipient's program and not from a server.
	Receipt bool
	// Guessed reports whether the report has no fields and was read from its text.
	Guessed bool
	// Others are the blocks about further recipients.
	Others []Report `json:",omitempty"`
	// Names are the addresses of the recipient in fields or text. Recipient may also be guessed from the returned
	// copy, which does not say for whom it failed.
	Names []string `json:",omitempty"`
}

// About returns what the report says of an address: of several blocks, the worst. It returns false when the address
// is not named.
func (r Report) About(address string) (Report, bool) {
	var worst Report
	found := false
	for _, one := range append([]Report{r}, r.Others...) {
		if !slices.ContainsFunc(one.Names, func(n string) bool { return sameMailbox(n, address) }) {
			continue
		}
		if !found || severity[one.Action] > severity[worst.Action] {
			worst, found = one, true
		}
	}
	return worst, found
}

// Named are all recipients that the report names.
func (r Report) Named() []string {
	all := slices.Clone(r.Names)
	for _, o := range r.Others {
		all = append(all, o.Names...)
	}
	return all
}

// sameMailbox compares two addresses. Servers differ in letter case and in how they write international domains.
func sameMailbox(a, b string) bool {
	ascii := func(addr string) string {
		local, domain, _ := strings.Cut(strings.ToLower(strings.TrimSpace(addr)), "@")
		if to, err := idna.Lookup.ToASCII(domain); err == nil {
			domain = to
		}
		return local + "@" + domain
	}
	return strings.Contains(a, "@") && ascii(a) == ascii(b)
}

// isAddress reports whether a recipient has a local part and a domain.
func isAddress(v string) bool {
	local, domain, ok := strings.Cut(v, "@")
	return ok && local != "" && domain != ""
}

// Failed reports whether the reporting server has given up.
func (r Report) Failed() bool { return r.Action == "failed" }

// Permanent reports whether the address itself is invalid, so that sending again cannot help.
func (r Report) Permanent() bool {
	return r.Failed() && !strings.HasPrefix(r.Status, "4")
}

// severity orders actions; the worst is reported.
var severity = map[string]int{"failed": 5, "delayed": 4, "expanded": 3, "relayed": 2, "delivered": 1}

// fields reports whether the fields found make the message a report. Those in a multipart/report do. In any other
// multipart they do, unless a person forwards them with a text of her own.
func (p *parser) fields() bool {
	m, s := *p.m, p.m.Signals
	switch {
	case p.status == nil:
		return false
	case s.ReportType != "", s.ReturnPath == "<>", s.AutoSubmitted != "" && s.AutoSubmitted != "no", isMailSystem(m.From),
		daemonWords.MatchString(m.From.Name):
		return true
	case replySubject.MatchString(m.Subject), forwardSubject.MatchString(m.Subject):
		return isTextBounce(m)
	}
	return !requestWords.MatchString(strings.Join(strings.Fields(cut(m.Text, 8<<10)), " "))
}

// report parses a delivery report; nil when there is none.
func (p *parser) report() *Report {
	if !p.fields() {
		return nil
	}
	var all []Report
	worst := -1
	var inner Message // its defects are the report's, not the mail's
	for _, block := range blocks(p.status) {
		h := inner.splitHeader(block).header
		r := p.reportOf(h)
		if r.Action == "" && r.Recipient == "" {
			if ids, _ := messageIDs(h.Get("Original-Message-Id")); worst >= 0 && len(ids) > 0 {
				all[worst].OriginalMessageID = ids[0]
			}
			continue // the block about the whole message
		}
		all = append(all, r)
		if worst < 0 || severity[r.Action] > severity[all[worst].Action] {
			worst = len(all) - 1
		}
	}
	if worst < 0 {
		return nil
	}
	best := all[worst]
	if best.OriginalMessageID == "" {
		best.OriginalMessageID = idOf(p.original)
	}
	if !best.Receipt && !isAddress(best.Recipient) {
		if found, said := guessRecipient(*p.m, cut(p.m.Text, bounceBytes), ""); found != "" {
			best.Recipient = found
			if said && len(all) == 1 {
				best.Names = []string{found}
			}
		}
	}
	if best.Others = slices.Delete(all, worst, worst+1); len(best.Others) == 0 {
		best.Others = nil
	}
	return &best
}

// reportOf reads the block about one recipient, or about the whole message.
func (p *parser) reportOf(h textproto.Header) Report {
	r := Report{
		Action:     action(h.Get("Action")),
		Status:     statusCode.FindString(h.Get("Status")),
		Receipt:    p.receipt,
		Diagnostic: cut(line(withoutType(h.Get("Diagnostic-Code"))), 500),
		RemoteMTA:  line(withoutType(h.Get("Remote-Mta"))),
		Recipient:  recipient(h.Get("Original-Recipient")),
	}
	if d := h.Get("Disposition"); d != "" { // RFC 8098: "manual-action/MDN-sent-manually; displayed"
		_, what, _ := strings.Cut(d, ";")
		what, _, _ = strings.Cut(what, "/")
		r.Action = strings.ToLower(line(what))
	}
	for _, name := range []string{"Final-Recipient", "X-Actual-Recipient"} {
		if final := recipient(h.Get(name)); final != "" && !isAddress(r.Recipient) {
			r.Recipient = final
		}
	}
	if r.Status == "" && r.Diagnostic != "" && !r.Receipt {
		if r.Status = statusIn(r.Diagnostic); r.Status == "" && replyCode.MatchString(r.Diagnostic) {
			r.Status = guessStatus(r.Diagnostic, r.Action)
		}
	}
	if r.Action == "" && r.Status != "" && !r.Receipt {
		r.Action = map[byte]string{'2': "delivered", '4': "delayed", '5': "failed"}[r.Status[0]]
	}
	if ids, _ := messageIDs(h.Get("Original-Message-Id")); len(ids) > 0 {
		r.OriginalMessageID = ids[0]
	}
	for _, name := range []string{"Original-Recipient", "Final-Recipient", "X-Actual-Recipient"} {
		if v := recipient(h.Get(name)); isAddress(v) && !slices.Contains(r.Names, v) {
			r.Names = append(r.Names, v)
		}
	}
	return r
}

// action normalises the Action field to the words of RFC 3464.
func action(v string) string {
	v = strings.ToLower(line(inComment.ReplaceAllString(v, "")))
	for _, known := range []string{"fail", "delay", "deliver", "relay", "expand"} {
		if strings.HasPrefix(v, known) {
			return map[string]string{
				"fail": "failed", "delay": "delayed", "deliver": "delivered", "relay": "relayed", "expand": "expanded",
			}[known]
		}
	}
	if v == "expired" {
		return "failed"
	}
	return v
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

// blocks splits the fields of a report at its empty lines.
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

// withoutType removes the type of "rfc822; address" or "smtp; 550 ...".
func withoutType(v string) string {
	if kind, rest, ok := strings.Cut(v, ";"); ok && !strings.ContainsAny(strings.TrimSpace(kind), " @") {
		return rest
	}
	return v
}

func recipient(v string) string { return strings.Trim(line(withoutType(v)), "<> ") }
