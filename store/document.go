package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// The kinds of document.
const (
	DocumentText       = "text"
	DocumentAttachment = "attachment"
	DocumentDraft      = "draft"
	DocumentReasons    = "reasons"
	DocumentEvidence   = "evidence"
	DocumentLetter     = "letter"
	DocumentReceipt    = "receipt"
	DocumentNote       = "note"
	DocumentQuestion   = "question"
)

// NewDocument is a document to store. Documents never change.
type NewDocument struct {
	Request string // "" until linked
	Kind    string
	Name    string
	Type    string // media type
	Bytes   []byte
	By      string // user ID; "" = foja
	Key     string // idempotency key: the same key is the same document; "" = none
}

// Document is a kept document without its bytes. It never changes.
type Document struct {
	ID      string // UUID
	Request string
	Kind    string
	Name    string
	Type    string
	Size    int64
	SHA256  string // hexadecimal
	By      string
	At      time.Time
}

const documentColumns = `id, request, kind, name, type, size, sha256, by_user, kept_at`

func readDocument(row scanner) (d Document, err error) {
	err = row.Scan(&d.ID, &d.Request, &d.Kind, &d.Name, &d.Type, &d.Size, &d.SHA256, &d.By, toTime(&d.At))
	return d, err
}

func noDocument() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "document.unknown")
}

// KeepDocument stores a document. The same Key again returns the existing document; equal bytes are stored once.
func (s *Store) KeepDocument(ctx context.Context, d NewDocument) (Document, error) {
	if d.Kind == "" {
		return Document{}, docket.Invalid("kind", "document.kind_missing")
	}
	kept := Document{
		ID: uuid.NewString(), Request: d.Request, Kind: d.Kind, Name: clean(d.Name), Type: clean(d.Type),
		Size: int64(len(d.Bytes)), SHA256: sum(d.Bytes), By: d.By, At: s.now(),
	}
	var key any // NULL when there is none: it may repeat
	if d.Key != "" {
		key = d.Key
	}
	inside, external, err := s.storeBlob(ctx, kept.SHA256, d.Bytes)
	if err != nil {
		return Document{}, err
	}
	err = s.inTx(ctx, "keep document", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO blob (sha256, bytes, outside) VALUES ($1,$2,$3) ON CONFLICT (sha256) DO NOTHING`,
			kept.SHA256, inside, external); err != nil {
			return err
		}
		fresh, err := change(ctx, tx,
			`INSERT INTO document (id, key, request, kind, name, type, size, sha256, by_user, kept_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (key) DO NOTHING`,
			kept.ID, key, kept.Request, kept.Kind, kept.Name, kept.Type, kept.Size, kept.SHA256, kept.By, at(kept.At))
		if err != nil || fresh {
			return err
		}
		kept, err = readDocument(tx.QueryRowContext(ctx, `SELECT `+documentColumns+` FROM document WHERE key=$1`, key))
		if err != nil || kept.Request != "" || d.Request == "" {
			return err
		}
		// It belongs to no request, because its message was moved from the one it had.
		kept.Request = d.Request
		_, err = tx.ExecContext(ctx, `UPDATE document SET request=$2, searched=FALSE WHERE id=$1`, kept.ID, kept.Request)
		return err
	})
	if err != nil {
		return Document{}, err
	}
	return kept, nil
}

// DropDocuments removes documents of a request that nothing refers to. Their bytes stay: others may have the same.
func (s *Store) DropDocuments(ctx context.Context, request string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.inTx(ctx, "drop documents", func(tx *sql.Tx) error {
		words := false
		for _, id := range ids {
			d, err := one(tx.QueryRowContext(ctx, `SELECT searched FROM document WHERE id=$1 AND request=$2`, id, request),
				func(row scanner) (searched bool, err error) { return searched, row.Scan(&searched) },
				"read document", noDocument())
			if docket.CodeOf(err) == docket.CodeNotFound {
				continue
			}
			if err != nil {
				return err
			}
			words = words || d
			if _, err := tx.ExecContext(ctx, `DELETE FROM document WHERE id=$1`, id); err != nil {
				return err
			}
		}
		if words { // the case must not be found by words that it does not have
			return forgetWords(ctx, tx, request)
		}
		return nil
	})
}

// Document returns a document without its bytes.
func (s *Store) Document(ctx context.Context, id string) (Document, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+documentColumns+` FROM document WHERE id=$1`, id), readDocument,
		"read document", noDocument())
}

// DocumentBytes returns the bytes of a document. Bytes that do not match their hash are an error.
func (s *Store) DocumentBytes(ctx context.Context, id string) ([]byte, error) {
	var hash string
	var external bool
	bytes, err := one(s.read.QueryRowContext(ctx,
		`SELECT b.bytes, b.outside, d.sha256 FROM document d JOIN blob b ON b.sha256=d.sha256
		WHERE d.id=$1`, id), func(row scanner) (b []byte, err error) {
		err = row.Scan(&b, &external, &hash)
		return b, err
	}, "read document", noDocument())
	if err == nil {
		bytes, err = s.loadBlob(ctx, hash, bytes, external)
	}
	if err != nil {
		return nil, err
	}
	if sum(bytes) != hash {
		return nil, explain("read document "+id, errors.New("its bytes do not have its hash"))
	}
	return bytes, nil
}

// Documents lists the documents of a request, oldest first.
func (s *Store) Documents(ctx context.Context, request string) ([]Document, error) {
	all, err := list(ctx, s.read, readDocument, `SELECT `+documentColumns+` FROM document WHERE request=$1 AND request<>''
		ORDER BY kept_at, id`, request)
	return all, explain("list documents", err)
}

// LinkDocuments assigns documents to a request: all of them or none. A document of another request is refused as a
// conflict.
func (s *Store) LinkDocuments(ctx context.Context, request string, ids []string) error {
	return s.inTx(ctx, "link documents", func(tx *sql.Tx) error {
		for _, id := range ids {
			linked, err := change(ctx, tx, `UPDATE document SET request=$2 WHERE id=$1 AND request IN ('', $2)`, id, request)
			if err != nil {
				return err
			}
			if linked {
				continue
			}
			if _, err := one(tx.QueryRowContext(ctx, `SELECT id FROM document WHERE id=$1`, id), word, "read document",
				noDocument()); err != nil {
				return err
			}
			return docket.Refuse(docket.CodeConflict, "document.of_another_request")
		}
		return nil
	})
}
