package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/docket"
)

// NewMessage is a raw message as read from the mailbox, before it is parsed.
type NewMessage struct {
	Raw         []byte // all bytes as the server sent them
	Account     string
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	ReceivedAt  time.Time // INTERNALDATE, the agency's own server's time, UTC
	MessageID   string
	FromAddress string
	Subject     string
	Size        int64  // as the server counts it; larger than len(Raw) when TooBig
	TooBig      bool   // Raw holds only the beginning
	Arrival     string // a value of intake.Arrival
}

// Message is a stored message with its fate. ID is the SHA-256 of Raw in hexadecimal. Fate is "" until it is settled,
// then a docket.Fate.
type Message struct {
	ID               string
	Account          string
	Mailbox          string
	UIDValidity      uint32
	UID              uint32
	ReceivedAt       time.Time
	MessageID        string
	FromAddress      string
	Subject          string
	Size             int64
	TooBig           bool
	KeptAt           time.Time
	Fate             docket.Fate
	Reason           string // why it is held, as a code
	Request          string // the request it created or joined
	SuggestedRequest string
	Letter           string // the letter it reports on or proves
	SettledAt        time.Time
	SettledBy        string // user ID; "" = foja
	Note             string // why a person dismissed it
	Arrival          string // a value of intake.Arrival
}

// Settlement is the outcome of a message.
type Settlement struct {
	Fate      docket.Fate
	Reason    string
	Request   string
	Suggested string
	Letter    string
	More      []string // further requests that it joined
	By        string   // user ID; "" = foja
	Note      string
	At        time.Time // zero = now
}

// finalFate reports whether a fate cannot change any more: "" is unsettled, and a held message waits for a person.
func finalFate(fate docket.Fate) bool { return fate != "" && fate != docket.FateHeld }

const messageColumns = `id, account, mailbox, uidvalidity, uid, received_at, message_id, from_address, subject, size, too_big,
	kept_at, fate, reason, request, suggested, letter, settled_at, settled_by, note, arrival`

func readMessage(row scanner) (m Message, err error) {
	err = row.Scan(&m.ID, &m.Account, &m.Mailbox, &m.UIDValidity, &m.UID, toTime(&m.ReceivedAt), &m.MessageID,
		&m.FromAddress,
		&m.Subject, &m.Size, &m.TooBig, toTime(&m.KeptAt), &m.Fate, &m.Reason, &m.Request, &m.SuggestedRequest, &m.Letter,
		toTime(&m.SettledAt), &m.SettledBy, &m.Note, &m.Arrival)
	return m, err
}

// KeepMessage stores the bytes: when it has returned, the mailbox may change. Equal bytes are the same message; where
// they were seen is stored too.
func (s *Store) KeepMessage(ctx context.Context, m NewMessage) (id string, existed bool, err error) {
	id = messageID(m)
	now := s.now()
	if m.ReceivedAt.IsZero() {
		m.ReceivedAt = now
	}
	inside, external, err := s.storeBlob(ctx, id, m.Raw)
	if err != nil {
		return "", false, err
	}
	err = s.inTx(ctx, "keep message", func(tx *sql.Tx) error {
		fresh, err := change(ctx, tx, `INSERT INTO message (id, account, mailbox, uidvalidity, uid, received_at, message_id,
			from_address, subject, size, too_big, kept_at, arrival)
				VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT (id) DO NOTHING`,
			id, clean(m.Account), clean(m.Mailbox), int64(m.UIDValidity), int64(m.UID), at(m.ReceivedAt), clean(m.MessageID),
			clean(m.FromAddress), clean(m.Subject), m.Size, m.TooBig, at(now), m.Arrival)
		if err != nil {
			return err
		}
		if existed = !fresh; fresh {
			if _, err := tx.ExecContext(ctx, `INSERT INTO message_raw (message, raw, outside) VALUES ($1,$2,$3)`, id, inside,
				external); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO message_sighting (message, account, mailbox, uidvalidity, uid, seen_at)
			VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
			id, clean(m.Account), clean(m.Mailbox), int64(m.UIDValidity), int64(m.UID), at(now))
		return err
	})
	return id, existed, err
}

// messageID is the hash of the bytes. A message too big to fetch has none; the ID then is made of its place in the
// mailbox, so that two such messages differ.
func messageID(m NewMessage) string {
	if len(m.Raw) > 0 {
		return sum(m.Raw)
	}
	return sum(fmt.Appendf(nil, "%q %q %d %d", m.Account, m.Mailbox, m.UIDValidity, m.UID))
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func noMessage() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "message.unknown")
}

