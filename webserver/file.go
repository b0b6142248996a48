package webserver

import (
	"io"
	"net/http"
	"strconv"
	"time"
)

// ServeFile sends a file whose headers are set, whole or the parts that are asked for (Range), from where it lies.
// sha256, in hexadecimal, makes its ETag: an interrupted download goes on only with the same bytes. "" = no ETag.
func ServeFile(w http.ResponseWriter, r *http.Request, sha256 string, content io.ReadSeeker) {
	if sha256 != "" {
		w.Header().Set("ETag", strconv.Quote(sha256))
	}
	http.ServeContent(w, r, "", time.Time{}, content)
}
