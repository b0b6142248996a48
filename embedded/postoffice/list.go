package postoffice

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// specialUse tells mail clients what the standard mailboxes are for (RFC 6154).
var specialUse = map[string]imap.MailboxAttr{
	"Drafts": imap.MailboxAttrDrafts, "Sent": imap.MailboxAttrSent, "Trash": imap.MailboxAttrTrash,
}

func (s *session) List(w *imapserver.ListWriter, ref string, patterns []string, o *imap.ListOptions) error {
	if len(patterns) == 0 { // asks for the hierarchy delimiter
		return w.WriteList(&imap.ListData{Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}, Delim: delimiter})
	}
	all, err := s.po.store.mailboxes(s.ctx, s.account)
	if err != nil {
		return err
	}
	for _, m := range all {
		use, special := specialUse[m.name]
		if !matchesAny(m.name, ref, patterns) || o.SelectSubscribed && !m.subscribed || o.SelectSpecialUse && !special {
			continue
		}
		data := &imap.ListData{Mailbox: m.name, Delim: delimiter, Attrs: []imap.MailboxAttr{imap.MailboxAttrHasNoChildren}}
		if hasChildren(all, m.name) {
			data.Attrs[0] = imap.MailboxAttrHasChildren
		}
		if m.subscribed {
			data.Attrs = append(data.Attrs, imap.MailboxAttrSubscribed)
		}
		if special {
			data.Attrs = append(data.Attrs, use)
		}
		if o.ReturnStatus != nil {
			if data.Status, err = s.status(m, o.ReturnStatus); err != nil {
				return err
			}
		}
		if err := w.WriteList(data); err != nil {
			return err
		}
	}
	return nil
}

func matchesAny(name, ref string, patterns []string) bool {
	for _, p := range patterns {
		if strings.EqualFold(p, "INBOX") {
			p = "INBOX"
		}
		if imapserver.MatchList(name, delimiter, ref, p) {
			return true
		}
	}
	return false
}

func hasChildren(all []mailbox, name string) bool {
	for _, m := range all {
		if strings.HasPrefix(m.name, name+string(delimiter)) {
			return true
		}
	}
	return false
}

func (s *session) Status(name string, o *imap.StatusOptions) (*imap.StatusData, error) {
	m, err := findMailbox(s.ctx, s.po.store.db, s.account, name)
	if err != nil {
		return nil, answer(err, imap.ResponseCodeNonExistent)
	}
	return s.status(m, o)
}

// status fills everything: the library writes what was asked for.
func (s *session) status(m mailbox, _ *imap.StatusOptions) (*imap.StatusData, error) {
	list, err := s.po.store.messages(s.ctx, m.id)
	if err != nil {
		return nil, err
	}
	num, unseen, deleted, recent := uint32(len(list)), uint32(0), uint32(0), uint32(0)
	var size, deletedSize int64
	for _, msg := range list {
		size += msg.size
		if !hasFlag(msg.flags, imap.FlagSeen) {
			unseen++
		}
		if hasFlag(msg.flags, imap.FlagDeleted) {
			deleted++
			deletedSize += msg.size
		}
	}
	limit := s.AppendLimit()
	return &imap.StatusData{
		Mailbox: m.name, NumMessages: &num, NumUnseen: &unseen, NumDeleted: &deleted, NumRecent: &recent,
		UIDNext: imap.UID(m.uidNext), UIDValidity: m.validity,
		Size: &size, DeletedStorage: &deletedSize, AppendLimit: &limit,
	}, nil
}
