package store

import (
	"context"
	"database/sql"
	"time"
)

// MailStart is when foja was first started on a mailbox, with the counts of its backlog.
type MailStart struct {
	Account     string
	At          time.Time // the first scan, UTC
	UIDValidity uint32    // of the inbox at At
	UIDNext     uint32    // messages below it were there at At

	Since     time.Time // the setting in force at the last look; zero = At
	Waiting   int       // backlog messages without a decision
	Left      int       // those that an operator decided to leave
	CountedAt time.Time // the last scan that changed the counts; zero = none
}

func readMailStart(row scanner) (m MailStart, err error) {
	err = row.Scan(&m.Account, toTime(&m.At), &m.UIDValidity, &m.UIDNext, toTime(&m.Since), &m.Waiting, &m.Left,
		toTime(&m.CountedAt))
	return m, err
}

const mailStartColumns = `account, at, uidvalidity, uidnext, since, waiting, left_there, counted_at`

// MailStarts lists the mailboxes that were ever scanned, by name.
func (s *Store) MailStarts(ctx context.Context) ([]MailStart, error) {
	all, err := list(ctx, s.read, readMailStart, `SELECT `+mailStartColumns+` FROM mail_start ORDER BY account`)
	return all, explain("list starts of mailboxes", err)
}

// MailStart returns the start of an account; found is false before its first scan.
func (s *Store) MailStart(ctx context.Context, account string) (m MailStart, found bool, err error) {
	all, err := list(ctx, s.read, readMailStart, `SELECT `+mailStartColumns+` FROM mail_start WHERE account=$1`, account)
	if err != nil || len(all) == 0 {
		return MailStart{}, false, explain("read start of mailbox", err)
	}
	return all[0], true, nil
}

// BeginMail stores the first scan of a mailbox, once, and returns what is stored. If the register has mail of the
// account already, the start is the time of the first of it, and the inbox has no backlog.
func (s *Store) BeginMail(ctx context.Context, m MailStart) (MailStart, error) {
	first, err := list(ctx, s.read, func(row scanner) (t time.Time, err error) {
		err = row.Scan(toTime(&t))
		return t, err
	}, `SELECT kept_at FROM message WHERE account=$1 ORDER BY kept_at LIMIT 1`, clean(m.Account))
	if err != nil {
		return m, explain("read first message", err)
	}
	if len(first) > 0 && first[0].Before(m.At) {
		m.At, m.UIDNext = first[0], 1
	}
	_, err = s.write.ExecContext(ctx,
		`INSERT INTO mail_start (account, at, uidvalidity, uidnext) VALUES ($1,$2,$3,$4) ON CONFLICT (account) DO NOTHING`,
		clean(m.Account), at(m.At), int64(m.UIDValidity), int64(m.UIDNext))
	if err != nil {
		return m, explain("keep start of mailbox", err)
	}
	kept, err := list(ctx, s.write, readMailStart,
		`SELECT `+mailStartColumns+` FROM mail_start WHERE account=$1`, m.Account)
	if err != nil || len(kept) == 0 {
		return m, explain("read start of mailbox", err)
	}
	return kept[0], nil
}

// CountBacklog stores the size of an inbox's backlog, and the setting that determined it.
func (s *Store) CountBacklog(ctx context.Context, account string, since time.Time, waiting, left int) error {
	_, err := s.write.ExecContext(ctx,
		`UPDATE mail_start SET since=$2, waiting=$3, left_there=$4, counted_at=$5 WHERE account=$1`,
		account, at(since), waiting, left, at(s.now()))
	return explain("count backlog", err)
}

// MailDecision is an operator's decision about one backlog message. Arrival is a value of intake.Arrival.
type MailDecision struct {
	Account     string
	UIDValidity uint32
	UID         uint32
	At          time.Time
	Arrival     string
	By, Reason  string
}

// DecideMail adds decisions, all or none. A later one about the same message replaces an earlier one, which stays on
// record.
func (s *Store) DecideMail(ctx context.Context, all []MailDecision) error {
	return s.inTx(ctx, "decide about mail", func(tx *sql.Tx) error {
		for _, d := range all {
			if _, err := tx.ExecContext(ctx,
				`INSERT INTO mail_decision (account, uidvalidity, uid, at, arrival, decided_by, reason)
						VALUES ($1,$2,$3,$4,$5,$6,$7)`,
				clean(d.Account), int64(d.UIDValidity), int64(d.UID), at(s.orNow(d.At)), d.Arrival, clean(d.By),
				clean(d.Reason)); err != nil {
				return err
			}
		}
		return nil
	})
}

// MailDecisions returns the decisions in force about messages of an inbox, by UID.
func (s *Store) MailDecisions(ctx context.Context, account string, validity uint32) (map[uint32]MailDecision, error) {
	all, err := list(ctx, s.read, func(row scanner) (d MailDecision, err error) {
		err = row.Scan(&d.Account, &d.UIDValidity, &d.UID, toTime(&d.At), &d.Arrival, &d.By, &d.Reason)
		return d, err
	}, `SELECT account, uidvalidity, uid, at, arrival, decided_by, reason FROM mail_decision WHERE account=$1
			AND uidvalidity=$2 ORDER BY at`,
		account, int64(validity))
	inForce := map[uint32]MailDecision{}
	for _, d := range all {
		inForce[d.UID] = d
	}
	return inForce, explain("list decisions about mail", err)
}

// LastMailDecision is the time of the last decision about mail of an account; zero when never.
func (s *Store) LastMailDecision(ctx context.Context, account string) (when time.Time, err error) {
	all, err := list(ctx, s.read, func(row scanner) (t time.Time, err error) {
		err = row.Scan(toTime(&t))
		return t, err
	}, `SELECT at FROM mail_decision WHERE account=$1 ORDER BY at DESC LIMIT 1`, account)
	if err != nil || len(all) == 0 {
		return when, explain("read last decision about mail", err)
	}
	return all[0], nil
}
