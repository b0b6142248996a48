package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"
	"time"

	"foja/calendar"
	"foja/docket"
)

// DownloadLink lets the holder of its token download one file of a letter.
type DownloadLink struct {
	Token, Request, Letter, Document string
	ExpiresOn                        calendar.Date // last day, whole, in the office's zone (law: R36)
}

// Download is one download of a file.
type Download struct {
	Letter, Document string
	At               time.Time
}

const linkColumns = `token, sealed, request, letter, document, expires_on`

// readLink reads a link. The key of its row is the hash of the token, so that a copy of the database fetches nothing;
// the token itself is sealed, because its letter is rendered again.
func (s *Store) readLink(row scanner) (l DownloadLink, err error) {
	var key, sealed string
	if err = row.Scan(&key, &sealed, &l.Request, &l.Letter, &l.Document, toDate(&l.ExpiresOn)); err != nil {
		return l, err
	}
	if sealed == "" { // of a program from before
		l.Token = key
		return l, nil
	}
	l.Token, err = s.opened(sealed, downloadRow(l.Letter, l.Document))
	return l, err
}

func downloadRow(letter, document string) string { return "download_link:" + letter + ":" + document }

// LinkDownload makes a link, or returns the existing one of the letter and document, because the letter's text is
// fixed. The token has 128 random bits.
func (s *Store) LinkDownload(ctx context.Context, l DownloadLink) (DownloadLink, error) {
	bits := make([]byte, 16)
	_, _ = rand.Read(bits) // never fails
	token := base64.RawURLEncoding.EncodeToString(bits)
	sealed, err := s.seal(token, downloadRow(l.Letter, l.Document))
	if err != nil {
		return l, explain("make download link", err)
	}
	if _, err := s.write.ExecContext(ctx, `INSERT INTO download_link (`+linkColumns+`, made_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (letter, document) DO NOTHING`, tokenKey(token), sealed,
		l.Request, l.Letter,
		l.Document, on(l.ExpiresOn), at(s.now())); err != nil {
		return l, explain("make download link", err)
	}
	return one(s.write.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM download_link WHERE letter=$1 AND document=$2`,
		l.Letter, l.Document),
		s.readLink, "read download link", nil)
}

// DownloadLink finds a link by its token.
func (s *Store) DownloadLink(ctx context.Context, token string) (DownloadLink, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM download_link
		WHERE token=$1 OR token=$2 AND sealed=''`, tokenKey(token), token), s.readLink, "read download link",
		docket.Refuse(docket.CodeNotFound, "link.unknown"))
}

// MarkDownload records that a file was fetched.
func (s *Store) MarkDownload(ctx context.Context, token string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO download (token, at)
		VALUES ((SELECT token FROM download_link WHERE token=$1 OR token=$2 AND sealed=''), $3)`, tokenKey(token),
		token, at(when))
	return explain("record download", err)
}

// hashDownloads takes over the links of a program from before, which stand in clear, and seals the others with the
// current key.
func (s *Store) hashDownloads(ctx context.Context) (changed bool, err error) {
	type link struct{ key, sealed, letter, document string }
	all, err := list(ctx, s.write, func(row scanner) (l link, err error) {
		err = row.Scan(&l.key, &l.sealed, &l.letter, &l.document)
		return l, err
	}, `SELECT token, sealed, letter, document FROM download_link`)
	if err != nil {
		return false, explain("seal download links", err)
	}
	for _, l := range all {
		key, text := l.key, l.sealed
		if l.sealed == "" {
			key, text = tokenKey(l.key), l.key
		}
		again, err := s.sealed(text, downloadRow(l.letter, l.document))
		if err != nil {
			return changed, fmt.Errorf("store: download link of %s: %w", l.letter, err)
		}
		if again == l.sealed {
			continue
		}
		changed = true
		if err := s.inTx(ctx, "seal download link", func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, `UPDATE download SET token=$2 WHERE token=$1`, l.key, key); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx,
				`UPDATE download_link SET token=$2, sealed=$3 WHERE token=$1 AND sealed=$4`, l.key, key,
				again, l.sealed)
			return err
		}); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// Downloads returns the downloads of a request's files, the first first.
func (s *Store) Downloads(ctx context.Context, request string) ([]Download, error) {
	all, err := list(ctx, s.read, func(row scanner) (d Download, err error) {
		err = row.Scan(&d.Letter, &d.Document, toTime(&d.At))
		return d, err
	}, `SELECT l.letter, l.document, d.at FROM download d JOIN download_link l ON l.token=d.token WHERE l.request=$1
			ORDER BY d.at`, request)
	return all, explain("list downloads", err)
}
