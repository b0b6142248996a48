package store

import (
	"context"
	"database/sql"
)

// GetSetting returns a setting made by an administrator.
func (s *Store) GetSetting(ctx context.Context, key string) (value string, found bool, err error) {
	all, err := list(ctx, s.read, word, `SELECT value FROM setting WHERE key=$1`, key)
	if err != nil || len(all) == 0 {
		return "", false, explain("read setting", err)
	}
	return all[0], true, nil
}

// AnnouncedSetting is the setting that records when a version of a procedure was announced to the open cases.
func AnnouncedSetting(version string) string { return "told." + version }

// SetSetting stores a setting made by an administrator.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES ($1,$2)
		ON CONFLICT (key) DO UPDATE SET value=excluded.value`, key, clean(value))
	return explain("set setting", err)
}

type templateRow struct {
	body    string
	version int
}

func readTemplate(row scanner) (t templateRow, err error) {
	err = row.Scan(&t.body, &t.version)
	return t, err
}

// Template returns the newest version of a letter template changed by an administrator. If it is not found or empty,
// the shipped one is used.
func (s *Store) Template(ctx context.Context, name string) (body string, version int, found bool, err error) {
	all, err := list(ctx, s.read, readTemplate,
		`SELECT body, version FROM template WHERE name=$1 ORDER BY version DESC LIMIT 1`, name)
	if err != nil || len(all) == 0 {
		return "", 0, false, explain("read template", err)
	}
	return all[0].body, all[0].version, true, nil
}

// SetTemplate adds a version of a template; earlier ones stay. by is a user ID.
func (s *Store) SetTemplate(ctx context.Context, name, body, by string) (version int, err error) {
	err = s.inTx(ctx, "set template", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT COALESCE(max(version), 0)+1 FROM template WHERE name=$1`,
			name).Scan(&version); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO template (name, version, body, by_user, at) VALUES ($1,$2,$3,$4,$5)`,
			name, version, clean(body), by, at(s.now()))
		return err
	})
	return version, err
}
