package postoffice

import (
	"bytes"
	"errors"
	"mime"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-message/charset"
)

func (s *session) Search(kind imapserver.NumKind, c *imap.SearchCriteria,
	_ *imap.SearchOptions,
) (*imap.SearchData, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, err := s.po.store.messages(s.ctx, s.view.mailbox)
	if err != nil {
		return nil, err
	}
	var data imap.SearchData
	var nums imap.SeqSet
	var uids imap.UIDSet
	for _, msg := range list {
		number := s.view.number(msg.uid)
		if number == 0 { // arrived since the client was last told
			continue
		}
		q := candidate{session: s, msg: msg}
		if !q.meets(c) {
			if q.err != nil && !errors.Is(q.err, errNotFound) {
				return nil, q.err
			}
			continue
		}
		n := number
		if kind == imapserver.NumKindUID {
			n = uint32(msg.uid)
		}
		nums.AddNum(number)
		uids.AddNum(msg.uid)
		if data.Min == 0 {
			data.Min = n
		}
		data.Max = n
		data.Count++
	}
	if data.All = nums; kind == imapserver.NumKindUID {
		data.All = uids
	}
	return &data, nil
}

// candidate is a message under examination; its bytes are read only when a criterion asks.
type candidate struct {
	session *session
	msg     message
	bytes   []byte
	err     error
}

func (q *candidate) raw() []byte {
	if q.bytes == nil && q.err == nil {
		q.bytes, q.err = q.session.po.store.raw(q.session.ctx, q.msg.body)
	}
	return q.bytes
}

func (q *candidate) meets(c *imap.SearchCriteria) bool {
	v := q.session.view
	for _, set := range c.SeqNum {
		if !contains(v.pick(set), q.msg.uid) {
			return false
		}
	}
	for _, set := range c.UID {
		if !contains(v.pick(set), q.msg.uid) {
			return false
		}
	}
	for _, f := range c.Flag {
		if !hasFlag(q.msg.flags, f) {
			return false
		}
	}
	for _, f := range c.NotFlag {
		if hasFlag(q.msg.flags, f) {
			return false
		}
	}
	if c.Larger != 0 && q.msg.size <= c.Larger || c.Smaller != 0 && q.msg.size >= c.Smaller ||
		!onDays(q.msg.date, c.Since, c.Before) {
		return false
	}
	return q.meetsContent(c) && q.meetsNested(c)
}

func (q *candidate) meetsNested(c *imap.SearchCriteria) bool {
	for i := range c.Not {
		if q.meets(&c.Not[i]) || q.err != nil {
			return false
		}
	}
	for i := range c.Or {
		if !q.meets(&c.Or[i][0]) && !q.meets(&c.Or[i][1]) {
			return false
		}
	}
	return true
}

// meetsContent examines header and text. A criterion on an unreadable message is not met.
func (q *candidate) meetsContent(c *imap.SearchCriteria) bool {
	for _, h := range c.Header {
		if !holdsField(q.raw(), h.Key, h.Value) {
			return false
		}
	}
	if !c.SentSince.IsZero() || !c.SentBefore.IsZero() {
		date, err := mail.ParseDate(firstField(q.raw(), "Date"))
		if err != nil || !onDays(date, c.SentSince, c.SentBefore) {
			return false
		}
	}
	for _, text := range c.Text {
		if !holds(q.raw(), text) && !holds(textOf(q.raw()), text) && !holdsField(q.raw(), "", text) {
			return false
		}
	}
	for _, text := range c.Body {
		_, body := headerOf(q.raw())
		if !holds(body, text) && !holds(textOf(q.raw()), text) {
			return false
		}
	}
	return q.err == nil
}

func holds(b []byte, text string) bool {
	return bytes.Contains(bytes.ToLower(b), bytes.ToLower([]byte(text)))
}

func contains(uids []imap.UID, uid imap.UID) bool {
	for _, u := range uids {
		if u == uid {
			return true
		}
	}
	return false
}

// onDays compares dates without time and zone, as RFC 3501 (6.4.4) asks.
func onDays(t, since, before time.Time) bool {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return (since.IsZero() || !day.Before(since)) && (before.IsZero() || day.Before(before))
}

// fields calls visit with every header field, unfolded and decoded, until it answers false. It
// reads line by line, so that a malformed line costs only itself.
func fields(raw []byte, visit func(key, value string) bool) {
	header, _ := headerOf(raw[:min(len(raw), maxHeader)])
	words := mime.WordDecoder{CharsetReader: charset.Reader}
	var key, value string
	tell := func() bool {
		if key == "" {
			return true
		}
		if decoded, err := words.DecodeHeader(value); err == nil {
			value = decoded
		}
		return visit(key, strings.TrimSpace(value))
	}
	for line := range strings.Lines(string(header)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			value += " " + strings.TrimSpace(line)
			continue
		}
		if !tell() {
			return
		}
		key, value, _ = strings.Cut(line, ":")
		key = strings.TrimSpace(key)
	}
	tell()
}

// holdsField tells whether a field (any, when key is empty) contains value; an empty value
// asks whether the field is there.
func holdsField(raw []byte, key, value string) (found bool) {
	value = strings.ToLower(value)
	fields(raw, func(k, v string) bool {
		found = (key == "" || strings.EqualFold(k, key)) && strings.Contains(strings.ToLower(v), value)
		return !found
	})
	return found
}

func firstField(raw []byte, key string) (value string) {
	fields(raw, func(k, v string) bool {
		if strings.EqualFold(k, key) {
			value = v
			return false
		}
		return true
	})
	return value
}
