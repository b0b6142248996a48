package mail

import (
	"bufio"
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/textproto"
)

// Limits on one header block, applied before any field is parsed.
const (
	headerLimit = 256 << 10 // bytes
	fieldLimit  = 1000
	addressCap  = 64 << 10 // bytes of one address field
	idCap       = 500      // bytes of one message ID
	idsCap      = 100      // IDs kept of References
	subjectCap  = 2000     // bytes
)

// entity is a header and what follows it.
type entity struct {
	header textproto.Header
	rest   []byte
}

// readHead removes what mail stores put before a message, parses its header and fills the fields of m.
func (m *Message) readHead(raw []byte) entity {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		m.note(DefectBareCR)
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\r\n"))
	}
	raw = bytes.TrimLeft(raw, "\r\n")
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n")) // mbox separator
	}
	if found := charsetHint.FindSubmatch(raw[:min(len(raw), 64<<10)]); found != nil {
		m.Charset = string(found[1])
	}
	e := m.splitHeader(raw)
	h := e.header

	from := m.addresses(h, "From")
	switch {
	case len(from) == 0:
		m.note(DefectNoFrom)
		m.From.Name = m.nameAlone(h.Get("From"))
	case len(from) > 1 || len(h.Values("From")) > 1:
		m.note(DefectSeveralFrom)
		fallthrough
	default:
		m.From = from[0]
	}
	m.Authors = from
	if sender := m.addresses(h, "Sender"); len(sender) > 0 {
		m.Sender = sender[0]
	}
	m.ReplyTo, m.To, m.Cc = m.addresses(h, "Reply-To"), m.addresses(h, "To"), m.addresses(h, "Cc")
	m.ResentFrom, m.ResentTo = m.addresses(h, "Resent-From"), m.addresses(h, "Resent-To")
	m.DeliveredTo = deliveredTo(h)
	m.Subject = cut(line(m.decodeWords(h.Get("Subject"))), subjectCap)
	m.readIDs(h)
	m.Date = m.date(h.Get("Date"))
	m.Received = arrival(h)
	m.readSignals(h)
	// Exchange, whose invitation may be in winmail.dat
	if strings.Contains(strings.ToLower(h.Get("Content-Class")), "calendarmessage") {
		m.note(DefectCalendar)
	}
	return e
}

// deliveredFields name the mailbox of a delivery. Only the first is standard (RFC 9228).
var deliveredFields = []string{
	"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To",
	"X-Original-Delivered-To", "X-Rcpt-To", "X-Real-To", "Apparently-To",
}

// deliveredTo lists the addresses of those fields, topmost first, at most 20.
func deliveredTo(h textproto.Header) (out []string) {
	for _, name := range deliveredFields {
		for _, v := range h.Values(name) {
			addr := line(specOf(strings.Trim(cut(v, 400), "<> ")))
			known := slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, addr) })
			if addr != "" && !known && len(out) < 20 {
				out = append(out, addr)
			}
		}
	}
	return out
}

func (m *Message) readIDs(h textproto.Header) {
	ids, ok := messageIDs(h.Get("Message-Id"))
	switch {
	case len(ids) > 0:
		m.MessageID = ids[0]
		fallthrough
	case h.Has("Message-Id"):
		if !ok || len(ids) == 0 {
			m.note(DefectBadMessageID)
		}
	default:
		m.note(DefectNoMessageID)
	}
	if ids, ok = messageIDs(h.Get("In-Reply-To")); len(ids) > 0 && (ok || strings.Contains(ids[0], "@")) {
		m.InReplyTo = ids[0]
	}
	m.References, _ = messageIDs(h.Get("References"))
	if n := len(m.References); n > idsCap {
		m.References = m.References[n-idsCap:]
	}
}

