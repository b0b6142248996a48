//go:build !slim

package temporal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"

	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	_ "modernc.org/sqlite" // the driver of database/sql
)

// schemaTx lets Temporal's schema run inside one transaction of ours: a process killed while
// the file is being made leaves an empty file, never half a schema.
type schemaTx struct {
	sqlplugin.AdminDB // only Exec is called
	exec              func(stmt string) error
}

func (s schemaTx) Exec(stmt string, _ ...any) error { return s.exec(stmt) }

// prepareFile creates Temporal's tables unless the file already has them. It refuses a file
// that holds something else.
func prepareFile(ctx context.Context, file string) (err error) {
	// SQLite would create it readable by all; workflow histories are nobody else's business.
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", sqlDSN(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	tables, err := tablesOf(ctx, db)
	if err != nil {
		return err
	}
	if slices.Contains(tables, "namespaces") && slices.Contains(tables, "executions_visibility") {
		return nil
	}
	if len(tables) > 0 {
		return fmt.Errorf("%s is a SQLite file of something else (it has a table %q)", file, tables[0])
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	exec := func(stmt string) error {
		_, err := tx.ExecContext(ctx, stmt)
		return err
	}
	if err := sqliteschema.SetupSchemaOnDB(schemaTx{exec: exec}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func tablesOf(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type='table' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err below tells
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
