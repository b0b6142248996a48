package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// Notice is an internal notice to one user. No personal data of a citizen in Text.
type Notice struct {
	ID       string // "" = NoticeID(Key)
	Key      string // idempotency key: the same key is the same notice
	User     string
	Request  string
	Number   string
	Alarm    string
	Kind     string
	Text     string
	At       time.Time
	ReadAt   time.Time
	MailedAt time.Time
}

// noticeSpace is the namespace of notice IDs.
var noticeSpace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("foja:notice"))

// NoticeID is the ID of the notice with this key.
func NoticeID(key string) string { return uuid.NewSHA1(noticeSpace, []byte(key)).String() }

const noticeColumns = `id, key, user_id, request, number, alarm, kind, text, at, read_at, mailed_at`

func readNotice(row scanner) (n Notice, err error) {
	err = row.Scan(&n.ID, &n.Key, &n.User, &n.Request, &n.Number, &n.Alarm, &n.Kind, &n.Text, toTime(&n.At),
		toTime(&n.ReadAt),
		toTime(&n.MailedAt))
	return n, err
}

func noNotice() *docket.Error { return docket.Refuse(docket.CodeNotFound, "notice.unknown") }

// AddNotice stores a notice for a user. The same key again changes nothing.
func (s *Store) AddNotice(ctx context.Context, n Notice) (existed bool, err error) {
	if n.Key == "" || n.User == "" {
		return false, docket.Invalid("key", "notice.incomplete")
	}
	if n.ID == "" {
		n.ID = NoticeID(n.Key)
	}
	fresh, err := change(ctx, s.write, `INSERT INTO notice (id, key, user_id, request, number, alarm, kind, text, at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (key) DO NOTHING`,
		n.ID, n.Key, n.User, n.Request, n.Number, n.Alarm, n.Kind, clean(n.Text), at(s.orNow(n.At)))
	return err == nil && !fresh, explain("add notice", err)
}

// Notice returns a notice by its ID.
func (s *Store) Notice(ctx context.Context, id string) (Notice, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+noticeColumns+` FROM notice WHERE id=$1`, id), readNotice,
		"read notice", noNotice())
}

// Notices lists a user's notices, newest first, and how many there are in all.
func (s *Store) Notices(ctx context.Context, user string, unreadOnly bool, p Page) ([]Notice, int, error) {
	c := &conditions{}
	c.add("user_id = ?", user)
	if unreadOnly {
		c.add("read_at IS NULL")
	}
	total, err := count(ctx, s.read, `SELECT count(*) FROM notice`+c.where(), c.args...)
	if err != nil {
		return nil, 0, explain("count notices", err)
	}
	limit, args := c.page(p)
	all, err := list(ctx, s.read, readNotice,
		`SELECT `+noticeColumns+` FROM notice`+c.where()+` ORDER BY at DESC, id`+limit, args...)
	return all, total, explain("list notices", err)
}

// CountUnread counts a user's unread notices.
func (s *Store) CountUnread(ctx context.Context, user string) (int, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM notice WHERE user_id=$1 AND read_at IS NULL`, user)
	return n, explain("count unread notices", err)
}

// MarkNoticeRead records that a user has read a notice. The first time counts.
func (s *Store) MarkNoticeRead(ctx context.Context, id, user string, when time.Time) error {
	found, err := change(ctx, s.write, `UPDATE notice SET read_at=COALESCE(read_at, $3) WHERE id=$1 AND user_id=$2`, id,
		user, at(s.orNow(when)))
	if err == nil && !found {
		return noNotice()
	}
	return explain("mark notice read", err)
}

// MarkNoticeMailed records that a notice was mailed. The first time counts.
func (s *Store) MarkNoticeMailed(ctx context.Context, id string, when time.Time) error {
	found, err := change(ctx, s.write, `UPDATE notice SET mailed_at=COALESCE(mailed_at, $2) WHERE id=$1`, id,
		at(s.orNow(when)))
	if err == nil && !found {
		return noNotice()
	}
	return explain("mark notice mailed", err)
}

// NoticeAssigned is the kind of a notice of an assignment.
const NoticeAssigned = "assigned"

// UnmailedNotices lists unmailed notices that belong to no request, and those of assignments, oldest first; the
// workflow mails the others of a case.
func (s *Store) UnmailedNotices(ctx context.Context, since time.Time) ([]Notice, error) {
	all, err := list(ctx, s.read, readNotice, `SELECT `+noticeColumns+` FROM notice
		WHERE (request='' OR kind='assigned') AND mailed_at IS NULL AND at >= $1 ORDER BY at, id LIMIT 200`, at(since))
	return all, explain("list unmailed notices", err)
}