func (m *Message) readSignals(h textproto.Header) {
	s := &m.Signals
	first, _, _ := strings.Cut(h.Get("Auto-Submitted"), ";")
	s.AutoSubmitted = strings.ToLower(line(first))
	s.Precedence = strings.ToLower(line(h.Get("Precedence")))
	for _, name := range listFields {
		if s.List = line(h.Get(name)); s.List != "" {
			break
		}
	}
	s.ReturnPath = line(h.Get("Return-Path"))
	if s.ReturnPath == "" && h.Has("Return-Path") || s.ReturnPath == "< >" {
		s.ReturnPath = "<>"
	}
	for _, name := range automaticFields {
		if v := strings.ToLower(line(h.Get(name))); h.Has(name) && v != "no" && v != "none" && v != "false" {
			s.AutoHeader = name
			break
		}
	}
	if s.AutoHeader == "" && strings.Contains(strings.ToLower(h.Get("X-Post-Messageclass")), "autorespond") {
		s.AutoHeader = "X-Post-Messageclass"
	}
	if found := addrSpec.FindString(cut(h.Get("X-Failed-Recipients"), 1000)); found != "" {
		s.Failed = found
	}
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To"} {
		for _, v := range h.Values(name) {
			if addr := specOf(strings.Trim(cut(v, 400), "<> ")); addr != "" && len(s.Delivered) < 20 {
				s.Delivered = append(s.Delivered, line(addr))
			}
		}
	}
	s.Spam = isMarkedSpam(h)
	for _, v := range h.Values("X-Loop") {
		s.Loop = append(s.Loop, line(v))
	}
	s.Hops = len(h.Values("Received"))
}

// listFields are set by programs that send the same to many.
var listFields = []string{
	"List-Id", "List-Unsubscribe", "List-Post", "List-Help", "Mailing-List", "X-Mailing-List",
	"X-Beenthere", "X-Campaign", "X-Campaignid", "X-Mailchimp-Campaign",
}

// automaticFields are set by programs that answer automatically. X-Auto-Response-Suppress is none of them: it asks
// for no automatic answer, as Outlook does for people. Nor is X-MS-Exchange-Inbox-Rules-Loop, which every redirected
// mail has.
var automaticFields = []string{
	"X-Failed-Recipients", "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Autogenerated",
	"X-Auto-Generated", "X-Mail-Autoreply", "X-Autoreply-From", "X-Auto-Reply-From", "X-Autoresponse", "X-Vacation",
	"X-Zimbra-Ooo", "X-Out-Of-Office", "X-Ms-Exchange-Generated-Message-Source", "X-Cron-Env",
}

var (
	spamScore   = regexp.MustCompile(`(?i)\bSCL:\s*([5-9])|\bSFV:(SPM|SKB)`)
	spamSubject = regexp.MustCompile(
		`(?i)^\W{0,6}(\[[^\]]{0,20}spam[^\]]{0,20}\]|\*{2,}\s*spam\s*\*{2,}|\{spam\??\}|spam:)`,
	)
)

// isMarkedSpam reads the verdicts of the usual filters. Forging one only gets the forger's own mail held.
func isMarkedSpam(h textproto.Header) bool {
	for _, name := range []string{
		"X-Spam-Flag", "X-Spam-Status", "X-Spam", "X-Barracuda-Spam-Flag", "X-Spam-Result", "X-Bogosity", "X-Dspam-Result",
	} {
		v := strings.ToLower(line(h.Get(name)))
		if strings.HasPrefix(v, "yes") || strings.HasPrefix(v, "spam") || v == "true" {
			return true
		}
	}
	score := strings.TrimSpace(h.Get("X-Ms-Exchange-Organization-Scl"))
	return len(score) == 1 && score >= "5" && score <= "9" ||
		spamScore.MatchString(cut(h.Get("X-Forefront-Antispam-Report"), 2000)) ||
		spamSubject.MatchString(cut(h.Get("Subject"), 200))
}

