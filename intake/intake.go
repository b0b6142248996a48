// Package intake says what a message is: a new request, a reply, a delivery report, an
// automatic answer, our own letter's copy, or something that a person must look at.
//
// It is pure. Judging takes two steps, because only the store knows our letters: Clues names
// what to look up, Judge decides with what was found.
package intake

import (
	"regexp"
	"strings"

	"foja/docket"
	"foja/mail"
)

// Clues are the marks in a message that may tie it to a case.
type Clues struct {
	// Token is the unguessable part of our Reply-To address, if the message was sent there.
	Token string
	// MessageIDs are the messages it answers or reports on, nearest first.
	MessageIDs []string
	// Number is a case number in the subject: a hint for a person, never proof.
	Number string
	// OwnID is its own Message-ID: ours when it is the archive copy of a letter.
	OwnID string
}

// Found is what the store knows of the clues. Empty strings mean: nothing.
type Found struct {
	TokenRequest string // case whose reply token it is
	ReplyRequest string // case of the letter that it answers
	ReplyLetter  string // that letter
	OwnLetter    string // letter whose Message-ID it has
	OwnRequest   string
	// OwnCopy says that its bytes are those of OwnLetter, of which sending began. OwnAside: that they are those of a mail of ours that is
	// no letter. A Message-ID alone proves neither.
	OwnCopy, OwnAside bool
	// ReplyTo is the address that ReplyLetter was sent to; "" when sending it never began. A report about that letter counts for no other.
	ReplyTo string
	// LastLetter is the letter of TokenRequest that was sent last, and LastTo the address that it went to: a report that names no letter
	// may speak of it.
	LastLetter, LastTo string
	// Archive is where copies of our letters go, if that is no address of ours to which citizens write.
	Archive     string
	UnitRequest string // case of the question to a unit that it answers
	NumberOf    string // case with the number in the subject
	// RequesterEmail is the address on record of TokenRequest or else ReplyRequest.
	RequesterEmail string
}

// Verdict is what the message is.
type Verdict struct {
	Fate          docket.Fate
	Reason        docket.HeldReason // held only
	Request       string            // the case it belongs to, or is suggested for when held
	Letter        string            // the letter it proves or reports on
	FromRequester bool
	// Bounce says that the report tells of a letter that will never arrive. Doubt: that it may, and cannot prove it.
	Bounce, Doubt bool
	Status        string // RFC 3463 status of the report
}

var numberInSubject = regexp.MustCompile(`\b(\d{1,6})-(20\d\d)\b`)

// Look collects the clues. own are our addresses, local@domain; letters carry Reply-To
// local+token@domain.
func Look(m mail.Message, own ...string) Clues {
	c := Clues{OwnID: m.MessageID}
	for _, to := range append(append([]mail.Address{}, m.To...), m.Cc...) {
		for _, address := range own {
			if t := token(to.Addr, address); t != "" && c.Token == "" {
				c.Token = t
			}
		}
	}
	if m.Report != nil {
		if m.Report.OriginalMessageID != "" {
			c.MessageIDs = append(c.MessageIDs, m.Report.OriginalMessageID)
		}
		if c.Token == "" {
			c.Token = returnedToken(m, own)
		}
	}
	if m.InReplyTo != "" {
		c.MessageIDs = append(c.MessageIDs, m.InReplyTo)
	}
	for i := len(m.References) - 1; i >= 0; i-- {
		c.MessageIDs = append(c.MessageIDs, m.References[i])
	}
	if n := numberInSubject.FindStringSubmatch(m.Subject); n != nil {
		c.Number = strings.Repeat("0", 6-len(n[1])) + n[1] + "-" + n[2]
	}
	return c
}

// returnedToken is the token in the Reply-To of the copy that a report gives back.
func returnedToken(m mail.Message, own []string) string {
	for _, a := range m.Attachments {
		if !strings.HasPrefix(a.Type, "message/rfc822") && !strings.HasPrefix(a.Type, "message/global") && a.Type != "text/rfc822-headers" {
			continue
		}
		for _, to := range mail.Parse(a.Data).ReplyTo {
			for _, address := range own {
				if t := token(to.Addr, address); t != "" {
					return t
				}
			}
		}
	}
	return ""
}

// token is the part between + and @ of an address that is otherwise the agency's.
func token(addr, agency string) string {
	local, domain, ok := strings.Cut(strings.ToLower(agency), "@")
	if !ok {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.ToLower(addr), local+"+")
	if !ok {
		return ""
	}
	t, ok := strings.CutSuffix(rest, "@"+domain)
	if !ok {
		return ""
	}
	return t
}

// ReplyAddress is the address that carries a token: what goes into Reply-To.
func ReplyAddress(agency, token string) string {
	local, domain, ok := strings.Cut(agency, "@")
	if !ok {
		return agency
	}
	return local + "+" + token + "@" + domain
}

// Untagged is an address of ours without the token that ReplyAddress gave it.
func Untagged(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok {
		return address
	}
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}
