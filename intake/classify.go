package intake

import (
	"slices"
	"strings"
	"time"

	"foja/docket"
	"foja/mail"
)

// Judge decides what a message is. The order matters: proof before guess, automatic before human, and doubtful
// messages to a person.
func Judge(m mail.Message, c Clues, f Found, own ...string) Verdict {
	who := Requester(m, own...)
	class := classOf(m, who, own)
	joins := firstNonEmpty(f.TokenRequest, f.ReplyRequest, f.UnitRequest)
	// A requester who answers her own mail to us, before any letter of ours, writes about the same case.
	ownThread := joins == "" && f.Thread.isOf(who)
	if ownThread {
		joins, f.RequesterEmail = f.Thread.Request, f.Thread.Email
	}
	suggested := firstNonEmpty(joins, suggest(m, f, who))
	switch {
	// The archive copy of our own letter is evidence, whatever else it looks like. A message that only has its
	// Message-ID is not: it is forged, or a server rewrote the copy.
	case f.OwnLetter != "" && f.OwnCopy:
		return Verdict{Fate: docket.FateOwn, Request: f.OwnRequest, Letter: f.OwnLetter}
	case f.OwnLetter != "" && slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(m.From.Addr, o) }):
		return held(docket.HeldOwnCopy, f.OwnRequest)
	// Written by foja mail check, or the copy of a service mail: nobody has to look at it.
	case f.OwnServiceMail:
		return Verdict{Fate: docket.FateAutomatic}

	case class == mail.ClassDeliveryReport:
		return judgeReport(m, f, own)

	case class == mail.ClassOwn:
		return held(docket.HeldOwnAddress, joins)

	// An absence note in a case is recorded without a task. The holder reads everything else that joins a case,
	// however a program marked it: it may contain a correction or an appeal.
	case class == mail.ClassAutoReply && joins != "" && mail.SaysAutomatic(m) && mail.SaysNothing(m):
		return Verdict{Fate: docket.FateAutomatic, Request: joins, Letter: f.ReplyLetter}
	// Automatic mail is not answered automatically: a person decides whether it is a request.
	case class == mail.ClassAutoReply && joins == "" && mail.MarkedAutomatic(m) && !mail.SaysNothing(m):
		return held(docket.HeldMarked, suggested)
	case joins == "" && (class == mail.ClassAutoReply || onlyReacts(m)):
		return held(docket.HeldAutomatic, suggested)

	case m.From.Empty():
		return held(docket.HeldNoSender, suggested)
	case m.Truncated:
		return held(docket.HeldUnreadable, suggested)
	case slices.Contains(m.Defects, mail.DefectUndecodable):
		return held(docket.HeldUnreadable, suggested)
	case m.Encrypted():
		return held(docket.HeldEncrypted, suggested)
	case slices.Contains(m.Defects, mail.DefectCalendar) && joins == "":
		return held(docket.HeldCalendar, suggested)
	case m.Text == "" && len(m.Attachments) == 0:
		return held(docket.HeldEmpty, suggested)

	// Our letter forwarded with a new question: a new request has its own term, which nobody would count if it joined
	// the old case.
	case joins != "" && anotherRequest(m, f, who):
		return held(docket.HeldNewRequest, joins)

	// The token or a Message-ID of ours shows that the sender has our letter: the message joins. From another sender
	// it joins for review and has no effect.
	case joins != "":
		return Verdict{
			Fate: docket.FateReply, Request: joins, Letter: f.ReplyLetter,
			FromRequester: f.RequesterEmail != "" && (mail.SameAddress(m.From.Addr, f.RequesterEmail) || ownThread),
			More:          further(f.More, joins, m.From),
		}

	case class == mail.ClassSpam:
		return held(docket.HeldSpam, suggested)
	case class == mail.ClassBulk:
		return held(docket.HeldBulk, suggested)
	// It answers a mail of a case, but the sender is not the requester: everybody who got a copy can do so.
	case f.Thread.Request != "":
		return held(docket.HeldThread, f.Thread.Request)
	case f.ThreadHeld:
		return held(docket.HeldThreadHeld, suggested)
	// It names a case of its sender, or reads like part of one. Addresses and numbers can be forged or guessed, so it
	// never joins automatically. But an appeal or a correction is no new request either.
	case slices.ContainsFunc(f.Numbered, func(c Case) bool { return c.isOf(who) }):
		return held(docket.HeldNumber, suggested)
	case appeals(m):
		return held(docket.HeldAppeal, firstNonEmpty(suggested, newest(f)))
	case len(f.Numbered) > 0 && acts(m):
		return held(docket.HeldAct, f.Numbered[0].Request)
	case withdraws(m):
		return held(docket.HeldAct, firstNonEmpty(suggested, newest(f)))
	case len(f.Own) > 0 && continuesCase(m, own):
		return held(docket.HeldOwnCase, firstNonEmpty(suggested, newest(f)))

	case forwardsAnother(m, who, own):
		return held(docket.HeldForward, "")
	case len(m.Authors) > 1:
		return held(docket.HeldSeveral, "")
	case NoReply(who.Addr):
		return held(docket.HeldNoReply, "")
	case !who.Writable(): // it could be registered but not answered
		return held(docket.HeldBadSender, "")
	case answerElsewhere(m, who, own):
		return held(docket.HeldElsewhere, "")
	default:
		return Verdict{Fate: docket.FateRequest}
	}
}

