package store

import (
	"context"
	"database/sql"
	"time"

	"foja/docket"
)

// UploadLink lets the sender of one held message upload what mail did not deliver.
type UploadLink struct {
	Message   string
	Token     string
	Reason    docket.HeldReason
	Address   string // recipient of its mail
	ExpiresAt time.Time
	MadeAt    time.Time
	SendingAt time.Time // its mail may have been sent
	MailedAt  time.Time
	Text      string    // what the sender wrote with it
	DoneAt    time.Time // uploaded
	Failure   string    // why its mail will never be sent
}

const uploadLinkColumns = `message, token, reason, address, expires_at, made_at, sending_at, mailed_at, text, done_at, failure`

func (s *Store) readUploadLink(row scanner) (l UploadLink, err error) {
	if err = row.Scan(&l.Message, &l.Token, &l.Reason, &l.Address, toTime(&l.ExpiresAt), toTime(&l.MadeAt),
		toTime(&l.SendingAt), toTime(&l.MailedAt),
		&l.Text, toTime(&l.DoneAt), &l.Failure); err != nil {
		return l, err
	}
	l.Token, err = s.opened(l.Token, uploadLinkRow(l.Message))
	return l, err
}

// Uninvited lists the held messages with these reasons since an instant that have no link.
func (s *Store) Uninvited(ctx context.Context, since time.Time,
	reasons ...docket.HeldReason,
) (ids []string, err error) {
	for _, reason := range reasons {
		some, err := list(ctx, s.read, readText,
			`SELECT m.id FROM message m WHERE m.fate=$1 AND m.reason=$2 AND m.kept_at >= $3
			AND NOT EXISTS (SELECT 1 FROM upload_link l WHERE l.message=m.id) ORDER BY m.kept_at, m.id`, docket.FateHeld,
			string(reason), at(since))
		if err != nil {
			return nil, explain("list messages without a link", err)
		}
		ids = append(ids, some...)
	}
	return ids, nil
}

// MakeUploadLink stores a link; a message has one. Its token is sealed: nothing finds a link by it, and its mail and
// the page of the message show it.
func (s *Store) MakeUploadLink(ctx context.Context, l UploadLink) error {
	token, err := s.seal(l.Token, uploadLinkRow(l.Message))
	if err != nil {
		return explain("make upload link", err)
	}
	_, err = s.write.ExecContext(ctx,
		`INSERT INTO upload_link (message, token, reason, address, expires_at, made_at) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (message) DO NOTHING`, l.Message, token, string(l.Reason), clean(l.Address), at(l.ExpiresAt),
		at(s.orNow(l.MadeAt)))
	return explain("make upload link", err)
}

// UploadLink finds the link of a message.
func (s *Store) UploadLink(ctx context.Context, message string) (UploadLink, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+uploadLinkColumns+` FROM upload_link WHERE message=$1`,
		message), s.readUploadLink,
		"read upload link", docket.Refuse(docket.CodeNotFound, "link.unknown"))
}

// UploadLinksTo counts the links that were made for an address since an instant.
func (s *Store) UploadLinksTo(ctx context.Context, address string, since time.Time) (int, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM upload_link WHERE address=$1 AND made_at >= $2`,
		clean(address), at(since))
	return n, explain("count upload links", err)
}

// DropUpload forgets a file that has not come whole.
func (s *Store) DropUpload(ctx context.Context, id string) error {
	return s.inTx(ctx, "drop upload", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM upload_part WHERE upload=$1`, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM upload WHERE id=$1 AND document=''`, id)
		return err
	})
}

// UnmailedUploadLinks lists the links whose mail is still to be sent.
func (s *Store) UnmailedUploadLinks(ctx context.Context) ([]UploadLink, error) {
	all, err := list(ctx, s.read, s.readUploadLink,
		`SELECT `+uploadLinkColumns+` FROM upload_link WHERE mailed_at IS NULL AND failure='' AND address<>''
		ORDER BY made_at LIMIT 100`)
	return all, explain("list links to mail", err)
}

// UploadLinkSending notes, before the first attempt, that the mail of a link may leave from now on; a zero time that
// the server has not taken it, so that it can be sent again without looking for it.
func (s *Store) UploadLinkSending(ctx context.Context, message string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE upload_link SET sending_at=$1 WHERE message=$2`, at(when), message)
	return explain("note that a link is being mailed", err)
}

