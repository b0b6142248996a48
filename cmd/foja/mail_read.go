package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"foja/mail"
)

// errUnreadFiles sets the exit code when a file could not be opened; its line says which and why.
var errUnreadFiles = errors.New("some files could not be read: see the field error of their lines")

// mailReadCmd prints what foja reads in a message. It never fails on what the message holds: that is in defects.
type mailReadCmd struct {
	Files []string `arg:"" name:"file" help:"Files that each hold one message; - reads standard input. Several give one JSON object per line."`
	Own   []string `help:"Our own addresses: mail from them is our own coming back." placeholder:"ADDRESS"`
}

// maxRead is how much of one file is read. Longer messages are not fetched from a mailbox either.
const maxRead = 50 << 20

// readMessage is the JSON form of a message. Absent texts are "", absent times null, absent lists empty.
type readMessage struct {
	File             string           `json:"file,omitempty"`
	FromEmail        string           `json:"from_email"`
	FromName         string           `json:"from_name"`
	To               []string         `json:"to"`
	Subject          string           `json:"subject"`
	MessageID        string           `json:"message_id"`
	InReplyTo        string           `json:"in_reply_to"`
	References       []string         `json:"references"`
	Date             *string          `json:"date"`
	ReceivedAt       *string          `json:"received_at"`
	Text             string           `json:"text"`
	NewText          string           `json:"new_text"`
	Attachments      []readAttachment `json:"attachments"`
	IsAutoReply      bool             `json:"is_auto_reply"`
	IsBounce         bool             `json:"is_bounce"`
	BouncedRecipient string           `json:"bounced_recipient"`
	BounceStatus     string           `json:"bounce_status"`
	BouncePermanent  bool             `json:"bounce_permanent"`
	Class            string           `json:"class"`
	Defects          []string         `json:"defects"`
}

type readAttachment struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
	Inline bool   `json:"inline"`
}

// unreadFile replaces a file that could not be opened.
type unreadFile struct {
	File  string `json:"file"`
	Error string `json:"error"`
}

// Run does the command.
func (cmd mailReadCmd) Run() error { return cmd.run(os.Stdin, os.Stdout) }

func (cmd mailReadCmd) run(in io.Reader, out io.Writer) error {
	print := json.NewEncoder(out)
	print.SetEscapeHTML(false)
	several, failed := len(cmd.Files) > 1, false
	for _, file := range cmd.Files {
		raw, err := readFile(file, in)
		if err != nil && !several {
			return errUsage{err}
		}
		if err != nil {
			failed = true
			if err := print.Encode(unreadFile{file, err.Error()}); err != nil {
				return err
			}
			continue
		}
		m := describe(raw, cmd.Own)
		if several {
			m.File = file
		} else {
			print.SetIndent("", "  ")
		}
		if err := print.Encode(m); err != nil {
			return err
		}
	}
	if failed {
		return errUnreadFiles
	}
	return nil
}

// readFile reads at most one byte more than a message may have.
func readFile(file string, in io.Reader) ([]byte, error) {
	size := int64(0)
	if file != "-" {
		f, err := os.Open(file) //nolint:gosec // the operator names the file
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // it was only read
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			size = min(info.Size(), maxRead+1)
		}
		in = f
	}
	// One buffer of the right size: growing one by doubling would hold the message three times over.
	raw := make([]byte, 0, max(size+1, 64<<10)) // one more, to see the end without growing
	r := io.LimitReader(in, maxRead+1)
	for {
		n, err := r.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		if err == io.EOF {
			return raw, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
	}
}

// describe converts a message into its JSON form.
func describe(raw []byte, own []string) readMessage {
	tooBig := len(raw) > maxRead
	if tooBig {
		raw = raw[:maxRead]
	}
	m := mail.Parse(raw)
	m.Class = mail.Classify(m, own...)
	out := readMessage{
		FromEmail: m.From.Addr, FromName: m.From.Name, To: []string{}, Subject: m.Subject, MessageID: m.MessageID, InReplyTo: m.InReplyTo,
		References: append([]string{}, m.References...), Date: stamp(m.Date), ReceivedAt: stamp(m.Received), Text: m.Text, NewText: m.NewText,
		Attachments: []readAttachment{}, Class: m.Kind(), Defects: append([]string{}, m.Defects...),
	}
	if m.From.Empty() && !m.Sender.Empty() { // Sender is used where From is empty
		out.FromEmail = m.Sender.Addr
		if out.FromName == "" {
			out.FromName = m.Sender.Name
		}
	}
	for _, to := range m.To {
		out.To = append(out.To, to.Addr)
	}
	for _, a := range m.Attachments {
		out.Attachments = append(out.Attachments, readAttachment{a.Name, a.Type, a.Size, a.SHA256, a.Inline || a.Placed})
	}
	if tooBig {
		out.Defects = append(out.Defects, "too-big")
	}
	out.IsAutoReply = m.Class == mail.ClassAutoReply || m.Kind() == "read-receipt"
	if r := m.Report; r != nil && m.Class == mail.ClassDeliveryReport && !r.Receipt && (r.Action == "failed" || r.Action == "delayed") {
		out.IsBounce, out.BouncedRecipient, out.BounceStatus, out.BouncePermanent = true, r.Recipient, r.Status, r.Permanent()
	}
	return out
}

func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return new(t.Format(time.RFC3339))
}
