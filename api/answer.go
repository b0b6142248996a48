package api

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"foja/access"
	"foja/desk/documents"
	"foja/docket"
	"foja/webserver"
)

// send answers with JSON. A body that cannot be written is a defect of ours and becomes a
// problem: so nothing is sent before it is whole.
func send(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Content-Length", strconv.Itoa(len(text)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // a caller that hung up needs no answer
	return nil
}

// sendFile hands a file out to be saved, never to be shown: what a citizen attached must not
// run in anybody's browser.
func sendFile(w http.ResponseWriter, r *http.Request, f documents.File) {
	kind := "application/octet-stream"
	if t, _, err := mime.ParseMediaType(f.Type); err == nil {
		kind = t
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	content := f.Open()
	defer content.Close() //nolint:errcheck // only read
	webserver.ServeFile(w, r, f.SHA256, content)
}

// items is a whole list.
type items[T any] struct {
	Items []T `json:"items"`
}

// each makes a view of every element; an empty list is [], never null.
func each[T, V any](all []T, view func(T) V) []V {
	views := make([]V, len(all))
	for i, one := range all {
		views[i] = view(one)
	}
	return views
}

// page is a part of a list, with the size of the whole.
type page[T any] struct {
	Items  []T `json:"items"`
	Total  int `json:"total"`
	Limit  int `json:"limit"`
	Offset int `json:"offset"`
}

const (
	pageDefault = 50
	pageMost    = 200
	offsetMost  = 1_000_000
)

var pageNames = []string{"limit", "offset"}

// window reads limit and offset.
func window(q url.Values) (limit, offset int, err error) {
	limit, wrongLimit := number(q, "limit", pageDefault, 1, pageMost)
	offset, wrongOffset := number(q, "offset", 0, 0, offsetMost)
	if wrong := append(wrongLimit, wrongOffset...); len(wrong) > 0 {
		return 0, 0, wrong
	}
	return limit, offset, nil
}

func number(q url.Values, name string, otherwise, least, most int) (int, access.FieldErrors) {
	if !q.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < least || n > most {
		return 0, access.FieldErrors{docket.Invalid(name, "api.number_out_of_range", "least", least, "most", most)}
	}
	return n, nil
}

// sendPage answers with a part of a list and the addresses of its neighbours (RFC 8288).
func sendPage[T any](w http.ResponseWriter, r *http.Request, p page[T]) error {
	link := func(rel string, offset int) {
		q := r.URL.Query()
		q.Set("limit", strconv.Itoa(p.Limit))
		q.Set("offset", strconv.Itoa(offset))
		u := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
		w.Header().Add("Link", fmt.Sprintf("<%s>; rel=%q", u.String(), rel))
	}
	link("first", 0)
	if p.Offset > 0 {
		link("prev", max(0, p.Offset-p.Limit))
	}
	if p.Offset+p.Limit < p.Total {
		link("next", p.Offset+p.Limit)
	}
	link("last", max(0, (p.Total-1)/p.Limit*p.Limit))
	return send(w, http.StatusOK, p)
}
