// Package intake determines what a message is: a new request, a reply, a delivery report, an automatic answer, the
// copy of our own letter, or something for a person to decide.
//
// It is pure. There are two steps, because only the store knows our letters: FindClues returns what to look up, Judge
// decides with the results.
package intake

import (
	"regexp"
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
)

// Clues are the parts of a message that may link it to a case.
type Clues struct {
	// Token is the unguessable part of our Reply-To address, if the message was sent there; MoreTokens are those of
	// further letters of ours to which it was sent.
	Token      string
	MoreTokens []string
	// MessageIDs are the messages it answers or reports on, nearest first.
	MessageIDs []string
	// Numbers are case numbers in the subject or the text: hints for a person, never proof.
	Numbers []string
	// OwnID is its own Message-ID: ours when it is the archive copy of a letter.
	OwnID string
}

// Found is what the store knows about the clues. Empty strings mean nothing found.
type Found struct {
	TokenRequest string // case whose reply token it is
	ReplyRequest string // case of the letter that it answers
	ReplyLetter  string // that letter
	OwnLetter    string // letter whose Message-ID it has
	OwnRequest   string
	UnitRequest  string // case of the question to a unit that it answers
	// OwnCopy means that its bytes are those of OwnLetter, which was being sent. OwnServiceMail: that they are those
	// of a service mail of ours. A Message-ID alone proves neither.
	OwnCopy, OwnServiceMail bool
	// ReplyTo is the address that ReplyLetter was sent to; "" when sending never began. A report about that letter
	// counts for no other address.
	ReplyTo string
	// LastLetter is the letter of TokenRequest that was sent last, and LastTo its address: a report without a
	// Message-ID may be about it.
	LastLetter, LastTo string
	// Archive is the address for copies of our letters, if citizens do not write to it.
	Archive string
	// RequesterEmail is the address on record of TokenRequest or else ReplyRequest.
	RequesterEmail string
	// More are the cases of further tokens and letters.
	More []Case
	// Thread is the case of an earlier mail that this one refers to in its headers; ThreadHeld means that an earlier
	// mail of the same sender is held.
	Thread     Case
	ThreadHeld bool
	// Numbered are the cases with the numbers in the mail, Own those of its sender, newest first.
	Numbered, Own []Case
}

// Case is the part of a case that Judge needs.
type Case struct {
	Request  string // empty: none
	Email    string // of its requester
	Subjects []string
}

// isOf reports whether the case is the requester's with that address. An address is a claim: enough for a suggestion,
// not for an act.
func (c Case) isOf(a mail.Address) bool {
	return c.Request != "" && c.Email != "" && mail.SameAddress(c.Email, a.Addr)
}

// Verdict is the result.
type Verdict struct {
	Fate          docket.Fate
	Reason        docket.HeldReason // held only
	Request       string            // the case it belongs to, or the suggested one when held
	Letter        string            // the letter it proves or reports on
	FromRequester bool
	// More are further cases that a reply belongs to.
	More []Further
	// Bounce means that the letter will never arrive; Doubt, that it may not, without proof.
	Bounce, Doubt bool
	Status        string // RFC 3463 status of the report
}

// Further is one more case that a reply belongs to.
type Further struct {
	Request       string
	FromRequester bool
}

// DropSender withdraws that a message comes from the requester, because its server does not confirm it.
func (v *Verdict) DropSender() {
	v.FromRequester = false
	for i := range v.More {
		v.More[i].FromRequester = false
	}
}

const (
	tokensMost  = 10
	numbersMost = 10
)

// printedNumber is a case number with its surroundings. With a suffix or another number of digits it is something
// else: a resolution, a telephone number.
var printedNumber = regexp.MustCompile(`(?:^|[^0-9A-Za-z_/.-])([0-9]{6}-20[0-9]{2})(?:$|[^0-9A-Za-z_/-])`)

// FindClues collects the clues. own are our addresses, local@domain; letters have Reply-To local+token@domain.
func FindClues(m mail.Message, own ...string) Clues {
	c := Clues{OwnID: m.MessageID}
	var tokens []string
	for _, to := range sentTo(m) {
		for _, address := range own {
			if t := token(to, address); t != "" && !slices.Contains(tokens, t) && len(tokens) < tokensMost {
				tokens = append(tokens, t)
			}
		}
	}
	if len(tokens) > 0 {
		c.Token = tokens[0]
		c.MoreTokens = append(c.MoreTokens, tokens[1:]...)
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
	for _, text := range []string{m.Subject, m.NewText, m.Text} { // quoted text last
		for _, n := range numbersIn(text[:min(len(text), textBytes)]) {
			if !slices.Contains(c.Numbers, n) && len(c.Numbers) < numbersMost {
				c.Numbers = append(c.Numbers, n)
			}
		}
	}
	return c
}

// sentTo are the addresses that a mail was sent to, by its author and by the servers: a blind copy has the address
// only in server headers (RFC 5321 section 4.4, RFC 9228).
func sentTo(m mail.Message) []string {
	var out []string
	for _, a := range append(append([]mail.Address{}, m.To...), m.Cc...) {
		out = append(out, a.Addr)
	}
	for _, a := range m.ResentTo {
		out = append(out, a.Addr)
	}
	return append(out, m.DeliveredTo...)
}

func numbersIn(text string) []string {
	var out []string
	for len(text) > 0 && len(out) < numbersMost {
		at := printedNumber.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		after := text[at[3]:]
		if !(len(after) > 1 && after[0] == '.' && isWord(after[1])) { // a file name
			out = append(out, text[at[2]:at[3]])
		}
		text = after
	}
	return out
}

func isWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

// returnedToken is the token in the Reply-To of the copy returned with a report.
func returnedToken(m mail.Message, own []string) string {
	for _, a := range m.Attachments {
		for _, to := range a.Head().ReplyTo {
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

// ReplyAddress is the Reply-To address with a token.
func ReplyAddress(agency, token string) string {
	local, domain, ok := strings.Cut(agency, "@")
	if !ok {
		return agency
	}
	return local + "+" + token + "@" + domain
}

// Untagged is an address without the token.
func Untagged(address string) string { return mail.Untagged(address) }
