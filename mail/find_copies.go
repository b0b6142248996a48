package mail

import (
	"context"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Copy is a message found in a folder.
type Copy struct {
	Raw          []byte
	InternalDate time.Time // when the server received it
}

// copiesCap is how many messages with one Message-ID are read. Normally there is one for each attempt.
const copiesCap = 20

// Copies reads the messages with this Message-ID (without brackets) in the folders, up to max bytes each. An ID is no
// proof: compare them with SameLetter. Missing folders are skipped. After an error nothing is known, not even that
// there is none.
func Copies(ctx context.Context, a Account, folders []string, messageID string, max int64) (found []Copy, err error) {
	s, err := dialSession(ctx, a, time.Minute)
	if err != nil {
		return nil, err
	}
	defer s.close()
	for _, folder := range folders {
		_, there, err := s.examine(folder)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		here, err := s.copies(messageID, max, copiesCap-len(found))
		if err != nil {
			return nil, err
		}
		found = append(found, here...)
	}
	s.logout()
	return found, nil
}

// copies reads those in the open folder, the latest first.
func (s *session) copies(messageID string, max int64, limit int) (found []Copy, err error) {
	var uids []imap.UID
	err = s.do("search", s.limit, func() error {
		criteria := &imap.SearchCriteria{
			Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + messageID + ">"}},
		}
		data, err := s.client.UIDSearch(criteria, nil).Wait()
		if err == nil {
			uids = data.AllUIDs()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(uids)
	section := &imap.FetchItemBodySection{Peek: true}
	for _, uid := range uids[:min(len(uids), limit)] {
		var size []*imapclient.FetchMessageBuffer
		set := imap.UIDSetNum(uid)
		err := s.do("fetch", s.limit, func() error {
			size, err = s.client.Fetch(set, &imap.FetchOptions{RFC822Size: true, InternalDate: true}).Collect()
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(size) != 1 || size[0].RFC822Size > max {
			continue // removed meanwhile, or too large to be our letter
		}
		var whole []*imapclient.FetchMessageBuffer
		err = s.do("fetch", s.limit, func() error {
			whole, err = s.client.Fetch(set, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}}).Collect()
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(whole) == 1 {
			found = append(found, Copy{Raw: whole[0].FindBodySection(section), InternalDate: size[0].InternalDate})
		}
	}
	return found, nil
}
