package store

import (
	"context"
	"encoding/json"

	"foja/docket"
)

// Link is an event with its hash in the chain.
type Link struct {
	docket.Event
	Hash string
}

// Chain returns the history of a request in order, each event with its hash. Whether the hashes are right, VerifyChain
// says.
func (s *Store) Chain(ctx context.Context, request string) ([]Link, error) {
	rows, err := events(ctx, s.read, request)
	if err != nil {
		return nil, explain("read chain", err)
	}
	all := make([]Link, len(rows))
	for i, row := range rows {
		all[i].Hash = row.hash
		if err := json.Unmarshal([]byte(row.body), &all[i].Event); err != nil {
			return nil, explain("read event", err)
		}
	}
	return all, nil
}
