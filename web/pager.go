package web

import (
	"net/http"
	"net/url"
	"strconv"
)

// pager leads through a long list. It keeps the filters that are in the address.
type pager struct {
	From, To, Total int
	Previous, Next  string // "" at the ends
}

// offsetOf reads where a list begins; nonsense begins at the beginning.
func offsetOf(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("from"))
	if err != nil || n < 0 || n > 10_000_000 {
		return 0
	}
	return n
}

func newPager(r *http.Request, at, shown, total int) pager {
	p := pager{From: at + 1, To: at + shown, Total: total}
	if shown == 0 {
		p.From = at
	}
	if at > 0 {
		p.Previous = pageURL(r, max(0, at-pageSize))
	}
	if shown > 0 && at+shown < total {
		p.Next = pageURL(r, at+pageSize)
	}
	return p
}

func pageURL(r *http.Request, at int) string {
	q := r.URL.Query()
	q.Del("from")
	if at > 0 {
		q.Set("from", strconv.Itoa(at))
	}
	return (&url.URL{Path: r.URL.Path, RawQuery: q.Encode()}).String()
}
