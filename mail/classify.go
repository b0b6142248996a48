package mail

import (
	"slices"
	"strings"
)

// hopLimit is the number of Received fields beyond which a message is going in circles.
const hopLimit = 50

// Classify determines the kind of sender (RFC 3834, RFC 3464, RFC 8098 and common practice). own are our addresses
// and X-Loop values. Delivery reports are recognised before automatic answers, because many are marked as both, and
// automatic answers before a null return path, because many have one.
func Classify(m Message, own ...string) Class {
	s := m.Signals
	isOwn := func(v string) bool {
		return v != "" &&
			slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(o, v) || strings.EqualFold(o, Untagged(v)) })
	}
	switch {
	case isOwn(m.From.Addr), slices.ContainsFunc(s.Loop, isOwn), s.Hops > hopLimit, len(own) == 0 && isOwnByHeaders(m):
		return ClassOwn
	case s.ReportType != "" && s.ReportType != "feedback-report", m.Report != nil, s.AutoHeader == "X-Failed-Recipients":
		return ClassDeliveryReport
	case readReceipt(m), isTextBounce(m):
		return ClassDeliveryReport
	case SaysAutomatic(m), automaticText(m):
		return ClassAutoReply
	case s.Spam:
		return ClassSpam
	case s.List != "", s.Precedence == "bulk", s.Precedence == "junk", s.Precedence == "list", s.ReportType != "":
		return ClassBulk
	case isMailSystem(m.From):
		return ClassDeliveryReport
	case s.ReturnPath == "<>": // wants no answer and reports nothing
		return ClassAutoReply
	case spamLike(m):
		return ClassSpam
	}
	return ClassHuman
}

// isOwnByHeaders recognises our own mail without knowing our addresses: the mailbox that received it is also its
// author. This can be true of a citizen's blind copy as well.
func isOwnByHeaders(m Message) bool {
	at := slices.Clone(m.Signals.Delivered)
	for _, to := range append(append([]Address{}, m.To...), m.Cc...) {
		at = append(at, to.Addr)
	}
	for _, loop := range m.Signals.Loop {
		if slices.ContainsFunc(at, func(a string) bool { return strings.EqualFold(a, loop) }) {
			return true
		}
	}
	return m.From.Addr != "" &&
		slices.ContainsFunc(m.Signals.Delivered, func(a string) bool { return strings.EqualFold(a, m.From.Addr) })
}

// Kind is the class as used for sorting: request, reply, delivery-report, delay-report, read-receipt, auto-reply,
// list, own, spam.
func (m Message) Kind() string {
	switch m.Class {
	case ClassDeliveryReport:
		switch {
		case m.Report != nil && m.Report.Receipt:
			return "read-receipt"
		case m.Report != nil && m.Report.Action == "delayed":
			return "delay-report"
		}
		return string(m.Class)
	case ClassBulk:
		return "list"
	case ClassHuman:
		if replySubject.MatchString(m.Subject) ||
			(m.InReplyTo != "" || len(m.References) > 0) && !forwardSubject.MatchString(m.Subject) {
			return "reply"
		}
		return "request"
	default:
		return string(m.Class)
	}
}

// Untagged is an address without the part after a plus sign: all these addresses belong to one mailbox.
func Untagged(addr string) string {
	local, domain, ok := strings.Cut(addr, "@")
	if !ok {
		return addr
	}
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}
