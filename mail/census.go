package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Lying is one message as it lies in a folder of the mailbox. Nothing of it was moved or marked.
type Lying struct {
	Folder       string
	UIDValidity  uint32
	UID          uint32
	InternalDate time.Time // when the server took it
	Size         int64     // bytes on the server
	Answered     bool      // somebody answered it from a mail program
	MessageID    string    // without angle brackets; "" when it has none
	From         Address   // empty when it has none; not asked for by the watcher
	Subject      string
}

// censusPage is how many messages are asked for at a time: an answer stays small.
const censusPage = 500

// Census lists what lies in the folders since an instant, or all of it when that is zero, without marking anything as
// read. Folders that do not exist are empty. A message that waits to be deleted counts as gone.
func Census(ctx context.Context, a Account, folders []string, since time.Time) ([]Lying, error) {
	s, err := dialSession(ctx, a, time.Minute)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var all []Lying
	for _, folder := range folders {
		validity, there, err := s.examine(folder)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		found, err := s.census(folder, validity, since)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	s.logout()
	return all, nil
}

// examine opens a folder for reading; there is false when it does not exist.
func (s *session) examine(folder string) (validity uint32, there bool, err error) {
	place, err := s.place(folder)
	if err != nil {
		return 0, false, err
	}
	err = s.do("examine", s.limit, func() error {
		selected, err := s.client.Select(place, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err == nil {
			validity = selected.UIDValidity
		}
		return err
	})
	var no *imap.Error
	if errors.As(err, &no) {
		there, listErr := s.exists(place)
		if listErr != nil || !there {
			return 0, false, listErr
		}
	}
	return validity, err == nil, err
}

func (s *session) census(folder string, validity uint32, since time.Time) ([]Lying, error) {
	var uids []imap.UID
	err := s.do("search", s.limit, func() error {
		// SINCE speaks of days and of no zone (RFC 9051 section 6.4.4): a day more, and the instants decide below.
		criteria := &imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}
		if !since.IsZero() {
			criteria.Since = since.AddDate(0, 0, -1)
		}
		data, err := s.client.UIDSearch(criteria, nil).Wait()
		if err == nil {
			uids = data.AllUIDs()
		}
		return err
	})
	var all []Lying
	id := &imap.FetchItemBodySection{
		Peek: true, Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"Message-ID", "From", "Subject"},
	}
	for len(uids) > 0 && err == nil {
		page := uids[:min(censusPage, len(uids))]
		uids = uids[len(page):]
		err = s.do("fetch", s.limit, func() error {
			found, err := s.client.Fetch(imap.UIDSetNum(page...), &imap.FetchOptions{
				UID: true, Flags: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{id},
			}).Collect()
			for _, f := range found {
				if f.InternalDate.Before(since) {
					continue
				}
				var head Message // read as intake reads it
				head.readHead(f.FindBodySection(id))
				all = append(all, Lying{
					Folder: folder, UIDValidity: validity, UID: uint32(f.UID), InternalDate: f.InternalDate, Size: f.RFC822Size,
					Answered: slices.ContainsFunc(f.Flags, isAnswered), MessageID: head.MessageID, From: head.From,
					Subject: head.Subject,
				})
			}
			return err
		})
	}
	return all, err
}

func isAnswered(f imap.Flag) bool { return strings.EqualFold(string(f), string(imap.FlagAnswered)) }
