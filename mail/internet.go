package mail

import (
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// domains turns international domain names into A-labels (RFC 5891): in that form every mail server takes them.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.VerifyDNSLength(true))

// asciiDomain is a domain in A-label form. One in ASCII is left as it is.
func asciiDomain(domain string) (string, error) {
	if isASCII(domain) {
		return domain, nil
	}
	return domains.ToASCII(strings.ToLower(domain))
}

// splitAddress cuts at the last @.
func splitAddress(addr string) (local, domain string, ok bool) {
	at := strings.LastIndexByte(addr, '@')
	if at <= 0 || at == len(addr)-1 {
		return "", "", false
	}
	return addr[:at], addr[at+1:], true
}

// Writable says that a letter can be addressed to it: one plain address, not a quoted or broken one. Dots that stand
// where RFC 5322 has none (rosa..perez.@docomo.example) are plain enough: some providers gave out such addresses, and
// a quoted form of them is legal.
func (a Address) Writable() bool {
	local, domain, ok := splitAddress(a.Addr)
	if !ok || !utf8.ValidString(a.Addr) || strings.ContainsFunc(a.Addr, unicode.IsControl) {
		return false
	}
	if _, err := asciiDomain(domain); err != nil {
		return false
	}
	bare := strings.ReplaceAll(local, ".", "")
	if bare == "" {
		return false
	}
	parsed, err := netmail.ParseAddress(bare + "@" + domain)
	return err == nil && parsed.Address == bare+"@"+domain
}

// NeedsUTF8 says that its local part is not ASCII: only servers with SMTPUTF8 (RFC 6531) take mail for it.
func (a Address) NeedsUTF8() bool {
	local, _, ok := splitAddress(a.Addr)
	return ok && !isASCII(local)
}

// WireAddress is the address as it stands in an envelope: its domain in A-label form, and quotes around dots that stand
// where RFC 5321 has none. What cannot be converted stays as it is, and the server will say no.
func WireAddress(addr string) string {
	local, domain, ok := splitAddress(addr)
	if !ok {
		return addr
	}
	if ascii, err := asciiDomain(domain); err == nil {
		domain = ascii
	}
	if !strings.HasPrefix(local, `"`) &&
		(strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..")) {
		local = `"` + local + `"`
	}
	return local + "@" + domain
}

// SameAddress says whether two addresses are one mailbox's, whichever way they are written: with an international
// domain or its A-labels, with quotes that are not needed, in capitals.
func SameAddress(a, b string) bool {
	return a != "" && strings.EqualFold(canonical(a), canonical(b))
}

func canonical(addr string) string {
	addr = WireAddress(strings.TrimSpace(addr))
	if local, domain, ok := splitAddress(addr); ok && len(local) > 2 && strings.HasPrefix(local, `"`) &&
		strings.HasSuffix(local, `"`) {
		return unquote(local) + "@" + domain
	}
	return addr
}
