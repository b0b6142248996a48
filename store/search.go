package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSearch bounds the search column: PostgreSQL allows 1 MB of distinct words, and the end of a very long mail is
// rarely searched.
const maxSearch = 100_000

// Fold lowers s and removes accents: "Solicitó" and "SOLICITO" become equal.
func Fold(s string) string {
	bare := func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}
	return strings.Map(bare, norm.NFKD.String(s))
}

// words splits folded text at everything but letters and digits.
func words(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// stem removes Spanish plural and gender endings from a folded word, so that acta and actas, licitación and
// licitaciones match. It works on unaccented input, which is what people type; common stemmers need the accents.
func stem(w string) string {
	n := len(w)
	if n > 60 {
		return strings.ToValidUTF8(w[:60], "")
	}
	if n < 4 {
		return w
	}
	switch {
	case strings.HasSuffix(w, "ces"): // luces, luz
		return w[:n-3] + "z"
	case strings.HasSuffix(w, "eses"): // meses, mes
		return w[:n-2]
	case strings.HasSuffix(w, "as"), strings.HasSuffix(w, "es"), strings.HasSuffix(w, "os"):
		return w[:n-2]
	case strings.HasSuffix(w, "a"), strings.HasSuffix(w, "e"), strings.HasSuffix(w, "o"):
		return w[:n-1]
	}
	return w
}

// stems returns the distinct stems of texts in order.
func stems(texts ...string) []string {
	var all []string
	seen, size := map[string]bool{}, 0
	for _, text := range texts {
		for _, w := range words(text) {
			w = stem(w)
			if seen[w] {
				continue
			}
			if size += len(w) + 1; size > maxSearch {
				return all
			}
			seen[w] = true
			all = append(all, w)
		}
	}
	return all
}

// addSearch narrows a list of requests (alias r) to those that have every word of text.
func (s *Store) addSearch(c *conditions, text string) {
	found := stems(text)
	if len(found) == 0 {
		c.add("1 = 0") // no word of the query can be searched
		return
	}
	condition, match := s.matching(found)
	c.add(condition, match)
}

// matching is the condition that a request (alias r) has all the stems, with its one argument.
func (s *Store) matching(found []string) (condition, match string) {
	if s.engine == postgres {
		return "r.id IN (SELECT request FROM requester WHERE words @@ CAST(? AS tsquery))",
			"'" + strings.Join(found, "' & '") + "'"
	}
	return "r.ordinal IN (SELECT rowid FROM search WHERE search MATCH ?)", `"` + strings.Join(found, `" "`) + `"`
}
