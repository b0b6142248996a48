package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"foja/docket"
	"foja/languages"
)

// tusPath is where files come in parts (tus 1.0). An interruption costs one part: the browser asks how far a file has come and goes on.
const tusPath = "/up-files/"

// resumable takes the parts of files for upload links. It stands outside sessions: creating a file needs a link, and adding to it the ID
// that only its creator was told.
func (s *server) resumable() (http.Handler, error) {
	composer := tus.NewStoreComposer()
	composer.UseCore(tusFiles{s})
	h, err := tus.NewHandler(tus.Config{
		StoreComposer: composer, BasePath: tusPath, DisableDownload: true, DisableTermination: true, DisableConcatenation: true,
		Cors: &tus.CorsConfig{Disable: true}, Logger: xslog.New(quiet{}), NetworkTimeout: time.Minute,
	})
	if err != nil {
		return nil, err
	}
	return http.StripPrefix(tusPath, summed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), tusCaller{}, caller{s.ip(r), printerFor(r)})))
	}))), nil
}

// tusCaller is the key of a caller in a context.
type tusCaller struct{}

// caller is whose file it is.
type caller struct {
	ip    string
	words *languages.Printer
}

// tusFiles implements tus.DataStore over the desk.
type tusFiles struct{ s *server }

// NewUpload implements tus.DataStore. The link's token travels with the file's name.
func (f tusFiles) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	who, _ := ctx.Value(tusCaller{}).(caller)
	id, err := f.s.Desk.Links.BeginUpload(ctx, info.MetaData["token"], who.ip, info.MetaData["filename"], info.Size)
	if err != nil {
		return nil, f.s.tusError(ctx, err)
	}
	return tusFile{f.s, id}, nil
}

// GetUpload implements tus.DataStore.
func (f tusFiles) GetUpload(_ context.Context, id string) (tus.Upload, error) {
	return tusFile{f.s, id}, nil
}

type tusFile struct {
	s  *server
	id string
}

// WriteChunk implements tus.Upload.
func (f tusFile) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := f.s.Desk.Links.AddToUpload(ctx, f.id, offset, src)
	return n, f.s.tusError(ctx, err)
}

// GetInfo implements tus.Upload.
func (f tusFile) GetInfo(ctx context.Context) (tus.FileInfo, error) {
	u, err := f.s.Desk.Links.Uploading(ctx, f.id)
	return tus.FileInfo{ID: u.ID, Size: u.Size, Offset: u.Received, MetaData: tus.MetaData{}}, f.s.tusError(ctx, err)
}

// GetReader implements tus.Upload: nothing is handed out here.
func (f tusFile) GetReader(context.Context) (io.ReadCloser, error) {
	return io.NopCloser(&bytes.Reader{}), nil
}

// FinishUpload implements tus.Upload: the desk has made a document of the last part.
func (f tusFile) FinishUpload(context.Context) error { return nil }

// tusError puts a refusal into words that the page shows, in the caller's language.
func (s *server) tusError(ctx context.Context, err error) error {
	var no *docket.Error
	if err == nil || !errors.As(err, &no) {
		return err
	}
	p := languages.For(languages.Spanish)
	if who, _ := ctx.Value(tusCaller{}).(caller); who.words != nil {
		p = who.words
	}
	words := p.Say(no.Reason)
	if p.Code() == english {
		if c, err := s.old.english(s.Desk.Core.Procedures(s.Desk.Core.Today(""))); err == nil {
			words, _ = c.Say(words) // what has no words stays Spanish
		}
	}
	kind, status := "ERR_REFUSED", http.StatusUnprocessableEntity
	switch no.Code {
	case docket.CodeNotFound:
		kind, status = "ERR_NOT_FOUND", http.StatusNotFound
	case docket.CodeConflict:
		kind, status = "ERR_MISMATCHED_OFFSET", http.StatusConflict
	case docket.CodeTooLarge:
		kind, status = "ERR_TOO_LARGE", http.StatusRequestEntityTooLarge
	case docket.CodeTooMany:
		kind, status = "ERR_TOO_MANY", http.StatusTooManyRequests
	case docket.CodeUnavailable:
		kind, status = "ERR_UNAVAILABLE", http.StatusServiceUnavailable
	default:
	}
	refusal := tus.NewError(kind, words, status)
	if wait := docket.WaitOf(err); wait > 0 {
		refusal.HTTPResponse.Header["Retry-After"] = strconv.Itoa(int(wait.Seconds()))
	}
	return refusal
}

// quiet drops the library's log lines: they name files.
type quiet struct{}

func (quiet) Enabled(context.Context, xslog.Level) bool  { return false }
func (quiet) Handle(context.Context, xslog.Record) error { return nil }
func (q quiet) WithAttrs([]xslog.Attr) xslog.Handler     { return q }
func (q quiet) WithGroup(string) xslog.Handler           { return q }
