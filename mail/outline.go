package mail

import (
	"strings"
	"time"
)

// ParserVersion is the version of what Parse makes of the same bytes. Raise it when messages are read differently:
// outlines of before are then made again.
const ParserVersion = 1

// Head is what the header of an attached message says.
type Head struct {
	From    Address
	ReplyTo []Address
}

// Outline is the message without its HTML and the bytes of its attachments: what lists, pages and rules need of it. It
// can be written as JSON and read back.
func (m Message) Outline() Message {
	all := m.Attachments
	m.HTML, m.Attachments = "", make([]Attachment, len(all))
	for i, a := range all {
		if a.isMessage() {
			head := a.Head()
			a.Attached = &head
		}
		a.Data = nil
		m.Attachments[i] = a
	}
	m.Date, m.Received = writable(m.Date), writable(m.Received)
	return m
}

// writable is a time that JSON can hold: a mail may claim any year and any zone.
func writable(t time.Time) time.Time {
	if _, err := t.MarshalJSON(); err == nil {
		return t
	}
	if _, err := t.UTC().MarshalJSON(); err == nil {
		return t.UTC()
	}
	return time.Time{}
}

func (a Attachment) isMessage() bool {
	return strings.HasPrefix(a.Type, "message/rfc822") || strings.HasPrefix(a.Type, "message/global") ||
		a.Type == "text/rfc822-headers"
}

// Head is the header of an attached message, or of a returned header; empty for other files.
func (a Attachment) Head() Head {
	if a.Attached != nil {
		return *a.Attached
	}
	if !a.isMessage() {
		return Head{}
	}
	var m Message
	m.readHead(a.Data)
	return Head{m.From, m.ReplyTo}
}
