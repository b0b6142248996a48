package store

import (
	"context"
	"encoding/json"
	"time"

	"foja/docket"
)

// OwnMail is a service mail of ours, ready to be sent. Its bytes are stored before the first attempt, so that every
// attempt sends the same bytes and the returned copy can be recognised by them.
type OwnMail struct {
	Ref          string // what it is for; one mail each
	MessageID    string // without angle brackets
	Raw          []byte
	EnvelopeFrom string
	Rcpts        []string
	KeptAt       time.Time
}

const ownMailColumns = `ref, message_id, raw, envelope_from, rcpts, kept_at`

func readOwnMail(row scanner) (m OwnMail, err error) {
	var rcpts string
	if err = row.Scan(&m.Ref, &m.MessageID, &m.Raw, &m.EnvelopeFrom, &rcpts, toTime(&m.KeptAt)); err == nil {
		err = json.Unmarshal([]byte(rcpts), &m.Rcpts)
	}
	return m, err
}

func noOwnMail() *docket.Error { return docket.Refuse(docket.CodeNotFound, "email.unknown") }

// KeepOwnMail stores a mail and returns what is stored: the first rendering stays.
func (s *Store) KeepOwnMail(ctx context.Context, m OwnMail) (OwnMail, error) {
	rcpts, err := json.Marshal(m.Rcpts)
	if err != nil {
		return OwnMail{}, explain("keep own mail", err)
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO own_mail (`+ownMailColumns+
		`) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (ref) DO NOTHING`,
		m.Ref, clean(m.MessageID), m.Raw, clean(m.EnvelopeFrom), string(rcpts), at(s.orNow(m.KeptAt)))
	if err != nil {
		return OwnMail{}, explain("keep own mail", err)
	}
	return one(s.write.QueryRowContext(ctx, `SELECT `+ownMailColumns+` FROM own_mail WHERE ref=$1`, m.Ref), readOwnMail,
		"read own mail", noOwnMail())
}

// OwnMail returns the mail for ref.
func (s *Store) OwnMail(ctx context.Context, ref string) (OwnMail, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+ownMailColumns+` FROM own_mail WHERE ref=$1`, ref), readOwnMail,
		"read own mail", noOwnMail())
}

// OwnMailByMessageID returns the mail with this Message-ID.
func (s *Store) OwnMailByMessageID(ctx context.Context, id string) (OwnMail, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+ownMailColumns+` FROM own_mail WHERE message_id=$1`, clean(id)),
		readOwnMail, "read own mail", noOwnMail())
}

// ForgetOwnMail removes the mails stored before an instant, but none that is still to be sent: its next attempt sends
// the same bytes. It returns how many.
func (s *Store) ForgetOwnMail(ctx context.Context, before time.Time) (int64, error) {
	res, err := s.write.ExecContext(ctx, `DELETE FROM own_mail WHERE kept_at<$1
		AND NOT EXISTS (SELECT 1 FROM unit_mail u WHERE u.message_id=own_mail.message_id AND u.mailed_at IS NULL
			AND u.failure='')
		AND NOT EXISTS (SELECT 1 FROM upload_link l WHERE 'upload:' || l.message=own_mail.ref AND l.mailed_at IS NULL
			AND l.failure='')`, at(before))
	if err != nil {
		return 0, explain("forget own mail", err)
	}
	n, err := res.RowsAffected()
	return n, explain("forget own mail", err)
}
