package mail

import (
	"slices"
	"strings"
)

// hopLimit is the number of Received fields beyond which a message is going in circles.
const hopLimit = 50

// automaticSubjects begin the answers of mail programs that say so nowhere else.
var automaticSubjects = []string{
	"respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "automatic reply", "out of office", "autoreply", "auto-reply", "auto:",
}

// Classify says what kind of sender wrote (RFC 3834, RFC 3464, RFC 8098 and habits). own are our addresses
// and X-Loop values. A report comes before an automatic answer, because many reports are marked as both,
// and an automatic answer before a null return path, because many have one.
func Classify(m Message, own ...string) Class {
	s := m.Signals
	isOwn := func(v string) bool {
		return v != "" && slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(o, v) })
	}
	author, _, _ := strings.Cut(strings.ToLower(m.From.Addr), "@")
	subject := strings.ToLower(m.Subject)
	switch {
	case isOwn(m.From.Addr), slices.ContainsFunc(s.Loop, isOwn), s.Hops > hopLimit:
		return ClassOwn
	case s.ReportType != "" && s.ReportType != "feedback-report", m.Report != nil, s.AutoHeader == "X-Failed-Recipients":
		return ClassDeliveryReport
	case s.AutoSubmitted != "" && s.AutoSubmitted != "no", s.AutoHeader != "",
		s.Precedence == "auto_reply", s.Precedence == "auto-reply":
		return ClassAutoReply
	case slices.ContainsFunc(automaticSubjects, func(prefix string) bool { return strings.HasPrefix(subject, prefix) }):
		return ClassAutoReply
	case s.List != "", s.Precedence == "bulk", s.Precedence == "junk", s.Precedence == "list", s.ReportType != "":
		return ClassBulk
	case s.ReturnPath == "<>", author == "mailer-daemon", author == "postmaster":
		return ClassDeliveryReport
	}
	return ClassHuman
}