// Message returns a kept message, without its bytes.
func (s *Store) Message(ctx context.Context, id string) (Message, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+messageColumns+` FROM message WHERE id=$1`, id), readMessage,
		"read message", noMessage())
}

// MessageRaw returns the bytes of a stored message.
func (s *Store) MessageRaw(ctx context.Context, id string) ([]byte, error) {
	var external bool
	raw, err := one(s.read.QueryRowContext(ctx, `SELECT raw, outside FROM message_raw WHERE message=$1`,
		id), func(row scanner) (b []byte, err error) {
		err = row.Scan(&b, &external)
		return b, err
	}, "read raw message", noMessage())
	if err != nil {
		return nil, err
	}
	return s.loadBlob(ctx, id, raw, external)
}

// SettleMessage records the fate of a message. A repetition changes nothing. A held message may get another fate; any
// other fate is final, and a different one is refused as a conflict.
func (s *Store) SettleMessage(ctx context.Context, id string, as Settlement) error {
	if as.Fate == "" {
		return docket.Invalid("fate", "message.fate_missing")
	}
	return s.inTx(ctx, "settle message", func(tx *sql.Tx) error {
		// The condition is in the UPDATE, so that only one of two concurrent calls settles it.
		changed, err := change(ctx, tx,
			`UPDATE message SET fate=$2, reason=$3, request=$4, suggested=$5, letter=$6, settled_at=$7,
			settled_by=$8, note=$9 WHERE id=$1 AND fate IN ('', 'held')
			AND NOT (fate=$2 AND reason=$3 AND request=$4 AND suggested=$5 AND letter=$6 AND note=$9)`,
			id, string(as.Fate), as.Reason, as.Request, as.Suggested, as.Letter, at(s.orNow(as.At)), as.By, clean(as.Note))
		if err != nil {
			return err
		}
		if changed {
			return addCases(ctx, tx, id, as.More)
		}
		m, err := one(tx.QueryRowContext(ctx, `SELECT `+messageColumns+` FROM message WHERE id=$1`, id), readMessage,
			"read message", noMessage())
		if err != nil {
			return err
		}
		if finalFate(m.Fate) && (m.Fate != as.Fate || m.Request != as.Request || m.Letter != as.Letter) {
			return settledAlready()
		}
		return nil
	})
}

func addCases(ctx context.Context, tx *sql.Tx, message string, requests []string) error {
	for _, r := range requests {
		if _, err := tx.ExecContext(ctx, `INSERT INTO message_case (message, request) VALUES ($1,$2) ON CONFLICT DO NOTHING`,
			message, r); err != nil {
			return err
		}
	}
	return nil
}

// FurtherCases returns the requests that a message joined besides its first.
func (s *Store) FurtherCases(ctx context.Context, message string) ([]string, error) {
	all, err := list(ctx, s.read, word, `SELECT request FROM message_case WHERE message=$1 ORDER BY request`, message)
	return all, explain("list cases of a message", err)
}

func settledAlready() *docket.Error {
	return docket.Refuse(docket.CodeConflict,
		"message.already_decided")
}

// Mailboxes selects messages by mailbox: only of some (nil = of all), and not of others.
type Mailboxes struct{ Only, Not []string }

// HeldMessages lists the holding pen, oldest first, and its size.
func (s *Store) HeldMessages(ctx context.Context, of Mailboxes, p Page) ([]Message, int, error) {
	return s.messagesBy(ctx, docket.FateHeld, "kept_at, id", of, p)
}

// DismissedMessages lists dismissed messages, the last one first, and their number.
func (s *Store) DismissedMessages(ctx context.Context, of Mailboxes, p Page) ([]Message, int, error) {
	return s.messagesBy(ctx, docket.FateDismissed, "settled_at DESC, id", of, p)
}

// CountHeld is the size of the holding pen.
func (s *Store) CountHeld(ctx context.Context, of Mailboxes) (int, error) {
	c, none := of.conditions(docket.FateHeld)
	if none {
		return 0, nil
	}
	n, err := count(ctx, s.read, `SELECT count(*) FROM message`+c.where(), c.args...)
	return n, explain("count held messages", err)
}

// conditions select the messages of a fate; none reports that no mailbox is meant.
func (of Mailboxes) conditions(fate docket.Fate) (c *conditions, none bool) {
	c = &conditions{}
	c.add("fate = ?", string(fate))
	if of.Only != nil && len(of.Only) == 0 { // an empty list means none
		return c, true
	}
	addIn(c, "account", of.Only)
	for _, not := range of.Not {
		c.add("account <> ?", not)
	}
	return c, false
}

