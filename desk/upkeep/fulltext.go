package upkeep

import (
	"context"
	"errors"
	"time"

	"foja/desk/documents"
	"foja/files/sandbox"
	"foja/store"
)

// One round reads so many files, for so long.
const (
	readAtOnce = 200
	readFor    = 50 * time.Second
)

// ReadForSearch lets cases be found by the words of what has joined them: mails, their attachments, letters, drafts and evidence. Call it
// every minute, beside other chores. A file is opened in a child process; one that has ended it twice has no words, and is not tried again.
// One that cannot be read now waits for the next round, and nothing waits behind it.
func (s *Service) ReadForSearch(ctx context.Context) error {
	waiting, err := s.core.Store.Unsearched(ctx, readAtOnce)
	if err != nil {
		return err
	}
	began := time.Now()
	var failures []error
	for _, u := range waiting {
		if time.Since(began) > readFor || ctx.Err() != nil {
			break
		}
		words, err := s.wordsOf(ctx, u)
		if err == nil {
			err = s.core.Store.AddToSearch(ctx, u, words)
		}
		if err != nil {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

func (s *Service) wordsOf(ctx context.Context, u store.Unsearched) (string, error) {
	if u.Message {
		m, err := s.core.Messages.Outline(ctx, u.ID)
		if err != nil {
			return "", err
		}
		return m.Subject + " " + m.From.Name + " " + m.Text, nil
	}
	content, err := s.core.Store.DocumentBytes(ctx, u.ID)
	if err != nil {
		s.core.Logger.Warn("a document was not read for the search", "document", u.ID, "error", err)
		return u.Name, nil
	}
	var words string
	err = s.documents.OpenFile(ctx, u.SHA256, sandbox.Words, func() (err error) {
		words, err = s.documents.Opener.Words(ctx, content)
		return err
	})
	var no documents.Unreadable
	if errors.As(err, &no) && no.Last {
		s.core.Logger.Warn("a document is not read for the search any more: its file ended the reader twice", "document", u.ID, "why", no.Why)
		return u.Name, nil
	}
	return u.Name + " " + words, err
}
