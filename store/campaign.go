package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"foja/calendar"
	"foja/docket"
)

const (
	campaignWords = 8  // shorter texts are too common
	campaignDays  = 90 // between the first and the last
	campaignMost  = 500
)

// farewells begin the personal end of a letter.
var farewells = []string{
	"atentamente", "saludos", "cordialmente", "agradecido", "agradecida", "quedo", "sin otro particular", "gracias",
}

// campaignKey is equal for equal texts, no matter who sent them: without case, accents, punctuation, greeting and
// farewell, and without the requester's own name, number and address. Empty when too little is left.
func campaignKey(r docket.Requester, text string) string {
	own := map[string]bool{}
	for _, w := range words(r.Name + " " + r.IDNumber + " " + r.Email + " " + r.Address + " " + r.Phone) {
		own[w] = true
	}
	var kept []string
	for line := range strings.Lines(text) {
		all := words(line)
		said := strings.Join(all, " ")
		if len(kept) > 0 && slices.ContainsFunc(farewells, func(f string) bool { return strings.HasPrefix(said, f) }) {
			break
		}
		if len(kept) == 0 && (strings.HasPrefix(said, "senor") || strings.HasPrefix(said, "estimad") ||
			strings.HasPrefix(said, "buen") || strings.HasPrefix(said, "presente")) {
			continue
		}
		for _, w := range all {
			if !own[w] {
				kept = append(kept, w)
			}
		}
	}
	if len(kept) < campaignWords {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(kept, " ")))
	return hex.EncodeToString(sum[:16])
}

// Campaign returns the campaign key of a request's text, and the IDs of the requests with the same key, the oldest
// first.
func (s *Store) Campaign(ctx context.Context, request string) (key string, ids []string, err error) {
	type asked struct {
		key string
		on  calendar.Date
	}
	all, err := list(ctx, s.read, func(row scanner) (a asked, err error) {
		err = row.Scan(&a.key, toDate(&a.on))
		return a, err
	}, `SELECT text_key, received_on FROM request WHERE id=$1`, request)
	if err != nil || len(all) == 0 || all[0].key == "" {
		return "", nil, explain("read campaign", err)
	}
	ids, err = list(ctx, s.read, word,
		`SELECT id FROM request WHERE text_key=$1 AND received_on>=$2 AND received_on<=$3 ORDER BY ordinal LIMIT $4`,
		all[0].key, on(all[0].on.AddDays(-campaignDays)), on(all[0].on.AddDays(campaignDays)), campaignMost)
	return all[0].key, ids, explain("list campaign", err)
}
