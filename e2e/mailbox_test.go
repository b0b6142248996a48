package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message/mail"

	"foja/harness"
)

// mailIn is a message as it lies in a mailbox, read by another library's eyes than the program's.
type mailIn struct {
	Folder     string
	At         time.Time // INTERNALDATE
	MessageID  string    // no angle brackets, here and below
	InReplyTo  []string
	References []string
	From       string
	ReplyTo    string
	Subject    string
	Auto       string // Auto-Submitted
	Report     bool   // a mail server's, about a letter of ours
	Text       string // without the line end at its end
	HTML       string
	Files      []fileIn
	Raw        []byte
}

type fileIn struct {
	Name, Type string
	Data       []byte
}

func (m mailIn) has(texts ...string) error {
	for _, text := range texts {
		if !strings.Contains(m.Text, text) {
			return fmt.Errorf("%q is not in the letter:\n%s", text, m.Text)
		}
	}
	return nil
}

// file is the first attachment whose name ends so.
func (m mailIn) file(ending string) (fileIn, error) {
	for _, f := range m.Files {
		if strings.HasSuffix(f.Name, ending) {
			return f, nil
		}
	}
	return fileIn{}, fmt.Errorf("no attachment ...%s in %q", ending, m.Subject)
}

// open reads a message.
func open(raw []byte) (mailIn, error) {
	m := mailIn{Raw: raw}
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		return m, err
	}
	h := r.Header
	var wrong [4]error
	m.MessageID, wrong[0] = h.MessageID()
	m.InReplyTo, wrong[1] = h.MsgIDList("In-Reply-To")
	m.References, wrong[2] = h.MsgIDList("References")
	m.Subject, wrong[3] = h.Subject()
	m.Auto = h.Get("Auto-Submitted")
	m.Report = strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "multipart/report")
	if list, err := h.AddressList("From"); err == nil && len(list) > 0 {
		m.From = list[0].Address
	}
	if list, err := h.AddressList("Reply-To"); err == nil && len(list) > 0 {
		m.ReplyTo = list[0].Address
	}
	if err := errors.Join(wrong[:]...); err != nil {
		return m, err
	}
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		data, err := io.ReadAll(part.Body)
		if err != nil {
			return m, err
		}
		if err := m.put(part.Header, data); err != nil {
			return m, err
		}
	}
}

func (m *mailIn) put(header mail.PartHeader, data []byte) error {
	switch h := header.(type) {
	case *mail.AttachmentHeader:
		name, err := h.Filename()
		kind, _, _ := h.ContentType() // its absence shows in the type
		m.Files = append(m.Files, fileIn{name, kind, data})
		return err
	case *mail.InlineHeader:
		text := strings.TrimSuffix(string(data), "\r\n")
		if kind, _, _ := h.ContentType(); kind == "text/html" { // likewise
			m.HTML += text
		} else {
			m.Text += text
		}
	}
	return nil
}

// read returns all messages of a folder, oldest first. A folder that does not exist is empty.
func (b mailbox) read(folder string) ([]mailIn, error) {
	c, err := imapclient.DialInsecure(b.imap, nil)
	if err != nil {
		return nil, err
	}
	defer c.Close() //nolint:errcheck // everything was read
	if err := c.Login(b.User, b.Password).Wait(); err != nil {
		return nil, err
	}
	box, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	var no *imap.Error
	if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo {
		return nil, nil
	}
	if err != nil || box.NumMessages == 0 {
		return nil, err
	}
	id := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"Message-ID"}}
	list, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{
		UID: true, InternalDate: true, RFC822Size: true, BodySection: []*imap.FetchItemBodySection{id},
	}).Collect()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b *imapclient.FetchMessageBuffer) int { return int(a.SeqNum) - int(b.SeqNum) })
	seen, missing := map[imap.UID]mailIn{}, imap.UIDSet{}
	for _, g := range list {
		if m, known := readBefore.Load(keyOf(g, id)); known {
			seen[g.UID] = m.(mailIn)
		} else {
			missing.AddNum(g.UID)
		}
	}
	if len(missing) > 0 {
		if err := b.fetch(c, folder, missing, seen); err != nil {
			return nil, err
		}
	}
	var all []mailIn
	for _, g := range list {
		m, there := seen[g.UID]
		if !there {
			continue // moved away meanwhile
		}
		if len(m.Raw) < 300_000 && m.MessageID != "" {
			readBefore.Store(keyOf(g, id), m)
		}
		m.Folder, m.At = folder, g.InternalDate
		all = append(all, m)
	}
	return all, nil
}

// readBefore are small messages by keyOf: a test looks into the same mailbox a thousand times, and what lies there does
// not change.
var readBefore sync.Map

type messageKey struct {
	uid  imap.UID
	size int64
	at   int64
	id   string
}

func keyOf(g *imapclient.FetchMessageBuffer, id *imap.FetchItemBodySection) messageKey {
	return messageKey{g.UID, g.RFC822Size, g.InternalDate.Unix(), string(g.FindBodySection(id))}
}

// fetch reads whole messages.
func (b mailbox) fetch(c *imapclient.Client, folder string, wanted imap.UIDSet, into map[imap.UID]mailIn) error {
	whole := &imap.FetchItemBodySection{Peek: true}
	got, err := c.Fetch(wanted, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	if err != nil {
		return err
	}
	for _, g := range got {
		m, err := open(g.FindBodySection(whole))
		if err != nil && folder == "INBOX" && b.Who == "citizen" {
			return fmt.Errorf("foja sent a message that cannot be read: %w", err)
		}
		into[g.UID] = m // what citizens write may be broken: it is counted all the same
	}
	return nil
}

// await waits until exactly one message of the folder fits, and returns it.
func (b mailbox) await(t testing.TB, folder, what string, fits func(mailIn) bool) mailIn {
	t.Helper()
	var found []mailIn
	harness.Eventually(t, soon, func() error {
		all, err := b.read(folder)
		if err != nil {
			return err
		}
		found = nil
		for _, m := range all {
			if fits(m) {
				found = append(found, m)
			}
		}
		if len(found) == 0 {
			return fmt.Errorf("no %s among %d messages in %s of %s: %q", what, len(all), folder, b.Who, subjects(all))
		}
		return nil
	})
	if len(found) > 1 {
		t.Fatalf("%d times %s in %s of %s: %q", len(found), what, folder, b.Who, subjects(found))
	}
	return found[0]
}

// receipt waits for the one receipt that answers this letter. Only a receipt is written by nobody.
func (b mailbox) receipt(t testing.TB, messageID string) mailIn {
	t.Helper()
	return b.await(t, "INBOX", "receipt for "+messageID,
		func(m mailIn) bool { return m.answers(messageID) && m.Auto != "" })
}

// response waits for the one letter of a person that answers this letter.
func (b mailbox) response(t testing.TB, messageID string) mailIn {
	t.Helper()
	return b.await(t, "INBOX", "response to "+messageID,
		func(m mailIn) bool { return m.answers(messageID) && m.Auto == "" })
}

func (m mailIn) answers(messageID string) bool {
	return slices.Contains(m.InReplyTo, strings.Trim(messageID, "<>"))
}

// number is the first case number that a letter names.
func (m mailIn) number() string { return numberForm.FindString(m.Text) }

func subjects(all []mailIn) []string {
	var s []string
	for _, m := range all {
		s = append(s, m.Subject)
	}
	return s
}
