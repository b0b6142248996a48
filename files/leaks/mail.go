package leaks

import (
	"bytes"
	"regexp"
	"strings"

	"foja/mail"
)

var (
	headerLine = regexp.MustCompile(`^(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\r\n]*\r?\n)?[!-9;-~]+[ \t]*:`)
	mailLine   = regexp.MustCompile(
		`(?im)^(?:from|to|subject|date|message-id|received|mime-version|return-path|delivered-to|bcc)[ \t]*:`,
	)
	bccLine   = regexp.MustCompile(`(?im)^(?:resent-|x-)?bcc[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)`)
	emptyLine = regexp.MustCompile(`\r\n\r\n|\n\n|\r\r`)
)

// maxHeader bounds what is taken for a mail's header.
const maxHeader = 256 << 10

// head is a mail's header.
func head(data []byte) []byte {
	data = bytes.TrimLeft(data[:min(len(data), maxHeader)], "\r\n")
	if at := emptyLine.FindIndex(data); at != nil {
		return data[:at[0]]
	}
	return data
}

// isMail says whether a file is a message as mail programs save it.
func isMail(data []byte) bool {
	if !headerLine.Match(data[:min(len(data), 4096)]) {
		return false
	}
	return len(mailLine.FindAllIndex(head(data), 3)) >= 3
}

// inMail looks for hidden recipients, and into the files of a mail.
func (l *inspection) inMail(data []byte) {
	h := head(data)
	if !bytes.Contains(h, []byte("\n")) {
		h = bytes.ReplaceAll(h, []byte("\r"), []byte("\n"))
	}
	for _, m := range bccLine.FindAllSubmatch(h, maxPerKind) {
		if to := strings.Join(strings.Fields(string(m[1])), " "); to != "" {
			l.add(BlindCopy, to)
		}
	}
	m := mail.Parse(data)
	if m.Truncated {
		l.addUnread(WhyLarge)
	}
	if strings.HasSuffix(m.Envelope, "-encrypted") {
		l.addUnread(WhyLocked)
	}
	for _, a := range m.Attachments {
		l.nested(a.Name).file(a.Data)
	}
}
