package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"

	"foja/docket"
)

// ProcedureVersion is a procedure published by an administrator, as written.
type ProcedureVersion struct {
	Ordinal      int // 1, 2, 3… in the order of publication: one may be based on one before it
	Key, Version string
	Author       string // user ID
	PublishedAt  time.Time
	Hash         string // SHA-256 of Body
	Body         string // YAML
}

const procedureColumns = `ordinal, key, version, author, published_at, hash, body`

func readProcedure(row scanner) (v ProcedureVersion, err error) {
	err = row.Scan(&v.Ordinal, &v.Key, &v.Version, &v.Author, toTime(&v.PublishedAt), &v.Hash, &v.Body)
	return v, err
}

// ProcedureVersions returns those published after an ordinal, in their order; 0 means all.
func (s *Store) ProcedureVersions(ctx context.Context, after int) ([]ProcedureVersion, error) {
	all, err := list(ctx, s.read, readProcedure,
		`SELECT `+procedureColumns+` FROM procedure_version WHERE ordinal>$1 ORDER BY ordinal`, after)
	return all, explain("list procedure versions", err)
}

// PublishProcedure stores a version after the last one, whose ordinal is given: it was validated against the versions
// up to it, and another may have been published meanwhile.
func (s *Store) PublishProcedure(ctx context.Context, last int, v ProcedureVersion) error {
	sum := sha256.Sum256([]byte(v.Body))
	err := s.inTx(ctx, "publish procedure", func(tx *sql.Tx) error {
		n, err := count(ctx, tx, `SELECT COALESCE(max(ordinal), 0) FROM procedure_version`)
		if err != nil {
			return err
		}
		if n != last {
			return proceduresMoved()
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO procedure_version (`+procedureColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
			n+1, v.Key, v.Version, v.Author, at(s.orNow(v.PublishedAt)), hex.EncodeToString(sum[:]), clean(v.Body))
		return err
	})
	if isTaken(err) { // two concurrent calls, on PostgreSQL
		return proceduresMoved()
	}
	return err
}

// OpenByVersion counts the open requests that live under each version of a procedure, by key and version.
func (s *Store) OpenByVersion(ctx context.Context) (map[[2]string]int, error) {
	type line struct {
		of [2]string
		n  int
	}
	all, err := list(ctx, s.read, func(row scanner) (l line, err error) {
		err = row.Scan(&l.of[0], &l.of[1], &l.n)
		return l, err
	}, `SELECT procedure, version, count(*) FROM request WHERE closed_at IS NULL GROUP BY procedure, version`)
	open := map[[2]string]int{}
	for _, l := range all {
		open[l.of] = l.n
	}
	return open, explain("count open requests by version", err)
}

func proceduresMoved() *docket.Error {
	return docket.Refuse(docket.CodeConflict,
		"procedure.published_meanwhile")
}
