package links

import (
	"context"
	"fmt"
	"time"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
)

// StatusLetter is a letter to the requester that has left, for her to read again. The receipt is not among them: it has its own place.
type StatusLetter struct {
	Key  string // names it among those of the request
	Name docket.Sentence
	At   time.Time
	pdf  string
}

// StatusLetter hands the citizen one of them.
func (s *Service) StatusLetter(ctx context.Context, number, code, key, ip string) (documents.File, error) {
	o, err := s.citizen(ctx, number, code, ip)
	if err != nil {
		return documents.File{}, err
	}
	list, err := s.statusLetters(ctx, o)
	if err != nil {
		return documents.File{}, err
	}
	for _, l := range list {
		if l.Key == key {
			return s.documents.File(ctx, o.Request.ID, l.pdf)
		}
	}
	return documents.File{}, docket.Refuse(docket.CodeNotFound, "status.letter_unknown")
}

// statusLetters are those that were sent, or handed over on paper. One that can still be taken back is nobody's yet.
func (s *Service) statusLetters(ctx context.Context, o core.LoadedCase) ([]StatusLetter, error) {
	rows, err := s.core.Store.Letters(ctx, o.Request.ID)
	if err != nil {
		return nil, err
	}
	var list []StatusLetter
	for _, l := range rows {
		at := l.SentAt
		if at.IsZero() {
			at = l.DeliveredAt
		}
		if l.Kind == docket.LetterReceipt || l.PDF == "" || at.IsZero() {
			continue
		}
		list = append(list, StatusLetter{fmt.Sprintf("%s-%d", l.Kind, l.N), core.LetterName(o.Procedure, l.Kind), at, l.PDF})
	}
	return list, nil
}
