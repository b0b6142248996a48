package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// Imported is a case that another system had, with its past.
type Imported struct {
	ID     string // of the request: NewImportID
	Number string // that it has there
	// it goes on under that number, which must be NNNNNN-YYYY; else it gets the next one of the year of its reception
	KeepNumber   bool
	Source       string // the file, and the line in it
	Line         int
	Registration docket.Registration
	Events       []docket.Event
	Case         docket.Case
	Documents    []ImportedDocument
	At           time.Time
}

// ImportedDocument is a document that the events of an imported case name by its ID.
type ImportedDocument struct {
	ID string // NewImportID
	NewDocument
}

// NewImportID makes the ID of a request or a document that will be imported: the events name it.
func NewImportID() string { return uuid.NewString() }

// mostImported is the highest number that a case can bring along: above it the series of the year must have room.
const mostImported = 900_000

var seriesNumber = regexp.MustCompile(`^0*([1-9][0-9]{0,5})-(20[0-9]{2})$`)

// SeriesNumber reads a number of foja's own form, also without its leading zeros.
func SeriesNumber(number string) (year, n int, ok bool) {
	m := seriesNumber.FindStringSubmatch(number)
	if m == nil {
		return 0, 0, false
	}
	n, _ = strconv.Atoi(m[1])    // the expression lets digits pass only
	year, _ = strconv.Atoi(m[2]) // the same
	return year, n, n <= mostImported
}

// Import keeps a case with its whole past in one transaction: no other process ever sees it without, and nobody writes
// its first letters again. A case with the same key that is there already stays as it is.
func (s *Store) Import(ctx context.Context, in Imported) (r docket.Request, existed bool, err error) {
	if err := registrable(in.Registration); err != nil {
		return docket.Request{}, false, err
	}
	if in.ID == "" || in.Case.Request != in.ID {
		return docket.Request{}, false, fmt.Errorf("store: the events are of request %q, not of %q", in.Case.Request, in.ID)
	}
	blobs := make([]blobRow, len(in.Documents))
	for i, d := range in.Documents {
		blobs[i].hash = sum(d.Bytes)
		if blobs[i].inside, blobs[i].outside, err = s.storeBlob(ctx, blobs[i].hash, d.Bytes); err != nil {
			return docket.Request{}, false, err
		}
	}
	r = docket.Request{
		Registration: in.Registration, ID: in.ID, StatusCode: random(codeAlphabet, codeLength),
		ReplyToken: random(tokenAlphabet, tokenLength), RegisteredAt: s.orNow(in.At).UTC().Truncate(time.Microsecond),
	}
	err = s.inTx(ctx, "import "+in.Number, func(tx *sql.Tx) error {
		before, err := one(tx.QueryRowContext(ctx, requestQuery+`r.ingest_key=$1`, in.Registration.Key), readRequest,
			"read request by key", nil)
		if err == nil {
			r, existed = before, true
			return nil
		}
		if !errors.Is(err, errNoRow) {
			return err
		}
		return s.importNew(ctx, tx, in, blobs, &r)
	})
	return r, existed, err
}

// blobRow is the row of a document's bytes.
type blobRow struct {
	hash    string
	inside  []byte // nil when they are outside of the database
	outside bool
}

func (s *Store) importNew(ctx context.Context, tx *sql.Tx, in Imported, blobs []blobRow, r *docket.Request) error {
	year, n, err := s.importNumber(ctx, tx, in)
	if err != nil {
		return err
	}
	r.Number = fmt.Sprintf("%06d-%d", n, year)
	if err := insertRequest(ctx, tx, *r, int64(year)*1_000_000+int64(n)); err != nil {
		return err
	}
	if err := insertRequester(ctx, tx, *r); err != nil {
		return err
	}
	if err := s.project(ctx, tx, in.Events, in.Case); err != nil {
		return err
	}
	for i, d := range in.Documents {
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO blob (sha256, bytes, outside) VALUES ($1,$2,$3) ON CONFLICT (sha256) DO NOTHING`,
			blobs[i].hash, blobs[i].inside, blobs[i].outside); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO document (id, key, request, kind, name, type, size, sha256, by_user, kept_at)
			VALUES ($1,NULL,$2,$3,$4,$5,$6,$7,$8,$9)`, d.ID, r.ID, d.Kind, clean(d.Name), clean(d.Type), int64(len(d.Bytes)),
			blobs[i].hash, d.By, at(r.RegisteredAt)); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx,
		`INSERT INTO imported (request, number, source, line, at, started) VALUES ($1,$2,$3,$4,$5,$6)`,
		r.ID, clean(in.Number), clean(in.Source), in.Line, at(r.RegisteredAt), in.Case.Closed())
	return err
}

// importNumber is the number under which a case goes on. The series of its year continues behind the highest one.
func (s *Store) importNumber(ctx context.Context, tx *sql.Tx, in Imported) (year, n int, err error) {
	if !in.KeepNumber {
		year = in.Registration.ReceivedAt.In(s.zones(in.Registration.Office)).Year()
		err = tx.QueryRowContext(ctx, `INSERT INTO register_counter (year, last) VALUES ($1, 1)
			ON CONFLICT (year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`, year).Scan(&n)
		return year, n, err
	}
	year, n, ok := SeriesNumber(in.Number)
	if !ok {
		return 0, 0, docket.Invalid("number", "imported.number_form", "number", in.Number)
	}
	_, err = one(tx.QueryRowContext(ctx, `SELECT id FROM request WHERE ordinal=$1`, int64(year)*1_000_000+int64(n)), word,
		"read request", nil)
	if err == nil {
		return 0, 0, docket.Refuse(docket.CodeConflict, "imported.number_taken",
			"number", fmt.Sprintf("%06d-%d", n, year))
	}
	if !errors.Is(err, errNoRow) {
		return 0, 0, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO register_counter (year, last) VALUES ($1, $2)
		ON CONFLICT (year) DO UPDATE SET last = CASE WHEN register_counter.last < $2 THEN $2 ELSE register_counter.last END`,
		year, n)
	return year, n, err
}

// UnstartedImports are open cases that came from another system and have no workflow yet.
func (s *Store) UnstartedImports(ctx context.Context, limit int) ([]string, error) {
	all, err := list(ctx, s.read, word, `SELECT request FROM imported WHERE NOT started ORDER BY request LIMIT $1`, limit)
	return all, explain("list imported requests without a workflow", err)
}

// ImportStarted records that the workflow of an imported case has begun.
func (s *Store) ImportStarted(ctx context.Context, request string) error {
	return s.inTx(ctx, "note a started import", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE imported SET started=TRUE WHERE request=$1`, request)
		return err
	})
}
