package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// Outage is a time in which a mailbox was not read.
type Outage struct {
	ID        string
	Account   string
	FromAt    time.Time // the last successful scan
	NoticedAt time.Time
	EndedAt   time.Time // the first scan after it; zero while it lasts
	Cause     string    // the server's or network's error, for operators
}

// LateMessage is a message received during an outage and read after it.
type LateMessage struct {
	ID         string
	ReceivedAt time.Time // when the agency's server received it
	KeptAt     time.Time // when foja read it
	Fate       docket.Fate
	Request    string
	Number     string // of the request
}

const outageColumns = `id, account, from_at, noticed_at, ended_at, cause`

func readOutage(row scanner) (o Outage, err error) {
	err = row.Scan(&o.ID, &o.Account, toTime(&o.FromAt), toTime(&o.NoticedAt), toTime(&o.EndedAt), &o.Cause)
	return o, err
}

// BeginOutage records an outage of an account, unless one is open: then it returns that one.
func (s *Store) BeginOutage(ctx context.Context, o Outage) (_ Outage, existed bool, err error) {
	o.ID = uuid.NewString()
	fresh, err := change(ctx, s.write,
		`INSERT INTO outage (id, account, from_at, noticed_at, cause) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (account) WHERE ended_at IS NULL DO NOTHING`, o.ID, clean(o.Account), at(o.FromAt), at(o.NoticedAt),
		clean(o.Cause))
	if err != nil || fresh {
		return o, false, explain("begin outage", err)
	}
	all, err := list(ctx, s.read, readOutage,
		`SELECT `+outageColumns+` FROM outage WHERE account=$1 AND ended_at IS NULL`, o.Account)
	if err != nil || len(all) == 0 {
		return o, true, explain("read outage", err)
	}
	return all[0], true, nil
}

// EndOutage closes the open outage of an account, if any.
func (s *Store) EndOutage(ctx context.Context, account string, when time.Time) (ended bool, err error) {
	ended, err = change(ctx, s.write, `UPDATE outage SET ended_at=$2 WHERE account=$1 AND ended_at IS NULL`,
		account, at(when))
	return ended, explain("end outage", err)
}

// Outages lists the newest outages first.
func (s *Store) Outages(ctx context.Context, limit int) ([]Outage, error) {
	all, err := list(ctx, s.read, readOutage,
		`SELECT `+outageColumns+` FROM outage ORDER BY from_at DESC, id LIMIT $1`, limit)
	return all, explain("list outages", err)
}

// Outage returns an outage by its ID.
func (s *Store) Outage(ctx context.Context, id string) (Outage, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+outageColumns+` FROM outage WHERE id=$1`,
		id), readOutage, "read outage",
		docket.Refuse(docket.CodeNotFound, "outage.unknown"))
}

// LateMessages lists the messages received during an outage, by time of reception.
func (s *Store) LateMessages(ctx context.Context, o Outage) ([]LateMessage, error) {
	until := o.EndedAt
	if until.IsZero() {
		until = s.now()
	}
	all, err := list(ctx, s.read, func(row scanner) (m LateMessage, err error) {
		err = row.Scan(&m.ID, toTime(&m.ReceivedAt), toTime(&m.KeptAt), &m.Fate, &m.Request, &m.Number)
		return m, err
	}, `SELECT m.id, m.received_at, m.kept_at, m.fate, m.request, COALESCE(r.number, '') FROM message m
		LEFT JOIN request r ON r.id=m.request
		WHERE m.account=$1 AND m.received_at >= $2 AND m.received_at <= $3 ORDER BY m.received_at, m.id`,
		o.Account, at(o.FromAt), at(until))
	return all, explain("list late messages", err)
}
