package mail

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// garbledTries are the defects after which the decoded text may be wrong.
var garbledTries = []string{
	DefectWrongCharset, DefectUnknownCharset, DefectNoCharset, DefectUnknownEncoding, DefectBadBase64,
	DefectBadQuoted, DefectNUL,
}

// garbled reports whether a text cannot be what a person wrote: its charset was guessed, and more than a quarter of
// it is replacement characters, runs of accented letters, or one endless word.
func (m *Message) garbled() bool {
	if !slices.ContainsFunc(m.Defects, func(d string) bool { return slices.Contains(garbledTries, d) }) &&
		!strings.ContainsRune(m.Text, '\uFFFD') {
		return false
	}
	all, bad, accented := 0, 0, 0
	for word := range strings.FieldsSeq(cut(m.Text, 64<<10)) {
		n := 0
		for _, r := range word {
			n++
			switch {
			case r == '\uFFFD', unicode.Is(unicode.Co, r):
				bad++
			case r >= 0x80 && r <= 0xff:
				accented++
			}
		}
		all += n
		// no address of a page, no ruled line
		if n > 70 && isASCII(word) && !strings.Contains(word, "://") && strings.Trim(word, word[:1]) != "" {
			bad += n
		}
	}
	// At most one letter in ten is accented in Spanish, French or Portuguese; Cyrillic read as Latin is all accents.
	return 4*bad > all || 5*accented > 2*all
}

// pgpArmour finds an inline encrypted text (RFC 9580 section 6.2). One in a quotation belongs to another author.
var pgpArmour = regexp.MustCompile(`(?m)^-----BEGIN PGP MESSAGE-----\s*$`)

// armoured reports whether s contains such a text. The plain search first: it is ten times as fast.
func armoured(s string) bool {
	return strings.Contains(s, "-----BEGIN PGP MESSAGE-----") && pgpArmour.MatchString(s)
}

// sealed reports whether an attachment is of an encrypted type.
func sealed(a Attachment) bool {
	name := strings.ToLower(a.Name)
	return a.Type == "application/pgp-encrypted" || strings.HasSuffix(name, ".pgp") || strings.HasSuffix(name, ".gpg") ||
		strings.HasSuffix(name, ".p7m") || armoured(string(a.Data[:min(len(a.Data), 4096)]))
}

// Encrypted reports whether the person's text is encrypted: nothing is readable, or the text contains an encrypted
// block. An encrypted file beside a readable text is just a file.
func (m Message) Encrypted() bool {
	return slices.Contains(m.Defects, DefectEncrypted) && (m.Text == "" || armoured(m.Text))
}

// calendarMethods are the methods of calendar messages (RFC 5546 section 1.4). PUBLISH is not among them: a published
// event is a file like any other.
var calendarMethods = []string{"request", "reply", "cancel", "counter", "declinecounter", "refresh", "add"}

func isCalendar(mediaType string) bool {
	return mediaType == "text/calendar" || mediaType == "application/ics" || mediaType == "text/x-vcalendar"
}

// noteUnreadable notes the defects that require a person to judge the mail, after all of it was parsed.
func (m *Message) noteUnreadable() {
	files := slices.DeleteFunc(slices.Clone(m.Attachments), func(a Attachment) bool { return a.Inline })
	if m.Text == "" && len(files) > 0 {
		if !slices.ContainsFunc(files, func(a Attachment) bool { return !sealed(a) }) && m.Envelope != "smime-signed" {
			m.note(DefectEncrypted)
		}
		if !slices.ContainsFunc(files, func(a Attachment) bool { return !isCalendar(a.Type) }) {
			m.note(DefectCalendar)
		}
	}
	if m.garbled() {
		m.note(DefectUndecodable)
	}
}
