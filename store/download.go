package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
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

const linkColumns = `token, request, letter, document, expires_on`

func readLink(row scanner) (l DownloadLink, err error) {
	err = row.Scan(&l.Token, &l.Request, &l.Letter, &l.Document, toDate(&l.ExpiresOn))
	return l, err
}

// LinkDownload makes a link, or returns the existing one of the letter and document, because the letter's text is
// fixed. The token has 128 random bits.
func (s *Store) LinkDownload(ctx context.Context, l DownloadLink) (DownloadLink, error) {
	token := make([]byte, 16)
	_, _ = rand.Read(token) // never fails
	l.Token = base64.RawURLEncoding.EncodeToString(token)
	if _, err := s.write.ExecContext(ctx, `INSERT INTO download_link (`+linkColumns+`, made_at) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (letter, document) DO NOTHING`, l.Token, l.Request, l.Letter, l.Document, on(l.ExpiresOn),
		at(s.now())); err != nil {
		return l, explain("make download link", err)
	}
	return one(s.write.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM download_link WHERE letter=$1 AND document=$2`,
		l.Letter, l.Document),
		readLink, "read download link", nil)
}

// DownloadLink finds a link by its token.
func (s *Store) DownloadLink(ctx context.Context, token string) (DownloadLink, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM download_link WHERE token=$1`,
		token), readLink, "read download link",
		docket.Refuse(docket.CodeNotFound, "link.unknown"))
}

// MarkDownload records that a file was fetched.
func (s *Store) MarkDownload(ctx context.Context, token string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO download (token, at) VALUES ($1,$2)`, token, at(when))
	return explain("record download", err)
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
