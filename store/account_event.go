package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// AccountEvent is an event in the life of an account.
type AccountEvent struct {
	ID, User, Kind string
	At             time.Time
	By             string // user ID; "" = the operator, on the command line
	Place          string // network address; "" = the command line
	Detail         string
}

// AccountNotice notifies a person of an event, on her page and at Address if there is one.
type AccountNotice struct {
	ID        string // also in its Message-ID
	Event     AccountEvent
	User      string
	Address   string
	SeenAt    time.Time
	SendingAt time.Time
	MailedAt  time.Time
}

const (
	eventColumns  = `e.id, e.app_user, e.kind, e.at, e.by_user, e.place, e.detail`
	noticeOfEvent = eventColumns + `, n.id, n.app_user, n.address, n.seen_at, n.sending_at, n.mailed_at`
)

func eventInto(e *AccountEvent) []any {
	return []any{&e.ID, &e.User, &e.Kind, toTime(&e.At), &e.By, &e.Place, &e.Detail}
}

func readAccountEvent(row scanner) (e AccountEvent, err error) {
	err = row.Scan(eventInto(&e)...)
	return e, err
}

func readAccountNotice(row scanner) (n AccountNotice, err error) {
	err = row.Scan(append(eventInto(&n.Event), &n.ID, &n.User, &n.Address, toTime(&n.SeenAt), toTime(&n.SendingAt),
		toTime(&n.MailedAt))...)
	return n, err
}

// AddAccountEvent stores an event and its notices in one transaction, and assigns their IDs. A person without an
// address sees the notice on her page.
func (s *Store) AddAccountEvent(ctx context.Context, e AccountEvent, tell []AccountNotice) error {
	return s.inTx(ctx, "keep account event", func(tx *sql.Tx) error {
		id := uuid.NewString()
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO account_event (id, app_user, kind, at, by_user, place, detail) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
			id, e.User, e.Kind, at(s.orNow(e.At)), e.By, clean(e.Place), clean(e.Detail)); err != nil {
			return err
		}
		for _, n := range tell {
			if _, err := tx.ExecContext(ctx, `INSERT INTO account_notice (id, event, app_user, address) VALUES ($1,$2,$3,$4)`,
				uuid.NewString(), id, n.User, clean(n.Address)); err != nil {
				return err
			}
		}
		return nil
	})
}

// AccountEvents lists the events of all accounts, or of one user's, newest first, and their number.
func (s *Store) AccountEvents(ctx context.Context, user string, p Page) ([]AccountEvent, int, error) {
	c := &conditions{}
	if user != "" {
		c.add("e.app_user = ?", user)
	}
	total, err := count(ctx, s.read, `SELECT count(*) FROM account_event e`+c.where(), c.args...)
	if err != nil {
		return nil, 0, explain("count account events", err)
	}
	limit, args := c.page(p)
	all, err := list(ctx, s.read, readAccountEvent,
		`SELECT `+eventColumns+` FROM account_event e`+c.where()+` ORDER BY e.at DESC, e.id`+limit, args...)
	return all, total, explain("list account events", err)
}

// AccountEventsOf lists the events of some accounts since an instant, oldest first.
func (s *Store) AccountEventsOf(ctx context.Context, users []string, since time.Time) ([]AccountEvent, error) {
	c := &conditions{}
	addIn(c, "e.app_user", users)
	c.add("e.at >= ?", at(since))
	all, err := list(ctx, s.read, readAccountEvent,
		`SELECT `+eventColumns+` FROM account_event e`+c.where()+` ORDER BY e.at, e.id`, c.args...)
	return all, explain("list account events", err)
}

// AccountNotices lists a user's notices, newest first, up to a number.
func (s *Store) AccountNotices(ctx context.Context, user string, most int) ([]AccountNotice, error) {
	all, err := list(ctx, s.read, readAccountNotice,
		`SELECT `+noticeOfEvent+` FROM account_notice n JOIN account_event e ON e.id=n.event
		WHERE n.app_user=$1 ORDER BY e.at DESC, n.id LIMIT $2`, user, most)
	return all, explain("list account notices", err)
}

// UnseenAccountNotices counts the notices that a user has not seen.
func (s *Store) UnseenAccountNotices(ctx context.Context, user string) (int, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM account_notice WHERE app_user=$1 AND seen_at IS NULL`, user)
	return n, explain("count account notices", err)
}

// SeeAccountNotices marks all notices of a user as seen. The first time counts.
func (s *Store) SeeAccountNotices(ctx context.Context, user string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE account_notice SET seen_at=$2 WHERE app_user=$1 AND seen_at IS NULL`, user,
		at(s.orNow(when)))
	return explain("see account notices", err)
}

// UnmailedAccountNotices are those still to be mailed, oldest first.
func (s *Store) UnmailedAccountNotices(ctx context.Context, since time.Time) ([]AccountNotice, error) {
	all, err := list(ctx, s.read, readAccountNotice,
		`SELECT `+noticeOfEvent+` FROM account_notice n JOIN account_event e ON e.id=n.event
		WHERE n.mailed_at IS NULL AND n.failure='' AND n.address<>'' AND e.at>=$1 ORDER BY e.at, n.id LIMIT 100`, at(since))
	return all, explain("list account notices", err)
}

// AccountNoticeSending records, before an attempt, that one is being sent; a zero time records that the server has
// not accepted it.
func (s *Store) AccountNoticeSending(ctx context.Context, id string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE account_notice SET sending_at=$2 WHERE id=$1`, id, at(when))
	return explain("note that an account notice is being sent", err)
}

// AccountNoticeMailed records that one was sent; failure says why it will never be.
func (s *Store) AccountNoticeMailed(ctx context.Context, id string, when time.Time, failure string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE account_notice SET mailed_at=$2, failure=$3 WHERE id=$1`, id, at(when),
		clean(failure))
	return explain("note that an account notice was sent", err)
}
