package mail

import (
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// domains converts international domain names to A-labels (RFC 5891), which every mail server accepts.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.VerifyDNSLength(true))

// asciiDomain is a domain in A-label form. An ASCII domain is unchanged.
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

// Writable reports whether a letter can be addressed to it: one plain address, not a quoted or broken one. Dots that
// RFC 5322 forbids (rosa..perez.@docomo.example) are accepted: some providers issued such addresses, and their quoted
// form is legal.
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

// NeedsUTF8 reports whether its local part is not ASCII: only servers with SMTPUTF8 (RFC 6531) accept mail for it.
func (a Address) NeedsUTF8() bool {
	local, _, ok := splitAddress(a.Addr)
	return ok && !isASCII(local)
}

// WireAddress is the address for an envelope: its domain in A-label form, and quotes where RFC 5321 requires them. An
// address that cannot be converted is unchanged, and the server will refuse it.
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

// SameAddress reports whether two addresses belong to one mailbox, however they are written: international domain or
// A-labels, unneeded quotes, capitals.
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
