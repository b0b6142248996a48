package mail

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
)

// SameLetter says whether copy is the message sent as it came back: the same bytes, whatever the servers on the way put
// in front of its header, or the same content, where a server wrote the text in another transfer encoding. A Message-ID
// alone proves nothing, because its recipient knows it.
func SameLetter(sent, copy []byte) bool {
	return len(sent) > 0 && (sameBytes(sent, copy) || sameContent(sent, copy))
}

// maxCopy is how large a copy of what was sent can be, in bytes: the path adds fields, and another transfer encoding
// takes more room.
func maxCopy(sent []byte) int64 { return 4*int64(len(sent)) + headerLimit }

// FindLetter says whether a copy of what was sent under a Message-ID lies in one of the folders, put there since an
// instant: the evidence that an earlier, interrupted submission went through. When err is not nil nothing is known.
func FindLetter(ctx context.Context, a Account, folders []string, messageID string, sent []byte,
	since time.Time,
) (bool, error) {
	all, err := Copies(ctx, a, folders, messageID, maxCopy(sent))
	return slices.ContainsFunc(all, func(c Copy) bool {
		return (c.InternalDate.IsZero() || !c.InternalDate.Before(since.Add(-ClockSkew))) && SameLetter(sent, c.Raw)
	}), err
}

// ClockSkew is how far the clocks of the mail server and of this machine may be apart.
const ClockSkew = 10 * time.Minute

// sameBytes says whether copy is some header fields, and then sent. Line endings do not count: a mailbox may keep LF,
// and a server may add the last one.
func sameBytes(sent, copy []byte) bool {
	sent, copy = unixLines(sent), unixLines(copy)
	front, whole := bytes.CutSuffix(copy, sent)
	if !whole {
		return false
	}
	front = bytes.TrimLeft(front, "\n")
	if bytes.Contains(front, []byte("\n\n")) || len(front) > headerLimit {
		return false // a text stands in front of it
	}
	return len(front) == 0 || front[len(front)-1] == '\n'
}

func unixLines(b []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), "\n")
}

// sameContent compares what the two say: their fields, texts and files. Servers that store a mail in a form of their
// own, or that turn 8bit into quoted-printable, give back other bytes with the same content.
func sameContent(sent, copy []byte) bool {
	a, b := Parse(sent), Parse(copy)
	if a.Truncated || b.Truncated || a.MessageID == "" || a.MessageID != b.MessageID || a.InReplyTo != b.InReplyTo ||
		a.Subject != b.Subject ||
		!a.Date.Equal(b.Date) || !slices.Equal(a.References, b.References) {
		return false
	}
	if !sameAddresses([]Address{a.From}, []Address{b.From}) || !sameAddresses(a.To, b.To) || !sameAddresses(a.Cc, b.Cc) ||
		!sameAddresses(a.ReplyTo, b.ReplyTo) {
		return false
	}
	file := func(x, y Attachment) bool { return x.Name == y.Name && x.Type == y.Type && x.SHA256 == y.SHA256 }
	return sameLines(a.Text, b.Text) && sameLines(a.HTML, b.HTML) && slices.EqualFunc(a.Attachments, b.Attachments, file)
}

func sameAddresses(a, b []Address) bool {
	return slices.EqualFunc(a, b, func(x, y Address) bool { return strings.EqualFold(x.Addr, y.Addr) })
}

// sameLines compares texts but for white space at the end of a line, which an encoding may drop.
func sameLines(a, b string) bool {
	trimmed := func(s string) []string {
		lines := strings.Split(strings.TrimRight(s, " \t\r\n"), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " \t\r")
		}
		return lines
	}
	return slices.Equal(trimmed(a), trimmed(b))
}
