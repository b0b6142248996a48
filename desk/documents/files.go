package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Document is a file in the case.
type Document struct {
	ID     string
	Kind   string
	Name   string
	Type   string
	Size   int64
	SHA256 string
	At     time.Time
	// Unreadable is why the search does not know its words; nothing = it knows them.
	Unreadable docket.Sentence
}

// Piece is something handed in, read and ready to be kept.
type Piece struct {
	Kind, Name, Media string
	Bytes             []byte
}

// ReadFiles reads uploads within the limits. Types are sniffed, never believed, and a virus is refused.
func (s *Service) ReadFiles(ctx context.Context, kind string, files []Upload) ([]Piece, access.FieldErrors) {
	if len(files) > s.attempts.Limits.Files {
		return nil, access.FieldErrors{docket.Invalid("files", "file.too_many", "most", s.attempts.Limits.Files)}
	}
	var pieces []Piece
	var wrong access.FieldErrors
	for _, f := range files {
		body, err := io.ReadAll(io.LimitReader(f.Body, s.attempts.Limits.FileBytes+1))
		name := FileName(f.Name)
		switch {
		case err != nil:
			wrong = append(wrong, docket.Invalid("files", "file.unreadable", "file", name))
		case int64(len(body)) > s.attempts.Limits.FileBytes:
			wrong = append(wrong, docket.Invalid("files", "file.too_large", "file", name, "most", s.attempts.Limits.FileBytes/1_000_000))
		case len(body) == 0:
			wrong = append(wrong, docket.Invalid("files", "file.empty", "file", name))
		default:
			if no := s.Scan(ctx, name, body); no != nil {
				wrong = append(wrong, no)
				continue
			}
			pieces = append(pieces, Piece{kind, name, mimetype.Detect(body).String(), body})
		}
	}
	return pieces, wrong
}

// Sums are the fingerprints of the files' bytes, up to the size that a file may have, and the files to be read after that. One that cannot be
// read has none; ReadFiles says so.
func (s *Service) Sums(files []Upload) ([]Upload, []string) {
	again, sums := make([]Upload, len(files)), make([]string, len(files))
	for i, f := range files {
		again[i] = f
		back, seeks := f.Body.(io.Seeker)
		var body bytes.Buffer
		hash := sha256.New()
		to := io.Writer(hash)
		if !seeks {
			to = io.MultiWriter(hash, &body)
		}
		_, err := io.Copy(to, io.LimitReader(f.Body, s.attempts.Limits.FileBytes+1))
		if seeks && err == nil {
			_, err = back.Seek(0, io.SeekStart)
		} else if !seeks {
			again[i].Body = bytes.NewReader(body.Bytes())
		}
		if err != nil {
			again[i].Body = broken{err}
			continue
		}
		sums[i] = hex.EncodeToString(hash.Sum(nil))
	}
	return again, sums
}

// broken is a body that could not be read.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// BytesOf is how many bytes files have that can say so before they are read.
func BytesOf(files []Upload) (n int64) {
	for _, f := range files {
		if s, ok := f.Body.(io.Seeker); ok {
			if end, err := s.Seek(0, io.SeekEnd); err == nil {
				n += end
			}
			_, _ = s.Seek(0, io.SeekStart) // a file that cannot go back fails when it is read
		}
	}
	return n
}

// FileName makes a foreign file name safe to show and to save: no path, no control or
// direction characters.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > 150 {
		ext := []rune(path.Ext(name))
		if len(ext) > 20 {
			ext = nil
		}
		name = string(runes[:150-len(ext)]) + string(ext)
	}
	if name == "" || name == "." || name == "/" {
		return "archivo"
	}
	return name
}

// Keep keeps pieces as documents and returns their IDs. The key makes a repetition find what
// the first attempt kept.
func (s *Service) Keep(ctx context.Context, request, by, key string, pieces []Piece) ([]string, error) {
	var ids []string
	for i, p := range pieces {
		sum := sha256.Sum256(p.Bytes)
		doc, err := s.core.Store.KeepDocument(ctx, store.NewDocument{
			Request: request, Kind: p.Kind, Name: p.Name, Type: p.Media, Bytes: p.Bytes, By: by, Key: fmt.Sprintf("%s:%d:%x", key, i, sum[:8]),
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, doc.ID)
	}
	return ids, nil
}

// Pieces reads kept files of a case, to be handed in again elsewhere.
func (s *Service) Pieces(ctx context.Context, request string, ids []string) ([]Piece, error) {
	var pieces []Piece
	for _, id := range ids {
		doc, err := s.core.Store.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		if doc.Request != request {
			return nil, docket.Refuse(docket.CodeNotFound, "case.document_not_here")
		}
		content, err := s.core.Store.DocumentBytes(ctx, id)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, Piece{Kind: doc.Kind, Name: doc.Name, Media: doc.Type, Bytes: content})
	}
	return pieces, nil
}

// Document hands out a file of a case.
func (s *Service) Document(ctx context.Context, by access.User, request, document string) (File, error) {
	if _, err := s.core.Open(ctx, by, request); err != nil {
		return File{}, err
	}
	return s.File(ctx, request, document)
}

// LetterPDF hands out a letter as it looks on paper.
func (s *Service) LetterPDF(ctx context.Context, by access.User, request, letter string) (File, error) {
	if _, err := s.core.Open(ctx, by, request); err != nil {
		return File{}, err
	}
	l, err := s.core.Store.Letter(ctx, letter)
	if err != nil {
		return File{}, err
	}
	if l.Request != request || l.PDF == "" {
		return File{}, docket.Refuse(docket.CodeNotFound, "letter.not_printable_yet")
	}
	return s.File(ctx, request, l.PDF)
}

// File hands out a document of a case.
func (s *Service) File(ctx context.Context, request, document string) (File, error) {
	doc, err := s.core.Store.Document(ctx, document)
	if err != nil {
		return File{}, err
	}
	if doc.Request != request {
		return File{}, docket.Refuse(docket.CodeNotFound, "case.document_not_here")
	}
	return s.Content(ctx, document)
}

// Content opens a document to be handed out.
func (s *Service) Content(ctx context.Context, document string) (File, error) {
	doc, content, err := s.core.Store.OpenDocument(ctx, document)
	return File{Name: doc.Name, Type: doc.Type, SHA256: doc.SHA256, content: content}, err
}

// DocumentOf is a document without its bytes, as pages show it.
func DocumentOf(d store.Document) Document {
	return Document{ID: d.ID, Kind: d.Kind, Name: d.Name, Type: d.Type, Size: d.Size, SHA256: d.SHA256, At: d.At}
}
