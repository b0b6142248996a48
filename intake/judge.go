package intake

import (
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
)

// Judge decides what a message is. The order matters and is told line by line: proof before
// guess, automatic before human, and whatever is doubtful to a person.
func Judge(m mail.Message, c Clues, f Found, own ...string) Verdict {
	class := mail.Classify(m, own...)
	joins := first(f.TokenRequest, f.ReplyRequest, f.UnitRequest)
	switch {
	// Our own letter came back as the archive copy: evidence, whatever else it looks like. What only has its Message-ID and claims to
	// be from us is no evidence: somebody made it up, or a server on the way rewrote the copy.
	case f.OwnLetter != "" && f.OwnCopy:
		return Verdict{Fate: docket.FateOwn, Request: f.OwnRequest, Letter: f.OwnLetter}
	case f.OwnLetter != "" && slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(m.From.Addr, o) }):
		return held(docket.HeldOwnCopy, f.OwnRequest)
	// foja mail check wrote it, or it is the copy of what brought somebody a link: nobody has to look at it.
	case f.OwnAside:
		return Verdict{Fate: docket.FateAutomatic}

	case class == mail.ClassDeliveryReport:
		return judgeReport(m, f, own)

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
	case slices.Contains(m.Defects, mail.DefectEncrypted) && m.Text == "":
		return held(docket.HeldEncrypted, first(joins, f.NumberOf))
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
// content. The same ID with other content is new mail; so is anything without an ID.
func Same(a, b mail.Message) bool {
	if a.MessageID == "" || a.MessageID != b.MessageID || !strings.EqualFold(a.From.Addr, b.From.Addr) ||
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
