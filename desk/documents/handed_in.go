package documents

import (
	"context"

	"foja/store"
)

// HandedIn are the documents that a message's sender handed in by its link.
func (s *Service) HandedIn(ctx context.Context, message string) (docs []store.Document, err error) {
	all, err := s.core.Store.Uploads(ctx, message)
	if err != nil {
		return nil, err
	}
	for _, u := range all {
		if u.Document == "" {
			continue
		}
		doc, err := s.core.Store.Document(ctx, u.Document)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}
