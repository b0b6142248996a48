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
	who := Requester(m, own...)
	class := classOf(m, who, own)
	joins := first(f.TokenRequest, f.ReplyRequest, f.UnitRequest)
	// Whoever answers her own mail to us, which no letter of ours need have reached yet, writes about the same case.
	ownThread := joins == "" && f.Thread.of(who)
	if ownThread {
		joins, f.RequesterEmail = f.Thread.Request, f.Thread.Email
	}
	suggested := first(joins, suggest(m, f, who))
	switch {
	// Our own letter came back as the archive copy: evidence, whatever else it looks like. What only has its Message-ID
	// and claims to be from us is no evidence: somebody made it up, or a server on the way rewrote the copy.
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

	// An absence note in a case is recorded and shown to nobody as work. Whatever else joins a case is read by its
	// holder, however a program marked it: a correction or an appeal may be written in it.
	case class == mail.ClassAutoReply && joins != "" && mail.SaysAutomatic(m) && mail.SaysNothing(m):
		return Verdict{Fate: docket.FateAutomatic, Request: joins, Letter: f.ReplyLetter}
	// Nothing automatic is answered by a machine: a person says whether it is a request.
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

	// Somebody who forwards our letter and asks for something else: another request has a term of its own, and joined to
	// an old case nobody would count it.
	case joins != "" && anotherRequest(m, f, who):
		return held(docket.HeldNewRequest, joins)

	// Whoever holds the token or a Message-ID of ours has our letter in hand: it joins. When the
	// sender is somebody else, it joins for review and is never obeyed.
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
	// It answers a mail of a case, and its sender is not that case's requester: everybody who had a copy can do so.
	case f.Thread.Request != "":
		return held(docket.HeldThread, f.Thread.Request)
	case f.ThreadHeld:
		return held(docket.HeldThreadHeld, suggested)
	// It names a case of its sender, or reads like part of one. Addresses are forged and numbers guessed, so that it
	// never joins by itself; but what is an appeal or a correction is no new request either.
	case slices.ContainsFunc(f.Numbered, func(c Case) bool { return c.of(who) }):
		return held(docket.HeldNumber, suggested)
	case appeals(m):
		return held(docket.HeldAppeal, first(suggested, newest(f)))
	case len(f.Numbered) > 0 && acts(m):
		return held(docket.HeldAct, f.Numbered[0].Request)
	case withdraws(m):
		return held(docket.HeldAct, first(suggested, newest(f)))
	case len(f.Own) > 0 && follows(m, own):
		return held(docket.HeldOwnCase, first(suggested, newest(f)))

	case forwardsAnother(m, who, own):
		return held(docket.HeldForward, "")
	case len(m.Authors) > 1:
		return held(docket.HeldSeveral, "")
	case NoReply(who.Addr):
		return held(docket.HeldNoReply, "")
	case !who.Writable(): // it could be registered and never be answered
		return held(docket.HeldBadSender, "")
	case answerElsewhere(m, who, own):
		return held(docket.HeldElsewhere, "")
	default:
		return Verdict{Fate: docket.FateRequest}
	}
}

// classOf is the class of a message. The agency's own web form writes from our address: what it sends is judged by
// whom it names as the one to answer. A letter of ours that comes back carries our mark and stays our own.
func classOf(m mail.Message, who mail.Address, own []string) mail.Class {
	if isOwn(m.From.Addr, own) && answerable(who, own) {
		m.From = who
	}
	return mail.Classify(m, own...)
}

// suggest is the case that a message may belong to, for a person who decides: the one with the number that it names, or
// the one with its subject, if they are its sender's.
func suggest(m mail.Message, f Found, who mail.Address) string {
	for _, c := range f.Numbered {
		if c.of(who) {
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

// newest is the last case of the sender: the best guess where words alone say that there is one.
func newest(f Found) string {
	if len(f.Own) == 0 {
		return ""
	}
	return f.Own[0].Request
}

// anotherRequest says whether a requester forwards something of her case and says that she asks for something else.
func anotherRequest(m mail.Message, f Found, who mail.Address) bool {
	return f.RequesterEmail != "" && mail.SameAddress(who.Addr, f.RequesterEmail) &&
		forwardPrefix.MatchString(m.Subject) &&
		anew.MatchString(m.NewText) && asking.MatchString(m.NewText)
}

// further are the other cases of a reply.
func further(more []Case, joined string, from mail.Address) []Further {
	var out []Further
	for _, c := range more {
		if c.Request != joined && !slices.ContainsFunc(out, func(o Further) bool { return o.Request == c.Request }) {
			out = append(out, Further{Request: c.Request, FromRequester: c.of(from)})
		}
	}
	return out
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
