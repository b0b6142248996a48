package desk

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

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
	// Unreadable is why the search does not know its words, in Spanish; "" = it is not so.
	Unreadable string
}

// piece is something handed in, read and ready to be kept.
type piece struct {
	kind, name, media string
	bytes             []byte
}

// readFiles reads uploads within the limits. Types are sniffed, never believed, and a virus is refused.
func (d *Desk) readFiles(ctx context.Context, kind string, files []Upload) ([]piece, FieldErrors) {
	if len(files) > d.Limits.Files {
		return nil, FieldErrors{docket.Invalid("files", "Adjunte como máximo %d archivos. Junte los demás en uno solo.", d.Limits.Files)}
	}
	var pieces []piece
	var wrong FieldErrors
	for _, f := range files {
		body, err := io.ReadAll(io.LimitReader(f.Body, d.Limits.FileBytes+1))
		name := fileName(f.Name)
		switch {
		case err != nil:
			wrong = append(wrong, docket.Invalid("files", "No se pudo leer el archivo «%s». Vuelva a adjuntarlo.", name))
		case int64(len(body)) > d.Limits.FileBytes:
			wrong = append(wrong, docket.Invalid("files", "El archivo «%s» pasa de %d MB. Divídalo o redúzcalo.", name, d.Limits.FileBytes/1_000_000))
		case len(body) == 0:
			wrong = append(wrong, docket.Invalid("files", "El archivo «%s» está vacío. Vuelva a adjuntarlo.", name))
		default:
			if no := d.scan(ctx, name, body); no != nil {
				wrong = append(wrong, no)
				continue
			}
			pieces = append(pieces, piece{kind, name, mimetype.Detect(body).String(), body})
		}
	}
	return pieces, wrong
}

// bytesOf is how many bytes files have that can say so before they are read.
func bytesOf(files []Upload) (n int64) {
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

// fileName makes a foreign file name safe to show and to save: no path, no control or
// direction characters.
func fileName(name string) string {
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

// keep keeps pieces as documents and returns their IDs. The key makes a repetition find what
// the first attempt kept.
func (d *Desk) keep(ctx context.Context, request, by, key string, pieces []piece) ([]string, error) {
	var ids []string
	for i, p := range pieces {
		sum := sha256.Sum256(p.bytes)
		doc, err := d.Store.KeepDocument(ctx, store.NewDocument{
			Request: request, Kind: p.kind, Name: p.name, Type: p.media, Bytes: p.bytes, By: by, Key: fmt.Sprintf("%s:%d:%x", key, i, sum[:8]),
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, doc.ID)
	}
	return ids, nil
}

// Document hands out a file of a case.
func (d *Desk) Document(ctx context.Context, by User, request, document string) (File, error) {
	if _, err := d.open(ctx, by, request); err != nil {
		return File{}, err
	}
	return d.file(ctx, request, document)
}

// LetterPDF hands out a letter as it looks on paper.
func (d *Desk) LetterPDF(ctx context.Context, by User, request, letter string) (File, error) {
	if _, err := d.open(ctx, by, request); err != nil {
		return File{}, err
	}
	l, err := d.Store.Letter(ctx, letter)
	if err != nil {
		return File{}, err
	}
	if l.Request != request || l.PDF == "" {
		return File{}, docket.Refuse(docket.CodeNotFound, "Esa carta todavía no tiene una versión para imprimir. Espere un momento e inténtelo otra vez.")
	}
	return d.file(ctx, request, l.PDF)
}

func (d *Desk) file(ctx context.Context, request, document string) (File, error) {
	doc, err := d.Store.Document(ctx, document)
	if err != nil {
		return File{}, err
	}
	if doc.Request != request {
		return File{}, docket.Refuse(docket.CodeNotFound, "Ese documento no está en el expediente.")
	}
	return d.content(ctx, document)
}

// content opens a document to be handed out.
func (d *Desk) content(ctx context.Context, document string) (File, error) {
	doc, content, err := d.Store.OpenDocument(ctx, document)
	return File{Name: doc.Name, Type: doc.Type, SHA256: doc.SHA256, content: content}, err
}

func documentOf(d store.Document) Document {
	return Document{ID: d.ID, Kind: d.Kind, Name: d.Name, Type: d.Type, Size: d.Size, SHA256: d.SHA256, At: d.At}
}
