package letters

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// What an outsider wrote goes back in a receipt that nobody reads before it leaves, to an address that may be somebody
// else's. So it must not carry an advertisement there: no link, no address, no tricks with the direction of writing,
// and not much of it.

// How much of what an outsider wrote goes into a letter that foja writes by itself, in characters.
const (
	harmlessName    = 80
	harmlessSubject = 120
	harmlessText    = 600
)

// cutOut stands where a link or an address was.
const cutOut = "[…]"

var (
	schemed   = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]{1,20}:\s*//\S*|\bmailto:\S*|\bwww\.\S+`)
	addressed = regexp.MustCompile(`\S+[@＠]\S+`)
	domained  = regexp.MustCompile(`(?i)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[:/?#]\S*)?`)
)

// WithoutLinksText is an outsider's text without links, addresses, control characters and marks of writing direction,
// cut to most characters.
func WithoutLinksText(s string, most int) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp), r == unicode.ReplacementChar:
		default:
			b.WriteRune(r)
		}
	}
	s = schemed.ReplaceAllString(b.String(), cutOut)
	s = addressed.ReplaceAllString(s, cutOut)
	s = domained.ReplaceAllStringFunc(s, func(word string) string {
		if isHost(word) {
			return cutOut
		}
		return word
	})
	if runes := []rune(s); len(runes) > most {
		s = strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return strings.TrimSpace(s)
}

// isHost says whether a dotted word names a place on the internet: its ending is a public suffix that somebody runs.
// "S.A.C." and a sentence that begins without a blank are none.
func isHost(word string) bool {
	host := strings.ToLower(word)
	if i := strings.IndexAny(host, ":/?#"); i >= 0 {
		host = host[:i]
	}
	host = strings.Trim(host, ".-")
	suffix, managed := publicsuffix.PublicSuffix(host)
	return managed && suffix != host && len(strings.TrimSuffix(host, "."+suffix)) > 1
}

// WithoutLinks is the data of a letter that foja writes by itself and mails: what the requester wrote is made harmless.
// The letter's paper in the case is made of the whole.
func (d Data) WithoutLinks() Data {
	// who gives no name is called by the address to which the letter goes
	if !strings.EqualFold(d.Requester.Name, d.Requester.Email) {
		d.Requester.Name = WithoutLinksText(d.Requester.Name, harmlessName)
	}
	d.Requester.Address = WithoutLinksText(d.Requester.Address, harmlessSubject)
	d.Requester.Phone = WithoutLinksText(d.Requester.Phone, 30)
	d.Subject = WithoutLinksText(d.Subject, harmlessSubject)
	d.ThreadSubject = WithoutLinksText(d.ThreadSubject, harmlessSubject)
	d.Text = WithoutLinksText(d.Text, harmlessText)
	d.Attachments = slices.Clone(d.Attachments)
	for i := range d.Attachments {
		d.Attachments[i].Name = harmlessFile(d.Attachments[i].Name)
	}
	return d
}

// harmlessFile keeps a file's ending, which looks like a domain often enough ("informe.zip").
func harmlessFile(name string) string {
	stem, ending := name, ""
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 6 {
		stem, ending = name[:i], name[i:]
	}
	return WithoutLinksText(stem, harmlessName) + WithoutLinksText(ending, 6)
}
