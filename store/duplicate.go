package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"foja/calendar"
)

// DuplicateProbe is the content of the form so far.
type DuplicateProbe struct {
	Name     string
	IDNumber string
	Email    string
	Text     string
	Since    calendar.Date // look no further back than this legal day
}

// DuplicateHint is a request that may be the same one. Why holds the codes id_number, email,
// name, text.
type DuplicateHint struct {
	RequestRow
	Why   []string
	Score int // larger is likelier
}

// Scores of each similarity.
const (
	likeIDNumber = 50
	likeText     = 50
	likeEmail    = 40
	likeName     = 30

	candidates = 200 // newest ones compared
)

type candidate struct {
	RequestRow
	idKey, emailKey, text string
}

func readCandidate(row scanner) (c candidate, err error) {
	err = row.Scan(append(rowFields(&c.RequestRow), &c.idKey, &c.emailKey, &c.text)...)
	return c, err
}

// ProbableDuplicates returns requests that the one being typed may repeat, likeliest first: the same person (identity
// number, e-mail address or name), or the same text. It is only a hint: a second request is admitted like the first.
func (s *Store) ProbableDuplicates(ctx context.Context, p DuplicateProbe, limit int) ([]DuplicateHint, error) {
	c := &conditions{}
	name := stems(p.Name)
	if !s.addLikely(c, p, name) {
		return nil, nil
	}
	if !p.Since.IsZero() {
		c.add("r.received_on >= ?", on(p.Since))
	}
	page, args := c.page(Page{Limit: candidates})
	found, err := list(ctx, s.read, readCandidate, `SELECT `+rowColumns+`, q.id_number_key, q.email_key, q.text
		FROM request r JOIN requester q ON q.request = r.id LEFT JOIN app_user u ON u.id = r.holder`+c.where()+`
		ORDER BY r.ordinal DESC`+page, args...)
	if err != nil {
		return nil, explain("find duplicates", err)
	}
	var hints []DuplicateHint
	for _, f := range found {
		if h := p.compare(f, name); h.Score > 0 {
			hints = append(hints, h)
		}
	}
	slices.SortStableFunc(hints, func(a, b DuplicateHint) int { return cmp.Compare(b.Score, a.Score) })
	if limit > 0 && len(hints) > limit {
		hints = hints[:limit]
	}
	return hints, nil
}

// addLikely selects requests with at least one similarity; false when the probe has too little. A UNION, so that each
// branch uses its index.
func (s *Store) addLikely(c *conditions, p DuplicateProbe, name []string) bool {
	var branches []string
	var args []any
	for _, branch := range []struct{ column, key string }{
		{"id_number_key", idKey(p.IDNumber)},
		{"email_key", emailKey(p.Email)},
		{"text_key", textKey(p.Text)},
	} {
		if branch.key != "" {
			branches = append(branches, "SELECT request FROM requester WHERE "+branch.column+" = ? AND "+branch.column+" <> ''")
			args = append(args, branch.key)
		}
	}
	if len(name) > 1 { // one word is not a full name
		condition, match := s.matching(name)
		branches = append(branches, "SELECT r.id FROM request r WHERE "+condition)
		args = append(args, match)
	}
	if len(branches) == 0 {
		return false
	}
	c.add("r.id IN ("+strings.Join(branches, " UNION ")+")", args...)
	return true
}

func (p DuplicateProbe) compare(c candidate, name []string) DuplicateHint {
	h := DuplicateHint{RequestRow: c.RequestRow}
	is := func(alike bool, why string, worth int) {
		if alike {
			h.Why = append(h.Why, why)
			h.Score += worth
		}
	}
	id, email := idKey(p.IDNumber), emailKey(p.Email)
	is(id != "" && id == c.idKey, "id_number", likeIDNumber)
	is(email != "" && email == c.emailKey, "email", likeEmail)
	is(len(name) > 1 && within(name, stems(c.RequesterName)), "name", likeName)
	is(alike(stems(p.Text), stems(c.text)), "text", likeText)
	return h
}

// within reports whether every word of a is in b: people leave out a second name or surname.
func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

// alike reports whether two texts share three quarters of their words.
func alike(a, b []string) bool {
	if len(a) < 4 || len(b) < 4 {
		return false
	}
	inB := make(map[string]bool, len(b))
	for _, w := range b {
		inB[w] = true
	}
	shared := 0
	for _, w := range a {
		if inB[w] {
			shared++
		}
	}
	return 4*shared >= 3*(len(a)+len(b)-shared)
}
