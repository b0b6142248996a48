package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// FolderMessage describes one message in a folder of the mailbox. Reading it moves and marks nothing.
type FolderMessage struct {
	Folder       string
	UIDValidity  uint32
	UID          uint32
	InternalDate time.Time // when the server received it
	Size         int64     // bytes on the server
	Answered     bool      // somebody answered it from a mail program
	MessageID    string    // without angle brackets; "" when missing
	From         Address   // empty when missing; not requested by the watcher
	Subject      string
}

// listPage is how many messages are requested at a time, to keep responses small.
const listPage = 500

// ListFolders lists the messages in the folders received since an instant, or all when it is zero, without marking
// them as read. Missing folders are empty. Messages marked as deleted are skipped.
func ListFolders(ctx context.Context, a Account, folders []string, since time.Time) ([]FolderMessage, error) {
	s, err := dialSession(ctx, a, time.Minute)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var all []FolderMessage
	for _, folder := range folders {
		validity, there, err := s.examine(folder)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		found, err := s.listSince(folder, validity, since)
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
	place, err := s.serverName(folder)
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

func (s *session) listSince(folder string, validity uint32, since time.Time) ([]FolderMessage, error) {
	var uids []imap.UID
	err := s.do("search", s.limit, func() error {
		// SINCE compares days without a zone (RFC 9051 section 6.4.4): ask for one day more and filter by instant
		// below.
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
	var all []FolderMessage
	id := &imap.FetchItemBodySection{
		Peek: true, Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"Message-ID", "From", "Subject"},
	}
	for len(uids) > 0 && err == nil {
		page := uids[:min(listPage, len(uids))]
		uids = uids[len(page):]
		err = s.do("fetch", s.limit, func() error {
			found, err := s.client.Fetch(imap.UIDSetNum(page...), &imap.FetchOptions{
				UID: true, Flags: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{id},
			}).Collect()
			for _, f := range found {
				if f.InternalDate.Before(since) {
					continue
				}
				var head Message // parsed like any message
				head.readHead(f.FindBodySection(id))
				all = append(all, FolderMessage{
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
