package api

import (
	"mime"
	"strconv"
	"strings"
)

// accepts says whether a caller takes a media type (RFC 9110 section 12.5.1): the most precise
// range that names it decides. No header, or one that cannot be read, takes everything.
func accepts(headers []string, media string) bool {
	ranges := strings.FieldsFunc(strings.Join(headers, ","), func(r rune) bool { return r == ',' })
	kind, _, _ := strings.Cut(media, "/")
	best, takes, read := -1, false, false
	for _, one := range ranges {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(one))
		if err != nil {
			continue
		}
		read = true
		precision := -1
		switch name {
		case media:
			precision = 2
		case kind + "/*":
			precision = 1
		case "*/*":
			precision = 0
		}
		if precision > best {
			q, err := strconv.ParseFloat(params["q"], 64)
			best, takes = precision, err != nil || q > 0
		}
	}
	return takes || !read
}
