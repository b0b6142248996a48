package intake

import (
	"slices"
	"strings"
	"time"

	"foja/docket"
	"foja/mail"
)

// Judge decides what a message is. The order matters and is told line by line: proof before
// guess, automatic before human, and whatever is doubtful to a person.
func Judge(m mail.Message, c Clues, f Found, own ...string) Verdict {
	class := mail.Classify(m, own...)
	joins := first(f.TokenRequest, f.ReplyRequest, f.UnitRequest)
	switch {
	// Our own letter came back as the archive copy: evidence, whatever else it looks like.
	// A letter's Message-ID is unguessable, but its requester knows it: so it must claim to be
	// from us as well.
	case f.OwnLetter != "" && slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(m.From.Addr, o) }):
		return Verdict{Fate: docket.FateOwn, Request: f.OwnRequest, Letter: f.OwnLetter}

	case class == mail.ClassDeliveryReport:
		return judgeReport(m, f)

	// foja mail check wrote it, or it is the copy of what brought somebody a link: nobody has to look at it, and it says that it is from us.
	case class == mail.ClassOwn && aside(m.MessageID):
		return Verdict{Fate: docket.FateAutomatic}

	case class == mail.ClassOwn:
		return held(docket.HeldOwnAddress, joins)

	// An automatic answer to a letter of ours is recorded and never answered. One to nothing of
	// ours is looked at by a person, because a request may hide in it. One that only its text makes
	// look automatic is read by the officer like any reply: no reply is answered by itself.
	case class == mail.ClassAutoReply && joins != "" && mail.SaysAutomatic(m):
		return Verdict{Fate: docket.FateAutomatic, Request: joins, Letter: f.ReplyLetter}
	case class == mail.ClassAutoReply && joins == "":
		return held(docket.HeldAutomatic, f.NumberOf)

	case m.From.Empty():
		return held(docket.HeldNoSender, first(joins, f.NumberOf))
	case m.Truncated:
		return held(docket.HeldUnreadable, first(joins, f.NumberOf))
	case slices.Contains(m.Defects, mail.DefectUndecodable):
		return held(docket.HeldUnreadable, first(joins, f.NumberOf))
	case m.Encrypted():
		return held(docket.HeldEncrypted, first(joins, f.NumberOf))
	case slices.Contains(m.Defects, mail.DefectCalendar) && joins == "":
		return held(docket.HeldCalendar, f.NumberOf)
	case m.Text == "" && len(m.Attachments) == 0:
		return held(docket.HeldEmpty, first(joins, f.NumberOf))

	// Whoever holds the token or a Message-ID of ours has our letter in hand: it joins. When the
	// sender is somebody else, it joins for review and is never obeyed.
	case joins != "":
		return Verdict{
			Fate: docket.FateReply, Request: joins, Letter: f.ReplyLetter,
			FromRequester: f.RequesterEmail != "" && strings.EqualFold(m.From.Addr, f.RequesterEmail),
		}

	case class == mail.ClassSpam:
		return held(docket.HeldSpam, f.NumberOf)
	case class == mail.ClassBulk:
		return held(docket.HeldBulk, f.NumberOf)
	// A number can be guessed by anyone: it only suggests the case.
	case f.NumberOf != "":
		return held(docket.HeldNumber, f.NumberOf)
	case !m.From.Writable(): // it could be registered and never be answered
		return held(docket.HeldBadSender, "")
	default:
		return Verdict{Fate: docket.FateRequest}
	}
}

// aside says whether a Message-ID is of a mail of ours that is no letter of a case.
func aside(id string) bool {
	return slices.ContainsFunc([]string{mail.CheckPrefix, UploadLinkPrefix, UnitMailPrefix}, func(p string) bool { return strings.HasPrefix(id, p) })
}

func judgeReport(m mail.Message, f Found) Verdict {
	request := first(f.ReplyRequest, f.TokenRequest)
	if request == "" {
		return held(docket.HeldReport, first(f.UnitRequest, f.NumberOf))
	}
	v := Verdict{Fate: docket.FateReport, Request: request, Letter: f.ReplyLetter}
	if m.Report != nil {
		v.Bounce, v.Status = m.Report.Failed(), m.Report.Status
	}
	return v
}

func held(why docket.HeldReason, suggested string) Verdict {
	return Verdict{Fate: docket.FateHeld, Reason: why, Request: suggested}
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// Same says whether two messages are the same mail delivered twice: same Message-ID and same
// content. The same ID with other content is new mail. Of two without an ID the second that the
// sender's program wrote stands in for it: a person who writes the same words again does so in
// another one. Two without either are the same only when they came together, see TwinWindow.
func Same(a, b mail.Message) bool {
	if a.MessageID != b.MessageID || a.MessageID == "" && (a.From.Empty() || a.Truncated || b.Truncated || !a.Date.Equal(b.Date)) || !strings.EqualFold(a.From.Addr, b.From.Addr) ||
		a.Subject != b.Subject || a.Text != b.Text || len(a.Attachments) != len(b.Attachments) {
		return false
	}
	for i := range a.Attachments {
		if a.Attachments[i].SHA256 != b.Attachments[i].SHA256 {
			return false
		}
	}
	return true
}

// TwinWindow is how far apart two messages that are the Same may have come: for ever with an ID,
// within days by their date alone, within minutes with neither, for a person may ask again in the
// same words.
func TwinWindow(m mail.Message) time.Duration {
	switch {
	case m.MessageID != "":
		return 100 * 365 * 24 * time.Hour
	case !m.Date.IsZero():
		return 5 * 24 * time.Hour // as long as mail servers try (RFC 5321 section 4.5.4.1)
	}
	return 10 * time.Minute
}

// Subject is a request's subject: the mail's own, or the beginning of its text.
func Subject(m mail.Message) string {
	s := strings.TrimSpace(m.Subject)
	if s == "" {
		s, _, _ = strings.Cut(strings.TrimSpace(m.Text), "\n")
	}
	if r := []rune(s); len(r) > 200 {
		s = strings.TrimSpace(string(r[:199])) + "…"
	}
	return s
}
