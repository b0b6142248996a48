package postoffice

import (
	"database/sql"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

func (s *session) Append(name string, r imap.LiteralReader, o *imap.AppendOptions) (*imap.AppendData, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	at := o.Time
	if at.IsZero() {
		at = time.Now()
	}
	var into mailbox
	var uid imap.UID
	err = s.po.store.change(s.ctx, func(tx *sql.Tx) error {
		if into, err = findMailbox(s.ctx, tx, s.account, name); err != nil {
			return err
		}
		body, err := insertBody(s.ctx, tx, raw)
		if err != nil {
			return err
		}
		uid, err = file(s.ctx, tx, into.id, body, o.Flags, at)
		return err
	})
	if err != nil {
		return nil, answer(err, imap.ResponseCodeTryCreate)
	}
	s.po.bells.notify(into.id)
	return &imap.AppendData{UIDValidity: into.validity, UID: uid}, nil
}

func (s *session) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.copyTo(set, dest, false)
}

// Move copies and removes in one transaction: no moment shows the message twice or nowhere.
func (s *session) Move(w *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	data, err := s.copyTo(set, dest, true)
	if err != nil || data == nil {
		return err
	}
	return w.WriteCopyData(data) // the EXPUNGEs follow from the poll after the command
}

// copyTo returns nil data when the set holds no message that is still there.
func (s *session) copyTo(set imap.NumSet, dest string, remove bool) (*imap.CopyData, error) {
	data := &imap.CopyData{}
	var into mailbox
	err := s.po.store.change(s.ctx, func(tx *sql.Tx) error {
		var err error
		if into, err = findMailbox(s.ctx, tx, s.account, dest); err != nil {
			return err
		}
		if into.id == s.view.mailbox && remove {
			return no(imap.ResponseCodeCannot, "The messages are there already")
		}
		list, err := listMessages(s.ctx, tx, s.view.mailbox)
		if err != nil {
			return err
		}
		wanted := map[imap.UID]bool{}
		for _, uid := range s.view.pick(set) {
			wanted[uid] = true
		}
		var from []imap.UID
		for _, msg := range list {
			if !wanted[msg.uid] {
				continue
			}
			uid, err := file(s.ctx, tx, into.id, msg.body, msg.flags, msg.date)
			if err != nil {
				return err
			}
			from = append(from, msg.uid)
			data.SourceUIDs.AddNum(msg.uid)
			data.DestUIDs.AddNum(uid)
		}
		if len(from) == 0 || !remove {
			return nil
		}
		return discard(s.ctx, tx, s.view.mailbox, from)
	})
	if err != nil {
		return nil, answer(err, imap.ResponseCodeTryCreate)
	}
	if len(data.SourceUIDs) == 0 {
		return nil, nil //nolint:nilnil // the library writes no COPYUID then, as RFC 4315 asks
	}
	data.UIDValidity = into.validity
	s.po.bells.notify(into.id, s.view.mailbox)
	return data, nil
}

// Expunge removes what is flagged \Deleted, of uids when given. The client learns it from the
// poll after the command.
func (s *session) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.view.readOnly { // CLOSE of an examined mailbox comes here too and must succeed
		return nil
	}
	err := s.po.store.change(s.ctx, func(tx *sql.Tx) error {
		list, err := listMessages(s.ctx, tx, s.view.mailbox)
		if err != nil {
			return err
		}
		named := map[imap.UID]bool{}
		if uids != nil {
			for _, uid := range s.view.pick(*uids) {
				named[uid] = true
			}
		}
		var gone []imap.UID
		for _, msg := range list {
			if hasFlag(msg.flags, imap.FlagDeleted) && (uids == nil || named[msg.uid]) {
				gone = append(gone, msg.uid)
			}
		}
		if len(gone) == 0 {
			return nil
		}
		return discard(s.ctx, tx, s.view.mailbox, gone)
	})
	if err == nil || errors.Is(err, errNotFound) { // a mailbox deleted meanwhile has nothing left
		s.po.bells.notify(s.view.mailbox)
		return nil
	}
	return err
}
