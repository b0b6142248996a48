package intake

import (
	"regexp"
	"slices"
	"strings"

	"foja/mail"
)

// Role is how a mail mentions an address.
type Role string

// The roles, most likely requester first.
const (
	RoleFrom      Role = "from"
	RoleReplyTo   Role = "reply_to"
	RoleForwarded Role = "forwarded" // author of the forwarded mail
	RoleSender    Role = "sender"
	RoleResent    Role = "resent_from"
	RoleText      Role = "text" // only in the text
)

// NamedAddress is an address in a mail.
type NamedAddress struct {
	mail.Address
	Role Role
}

const (
	maxNamed  = 12       // maximum number of addresses offered
	textBytes = 64 << 10 // maximum text searched for addresses
)

var (
	// noReplyLocal are the local parts of unread addresses.
	noReplyLocal = regexp.MustCompile(`(?i)(^|[-_.+])(no[-_.]?reply|do[-_.]?not[-_.]?(reply|respond)|dont[-_.]?reply|no[-_.]?(responder|responda|respondas|response|contestar|conteste)|n[ãa]o[-_.]?(responder|responda)|ne[-_.]?pas[-_.]?repondre|unattended|nobody)([-_.+0-9]|$)`)
	addressHere  = regexp.MustCompile(
		`[A-Za-z0-9][A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}`,
	)
	authorLine = regexp.MustCompile(`(?i)^[>\s*]*(de|from|von|da|remitente|exp[ée]diteur)\s*:\*?\s*(.{1,400})$`)
)

// NoReply reports whether an address states that mail to it is not read.
func NoReply(addr string) bool {
	local, _, _ := strings.Cut(addr, "@")
	return noReplyLocal.MatchString(local)
}

// Requester is the likely requester: the author or, when the author cannot be answered, the one Reply-To address (RFC
// 5322 section 3.6.2). own are our addresses. It is a claim, like every field.
func Requester(m mail.Message, own ...string) mail.Address {
	if answerable(m.From, own) || m.From.Empty() {
		return m.From
	}
	var found []mail.Address
	for _, a := range m.ReplyTo {
		if answerable(a, own) &&
			!slices.ContainsFunc(found, func(f mail.Address) bool { return mail.SameAddress(f.Addr, a.Addr) }) {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		return m.From // none or several: a person chooses
	}
	if found[0].Name == "" {
		found[0].Name = m.From.Name
	}
	return found[0]
}

// answerable reports whether a letter to the address may reach somebody other than us.
func answerable(a mail.Address, own []string) bool {
	return a.Writable() && !NoReply(a.Addr) && !isOwn(a.Addr, own)
}

func isOwn(addr string, own []string) bool {
	return slices.ContainsFunc(own, func(o string) bool {
		return strings.EqualFold(addr, o) || strings.EqualFold(Untagged(addr), o)
	})
}

// Addresses are all addresses in the mail except ours, the likeliest requester first. A person chooses among them.
func Addresses(m mail.Message, own ...string) []NamedAddress {
	var out []NamedAddress
	add := func(role Role, list ...mail.Address) {
		for _, a := range list {
			if a.Addr == "" || len(out) == maxNamed || isOwn(a.Addr, own) ||
				slices.ContainsFunc(out, func(n NamedAddress) bool { return mail.SameAddress(n.Addr, a.Addr) }) {
				continue
			}
			out = append(out, NamedAddress{a, role})
		}
	}
	from := m.Authors
	if len(from) == 0 {
		from = []mail.Address{m.From}
	}
	add(RoleFrom, from...)
	add(RoleReplyTo, m.ReplyTo...)
	add(RoleForwarded, forwardedFrom(m)...)
	add(RoleSender, m.Sender)
	add(RoleResent, m.ResentFrom...)
	for _, addr := range addressHere.FindAllString(m.Text[:min(len(m.Text), textBytes)], 50) {
		add(RoleText, mail.Address{Addr: strings.TrimRight(addr, ".-")})
	}
	who := Requester(m, own...)
	slices.SortStableFunc(out, func(a, b NamedAddress) int { // answerable ones first, and the requester before all
		return rank(a, who, own) - rank(b, who, own)
	})
	return out
}

func rank(n NamedAddress, who mail.Address, own []string) int {
	switch {
	case !answerable(n.Address, own):
		return 2
	case n.Addr == who.Addr:
		return 0
	}
	return 1
}

// forwardedFrom are the authors of forwarded mail: from header lines above the quoted text, and from attached
// messages.
func forwardedFrom(m mail.Message) []mail.Address {
	out := forwardedIn(m.Text)
	for _, a := range m.Attachments {
		if a.Type == "message/rfc822" {
			if inner := a.Head(); !inner.From.Empty() {
				out = append(out, inner.From)
			}
		}
	}
	return out
}

func forwardedIn(text string) []mail.Address {
	var out []mail.Address
	lines := strings.Split(text[:min(len(text), textBytes)], "\n")
	for i, l := range lines {
		f := authorLine.FindStringSubmatch(strings.TrimSpace(l))
		if f == nil || !startsHeaders(lines[i+1:]) {
			continue
		}
		addr := addressHere.FindString(f[2])
		if addr == "" {
			continue
		}
		name, _, _ := strings.Cut(f[2], addr)
		out = append(out, mail.Address{Name: strings.Trim(name, " <>[]()\"'*\t"), Addr: addr})
	}
	return out
}

var headerLine = regexp.MustCompile(`(?i)^[>\s*]*(para|to|an|à|asunto|subject|assunto|betreff|objet|enviado( el)?|enviada( em)?|sent|date|fecha|data|cc)\s*:`)

// startsHeaders reports whether two more header lines follow within a few: "De:" alone may begin a sentence.
func startsHeaders(lines []string) bool {
	seen := 0
	for _, l := range lines[:min(len(lines), 8)] {
		if headerLine.MatchString(l) {
			seen++
		}
	}
	return seen >= 2
}
