package mail

import "time"

// Message is what a mail says, as far as it can be read. All strings are valid UTF-8 without NUL.
type Message struct {
	From    Address   // first author; empty when missing or unreadable
	Sender  Address   // the Sender field, if any
	ReplyTo []Address // where answers are wanted, if not From
	To, Cc  []Address
	// Authors are all addresses of every From field, in order; From is the first of them.
	Authors []Address
	// DeliveredTo are the mailboxes that servers on the way put the message into, as their fields say
	// (Delivered-To, X-Original-To, Envelope-To and their kind): topmost first, local@domain, each once.
	DeliveredTo []string
	// ResentFrom and ResentTo are who sent the whole message on by hand, and to whom (RFC 5322 section 3.6.6).
	ResentFrom, ResentTo []Address
	Subject              string
	MessageID            string   // without angle brackets; empty when missing
	InReplyTo            string   // first ID of the field, without angle brackets
	References           []string // oldest first, without angle brackets, at most the last 100
	// Date is what the sender's program claims, zero when missing or unreadable. It is no proof of
	// arrival: that is Fetched.InternalDate.
	Date time.Time
	// Received is when the last server on the way says that it took the message, by its topmost trace field.
	Received time.Time

	Text        string // best plain text: text/plain, else text/html converted; lines end in LF
	HTML        string // text/html as it came: hostile until sanitised
	NewText     string // Text without quoted history and signature
	Attachments []Attachment
	Envelope    string // smime-signed, smime-encrypted, pgp-signed or pgp-encrypted: kept as it came, never verified here

	Signals Signals
	Class   Class
	Report  *Report // delivery reports only
	// Defects are codes (constants Defect...) of what was wrong, in the order found, each once.
	Defects []string
	// Truncated says that a limit was met and part of the message is only in its raw bytes:
	// a person must look at those.
	Truncated bool

	// Charset is what the message first names: header bytes that say nothing of themselves are read in it.
	Charset string
}

// Attachment is one leaf that is not body text.
type Attachment struct {
	Name      string // safe as a file name: no path, no control or direction characters; never empty
	Type      string // declared media type in lower case; not sniffed
	Size      int    // bytes, decoded
	SHA256    string // of Data, hex
	Data      []byte // may share memory with the raw message: do not modify
	Inline    bool   // shown inside the text (an image of the HTML), not offered as a file
	Placed    bool   // declared inline, whether or not something shows it there
	ContentID string // without angle brackets
}

// Signals are the header facts by which mail is classed.
type Signals struct {
	AutoSubmitted string   // RFC 3834, lower case, without parameters
	Precedence    string   // lower case
	List          string   // List-Id or List-Unsubscribe
	ReturnPath    string   // "<>" when null, "" when missing
	AutoHeader    string   // name of a vendor's automatic-answer field, if one is there
	ReportType    string   // multipart/report only: its report-type, or "unknown"
	Loop          []string // X-Loop values
	Hops          int      // number of Received fields
	Delivered     []string // addresses of the mailboxes that it was put into: Delivered-To and its kind
	Failed        string   // first address of X-Failed-Recipients
	Spam          bool     // a filter on the way says so
}

// Class says what kind of sender wrote.
type Class string

// Classes. Only a human is ever answered; none is ever deleted, for a request may hide in each.
const (
	ClassHuman          Class = "human"
	ClassAutoReply      Class = "auto-reply"
	ClassDeliveryReport Class = "delivery-report"
	ClassBulk           Class = "bulk"
	ClassOwn            Class = "own" // our own mail coming back, or a loop
	ClassSpam           Class = "spam"
)

// continues says that the message goes on with an earlier one, or passes one on: it may carry its history.
func (m Message) continues() bool {
	return m.InReplyTo != "" || len(m.References) > 0 || replySubject.MatchString(m.Subject) ||
		forwardSubject.MatchString(m.Subject)
}

// Parse reads a message. It never fails: what is wrong is listed in Defects, and the caller keeps raw.
// Its work is bounded whatever the bytes are (see the limits at DefectHeaderTooBig and below).
func Parse(raw []byte) Message {
	var m Message
	body := m.readHead(raw)
	p := parser{m: &m, work: workLimit}
	b := p.part(body.header, body.rest, "text/plain", 0)
	m.Text, m.HTML = m.readable(p.promote(b))
	m.NewText = newText(m.Text, !m.continues())
	m.Report = p.report()
	if m.Report != nil && m.Report.Receipt && m.Signals.ReportType == "" {
		m.Signals.ReportType = "disposition-notification"
	}
	if m.Text == "" && m.Report == nil {
		m.note(DefectNoText)
	}
	m.judgeReadable()
	m.Class = Classify(m)
	if m.Class == ClassDeliveryReport && m.Report == nil {
		if m.Report = guessReport(m); m.Signals.ReportType == "disposition-notification" || readReceipt(m) {
			m.Report.Receipt, m.Report.Action, m.Report.Status = true, "displayed", ""
		}
		m.note(DefectUnreadableReport)
	}
	return m
}
