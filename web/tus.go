package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"foja/desk"
	"foja/docket"
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
	return http.StripPrefix(tusPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), tusIP{}, s.ip(r))))
	})), nil
}

// tusIP is the key of the caller's address in a context.
type tusIP struct{}

// tusFiles implements tus.DataStore over the desk.
type tusFiles struct{ s *server }

// NewUpload implements tus.DataStore. The link's token travels with the file's name.
func (f tusFiles) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	ip, _ := ctx.Value(tusIP{}).(string)
	id, err := f.s.Desk.BeginUpload(ctx, info.MetaData["token"], ip, info.MetaData["filename"], info.Size)
	if err != nil {
		return nil, tusError(err)
	}
	return tusFile{f.s.Desk, id}, nil
}

// GetUpload implements tus.DataStore.
func (f tusFiles) GetUpload(_ context.Context, id string) (tus.Upload, error) {
	return tusFile{f.s.Desk, id}, nil
}

type tusFile struct {
	desk desk.UploadDesk
	id   string
}

// WriteChunk implements tus.Upload.
func (f tusFile) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := f.desk.AddToUpload(ctx, f.id, offset, src)
	return n, tusError(err)
}

// GetInfo implements tus.Upload.
func (f tusFile) GetInfo(ctx context.Context) (tus.FileInfo, error) {
	u, err := f.desk.Uploading(ctx, f.id)
	return tus.FileInfo{ID: u.ID, Size: u.Size, Offset: u.Received, MetaData: tus.MetaData{}}, tusError(err)
}

// GetReader implements tus.Upload: nothing is handed out here.
func (f tusFile) GetReader(context.Context) (io.ReadCloser, error) {
	return io.NopCloser(&bytes.Reader{}), nil
}

// FinishUpload implements tus.Upload: the desk has made a document of the last part.
func (f tusFile) FinishUpload(context.Context) error { return nil }

// tusError puts a refusal into words that the page shows.
func tusError(err error) error {
	var no *docket.Error
	switch {
	case err == nil || !errors.As(err, &no):
		return err
	case no.Code == docket.CodeNotFound:
		return tus.NewError("ERR_NOT_FOUND", no.Message, http.StatusNotFound)
	case no.Code == docket.CodeConflict:
		return tus.NewError("ERR_MISMATCHED_OFFSET", no.Message, http.StatusConflict)
	case no.Code == docket.CodeUnavailable:
		return tus.NewError("ERR_UNAVAILABLE", no.Message, http.StatusServiceUnavailable)
	default:
		return tus.NewError("ERR_REFUSED", no.Message, http.StatusUnprocessableEntity)
	}
}

// quiet drops the library's log lines: they name files.
type quiet struct{}

func (quiet) Enabled(context.Context, xslog.Level) bool  { return false }
func (quiet) Handle(context.Context, xslog.Record) error { return nil }
func (q quiet) WithAttrs([]xslog.Attr) xslog.Handler     { return q }
func (q quiet) WithGroup(string) xslog.Handler           { return q }
