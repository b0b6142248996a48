package mail

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
)

// SameLetter reports whether copy is the sent message as it came back: the same bytes after header fields added by
// servers, or the same content where a server changed the transfer encoding. A Message-ID alone proves nothing,
// because its recipient knows it.
func SameLetter(sent, copy []byte) bool {
	return len(sent) > 0 && (sameBytes(sent, copy) || sameContent(sent, copy))
}

// maxCopy is how large a copy of what was sent can be, in bytes: servers add fields, and another transfer encoding
// needs more room.
func maxCopy(sent []byte) int64 { return 4*int64(len(sent)) + headerLimit }

// FindLetter reports whether a copy of what was sent under a Message-ID is in one of the folders, received since an
// instant. It is the evidence that an earlier, interrupted submission succeeded. After an error nothing is known.
func FindLetter(ctx context.Context, a Account, folders []string, messageID string, sent []byte,
	since time.Time,
) (bool, error) {
	all, err := Copies(ctx, a, folders, messageID, maxCopy(sent))
	return slices.ContainsFunc(all, func(c Copy) bool {
		return (c.InternalDate.IsZero() || !c.InternalDate.Before(since.Add(-ClockSkew))) && SameLetter(sent, c.Raw)
	}), err
}

// ClockSkew is the assumed maximum difference between the clocks of the mail server and of this machine.
const ClockSkew = 10 * time.Minute

// sameBytes reports whether copy consists of some header fields and sent. Line endings do not count: a mailbox may
// store LF, and a server may add the last one.
func sameBytes(sent, copy []byte) bool {
	sent, copy = unixLines(sent), unixLines(copy)
	front, whole := bytes.CutSuffix(copy, sent)
	if !whole {
		return false
	}
	front = bytes.TrimLeft(front, "\n")
	if bytes.Contains(front, []byte("\n\n")) || len(front) > headerLimit {
		return false // there is text before it
	}
	return len(front) == 0 || front[len(front)-1] == '\n'
}

func unixLines(b []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), "\n")
}

// sameContent compares fields, texts and files. Servers that store mail in their own form, or convert 8bit to
// quoted-printable, return other bytes with the same content.
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

// sameLines compares texts except for white space at line ends, which an encoding may drop.
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
