package postoffice

import (
	"database/sql"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// view is what a client has been told about its selected mailbox: the message at index i has
// sequence number i+1. Only telling the client changes it, so its numbers and ours agree by
// construction, whatever happens to the mailbox meanwhile.
type view struct {
	mailbox  int64
	readOnly bool
	uids     []imap.UID // ascending; some may be gone from the store
	modseq   int64      // state of the mailbox that the client knows
	withheld bool       // something is gone that could not be announced yet
	own      map[imap.UID]int64
	bell     chan struct{}
	leave    func()
}

func (s *session) Select(name string, o *imap.SelectOptions) (*imap.SelectData, error) {
	m, err := findMailbox(s.ctx, s.po.store.db, s.account, name)
	if err != nil {
		return nil, answer(err, imap.ResponseCodeNonExistent)
	}
	v := &view{mailbox: m.id, readOnly: o.ReadOnly, own: map[imap.UID]int64{}}
	v.bell, v.leave = s.po.bells.subscribe(m.id) // before reading, so that nothing falls in between
	m, list, err := s.snapshot(m.id)
	if err != nil {
		v.leave()
		return nil, answer(err, imap.ResponseCodeNonExistent)
	}
	v.modseq = m.modseq
	data := &imap.SelectData{UIDNext: imap.UID(m.uidNext), UIDValidity: m.validity, NumMessages: uint32(len(list))}
	for _, f := range []string{`\answered`, `\flagged`, `\deleted`, `\seen`, `\draft`} {
		data.Flags = append(data.Flags, systemFlags[f])
	}
	for i, msg := range list {
		v.uids = append(v.uids, msg.uid)
		if data.FirstUnseenSeqNum == 0 && !hasFlag(msg.flags, imap.FlagSeen) {
			data.FirstUnseenSeqNum = uint32(i) + 1
		}
		for _, f := range msg.flags {
			if !hasFlag(data.Flags, f) {
				data.Flags = append(data.Flags, f)
			}
		}
	}
	data.PermanentFlags = append(slices.Clone(data.Flags), imap.FlagWildcard)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view = v
	return data, nil
}

// snapshot reads a mailbox and its messages as of one moment.
func (s *session) snapshot(id int64) (m mailbox, list []message, err error) {
	tx, err := s.po.store.db.BeginTx(s.ctx, &sql.TxOptions{ReadOnly: true}) // read-only ones do not take the write lock
	if err != nil {
		return m, nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if m, err = scanMailbox(tx.QueryRowContext(s.ctx, `SELECT `+mailboxColumns+` FROM mailbox WHERE id=?`,
		id)); err != nil {
		return m, nil, err
	}
	list, err = listMessages(s.ctx, tx, id)
	return m, list, err
}

func (s *session) Unselect() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.view != nil {
		s.view.leave()
		s.view = nil
	}
	return nil
}

// Poll tells the client what changed since it was last told.
func (s *session) Poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll(w, allowExpunge)
}

func (s *session) poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	v := s.view
	if v == nil {
		return nil
	}
	if fresh, err := s.upToDate(v, allowExpunge); fresh || err != nil {
		return err
	}
	m, list, err := s.snapshot(v.mailbox)
	if err != nil && !errors.Is(err, errNotFound) { // a deleted mailbox looks empty
		return err
	}
	there := make(map[imap.UID]*message, len(list))
	for i := range list {
		there[list[i].uid] = &list[i]
	}
	v.withheld = false
	for i := len(v.uids) - 1; i >= 0; i-- { // from the end: the numbers before i stay valid
		if there[v.uids[i]] != nil {
			continue
		}
		if !allowExpunge {
			v.withheld = true
			continue
		}
		v.uids = slices.Delete(v.uids, i, i+1)
		if err := w.WriteExpunge(uint32(i) + 1); err != nil {
			return err
		}
	}
	known := len(v.uids)
	for _, msg := range list {
		if known == 0 || msg.uid > v.uids[known-1] {
			v.uids = append(v.uids, msg.uid)
		}
	}
	if len(v.uids) > known {
		if err := w.WriteNumMessages(uint32(len(v.uids))); err != nil {
			return err
		}
	}
	for i, uid := range v.uids[:known] {
		if msg := there[uid]; msg != nil && msg.modseq > v.modseq && msg.modseq != v.own[uid] {
			if err := w.WriteMessageFlags(uint32(i)+1, uid, msg.flags); err != nil {
				return err
			}
		}
	}
	clear(v.own)
	v.modseq = m.modseq
	return nil
}

// upToDate is the cheap question asked after every command.
func (s *session) upToDate(v *view, allowExpunge bool) (bool, error) {
	if v.withheld && allowExpunge {
		return false, nil
	}
	var now int64
	err := s.po.store.db.QueryRowContext(s.ctx, `SELECT modseq FROM mailbox WHERE id=?`, v.mailbox).Scan(&now)
	if err = orNotFound(err); errors.Is(err, errNotFound) {
		return len(v.uids) == 0, nil
	}
	return now == v.modseq, err
}

// Idle tells changes as they come. The bell holds a token for whatever happened since the
// last poll, so nothing is missed between two waits.
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	if !s.po.enter() {
		return nil
	}
	defer s.po.sessions.Done()
	s.mu.Lock()
	var changed chan struct{} // nil waits for stop only
	if s.view != nil {
		changed = s.view.bell
	}
	s.mu.Unlock()
	for {
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-changed:
		}
	}
}

// pick returns the UIDs of the view that a set of numbers or UIDs means, ascending.
func (v *view) pick(set imap.NumSet) []imap.UID {
	var out []imap.UID
	switch set := set.(type) {
	case imap.SeqSet:
		for i, uid := range v.uids {
			if slices.ContainsFunc(set, func(r imap.SeqRange) bool {
				return inRange(uint32(i)+1, r.Start, r.Stop, uint32(len(v.uids)))
			}) {
				out = append(out, uid)
			}
		}
	case imap.UIDSet:
		var last uint32
		if len(v.uids) > 0 {
			last = uint32(v.uids[len(v.uids)-1])
		}
		for _, uid := range v.uids {
			if slices.ContainsFunc(set, func(r imap.UIDRange) bool {
				return inRange(uint32(uid), uint32(r.Start), uint32(r.Stop), last)
			}) {
				out = append(out, uid)
			}
		}
	}
	return out
}

// inRange treats 0 as "*", the last one; n:* holds the last even when n is beyond it.
func inRange(n, start, stop, last uint32) bool {
	if start == 0 {
		start = last
	}
	if stop == 0 {
		stop = last
	}
	return min(start, stop) <= n && n <= max(start, stop)
}

// number is the sequence number of a UID in the view; 0 when the client does not know it.
func (v *view) number(uid imap.UID) uint32 {
	i, ok := slices.BinarySearch(v.uids, uid)
	if !ok {
		return 0
	}
	return uint32(i) + 1
}