// classOf is the class of a message. The agency's own web form sends from our address: such mail is classified by its
// reply address. A returned letter of ours has our mark and stays our own.
func classOf(m mail.Message, who mail.Address, own []string) mail.Class {
	if isOwn(m.From.Addr, own) && answerable(who, own) {
		m.From = who
	}
	return mail.Classify(m, own...)
}

// suggest is the case that a message may belong to, for a person to decide: the one whose number or subject it
// contains, if it is the sender's.
func suggest(m mail.Message, f Found, who mail.Address) string {
	for _, c := range f.Numbered {
		if c.isOf(who) {
			return c.Request
		}
	}
	subject := strings.ToLower(PlainSubject(m.Subject))
	for _, c := range f.Own {
		if subject != "" &&
			slices.ContainsFunc(c.Subjects, func(s string) bool { return strings.ToLower(PlainSubject(s)) == subject }) {
			return c.Request
		}
	}
	return ""
}

// newest is the last case of the sender: the best guess when only the words indicate a case.
func newest(f Found) string {
	if len(f.Own) == 0 {
		return ""
	}
	return f.Own[0].Request
}

// anotherRequest reports whether a requester forwards mail of her case and asks for something else.
func anotherRequest(m mail.Message, f Found, who mail.Address) bool {
	return f.RequesterEmail != "" && mail.SameAddress(who.Addr, f.RequesterEmail) &&
		forwardPrefix.MatchString(m.Subject) &&
		newRequestWords.MatchString(m.NewText) && askingWords.MatchString(m.NewText)
}

// further are the other cases of a reply.
func further(more []Case, joined string, from mail.Address) []Further {
	var out []Further
	for _, c := range more {
		if c.Request != joined && !slices.ContainsFunc(out, func(o Further) bool { return o.Request == c.Request }) {
			out = append(out, Further{Request: c.Request, FromRequester: c.isOf(from)})
		}
	}
	return out
}

func held(why docket.HeldReason, suggested string) Verdict {
	return Verdict{Fate: docket.FateHeld, Reason: why, Request: suggested}
}

func firstNonEmpty(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// Same reports whether two messages are the same mail delivered twice: same Message-ID and same content. The same ID
// with other content is new mail. Without an ID the Date header (to the second) is compared instead: a person who
// writes the same text again does so in another second. Two without either are the same only when they came close
// together, see DuplicateWindow.
func Same(a, b mail.Message) bool {
	if a.MessageID != b.MessageID || a.MessageID == "" && (a.From.Empty() || a.Truncated || b.Truncated ||
		!a.Date.Equal(b.Date)) || !strings.EqualFold(a.From.Addr, b.From.Addr) ||
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

// DuplicateWindow is how far apart two copies of the Same message may come: unlimited with an ID, days with only a
// date, minutes with neither, because a person may repeat a question.
func DuplicateWindow(m mail.Message) time.Duration {
	switch {
	case m.MessageID != "":
		return 100 * 365 * 24 * time.Hour
	case !m.Date.IsZero():
		return 5 * 24 * time.Hour // as long as mail servers retry (RFC 5321 section 4.5.4.1)
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
