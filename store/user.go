package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// User is a person of the agency.
type User struct {
	ID           string
	Login        string
	Name         string
	Email        string
	Roles        []docket.Role
	Office       string // "" = of all offices
	Unit         string // holding unit, if one
	Disabled     bool
	PasswordHash string
	CreatedAt    time.Time
	Digest       bool // notices of assignments come by mail once a day
}

const userColumns = `id, login, name, email, roles, office, unit, disabled, password_hash, created_at, digest`

func readUser(row scanner) (u User, err error) {
	var roles string
	err = row.Scan(&u.ID, &u.Login, &u.Name, &u.Email, &roles, &u.Office, &u.Unit, &u.Disabled, &u.PasswordHash,
		toTime(&u.CreatedAt), &u.Digest)
	for _, role := range strings.Fields(roles) {
		u.Roles = append(u.Roles, docket.Role(role))
	}
	return u, err
}

func roleText(roles []docket.Role) string {
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = string(role)
	}
	return strings.Join(words, " ")
}

// LoginKey makes "María.Q" and "maria.q" one login.
func LoginKey(login string) string { return clean(Fold(strings.TrimSpace(login))) }

func noUser() *docket.Error { return docket.Refuse(docket.CodeNotFound, "user.unknown") }

// AddUser adds a person; ID and CreatedAt are given here when empty. A login that somebody has
// is refused as a conflict.
func (s *Store) AddUser(ctx context.Context, u User) (User, error) {
	if LoginKey(u.Login) == "" {
		return User{}, docket.Invalid("login", "user.login_missing")
	}
	if u.ID == "" {
		u.ID = uuid.NewString()
	}
	u.CreatedAt = s.orNow(u.CreatedAt).UTC().Truncate(time.Microsecond)
	u.Login, u.Name, u.Email = clean(strings.TrimSpace(u.Login)), clean(u.Name), clean(u.Email)
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO app_user (id, login, login_key, name, email, roles, office, unit, disabled,
		password_hash, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, u.ID, u.Login, LoginKey(u.Login),
		u.Name, u.Email,
		roleText(u.Roles), u.Office, u.Unit, u.Disabled, u.PasswordHash, at(u.CreatedAt))
	if isTaken(err) {
		return User{},
			&docket.Error{Code: docket.CodeConflict, Field: "login", Reason: docket.Say("user.login_taken")}
	}
	if err != nil {
		return User{}, explain("add user", err)
	}
	return u, nil
}

// User returns a user by ID, disabled or not.
func (s *Store) User(ctx context.Context, id string) (User, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+userColumns+` FROM app_user WHERE id=$1`, id), readUser,
		"read user", noUser())
}

// UserByLogin returns a user by login, without regard to case, disabled or not.
func (s *Store) UserByLogin(ctx context.Context, login string) (User, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+userColumns+` FROM app_user WHERE login_key=$1`,
		LoginKey(login)), readUser,
		"read user", noUser())
}

// Users lists everybody by login, disabled or not.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	all, err := list(ctx, s.read, readUser, `SELECT `+userColumns+` FROM app_user ORDER BY login_key`)
	return all, explain("list users", err)
}

// UsersWithRole lists who may be asked to do something in an office: active, with the role, of
// that office or of all offices. Office "" asks for everybody with the role.
func (s *Store) UsersWithRole(ctx context.Context, role docket.Role, office string) ([]User, error) {
	all, err := s.Users(ctx)
	return slices.DeleteFunc(all, func(u User) bool {
		elsewhere := office != "" && u.Office != "" && u.Office != office
		return u.Disabled || elsewhere || !slices.Contains(u.Roles, role)
	}), err
}

// UpdateUser changes name, mail, roles, office and unit; login, password and state have ways
// of their own.
func (s *Store) UpdateUser(ctx context.Context, u User) error {
	found, err := change(ctx, s.write, `UPDATE app_user SET name=$2, email=$3, roles=$4, office=$5, unit=$6 WHERE id=$1`,
		u.ID, clean(u.Name), clean(u.Email), roleText(u.Roles), u.Office, u.Unit)
	if err == nil && !found {
		return noUser()
	}
	return explain("update user", err)
}

// SetPassword changes a user's password hash and ends the sessions and tokens of before. Hash "" lets nobody in by
// password.
func (s *Store) SetPassword(ctx context.Context, id, hash string) error {
	return s.inTx(ctx, "change password", func(tx *sql.Tx) error { return s.setPassword(ctx, tx, id, hash) })
}

func (s *Store) setPassword(ctx context.Context, tx *sql.Tx, id, hash string) error {
	if hash != "" {
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO password_history (app_user, hash, at) SELECT id, password_hash, $2 FROM app_user
			WHERE id=$1 AND password_hash<>''`, id, at(s.now())); err != nil {
			return err
		}
	}
	found, err := change(ctx, tx, `UPDATE app_user SET password_hash=$2 WHERE id=$1`, id, hash)
	if err == nil && !found {
		return noUser()
	}
	if err != nil {
		return err
	}
	return s.endAccess(ctx, tx, id)
}

// OldPasswords are the hashes of the last passwords of a user before the one in force, the newest first.
func (s *Store) OldPasswords(ctx context.Context, id string, most int) ([]string, error) {
	all, err := list(ctx, s.read, word,
		`SELECT hash FROM password_history WHERE app_user=$1 ORDER BY at DESC LIMIT $2`, id, most)
	return all, explain("list old passwords", err)
}

// SetDigest records whether a user wants her notices of assignments once a day.
func (s *Store) SetDigest(ctx context.Context, id string, digest bool) error {
	found, err := change(ctx, s.write, `UPDATE app_user SET digest=$2 WHERE id=$1`, id, digest)
	if err == nil && !found {
		return noUser()
	}
	return explain("set digest", err)
}

// SetDisabled locks a user out, or in again. Locked out, her sessions and tokens end for good.
func (s *Store) SetDisabled(ctx context.Context, id string, disabled bool) error {
	return s.inTx(ctx, "change user", func(tx *sql.Tx) error {
		found, err := change(ctx, tx, `UPDATE app_user SET disabled=$2 WHERE id=$1`, id, disabled)
		if err == nil && !found {
			return noUser()
		}
		if err != nil || !disabled {
			return err
		}
		return s.endAccess(ctx, tx, id)
	})
}

// EndAccess ends all sessions and tokens of a user.
func (s *Store) EndAccess(ctx context.Context, id string) error {
	return s.inTx(ctx, "end access", func(tx *sql.Tx) error { return s.endAccess(ctx, tx, id) })
}

func (s *Store) endAccess(ctx context.Context, tx *sql.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user_id=$1 AND user_id<>''`, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE token SET revoked_at=$2 WHERE user_id=$1 AND revoked_at IS NULL`,
		id, at(s.now()))
	return err
}

// userNames maps user IDs to names.
func userNames(ctx context.Context, q querier) (map[string]string, error) {
	type named struct{ id, name string }
	all, err := list(ctx, q, func(row scanner) (n named, err error) {
		err = row.Scan(&n.id, &n.name)
		return n, err
	}, `SELECT id, name FROM app_user`)
	names := make(map[string]string, len(all))
	for _, n := range all {
		names[n.id] = n.name
	}
	return names, err
}
