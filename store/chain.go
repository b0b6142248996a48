package store

import (
	"context"
	"encoding/json"

	"foja/docket"
)

// ChainedEvent is an event with its hash in the chain.
type ChainedEvent struct {
	docket.Event
	Hash string
}

// Chain returns the history of a request in order, each event with its hash. VerifyChain checks the hashes.
func (s *Store) Chain(ctx context.Context, request string) ([]ChainedEvent, error) {
	rows, err := events(ctx, s.read, request)
	if err != nil {
		return nil, explain("read chain", err)
	}
	all := make([]ChainedEvent, len(rows))
	for i, row := range rows {
		all[i].Hash = row.hash
		if err := json.Unmarshal([]byte(row.body), &all[i].Event); err != nil {
			return nil, explain("read event", err)
		}
	}
	return all, nil
}
