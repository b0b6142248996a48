package postoffice

import (
	"bytes"
	"database/sql"
	"errors"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// chosen returns the messages of the selected mailbox that a set means and that are still
// there. Call with mu held.
func (s *session) chosen(set imap.NumSet) ([]message, error) {
	list, err := s.po.store.messages(s.ctx, s.view.mailbox)
	if err != nil {
		return nil, err
	}
	there := make(map[imap.UID]message, len(list))
	for _, msg := range list {
		there[msg.uid] = msg
	}
	var out []message
	for _, uid := range s.view.pick(set) {
		if msg, ok := there[uid]; ok {
			out = append(out, msg)
		}
	}
	return out, nil
}

func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, o *imap.FetchOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, err := s.chosen(set)
	if err != nil {
		return err
	}
	needsBytes := o.Envelope || o.BodyStructure != nil ||
		len(o.BodySection)+len(o.BinarySection)+len(o.BinarySectionSize) > 0
	for _, msg := range list {
		var raw []byte
		if needsBytes {
			if raw, err = s.po.store.raw(s.ctx, msg.body); errors.Is(err, errNotFound) {
				continue // expunged by somebody else since
			} else if err != nil {
				return err
			}
		}
		flags := o.Flags
		if marksSeen(o) && !s.view.readOnly && !hasFlag(msg.flags, imap.FlagSeen) {
			seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagSeen}}
			if err := s.storeFlags([]message{msg}, seen); err != nil {
				return err
			}
			msg.flags, flags = changeFlags(msg.flags, seen), true
		}
		if err := writeMessage(w.CreateMessage(s.view.number(msg.uid)), msg, raw, o, flags); err != nil {
			return err
		}
	}
	return nil
}

func marksSeen(o *imap.FetchOptions) bool {
	for _, b := range o.BodySection {
		if !b.Peek {
			return true
		}
	}
	for _, b := range o.BinarySection {
		if !b.Peek {
			return true
		}
	}
	return false
}

// writeMessage computes every part before it writes the first: once a response is begun, the
// connection's writer is locked until Close.
func writeMessage(w *imapserver.FetchResponseWriter, msg message, raw []byte, o *imap.FetchOptions, flags bool) error {
	w.WriteUID(msg.uid)
	if flags {
		w.WriteFlags(msg.flags)
	}
	if o.InternalDate {
		w.WriteInternalDate(msg.date)
	}
	if o.RFC822Size {
		w.WriteRFC822Size(msg.size)
	}
	if o.Envelope {
		w.WriteEnvelope(envelope(raw))
	}
	if o.BodyStructure != nil {
		w.WriteBodyStructure(bodyStructure(raw))
	}
	var failed error
	literal := func(part []byte, open func(size int64) interface {
		Write([]byte) (int, error)
		Close() error
	},
	) {
		wc := open(int64(len(part)))
		_, err := bytes.NewReader(part).WriteTo(wc)
		failed = errors.Join(failed, err, wc.Close())
	}
	for _, section := range o.BodySection {
		literal(bodySection(raw, section), func(size int64) interface {
			Write([]byte) (int, error)
			Close() error
		} {
			return w.WriteBodySection(section, size)
		})
	}
	for _, section := range o.BinarySection {
		literal(binarySection(raw, section), func(size int64) interface {
			Write([]byte) (int, error)
			Close() error
		} {
			return w.WriteBinarySection(section, size)
		})
	}
	for _, section := range o.BinarySectionSize {
		w.WriteBinarySectionSize(section, uint32(len(binarySection(raw, &imap.FetchItemBinarySection{Part: section.Part}))))
	}
	return errors.Join(failed, w.Close())
}

func (s *session) Store(w *imapserver.FetchWriter, set imap.NumSet, by *imap.StoreFlags, _ *imap.StoreOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	list, err := s.chosen(set)
	if err != nil {
		return err
	}
	if err := s.storeFlags(list, by); err != nil {
		return err
	}
	if by.Silent {
		return nil
	}
	for _, msg := range list {
		msg.flags = parseFlags(formatFlags(changeFlags(msg.flags, by)))
		if err := writeMessage(w.CreateMessage(s.view.number(msg.uid)), msg, nil, &imap.FetchOptions{}, true); err != nil {
			return err
		}
	}
	return nil
}

// storeFlags changes flags in one transaction; the view remembers that the client knows.
func (s *session) storeFlags(list []message, by *imap.StoreFlags) error {
	if len(list) == 0 {
		return nil
	}
	v := s.view
	err := s.po.store.change(s.ctx, func(tx *sql.Tx) error {
		modseq, err := touch(s.ctx, tx, v.mailbox)
		if err != nil {
			return err
		}
		for _, msg := range list {
			var now string // another session may have changed them since
			err := tx.QueryRowContext(s.ctx, `SELECT flags FROM message WHERE mailbox=? AND uid=?`, v.mailbox,
				msg.uid).Scan(&now)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			} else if err != nil {
				return err
			}
			flags := formatFlags(changeFlags(parseFlags(now), by))
			if _, err := tx.ExecContext(s.ctx, `UPDATE message SET flags=?, modseq=? WHERE mailbox=? AND uid=?`,
				flags, modseq, v.mailbox, msg.uid); err != nil {
				return err
			}
			v.own[msg.uid] = modseq
		}
		return nil
	})
	if err == nil {
		s.po.bells.notify(v.mailbox)
	}
	return err
}

func (s *session) writable() error {
	if s.view.readOnly {
		return no("", "The mailbox is open for reading only")
	}
	return nil
}
