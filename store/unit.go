package store

import (
	"context"

	"foja/docket"
)

// Units are the holding units that an administrator added or changed.
func (s *Store) Units(ctx context.Context) ([]docket.Unit, error) {
	all, err := list(ctx, s.read, func(row scanner) (u docket.Unit, err error) {
		err = row.Scan(&u.ID, &u.Name, &u.Office, &u.Email, &u.Retired)
		return u, err
	}, `SELECT id, name, office, email, retired FROM unit ORDER BY id`)
	return all, explain("list units", err)
}

// SaveUnit stores a unit. With fresh it must not exist yet; taken reports that it did.
func (s *Store) SaveUnit(ctx context.Context, u docket.Unit, by string, fresh bool) (taken bool, err error) {
	again := ` ON CONFLICT (id) DO UPDATE SET name=$2, office=$3, email=$4, retired=$5, changed_at=$6, changed_by=$7`
	if fresh {
		again = ""
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO unit (id, name, office, email, retired, changed_at, changed_by)
		VALUES ($1,$2,$3,$4,$5,$6,$7)`+again, u.ID, clean(u.Name), u.Office, clean(u.Email), u.Retired, at(s.now()), by)
	if fresh && isTaken(err) {
		return true, nil
	}
	return false, explain("save unit", err)
}
