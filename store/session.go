package store

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"
)

// SessionUserKey is the name under which a session holds its user's ID (a string).
const SessionUserKey = "user"

// Sessions stores web sessions for an scs.SessionManager. A session's key in the register is the hash of its token,
// so that a copy of the database grants no access.
type Sessions struct{ s *Store }

var (
	_ scs.CtxStore         = (*Sessions)(nil)
	_ scs.IterableCtxStore = (*Sessions)(nil)
	_ scs.IterableStore    = (*Sessions)(nil)
)

// Sessions is the store for an scs.SessionManager.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// EndSessions ends all sessions of a user. Tokens stay valid: see EndAccess.
func (s *Store) EndSessions(ctx context.Context, user string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM session WHERE user_id=$1 AND user_id<>''`, user)
	return explain("end sessions", err)
}

// OpenSessions counts the open sessions of each user.
func (s *Store) OpenSessions(ctx context.Context) (map[string]int, error) {
	type line struct {
		user string
		n    int
	}
	all, err := list(ctx, s.read, func(row scanner) (l line, err error) {
		err = row.Scan(&l.user, &l.n)
		return l, err
	}, `SELECT user_id, count(*) FROM session WHERE user_id<>'' AND expiry>$1 GROUP BY user_id`, at(s.now()))
	open := map[string]int{}
	for _, l := range all {
		open[l.user] = l.n
	}
	return open, explain("count sessions", err)
}

type sessionRow struct {
	token string
	data  []byte
}

func readSession(row scanner) (v sessionRow, err error) {
	err = row.Scan(&v.token, &v.data)
	return v, err
}

// FindCtx returns a session that has not expired.
func (v *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	all, err := list(ctx, v.s.read, readSession, `SELECT token, data FROM session WHERE token=$1 AND expiry>$2`,
		tokenKey(token), at(v.s.now()))
	if err != nil || len(all) == 0 {
		return nil, false, explain("find session", err)
	}
	return all[0].data, true, nil
}

// CommitCtx stores a session with its user, and deletes expired ones.
func (v *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if _, err := v.s.write.ExecContext(ctx, `INSERT INTO session (token, user_id, data, expiry) VALUES ($1,$2,$3,$4)
		ON CONFLICT (token) DO UPDATE SET user_id=excluded.user_id, data=excluded.data, expiry=excluded.expiry`,
		tokenKey(token), sessionUser(data), append([]byte{}, data...), at(expiry)); err != nil {
		return explain("keep session", err)
	}
	_, err := v.s.write.ExecContext(ctx, `DELETE FROM session WHERE expiry<$1`, at(v.s.now()))
	return explain("remove expired sessions", err)
}

// sessionUser is the user of a session. An unreadable session has none and grants no access.
func sessionUser(data []byte) string {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return ""
	}
	user, _ := values[SessionUserKey].(string)
	return user
}

// DeleteCtx ends one session.
func (v *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := v.s.write.ExecContext(ctx, `DELETE FROM session WHERE token=$1`, tokenKey(token))
	return explain("end session", err)
}

// AllCtx returns every session that has not expired, by the hash of its token.
func (v *Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	rows, err := list(ctx, v.s.read, readSession, `SELECT token, data FROM session WHERE expiry>$1`, at(v.s.now()))
	all := make(map[string][]byte, len(rows))
	for _, row := range rows {
		all[row.token] = row.data
	}
	return all, explain("list sessions", err)
}

// Find is FindCtx for callers without a context.
func (v *Sessions) Find(token string) ([]byte, bool, error) {
	return v.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (v *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return v.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a context.
func (v *Sessions) Delete(token string) error { return v.DeleteCtx(context.Background(), token) }

// All is AllCtx for callers without a context.
func (v *Sessions) All() (map[string][]byte, error) { return v.AllCtx(context.Background()) }

// Keys of a session's data about its start. All values are strings.
const (
	SessionSinceKey  = "since"  // RFC 3339
	SessionDeviceKey = "device" // User-Agent
	SessionPlaceKey  = "place"  // network address
)

// OpenSession is one of a user's sessions. Its ID is not the token and grants no access.
type OpenSession struct {
	ID, Device, Place string
	Since             time.Time
	Ends              time.Time // unless it is used again
}

// tokenKey is the stored form of a token.
func tokenKey(token string) string { return sum([]byte(token)) }

const sessionIDDigits = 24

// SessionID is the public ID of a session.
func SessionID(token string) string { return tokenKey(token)[:sessionIDDigits] }

// SessionsOf lists the open sessions of a user, the latest use first.
func (s *Store) SessionsOf(ctx context.Context, user string) ([]OpenSession, error) {
	all, err := list(ctx, s.read, func(row scanner) (o OpenSession, err error) {
		var key string
		var data []byte
		if err = row.Scan(&key, &data, toTime(&o.Ends)); err != nil {
			return o, err
		}
		o.ID = key[:min(sessionIDDigits, len(key))]
		if _, values, bad := (scs.GobCodec{}).Decode(data); bad == nil {
			since, _ := values[SessionSinceKey].(string)
			o.Since, _ = time.Parse(time.RFC3339, since)
			o.Device, _ = values[SessionDeviceKey].(string)
			o.Place, _ = values[SessionPlaceKey].(string)
		}
		return o, nil
	}, `SELECT token, data, expiry FROM session WHERE user_id=$1 AND user_id<>'' AND expiry>$2 ORDER BY expiry DESC`,
		user, at(s.now()))
	return all, explain("list sessions", err)
}

// EndSession ends one session of a user; a finished one is no error.
func (s *Store) EndSession(ctx context.Context, user, id string) error {
	_, err := s.write.ExecContext(ctx,
		`DELETE FROM session WHERE user_id=$1 AND user_id<>'' AND substr(token,1,24)=$2`, user, id)
	return explain("end session", err)
}
