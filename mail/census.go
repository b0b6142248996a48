package mail

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Lying is one message as it lies in a folder of the mailbox. Nothing of it was moved or marked.
type Lying struct {
	Folder       string
	UID          uint32
	InternalDate time.Time // when the server took it
	Size         int64     // bytes on the server
	MessageID    string    // without angle brackets; "" when it has none
}

// censusPage is how many messages are asked for at a time: an answer stays small.
const censusPage = 500

// Census lists what lies in the folders since an instant, without marking anything as read. Folders that do not
// exist are empty. A message that waits to be deleted counts as gone.
func Census(ctx context.Context, a Account, folders []string, since time.Time) ([]Lying, error) {
	s, err := dialSession(ctx, a, time.Minute)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var all []Lying
	for _, folder := range folders {
		err := s.do("examine", s.limit, func() error {
			_, err := s.client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
			return err
		})
		var no *imap.Error
		if errors.As(err, &no) {
			there, listErr := s.exists(folder)
			if listErr != nil {
				return nil, listErr
			}
			if !there {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		found, err := s.census(folder, since)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	s.logout()
	return all, nil
}

func (s *session) census(folder string, since time.Time) ([]Lying, error) {
	var uids []imap.UID
	err := s.do("search", s.limit, func() error {
		// SINCE speaks of days and of no zone (RFC 9051 section 6.4.4): a day more, and the instants decide below.
		criteria := &imap.SearchCriteria{Since: since.AddDate(0, 0, -1), NotFlag: []imap.Flag{imap.FlagDeleted}}
		data, err := s.client.UIDSearch(criteria, nil).Wait()
		if err == nil {
			uids = data.AllUIDs()
		}
		return err
	})
	var all []Lying
	id := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"Message-ID"}}
	for len(uids) > 0 && err == nil {
		page := uids[:min(censusPage, len(uids))]
		uids = uids[len(page):]
		err = s.do("fetch", s.limit, func() error {
			found, err := s.client.Fetch(imap.UIDSetNum(page...), &imap.FetchOptions{
				UID: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{id},
			}).Collect()
			for _, f := range found {
				if f.InternalDate.Before(since) {
					continue
				}
				all = append(all, Lying{
					Folder: folder, UID: uint32(f.UID), InternalDate: f.InternalDate, Size: f.RFC822Size,
					MessageID: Parse(f.FindBodySection(id)).MessageID, // read as intake reads it
				})
			}
			return err
		})
	}
	return all, err
}