// UploadLinkMailed notes that it has left; failure says why it never will.
func (s *Store) UploadLinkMailed(ctx context.Context, message string, when time.Time, failure string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE upload_link SET mailed_at=$1, failure=$2 WHERE message=$3`, at(when),
		clean(failure), message)
	return explain("note that a link was mailed", err)
}

// HandIn closes a link with what its sender wrote; false when it was closed before.
func (s *Store) HandIn(ctx context.Context, message, text string, when time.Time) (first bool, err error) {
	first, err = change(ctx, s.write, `UPDATE upload_link SET text=$1, done_at=$2 WHERE message=$3 AND done_at IS NULL`,
		clean(text), at(when), message)
	return first, explain("hand in", err)
}

// Uploading is a file that comes in by a link, as far as it has come.
type Uploading struct {
	ID, Message, Name string
	Size, Received    int64  // bytes
	Document          string // once it is whole
}

// UploadBounds are what upload links may bring.
type UploadBounds struct {
	Files     int   // of one link
	Link, All int64 // bytes of one link, and of all links whose mail nobody has decided about
}

// Over says which of the bounds a file is beyond.
type Over int

// The bounds.
const (
	Within Over = iota
	OverFiles
	OverLink
	OverAll
)

// BeginUpload notes a file that is about to come, unless it is beyond a bound. The sizes that are announced count,
// before a byte has come.
func (s *Store) BeginUpload(ctx context.Context, u Uploading, most UploadBounds) (over Over, err error) {
	err = s.inTx(ctx, "begin upload", func(tx *sql.Tx) error {
		// One after the other on both engines: SQLite has one writer, and PostgreSQL waits for this row.
		if _, err := tx.ExecContext(ctx, `INSERT INTO limit_use (kind, value, full_at) VALUES ('begin upload', '', 0)
			ON CONFLICT (kind, value) DO UPDATE SET full_at=0`); err != nil {
			return err
		}
		var files int
		var link, all int64
		err := tx.QueryRowContext(ctx,
			`SELECT COUNT(CASE WHEN u.message=$1 THEN 1 END), COALESCE(SUM(CASE WHEN u.message=$1 THEN u.size END), 0),
			COALESCE(SUM(u.size), 0) FROM upload u JOIN message m ON m.id=u.message WHERE m.fate=$2 OR u.message=$1`, u.Message,
			docket.FateHeld).Scan(&files, &link, &all)
		switch {
		case err != nil:
			return err
		case files >= most.Files:
			over = OverFiles
		case link+u.Size > most.Link:
			over = OverLink
		case all+u.Size > most.All:
			over = OverAll
		default:
			_, err = tx.ExecContext(ctx,
				`INSERT INTO upload (id, message, name, size, begun_at, touched_at) VALUES ($1,$2,$3,$4,$5,$5)`,
				u.ID, u.Message, clean(u.Name), u.Size, at(s.now()))
		}
		return err
	})
	return over, err
}

// DropStaleUploads forgets the files of which nothing has come since an instant; it returns how many.
func (s *Store) DropStaleUploads(ctx context.Context, before time.Time) (int, error) {
	ids, err := list(ctx, s.read, readText,
		`SELECT id FROM upload WHERE document='' AND touched_at<$1 LIMIT 1000`, at(before))
	if err != nil {
		return 0, explain("list stale uploads", err)
	}
	for i, id := range ids {
		if err := s.DropUpload(ctx, id); err != nil {
			return i, err
		}
	}
	return len(ids), nil
}

const uploadColumns = `u.id, u.message, u.name, u.size, u.document,
	CASE WHEN u.document<>'' THEN u.size ELSE
		COALESCE((SELECT SUM(length(p.bytes)) FROM upload_part p WHERE p.upload=u.id), 0) END`

func readUploading(row scanner) (u Uploading, err error) {
	err = row.Scan(&u.ID, &u.Message, &u.Name, &u.Size, &u.Document, &u.Received)
	return u, err
}

// Uploading returns one file by its ID.
func (s *Store) Uploading(ctx context.Context, id string) (Uploading, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+uploadColumns+` FROM upload u WHERE u.id=$1`, id), readUploading,
		"read upload", docket.Refuse(docket.CodeNotFound, "upload.unknown"))
}

// Uploads lists the files of a message's link, the first first.
func (s *Store) Uploads(ctx context.Context, message string) ([]Uploading, error) {
	all, err := list(ctx, s.read, readUploading,
		`SELECT `+uploadColumns+` FROM upload u WHERE u.message=$1 ORDER BY u.begun_at, u.id`, message)
	return all, explain("list uploads", err)
}

// AddPart commits the next bytes of a file. Bytes that do not follow on those that are there are refused: another
// request was faster.
func (s *Store) AddPart(ctx context.Context, id string, start int64, bytes []byte) error {
	return s.inTx(ctx, "add to upload", func(tx *sql.Tx) error {
		u, err := one(tx.QueryRowContext(ctx, `SELECT `+uploadColumns+` FROM upload u WHERE u.id=$1`, id), readUploading,
			"read upload", nil)
		if err != nil {
			return err
		}
		if u.Document != "" || u.Received != start || start+int64(len(bytes)) > u.Size {
			return docket.Refuse(docket.CodeConflict, "upload.part_out_of_order")
		}
		if _, err = tx.ExecContext(ctx, `INSERT INTO upload_part (upload, start, bytes) VALUES ($1,$2,$3)`, id, start,
			bytes); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE upload SET touched_at=$2 WHERE id=$1`, id, at(s.now()))
		return err
	})
}

// UploadBytes puts the parts of a file together.
func (s *Store) UploadBytes(ctx context.Context, id string) (whole []byte, err error) {
	err = s.eachRow(ctx, `SELECT bytes FROM upload_part WHERE upload=$1 ORDER BY start`, func(rows *sql.Rows) error {
		var part []byte
		err := rows.Scan(&part)
		whole = append(whole, part...)
		return err
	}, id)
	return whole, explain("read upload", err)
}

// FinishUpload names the document that a file has become, and drops its parts.
func (s *Store) FinishUpload(ctx context.Context, id, document string) error {
	return s.inTx(ctx, "finish upload", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE upload SET document=$1 WHERE id=$2`, document, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM upload_part WHERE upload=$1`, id)
		return err
	})
}