// splitHeader splits b into fields and body. Lines that are no field are dropped; if the empty line after the header
// is missing, the body begins at the first of them.
func (m *Message) splitHeader(b []byte) entity {
	var clean bytes.Buffer
	fields, firstBad, cleanAtBad, skipping := 0, -1, 0, false
	rest := []byte(nil)
	for pos := 0; ; {
		if pos >= len(b) {
			if firstBad >= 0 {
				rest = b[firstBad:]
				clean.Truncate(cleanAtBad)
			}
			break
		}
		end := bytes.IndexByte(b[pos:], '\n')
		next := pos + end + 1
		if end < 0 {
			next = len(b)
		}
		l := bytes.TrimRight(b[pos:next], "\r\n")
		if len(l) == 0 || fields > 0 && len(bytes.TrimSpace(l)) == 0 && !goesOn(b[next:]) {
			rest = b[next:]
			break
		}
		folded := l[0] == ' ' || l[0] == '\t'
		switch {
		case folded && fields > 0:
			if !skipping {
				m.keepLine(&clean, l)
			}
		case fieldName(l):
			fields++
			if skipping = fields > fieldLimit; skipping {
				m.limit(DefectHeaderTooBig)
			} else {
				m.keepLine(&clean, l)
			}
		case fields == 0 && len(bytes.TrimSpace(l)) > 0:
			m.note(DefectNoHeader)
			return entity{rest: b[pos:]}
		default:
			m.note(DefectBadHeader)
			if skipping = true; firstBad < 0 {
				firstBad, cleanAtBad = pos, clean.Len()
			}
		}
		pos = next
	}
	clean.WriteString("\r\n")
	h, err := textproto.ReadHeader(bufio.NewReader(&clean))
	if err != nil {
		m.note(DefectBadHeader) // keep what was read before the error
	}
	return entity{header: h, rest: rest}
}

// goesOn reports whether a header continues: an empty line ends it unless a field or a continuation follows.
func goesOn(b []byte) bool {
	l, _, _ := bytes.Cut(b[:min(len(b), 300)], []byte("\n"))
	l = bytes.TrimRight(l, "\r")
	if len(l) == 0 || l[0] == ' ' || l[0] == '\t' || !fieldName(l) {
		return len(l) > 0 && (l[0] == ' ' || l[0] == '\t')
	}
	name, _, _ := bytes.Cut(l, []byte(":")) // a text may begin with a word and a colon, too
	return bytes.Contains(name, []byte("-")) || plainFields[strings.ToLower(strings.TrimSpace(string(name)))]
}

// plainFields are the usual names without a hyphen.
var plainFields = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "subject": true, "date": true,
	"received": true, "sender": true, "references": true, "precedence": true,
}

// fieldName reports whether a line begins with "name:", allowing spaces before the colon.
func fieldName(l []byte) bool {
	colon := bytes.IndexByte(l, ':')
	if colon <= 0 || colon > 200 {
		return false
	}
	name := bytes.TrimRight(l[:colon], " \t")
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return len(name) > 0
}

// headerCharset is the charset of the message's text, used for header bytes that are no UTF-8 and declare none.
func (m *Message) headerCharset(l []byte) string {
	if utf8.Valid(l) || strings.HasPrefix(strings.ToLower(m.Charset), "utf-") {
		return ""
	}
	return m.Charset
}

// keepLine appends a header line as UTF-8, within the limit of the header.
func (m *Message) keepLine(clean *bytes.Buffer, l []byte) {
	if room := headerLimit - clean.Len(); room < len(l) {
		m.limit(DefectHeaderTooBig)
		if room <= 0 {
			return
		}
		l = l[:room]
	}
	if bytes.IndexByte(l, 0) >= 0 {
		m.note(DefectNUL)
		l = bytes.ReplaceAll(l, []byte{0}, nil)
	}
	for _, c := range l {
		if c >= utf8.RuneSelf {
			m.note(DefectRaw8bitHeader)
			s, _ := toUTF8(l, m.headerCharset(l))
			l = []byte(s)
			break
		}
	}
	if isJIS(l) {
		s, _ := toUTF8(l, "iso-2022-jp")
		l = []byte(s)
	}
	l = bytes.ReplaceAll(l, []byte("\r"), []byte(" "))
	clean.Write(l)
	clean.WriteString("\r\n")
}

var (
	encodedWord = regexp.MustCompile(`=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)(?:\?=|\??$)`)
	addrSpec    = regexp.MustCompile(`[^\s<>"(),;:\\@\[\]]+@[^\s<>"(),;:\\@\[\]]*[^\s<>"(),;:\\@\[\].]`)
	bracketed   = regexp.MustCompile(`<([^<>\s]+)>`)
)