func (s *Store) messagesBy(ctx context.Context, fate docket.Fate, order string, of Mailboxes,
	p Page,
) ([]Message, int, error) {
	c, none := of.conditions(fate)
	if none {
		return nil, 0, nil
	}
	total, err := count(ctx, s.read, `SELECT count(*) FROM message`+c.where(), c.args...)
	if err != nil {
		return nil, 0, explain("count messages", err)
	}
	limit, args := c.page(p)
	all, err := list(ctx, s.read, readMessage,
		`SELECT `+messageColumns+` FROM message`+c.where()+` ORDER BY `+order+limit, args...)
	return all, total, explain("list messages", err)
}

// RestoreMessage puts a dismissed message back into the holding pen, with a note. A held one does not change.
func (s *Store) RestoreMessage(ctx context.Context, id, note, by string, when time.Time) error {
	return s.inTx(ctx, "restore message", func(tx *sql.Tx) error {
		changed, err := change(ctx, tx,
			`UPDATE message SET fate='held', note=$2, settled_by=$3, settled_at=$4 WHERE id=$1 AND fate='dismissed'`,
			id, clean(note), by, at(s.orNow(when)))
		if err != nil || changed {
			return err
		}
		m, err := one(tx.QueryRowContext(ctx, `SELECT `+messageColumns+` FROM message WHERE id=$1`, id), readMessage,
			"read message", noMessage())
		if err == nil && m.Fate != docket.FateHeld {
			err = settledAlready()
		}
		return err
	})
}

// UnsettledMessages returns the IDs of messages stored before olderThan without a fate, oldest first: a crash
// interrupted them.
func (s *Store) UnsettledMessages(ctx context.Context, olderThan time.Time) ([]string, error) {
	all, err := list(ctx, s.read, word,
		`SELECT id FROM message WHERE fate='' AND kept_at<$1 ORDER BY kept_at, id`, at(olderThan))
	return all, explain("list unsettled messages", err)
}

// MessagesOf returns the messages that created or joined a request, oldest first.
func (s *Store) MessagesOf(ctx context.Context, request string) ([]Message, error) {
	all, err := list(ctx, s.read, readMessage, `SELECT `+messageColumns+` FROM message WHERE request=$1 AND request<>''
		OR id IN (SELECT message FROM message_case WHERE request=$1) ORDER BY received_at, id`, request)
	return all, explain("list messages of a request", err)
}

// MessagesByMessageID returns the messages with a Message-ID, the first one first. A Message-ID can be forged.
func (s *Store) MessagesByMessageID(ctx context.Context, messageID string) ([]Message, error) {
	if messageID == "" {
		return nil, nil
	}
	all, err := list(ctx, s.read, readMessage,
		`SELECT `+messageColumns+` FROM message WHERE message_id=$1 AND message_id<>''
		ORDER BY kept_at, id LIMIT 20`, clean(messageID))
	return all, explain("list messages by Message-ID", err)
}

// duplicatesCompared is how many messages without an ID are compared with a new one: it bounds the cost of a sender
// who writes without pause.
const duplicatesCompared = 20

// FindMessageByContent returns earlier messages that may be the same mail with other bytes: those with its Message-ID
// and sender. For a message without an ID it is those of the same sender and subject without an ID, the last few of a
// week.
func (s *Store) FindMessageByContent(ctx context.Context, m Message) ([]Message, error) {
	same := func(o Message) bool {
		return strings.EqualFold(o.FromAddress, m.FromAddress) && (m.MessageID != "" || o.Subject == m.Subject)
	}
	query, key := `message_id=$1 AND message_id<>''`, any(m.MessageID) // each matches an index
	if m.MessageID == "" {
		if m.FromAddress == "" {
			return nil, nil
		}
		query, key = `received_at>=$1 AND message_id=''`, at(m.ReceivedAt.AddDate(0, 0, -7))
	}
	all, err := list(ctx, s.read, readMessage,
		`SELECT `+messageColumns+` FROM message WHERE `+query+` AND kept_at<$2 ORDER BY kept_at, id`, key, at(m.KeptAt))
	all = slices.DeleteFunc(all, func(o Message) bool { return !same(o) })
	if m.MessageID == "" && len(all) > duplicatesCompared {
		all = all[len(all)-duplicatesCompared:]
	}
	return all, explain("find message", err)
}
