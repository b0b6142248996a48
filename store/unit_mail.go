package store

import (
	"context"
	"time"

	"foja/docket"
)

// UnitMail is a mail with a question to a holding unit.
type UnitMail struct {
	Request   string
	Task      int
	Unit      string // its name
	Address   string
	MessageID string // fixed before the first attempt
	Token     string // of the link
	MadeAt    time.Time
	SendingAt time.Time // it may have been sent
	MailedAt  time.Time
	Failure   string // why it will never be sent
}

const unitMailColumns = `request, task, unit, address, message_id, token, made_at, sending_at, mailed_at, failure`

func (s *Store) readUnitMail(row scanner) (m UnitMail, err error) {
	if err = row.Scan(&m.Request, &m.Task, &m.Unit, &m.Address, &m.MessageID, &m.Token, toTime(&m.MadeAt),
		toTime(&m.SendingAt), toTime(&m.MailedAt), &m.Failure); err != nil {
		return m, err
	}
	m.Token, err = s.opened(m.Token, unitMailRow(m.MessageID))
	return m, err
}

// UnitTask is an open question to a unit.
type UnitTask struct {
	Request  string
	Task     int
	Unit     string
	OpenedAt time.Time
}

// Unasked lists the open questions since an instant without a mail.
func (s *Store) Unasked(ctx context.Context, since time.Time) ([]UnitTask, error) {
	all, err := list(ctx, s.read, func(row scanner) (t UnitTask, err error) {
		err = row.Scan(&t.Request, &t.Task, &t.Unit, toTime(&t.OpenedAt))
		return t, err
	}, `SELECT t.request, t.id, t.unit, t.opened_at FROM task t WHERE t.state<>'done' AND t.unit<>'' AND t.kind=$1
			AND t.opened_at >= $2
		AND NOT EXISTS (SELECT 1 FROM unit_mail m WHERE m.request=t.request AND m.task=t.id) ORDER BY t.opened_at, t.request`,
		string(docket.TaskConsult), at(since))
	return all, explain("list questions without mail", err)
}

// MakeUnitMail stores one; a question has one mail. Its token is sealed.
func (s *Store) MakeUnitMail(ctx context.Context, m UnitMail) error {
	token, err := s.seal(m.Token, unitMailRow(clean(m.MessageID)))
	if err != nil {
		return explain("make mail to unit", err)
	}
	_, err = s.write.ExecContext(ctx,
		`INSERT INTO unit_mail (request, task, unit, address, message_id, token, made_at) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (request, task) DO NOTHING`, m.Request, m.Task, clean(m.Unit), clean(m.Address), clean(m.MessageID), token,
		at(s.orNow(m.MadeAt)))
	return explain("make mail to unit", err)
}

// UnitMails are those of a request.
func (s *Store) UnitMails(ctx context.Context, request string) ([]UnitMail, error) {
	all, err := list(ctx, s.read, s.readUnitMail,
		`SELECT `+unitMailColumns+` FROM unit_mail WHERE request=$1 ORDER BY task`, request)
	return all, explain("list mail to units", err)
}

// UnitMailByMessageID finds one by its Message-ID.
func (s *Store) UnitMailByMessageID(ctx context.Context, id string) (UnitMail, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+unitMailColumns+` FROM unit_mail WHERE message_id=$1`,
		clean(id)), s.readUnitMail,
		"read mail to unit", noMessage())
}

// UnmailedUnitMails are those still to be sent.
func (s *Store) UnmailedUnitMails(ctx context.Context) ([]UnitMail, error) {
	all, err := list(ctx, s.read, s.readUnitMail,
		`SELECT `+unitMailColumns+` FROM unit_mail WHERE mailed_at IS NULL AND failure='' ORDER BY made_at LIMIT 100`)
	return all, explain("list mail to units", err)
}

// UnitMailSending records, before an attempt, that one is being sent; a zero time records that the server has not
// accepted it.
func (s *Store) UnitMailSending(ctx context.Context, messageID string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE unit_mail SET sending_at=$1 WHERE message_id=$2`, at(when), messageID)
	return explain("note that mail to a unit is being sent", err)
}

// UnitMailed records that one was sent; failure says why it will never be.
func (s *Store) UnitMailed(ctx context.Context, messageID string, when time.Time, failure string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE unit_mail SET mailed_at=$1, failure=$2 WHERE message_id=$3`, at(when),
		clean(failure), messageID)
	return explain("note that mail to a unit was sent", err)
}
