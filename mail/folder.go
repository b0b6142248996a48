package mail

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// entry is what is known of a message before it is fetched.
type entry struct {
	uid      imap.UID
	size     int64
	internal time.Time
	deleted  bool
	answered bool
}

// list lists the whole inbox, oldest first.
func (s *session) list() ([]entry, error) {
	var out []entry
	err := s.do("list", s.limit+time.Minute, func() error {
		set := imap.UIDSet{imap.UIDRange{Start: 1, Stop: 0}}
		// Never ENVELOPE or BODYSTRUCTURE: an unusual answer to those makes the library end the connection.
		found, err := s.client.Fetch(set, &imap.FetchOptions{
			UID: true, Flags: true, RFC822Size: true, InternalDate: true,
		}).Collect()
		for _, f := range found {
			e := entry{uid: f.UID, size: f.RFC822Size, internal: f.InternalDate}
			for _, flag := range f.Flags {
				e.answered = e.answered || isAnswered(flag)
				e.deleted = e.deleted || strings.EqualFold(string(flag), string(imap.FlagDeleted))
			}
			out = append(out, e)
		}
		return err
	})
	return out, err
}

// fetch reads one section of a message into memory, at most limit bytes. found is false for a message that is gone.
func (s *session) fetch(e entry, section *imap.FetchItemBodySection,
	limit int64,
) (raw []byte, found, tooBig bool, err error) {
	patience := s.limit + time.Duration(e.size/(50<<10))*time.Second // allows for a slow line: 50 kB a second
	err = s.do("fetch", patience, func() error {
		command := s.client.Fetch(imap.UIDSetNum(e.uid),
			&imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		var readErr error
		for msg := command.Next(); msg != nil; msg = command.Next() {
			for item := msg.Next(); item != nil; item = msg.Next() {
				data, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || data.Literal == nil || found || tooBig {
					continue
				}
				if data.Literal.Size() > limit {
					tooBig = true // the library reads the rest anyway
					continue
				}
				// The size is the server's claim: grow by what really arrives.
				raw, readErr = io.ReadAll(io.LimitReader(data.Literal, limit))
				found = readErr == nil && int64(len(raw)) == data.Literal.Size()
			}
		}
		return errors.Join(readErr, command.Close())
	})
	if err != nil {
		return nil, false, false, err
	}
	return raw, found, tooBig, nil
}

// move moves a message to a folder. It never uses the library's fallback, which deletes even when the copy failed,
// and never a bare EXPUNGE, which would remove messages that others marked. Without MOVE and UIDPLUS the message
// stays, marked as deleted.
func (s *session) move(uid imap.UID, folder string) error {
	set := imap.UIDSetNum(uid)
	if s.client.Caps().Has(imap.CapMove) { // the same test as the library's
		return s.do("move", s.limit, func() error {
			_, err := s.client.Move(set, folder).Wait()
			return err
		})
	}
	err := s.do("copy", s.limit, func() error {
		_, err := s.client.Copy(set, folder).Wait()
		return err
	})
	if err != nil {
		return err
	}
	err = s.do("store", s.limit, func() error {
		mark := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
		return s.client.Store(set, mark, nil).Close()
	})
	if err != nil || !s.caps.Has(imap.CapUIDPlus) {
		return err
	}
	return s.do("expunge", s.limit, func() error { return s.client.UIDExpunge(set).Close() })
}

// leavesDeleted reports whether moved messages stay in the inbox, marked as deleted.
func (s *session) leavesDeleted() bool {
	return !s.caps.Has(imap.CapMove) && !s.caps.Has(imap.CapUIDPlus)
}

// create creates a folder; an existing one is no error.
func (s *session) create(folder string) error {
	there, err := s.exists(folder)
	if err != nil || there {
		return err
	}
	err = s.do("create", s.limit, func() error { return s.client.Create(folder, nil).Wait() })
	var no *imap.Error
	if errors.As(err, &no) && no.Code == imap.ResponseCodeAlreadyExists {
		return nil
	}
	if err != nil {
		return err
	}
	// So that people see it in their mail program; a refusal does no harm.
	err = s.do("subscribe", s.limit, func() error { return s.client.Subscribe(folder).Wait() })
	if errors.As(err, &no) {
		return nil
	}
	return err
}

// idle waits until the server announces new messages, wake is signalled, or d has passed.
func (s *session) idle(d time.Duration, wake <-chan struct{}) error {
	var command *imapclient.IdleCommand
	err := s.do("idle", s.limit, func() (err error) {
		command, err = s.client.Idle()
		return err
	})
	if err != nil {
		return err
	}
	s.wait(d, wake)
	return s.do("idle end", s.limit, func() error {
		if err := command.Close(); err != nil {
			return err
		}
		return command.Wait()
	})
}

// wait returns on news, wake, loss of the connection, end of ctx, or after d.
func (s *session) wait(d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-s.hasNews:
	case <-wake:
	case <-s.client.Closed():
	case <-s.ctx.Done():
	case <-timer.C:
	}
}

// exists checks for a folder by its exact name.
func (s *session) exists(folder string) (there bool, err error) {
	err = s.do("list folders", s.limit, func() error {
		found, err := s.client.List("", folder, nil).Collect()
		there = len(found) > 0
		return err
	})
	return there, err
}
