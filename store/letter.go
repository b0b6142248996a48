package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"foja/docket"
)

// LetterSending is the state between the start of a submission and its acceptance. An attempt that finds it must look
// for evidence before sending again. The other states are docket's.
const LetterSending docket.LetterState = "sending"

// NewLetter is a rendered letter, ready for the outbox.
type NewLetter struct {
	ID           string // docket.LetterID
	Request      string
	Kind         docket.LetterKind
	N            int
	ByEmail      bool
	To           string
	Subject      string
	MessageID    string
	EnvelopeFrom string
	Rcpts        []string
	Raw          []byte // the bytes for the wire; nil on paper
	PDF          string // document ID
	At           time.Time
}

// LetterRow is a letter in the outbox without its bytes.
type LetterRow struct {
	ID           string
	Request      string
	Kind         docket.LetterKind
	N            int
	State        docket.LetterState // docket's states and LetterSending
	MessageID    string
	ByEmail      bool
	To           string
	Subject      string
	RawSHA256    string
	PDF          string
	Attempts     int
	PreparedAt   time.Time
	BeganAt      time.Time // first attempt, since it was decided or a person asked for it again
	SendingAt    time.Time // last attempt
	SentAt       time.Time
	DeliveredAt  time.Time // handed over on paper
	Response     string    // the mail server's answer
	LastError    string
	Proof        string // message that is its archive copy
	Bounce       string // message that reports it undeliverable
	BounceStatus string // RFC 3463 status, e.g. "5.1.1"
	Doubt        string // message that made its delivery doubtful
}

const letterColumns = `id, request, kind, n, state, message_id, by_email, to_whom, subject, raw_sha256, pdf, attempts, prepared_at,
	began_at, sending_at, sent_at, delivered_at, response, last_error, proof, bounce, bounce_status, doubt`

func readLetter(row scanner) (l LetterRow, err error) {
	err = row.Scan(&l.ID, &l.Request, &l.Kind, &l.N, &l.State, &l.MessageID, &l.ByEmail, &l.To, &l.Subject,
		&l.RawSHA256, &l.PDF,
		&l.Attempts, toTime(&l.PreparedAt), toTime(&l.BeganAt), toTime(&l.SendingAt), toTime(&l.SentAt),
		toTime(&l.DeliveredAt), &l.Response,
		&l.LastError, &l.Proof, &l.Bounce, &l.BounceStatus, &l.Doubt)
	return l, err
}

func noLetter() *docket.Error { return docket.Refuse(docket.CodeNotFound, "letter.unknown") }

// PutLetter stores a rendered letter in the outbox. The first rendering stays: a repetition returns it.
func (s *Store) PutLetter(ctx context.Context, l NewLetter) (row LetterRow, existed bool, err error) {
	state := docket.LetterWaiting
	if !l.ByEmail {
		state = docket.LetterToPrint
	}
	var hash string
	var raw any
	if l.Raw != nil {
		hash, raw = sum(l.Raw), l.Raw
	} else if l.ByEmail {
		return LetterRow{}, false, fmt.Errorf("store: letter %s goes by mail and has no bytes", l.ID)
	}
	rcpts, err := json.Marshal(l.Rcpts)
	if err != nil {
		return LetterRow{}, false, explain("put letter", err)
	}
	err = s.inTx(ctx, "put letter", func(tx *sql.Tx) error {
		fresh, err := change(ctx, tx,
			`INSERT INTO letter (id, request, kind, n, state, message_id, by_email, to_whom, subject,
			envelope_from, rcpts, raw, raw_sha256, pdf, attempts, prepared_at, response, last_error, proof, bounce,
				bounce_status)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,0,$15,'','','','','') ON CONFLICT (id) DO NOTHING`,
			l.ID, l.Request, string(l.Kind), l.N, string(state), clean(l.MessageID), l.ByEmail, clean(l.To), clean(l.Subject),
			clean(l.EnvelopeFrom), string(rcpts), raw, hash, l.PDF, at(s.orNow(l.At)))
		if err != nil {
			return err
		}
		existed = !fresh
		row, err = readLetter(tx.QueryRowContext(ctx, `SELECT `+letterColumns+` FROM letter WHERE id=$1`, l.ID))
		return err
	})
	return row, existed, err
}

// Letter returns a letter of the outbox, without its bytes.
func (s *Store) Letter(ctx context.Context, id string) (LetterRow, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+letterColumns+` FROM letter WHERE id=$1`, id), readLetter,
		"read letter", noLetter())
}

// LetterByMessageID returns the letter sent with this Message-ID.
func (s *Store) LetterByMessageID(ctx context.Context, messageID string) (LetterRow, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+letterColumns+` FROM letter WHERE message_id=$1 AND message_id<>''`,
		clean(messageID)),
		readLetter, "read letter", noLetter())
}

// LastMailed returns the letter of a request that was sent last: reports without a Message-ID are about it.
func (s *Store) LastMailed(ctx context.Context, request string) (LetterRow, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+letterColumns+
		` FROM letter WHERE request=$1 AND by_email AND began_at IS NOT NULL
		AND state=$2 ORDER BY sending_at DESC, id LIMIT 1`, request, string(docket.LetterSent)),
		readLetter, "read letter", noLetter())
}

// Letters lists the letters of a request in the order in which they were prepared.
func (s *Store) Letters(ctx context.Context, request string) ([]LetterRow, error) {
	all, err := list(ctx, s.read, readLetter,
		`SELECT `+letterColumns+` FROM letter WHERE request=$1 ORDER BY prepared_at, kind, n`, request)
	return all, explain("list letters", err)
}

// LetterRaw returns the bytes to send. Bytes that do not match their hash are an error: they must not be sent.
func (s *Store) LetterRaw(ctx context.Context, id string) (raw []byte, envelopeFrom string, rcpts []string, err error) {
	var hash, to string
	raw, err = one(s.read.QueryRowContext(ctx, `SELECT raw, raw_sha256, envelope_from, rcpts FROM letter WHERE id=$1`, id),
		func(row scanner) (b []byte, err error) {
			err = row.Scan(&b, &hash, &envelopeFrom, &to)
			return b, err
		}, "read letter", noLetter())
	if err != nil {
		return nil, "", nil, err
	}
	if len(raw) > 0 && sum(raw) != hash {
		return nil, "", nil, explain("read letter "+id, errors.New("its bytes do not have its hash"))
	}
	if err := json.Unmarshal([]byte(to), &rcpts); err != nil {
		return nil, "", nil, explain("read letter "+id, err)
	}
	return raw, envelopeFrom, rcpts, nil
}
