package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"foja/docket"
)

// querier is what *sql.DB and *sql.Tx share.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// scanner is what *sql.Row and *sql.Rows share.
type scanner interface{ Scan(dest ...any) error }

// inTx runs do in one transaction: all of it happens, or nothing.
func (s *Store) inTx(ctx context.Context, what string, do func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %s: begin: %w", what, err)
	}
	if err := do(tx); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
		return explain(what, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %s: commit: %w", what, err)
	}
	return nil
}

// snapshot begins a transaction in which several reads see one state. SQLite's transactions always do, and its driver
// accepts no other level.
func (s *Store) snapshot(ctx context.Context) (*sql.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if s.engine == postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return s.read.BeginTx(ctx, options)
}

// explain adds what was being done, except to refusals, which are complete.
func explain(what string, err error) error {
	var refusal *docket.Error
	if err == nil || errors.As(err, &refusal) {
		return err
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

// errNoRow means no row where the caller has no refusal for it.
var errNoRow = errors.New("no such row")

// one reads a single row; notFound is the refusal when there is none, nil for errNoRow.
func one[T any](row *sql.Row, read func(scanner) (T, error), what string, notFound *docket.Error) (T, error) {
	v, err := read(row)
	if errors.Is(err, sql.ErrNoRows) {
		var none T
		if notFound == nil {
			return none, errNoRow
		}
		return none, notFound
	}
	return v, explain(what, err)
}

// list reads all rows of a query.
func list[T any](ctx context.Context, q querier, read func(scanner) (T, error), query string,
	args ...any,
) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := read(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

func word(row scanner) (v string, err error) {
	err = row.Scan(&v)
	return v, err
}

func count(ctx context.Context, q querier, query string, args ...any) (n int, err error) {
	err = q.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// change runs a statement; changed is false when it touched no row.
func change(ctx context.Context, q querier, query string, args ...any) (changed bool, err error) {
	res, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// isTaken reports whether err is a violation of a unique index.
func isTaken(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *driver.Error
	if errors.As(err, &lite) {
		return lite.Code() == codes.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == codes.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// clean makes foreign text storable: PostgreSQL refuses NUL and invalid UTF-8, and both engines must store the same.
func clean(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// conditions collects the WHERE of a list.
type conditions struct {
	texts []string
	args  []any
}

// add appends a condition; each ? in it is one argument.
func (c *conditions) add(text string, args ...any) {
	parts := strings.Split(text, "?")
	var b strings.Builder
	for i, part := range parts {
		b.WriteString(part)
		if i < len(parts)-1 {
			c.args = append(c.args, args[i]) //nolint:gosec // counted with the question marks
			b.WriteString("$" + strconv.Itoa(len(c.args)))
		}
	}
	c.texts = append(c.texts, b.String())
}

// addIn appends "column IN (values)"; no values, no condition.
func addIn[T ~string](c *conditions, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = clean(string(v))
	}
	c.add(column+" IN ("+strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")+")", args...)
}

func (c *conditions) where() string {
	if len(c.texts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.texts, " AND ")
}

// page appends LIMIT and OFFSET.
func (c *conditions) page(p Page) (text string, args []any) {
	limit, offset := p.bounds()
	args = append(append(args, c.args...), limit, offset)
	return fmt.Sprintf(" LIMIT $%d OFFSET $%d", len(args)-1, len(args)), args
}
