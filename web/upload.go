package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"foja/access"
	"foja/access/limits"
	"foja/desk/documents"
	"foja/docket"
)

// readForm reads what was sent, within the limits, before anything looks at it. It answers
// the request itself, and returns false, when it cannot.
func (s *server) readForm(w http.ResponseWriter, r *http.Request, user *access.User, most int64) bool {
	if r.Method != http.MethodPost {
		return true
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(limits.FormInMemory) //nolint:gosec // MaxBytesReader bounds it
	} else {
		err = r.ParseForm()
	}
	if err == nil {
		return true
	}
	refusal := docket.Refuse(docket.CodeInvalid, "form.incomplete")
	if tooBig := (*http.MaxBytesError)(nil); errors.As(err, &tooBig) {
		refusal = docket.Refuse(docket.CodeTooLarge, "form.too_large", "most", size(most))
	}
	s.problem(w, r, user, refusal)
	return false
}

func dropUploads(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // left-over files go with the temporary folder
	}
}

// uploads opens the files of a form. The caller calls done when the desk has read them.
func uploads(r *http.Request, name string) (files []documents.Upload, done func(), err error) {
	var opened []multipart.File
	done = func() {
		for _, f := range opened {
			_ = f.Close() // only read
		}
	}
	if r.MultipartForm == nil {
		return nil, done, nil
	}
	headers := r.MultipartForm.File[name]
	if len(headers) > limits.Default().Files {
		return nil, done, docket.Invalid(name, "form.too_many_files", "most", limits.Default().Files)
	}
	for _, h := range headers {
		if h.Filename == "" {
			continue
		}
		f, err := h.Open()
		if err != nil {
			done()
			return nil, func() {}, err
		}
		opened = append(opened, f)
		files = append(files, documents.Upload{Name: h.Filename, Type: h.Header.Get("Content-Type"), Body: f})
	}
	return files, done, nil
}

// readAll reads files whole; the form's size is limited already.
func readAll(files []documents.Upload) ([]Attachment, error) {
	var all []Attachment
	for _, f := range files {
		body, err := io.ReadAll(f.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, Attachment{Name: f.Name, Type: f.Type, Size: int64(len(body)), Body: body})
	}
	return all, nil
}
