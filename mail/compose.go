package mail

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"mime"
	netmail "net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/text/unicode/norm"
)

// Outgoing is one message to be composed: to one person, with a copy to our own archive.
type Outgoing struct {
	From    Address
	To      Address
	Archive string // envelope recipient of the evidence copy; in no header; empty for none
	ReplyTo Address
	// EnvelopeFrom receives delivery reports; From.Addr when empty.
	EnvelopeFrom string
	Subject      string
	MessageID    string // required, without angle brackets, fixed before the first attempt
	Date         time.Time
	InReplyTo    string   // without angle brackets
	References   []string // oldest first, without angle brackets
	Text         string   // required
	HTML         string   // alternative form; empty for none
	Attachments  []Attachment
	// AutoSubmitted marks a message no person wrote (RFC 3834: "auto-replied"), so that no robot answers.
	AutoSubmitted bool
	Loop          string            // X-Loop value, by which we know our own mail; empty for none
	Header        map[string]string // further fields
}

// Rendered is a message ready to be stored and submitted.
type Rendered struct {
	Raw    []byte   // CRLF lines, 7-bit
	From   string   // envelope sender
	Rcpts  []string // envelope recipients: the person first, then the archive
	SHA256 string   // of Raw, hex
}

// Compose renders a message once; every attempt to submit it sends these bytes. Each rendering has other
// part boundaries, so composing again gives other bytes. Errors are mistakes of the caller: nothing to retry.
func Compose(o Outgoing) (Rendered, error) {
	if err := o.check(); err != nil {
		return Rendered{}, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if err := msg.FromFormat(o.From.Name, o.From.Addr); err != nil {
		return Rendered{}, fmt.Errorf("mail: compose: from: %w", err)
	}
	if err := msg.AddToFormat(o.To.Name, o.To.Addr); err != nil {
		return Rendered{}, fmt.Errorf("mail: compose: to: %w", err)
	}
	if !o.ReplyTo.Empty() {
		if err := msg.ReplyToFormat(o.ReplyTo.Name, o.ReplyTo.Addr); err != nil {
			return Rendered{}, fmt.Errorf("mail: compose: reply-to: %w", err)
		}
	}
	msg.Subject(line(o.Subject))
	msg.SetMessageIDWithValue(o.MessageID)
	msg.SetDateWithValue(o.Date)
	o.setThread(msg)
	for _, name := range slices.Sorted(maps.Keys(o.Header)) {
		msg.SetGenHeader(gomail.Header(name), o.Header[name])
	}
	msg.SetBodyString(gomail.TypeTextPlain, o.Text)
	if o.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, o.HTML)
	}
	for _, a := range o.Attachments {
		attach(msg, a)
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return Rendered{}, fmt.Errorf("mail: compose: %w", err)
	}
	out := Rendered{Raw: raw.Bytes(), From: o.EnvelopeFrom, Rcpts: []string{o.To.Addr}, SHA256: sum(raw.Bytes())}
	if out.From == "" {
		out.From = o.From.Addr
	}
	if o.Archive != "" && !strings.EqualFold(o.Archive, o.To.Addr) {
		out.Rcpts = append(out.Rcpts, o.Archive)
	}
	return out, nil
}

// setThread writes the fields that put the message into its conversation and say who made it.
func (o Outgoing) setThread(msg *gomail.Msg) {
	if o.InReplyTo != "" {
		msg.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, "<"+o.InReplyTo+">")
	}
	if len(o.References) > 0 {
		// RFC 5322 section 3.6.4 asks for all; RFC 5537 lets a long list keep its first and its last.
		refs := o.References
		if len(refs) > 20 {
			refs = append([]string{refs[0]}, refs[len(refs)-19:]...)
		}
		msg.SetGenHeaderPreformatted(gomail.HeaderReferences, "<"+strings.Join(refs, ">\r\n <")+">")
	}
	if o.AutoSubmitted {
		msg.SetGenHeader("Auto-Submitted", "auto-replied")
	}
	if o.Loop != "" {
		msg.SetGenHeader("X-Loop", o.Loop)
	}
}

// check refuses what would make a wrong or injected header.
func (o Outgoing) check() error {
	for what, addr := range map[string]string{"from": o.From.Addr, "to": o.To.Addr, "archive": o.Archive, "envelope from": o.EnvelopeFrom, "reply-to": o.ReplyTo.Addr} {
		if addr == "" && what != "from" && what != "to" {
			continue
		}
		if a, err := netmail.ParseAddress(addr); err != nil || a.Address != addr || strings.ContainsFunc(addr, unicode.IsControl) {
			return fmt.Errorf("mail: compose: %s is no mail address", what) // the address itself is personal data
		}
	}
	ids := append([]string{o.MessageID, o.InReplyTo}, o.References...)
	for i, id := range ids {
		if i != 1 && id == "" || len(id) > idCap || strings.ContainsAny(id, "<> \t\r\n") || strings.ContainsFunc(id, unicode.IsControl) {
			return fmt.Errorf("mail: compose: message ID %q: want a value without brackets, spaces or controls", id)
		}
	}
	for name, value := range o.Header {
		if strings.Contains(name, ":") || !fieldName([]byte(name+":")) || strings.ContainsFunc(value, unicode.IsControl) {
			return fmt.Errorf("mail: compose: header field %q cannot be written", name)
		}
	}
	if strings.ContainsFunc(o.Loop, unicode.IsControl) {
		return errors.New("mail: compose: X-Loop value holds control characters")
	}
	if o.Date.IsZero() || strings.TrimSpace(o.Text) == "" {
		return errors.New("mail: compose: date and text are required")
	}
	return nil
}

// attach adds a file from memory. Its name goes twice: in ASCII for old programs, in RFC 2231 for the others.
func attach(msg *gomail.Msg, a Attachment) {
	name := FileName(a.Name, a.Type, 1)
	mediaType := a.Type
	if _, _, err := mime.ParseMediaType(mediaType); err != nil {
		mediaType = "application/octet-stream"
	}
	disposition := fmt.Sprintf("attachment; filename=%q", plainName(name))
	if plainName(name) != name {
		if full := mime.FormatMediaType("attachment", map[string]string{"filename": name}); full != "" {
			disposition += strings.TrimPrefix(full, "attachment")
		}
	}
	msg.AttachReadSeeker(name, bytes.NewReader(a.Data), func(f *gomail.File) {
		f.Header.Set("Content-Type", fmt.Sprintf("%s; name=%q", mediaType, plainName(name)))
		f.Header.Set("Content-Disposition", disposition)
	})
}

// plainName writes a file name in ASCII: letters lose their accents, others become "_".
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r > unicode.MaxASCII || r == '"' || r == '\\':
			return '_'
		}
		return r
	}, norm.NFD.String(name))
}
