package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// AccountLink lets the owner of an account set her password once.
type AccountLink struct {
	ID, User   string
	MadeAt     time.Time
	By         string // the administrator who asked for it
	ApprovedBy string // the second one, where Address is ""
	Address    string
	ExpiresAt  time.Time
	EndedAt    time.Time // used, or replaced by a newer one
	SendingAt  time.Time
	MailedAt   time.Time
	Failure    string
}

const accountLinkColumns = `id, app_user, made_at, made_by, approved_by, address, expires_at, ended_at, sending_at, mailed_at, failure`

func readAccountLink(row scanner) (l AccountLink, err error) {
	err = row.Scan(&l.ID, &l.User, toTime(&l.MadeAt), &l.By, &l.ApprovedBy, &l.Address, toTime(&l.ExpiresAt),
		toTime(&l.EndedAt), toTime(&l.SendingAt),
		toTime(&l.MailedAt), &l.Failure)
	return l, err
}

func noAccountLink() *docket.Error {
	return docket.Refuse(docket.CodeNotFound,
		"account.link_over")
}

// MakeAccountLink stores a link and ends earlier ones of the account.
func (s *Store) MakeAccountLink(ctx context.Context, l AccountLink) (AccountLink, error) {
	l.ID, l.MadeAt = uuid.NewString(), s.orNow(l.MadeAt)
	return l, s.inTx(ctx, "make account link", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`UPDATE account_link SET ended_at=$2, token_hash='' WHERE app_user=$1 AND ended_at IS NULL`,
			l.User, at(l.MadeAt)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx,
			`INSERT INTO account_link (id, app_user, made_at, made_by, address, expires_at) VALUES ($1,$2,$3,$4,$5,$6)`,
			l.ID, l.User, at(l.MadeAt), l.By, clean(l.Address), at(l.ExpiresAt))
		return err
	})
}

// OpenAccountLink is a user's link that is neither used nor replaced nor expired; CodeNotFound when there is none.
func (s *Store) OpenAccountLink(ctx context.Context, user string, now time.Time) (AccountLink, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+accountLinkColumns+
		` FROM account_link WHERE app_user=$1 AND ended_at IS NULL AND expires_at>$2
		ORDER BY made_at DESC LIMIT 1`, user, at(now)), readAccountLink, "read account link", noAccountLink())
}

// AccountLinkByToken is the open one with the hash of a token; CodeNotFound when there is none.
func (s *Store) AccountLinkByToken(ctx context.Context, hash string, now time.Time) (AccountLink, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+accountLinkColumns+
		` FROM account_link WHERE token_hash=$1 AND token_hash<>'' AND ended_at IS NULL AND expires_at>$2`,
		hash, at(now)), readAccountLink, "read account link", noAccountLink())
}

// ApproveAccountLink records a second administrator's approval of a link that is not mailed. Only the first approval
// counts.
func (s *Store) ApproveAccountLink(ctx context.Context, id, by, hash string) error {
	found, err := change(ctx, s.write,
		`UPDATE account_link SET approved_by=$2, token_hash=$3 WHERE id=$1 AND approved_by='' AND address=''
				AND ended_at IS NULL`,
		id, by, hash)
	if err == nil && !found {
		return noAccountLink()
	}
	return explain("approve account link", err)
}

// UnmailedAccountLinks are those still to be mailed.
func (s *Store) UnmailedAccountLinks(ctx context.Context, now time.Time) ([]AccountLink, error) {
	all, err := list(ctx, s.read, readAccountLink,
		`SELECT `+accountLinkColumns+` FROM account_link WHERE mailed_at IS NULL AND failure='' AND address<>''
		AND ended_at IS NULL AND expires_at>$1 ORDER BY made_at LIMIT 100`, at(now))
	return all, explain("list account links", err)
}

// AccountLinkSending records, before an attempt, that a link is being sent with the token of that hash; a zero time
// records that it was not sent.
func (s *Store) AccountLinkSending(ctx context.Context, id, hash string, when time.Time) error {
	_, err := s.write.ExecContext(ctx,
		`UPDATE account_link SET sending_at=$2, token_hash=$3 WHERE id=$1 AND ended_at IS NULL`, id, at(when), hash)
	return explain("note that an account link is being sent", err)
}

// AccountLinkMailed records that one was sent; failure says why it will never be.
func (s *Store) AccountLinkMailed(ctx context.Context, id string, when time.Time, failure string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE account_link SET mailed_at=$2, failure=$3 WHERE id=$1`, id, at(when),
		clean(failure))
	return explain("note that an account link was sent", err)
}

// UseAccountLink sets the password of a link's account and ends the link, its sessions and its tokens; false when the
// link was used meanwhile.
func (s *Store) UseAccountLink(ctx context.Context, l AccountLink, passwordHash string, when time.Time) (bool, error) {
	used := false
	err := s.inTx(ctx, "use account link", func(tx *sql.Tx) (err error) {
		if used, err = change(ctx, tx, `UPDATE account_link SET ended_at=$2, token_hash='' WHERE id=$1 AND ended_at IS NULL`,
			l.ID, at(when)); err != nil || !used {
			return err
		}
		return s.setPassword(ctx, tx, l.User, passwordHash)
	})
	return used, err
}
