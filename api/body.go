package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"foja/access/limits"
	"foja/desk/documents"
	"foja/docket"
)

// file is a file inside JSON.
type file struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Content string `json:"content"` // base64
}

// withFiles is a body that can bring files: in JSON, or as parts of a multipart form.
type withFiles interface {
	lock() []file // the files leave the body: they are hashed and handed on by themselves
}

// upload is a file that arrived, with the hash of its bytes.
type upload struct {
	documents.Upload
	sum [sha256.Size]byte
}

// received is a body that was read: its files, and what to do when they are no longer needed.
type received struct {
	files []upload
	drop  func()
}

// read fills in, a pointer to a struct, from the body of a call.
func read(w http.ResponseWriter, r *http.Request, in any) (received, error) {
	carrier, _ := in.(withFiles)
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return received{}, docket.Refuse(codeUnsupportedMedia, "api.body_compressed")
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && media == mediaJSON:
		most := int64(limits.JSONBytes)
		if carrier != nil {
			most = limits.JSONFilesBytes
		}
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
		if err != nil {
			return received{}, unread(err)
		}
		if err := strictJSON(raw, in); err != nil {
			return received{}, err
		}
		got := received{drop: func() {}}
		if carrier != nil {
			got.files, err = decoded(carrier.lock())
		}
		return got, err
	case err == nil && media == "multipart/form-data" && carrier != nil:
		return readForm(w, r, in, carrier)
	case carrier != nil:
		return received{}, docket.Refuse(codeUnsupportedMedia, "api.send_json_or_multipart")
	default:
		return received{}, docket.Refuse(codeUnsupportedMedia, "api.send_json")
	}
}

// unread explains why a body could not be read.
func unread(err error) error {
	if big := (*http.MaxBytesError)(nil); errors.As(err, &big) {
		return docket.Refuse(codeTooLarge, "api.body_too_large", "most", big.Limit>>20)
	}
	return docket.Refuse(codeMalformed, "api.body_incomplete")
}

// decoded reads the files of a JSON body.
func decoded(files []file) ([]upload, error) {
	if len(files) > limits.Default().Files {
		return nil, tooMany()
	}
	var all []upload
	for i, f := range files {
		content, err := base64.StdEncoding.DecodeString(f.Content)
		if err != nil {
			return nil, docket.Invalid(fmt.Sprintf("files.%d.content", i), "api.not_base64")
		}
		all = append(all, upload{documents.Upload{Name: f.Name, Type: f.Type, Body: bytes.NewReader(content)}, sha256.Sum256(content)})
	}
	return all, nil
}

func tooMany() error {
	return docket.Invalid("files", "api.too_many_files", "most", limits.Default().Files)
}

// readForm reads a multipart body: the part "data" is the JSON, the parts "files" the files.
func readForm(w http.ResponseWriter, r *http.Request, in any, carrier withFiles) (received, error) {
	r.Body = http.MaxBytesReader(w, r.Body, limits.MultipartBytes)
	if err := r.ParseMultipartForm(limits.FormInMemory); err != nil { //nolint:gosec // bounded one line above
		return received{}, unread(err)
	}
	got := received{drop: func() { _ = r.MultipartForm.RemoveAll() }} // left-over files go with the temporary folder
	err := readParts(r.MultipartForm, in, &got)
	if err == nil && len(carrier.lock()) > 0 {
		err = &docket.Error{Code: codeMalformed, Field: "files", Reason: docket.Say("api.files_in_parts")}
	}
	if err != nil {
		got.drop()
	}
	return got, err
}

func readParts(form *multipart.Form, in any, got *received) error {
	for _, names := range []map[string]int{counts(form.Value), counts(form.File)} {
		for name := range names {
			if name != "data" && name != "files" {
				return &docket.Error{Code: codeMalformed, Field: name, Reason: docket.Say("api.part_unknown", "part", name)}
			}
		}
	}
	data, err := dataPart(form)
	if err != nil {
		return err
	}
	if err := strictJSON(data, in); err != nil {
		return err
	}
	if len(form.File["files"]) > limits.Default().Files {
		return tooMany()
	}
	for _, h := range form.File["files"] {
		f, err := h.Open()
		if err != nil {
			return err
		}
		before := got.drop
		got.drop = func() { _ = f.Close(); before() } // only read
		sum := sha256.New()
		if _, err := io.Copy(sum, f); err != nil {
			return err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		got.files = append(got.files, upload{documents.Upload{Name: h.Filename, Type: h.Header.Get("Content-Type"), Body: f}, [sha256.Size]byte(sum.Sum(nil))})
	}
	return nil
}

func counts[T any](parts map[string][]T) map[string]int {
	all := map[string]int{}
	for name, values := range parts {
		all[name] = len(values)
	}
	return all
}

// dataPart is the JSON of a form, whether it came as a value or as a file.
func dataPart(form *multipart.Form) (data []byte, err error) {
	values, files := form.Value["data"], form.File["data"]
	switch {
	case len(values)+len(files) != 1 || len(form.Value["files"]) > 0:
		return nil, &docket.Error{Code: codeMalformed, Field: "data", Reason: docket.Say("api.send_data_part")}
	case len(values) == 1:
		return []byte(values[0]), nil
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, limits.JSONBytes))
}
