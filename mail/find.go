package mail

import (
	"context"
	"time"

	"github.com/emersion/go-imap/v2"
)

// FindMessageID says whether a message with this ID (without brackets) lies in one of the folders: the evidence
// that an earlier, interrupted submission went through. Folders that do not exist are passed over. When err is
// not nil nothing is known, not even that the message is missing.
func FindMessageID(ctx context.Context, a Account, folders []string, messageID string) (found bool, err error) {
	s, err := dialSession(ctx, a, time.Minute)
	if err != nil {
		return false, err
	}
	defer s.close()
	for _, folder := range folders {
		_, there, err := s.examine(folder)
		if err != nil {
			return false, err
		}
		if !there {
			continue
		}
		err = s.do("search", s.limit, func() error {
			criteria := &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + messageID + ">"}}}
			data, err := s.client.UIDSearch(criteria, nil).Wait()
			found = err == nil && len(data.AllUIDs()) > 0
			return err
		})
		if err != nil {
			return false, err
		}
		if found {
			break
		}
	}
	s.logout()
	return found, nil
}
