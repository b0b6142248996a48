package mail

import (
	"strings"
	"time"
)

// Message is a parsed mail. All strings are valid UTF-8 without NUL.
type Message struct {
	From    Address   // first author; empty when missing or unreadable
	Sender  Address   // the Sender field, if any
	ReplyTo []Address // where answers are wanted, if different from From
	To, Cc  []Address
	// Authors are all addresses of every From field, in order; From is the first of them.
	Authors []Address
	// DeliveredTo are the mailboxes of delivery according to Delivered-To, X-Original-To, Envelope-To and similar
	// fields: topmost first, local@domain, each once.
	DeliveredTo []string
	// ResentFrom and ResentTo are the sender and recipients of a manually resent message (RFC 5322 section 3.6.6).
	ResentFrom, ResentTo []Address
	Subject              string
	MessageID            string   // without angle brackets; empty when missing
	InReplyTo            string   // first ID of the field, without angle brackets
	References           []string // oldest first, without angle brackets, at most the last 100
	// Date is the claim of the sender's program, zero when missing or unreadable. It does not prove the time of
	// arrival: see Fetched.InternalDate.
	Date time.Time
	// Received is when the last server received it, by its topmost trace field.
	Received time.Time

	Text        string // best plain text: text/plain, else text/html converted; lines end in LF
	HTML        string // text/html as it came: hostile until sanitised
	Formatted   bool   // it has HTML; an Outline says so too
	NewText     string // Text without quoted history and signature
	Attachments []Attachment
	Envelope    string // smime-signed, smime-encrypted, pgp-signed or pgp-encrypted; not verified here

	Signals Signals
	Class   Class
	Report  *Report // delivery reports only
	// Defects are the codes (Defect...) of what was wrong, in the order found, each once.
	Defects []string
	// Truncated reports whether a limit cut part of the message, which is then only in its raw bytes: a person must
	// look at those.
	Truncated bool

	// charset is the first declared charset, used for undeclared header bytes.
	Charset string
}

// Attachment is one leaf that is not body text.
type Attachment struct {
	Name      string // safe as a file name: no path, no control or direction characters; never empty
	Type      string // declared media type in lower case; not sniffed
	Size      int    // bytes, decoded
	SHA256    string // of Data, hex
	Data      []byte // may share memory with the raw message: do not modify
	Inline    bool   // part of the text (an image of the HTML), not offered as a file
	Placed    bool   // declared inline, whether or not the text refers to it
	ContentID string // without angle brackets
	Attached  *Head  // of an attached message in an Outline; else ask Head
}

// Signals are the header facts used for classification.
type Signals struct {
	AutoSubmitted string   // RFC 3834, lower case, without parameters
	Precedence    string   // lower case
	List          string   // List-Id or List-Unsubscribe
	ReturnPath    string   // "<>" when null, "" when missing
	AutoHeader    string   // name of a vendor's automatic-answer field, if one is there
	ReportType    string   // multipart/report only: its report-type, or "unknown"
	Loop          []string // X-Loop values
	Hops          int      // number of Received fields
	Delivered     []string // mailboxes of delivery: Delivered-To and similar fields
	Failed        string   // first address of X-Failed-Recipients
	Spam          bool     // marked by a filter on the way
}

// Class is the kind of sender.
type Class string

// Classes. Only a human is answered. No class is deleted, because any of them may contain a request.
const (
	ClassHuman          Class = "human"
	ClassAutoReply      Class = "auto-reply"
	ClassDeliveryReport Class = "delivery-report"
	ClassBulk           Class = "bulk"
	ClassOwn            Class = "own" // our own mail coming back, or a loop
	ClassSpam           Class = "spam"
)

// continues reports whether the message answers or forwards another one, and so may contain its history.
func (m Message) continues() bool {
	return m.InReplyTo != "" || len(m.References) > 0 || replySubject.MatchString(m.Subject) ||
		forwardSubject.MatchString(m.Subject)
}

// Parse reads a message. It never fails: faults are listed in Defects, and the caller keeps raw. The work is bounded
// for any input (see the limits at DefectHeaderTooBig and below).
func Parse(raw []byte) Message {
	var m Message
	body := m.readHead(raw)
	p := parser{m: &m, work: workLimit}
	b := p.part(body.header, body.rest, "text/plain", 0)
	m.Text, m.HTML = m.readable(p.promote(b))
	m.Formatted = strings.TrimSpace(m.HTML) != ""
	m.NewText = newText(m.Text, !m.continues())
	m.Report = p.report()
	if m.Report != nil && m.Report.Receipt && m.Signals.ReportType == "" {
		m.Signals.ReportType = "disposition-notification"
	}
	if m.Text == "" && m.Report == nil {
		m.note(DefectNoText)
	}
	m.noteUnreadable()
	m.Class = Classify(m)
	if m.Class == ClassDeliveryReport && m.Report == nil {
		if m.Report = guessReport(m); m.Signals.ReportType == "disposition-notification" || readReceipt(m) {
			m.Report.Receipt, m.Report.Action, m.Report.Status = true, "displayed", ""
		}
		m.note(DefectUnreadableReport)
	}
	return m
}
