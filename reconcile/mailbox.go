package reconcile

import (
	"context"
	"fmt"

	"foja/mail"
	"foja/store"
)

// mark is by what a message in a folder and a kept one are the same: what the server says without handing over the
// bytes. A message without an ID is known by its size alone.
type mark struct {
	id   string
	size int64
}

// mailboxMessage is a message and the mailbox that it lies in.
type mailboxMessage struct {
	mail.FolderMessage
	box *Mailbox
}

// mailbox holds the folders against the kept messages, both ways.
func (b *report) mailbox(ctx context.Context) error {
	// The mailbox first: what is moved after that was kept before that, so that mail which is just being read is no
	// difference.
	if len(b.sources.Mailboxes) == 0 {
		b.r.NotChecked = append(b.r.NotChecked, "no se leyó el buzón: no hay una cuenta IMAP en la configuración")
	}
	found, err := b.listMailboxes(ctx)
	if err != nil {
		return err
	}
	kept, err := b.sources.Store.AuditMessages(ctx, b.r.Since)
	if err != nil {
		return err
	}
	var unsettled []string
	for _, m := range kept {
		if m.Fate == "" {
			b.r.Messages["unsettled"]++
			if b.settled(m.KeptAt) {
				unsettled = append(unsettled, m.ID)
			}
			continue
		}
		b.r.Messages[string(m.Fate)]++
	}
	b.addDifference("message_unsettled",
		"mensajes guardados que nadie ha clasificado: el programa lo intentará otra vez; si sigue así, avise al operador",
		unsettled)
	if len(b.sources.Mailboxes) > 0 {
		b.compare(kept, found)
	}
	return nil
}

// listMailboxes lists what lies in all mailboxes, and notes which are getting full.
func (b *report) listMailboxes(ctx context.Context) (all []mailboxMessage, err error) {
	var full []string
	for i := range b.sources.Mailboxes {
		box := &b.sources.Mailboxes[i]
		found, err := box.Messages(ctx, b.r.Since)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			all = append(all, mailboxMessage{l, box})
		}
		if box.Full == nil {
			continue
		}
		percent, err := box.Full(ctx)
		if err != nil {
			return nil, err
		}
		if percent >= mail.NearlyFull {
			full = append(full, fmt.Sprintf("%s: %d %%", box.folder(box.Folders.Inbox), percent))
		}
	}
	b.addDifference("mailbox_full",
		"buzones casi llenos: cuando se llenen, los mensajes de los ciudadanos se devolverán; haga sitio", full)
	return all, nil
}

// folder names a folder of a mailbox for a person.
func (m *Mailbox) folder(name string) string {
	if m.Name == "" {
		return name
	}
	return m.Name + "/" + name
}

func (b *report) compare(kept []store.AuditMessage, found []mailboxMessage) {
	b.r.Mailbox, b.copies = map[string]int{}, map[string]int{}
	for _, box := range b.sources.Mailboxes {
		for _, folder := range box.Folders.All() {
			b.r.Mailbox[box.folder(folder)] = 0
		}
	}
	sightings, there, waiting := map[mark]int{}, map[mark]int{}, map[mark]bool{}
	for _, m := range kept {
		sightings[mark{m.MessageID, m.Size}] += m.Sightings
	}
	var unread, unknown, gone []string
	for _, l := range found {
		f, folder := l.box.Folders, l.box.folder(l.Folder)
		b.r.Mailbox[folder]++
		name := fmt.Sprintf("%s UID %d", folder, l.UID)
		if l.Folder == f.Inbox {
			if b.settled(l.InternalDate) {
				unread = append(unread, name)
			}
			waiting[mark{l.MessageID, l.Size}] = true
			continue
		}
		if l.Folder == f.Archive && l.MessageID != "" {
			b.copies[l.MessageID]++
		}
		k := mark{l.MessageID, l.Size}
		if there[k]++; there[k] > sightings[k] {
			unknown = append(unknown, name)
		}
	}
	for _, m := range kept {
		// Its copies may be fewer than its sightings: after a mailbox was rebuilt the same copy is seen again.
		if k := (mark{m.MessageID, m.Size}); waiting[k] || !b.settled(m.KeptAt) {
			continue // read, and about to be moved
		}
		if there[mark{m.MessageID, m.Size}] == 0 && m.Fate != "" && !m.ReceivedAt.Before(b.r.Since) {
			gone = append(gone, m.ID)
		}
	}
	b.addDifference("mailbox_unread", "mensajes que siguen en la bandeja de entrada sin leer: revise el estado del buzón", unread)
	b.addDifference("mailbox_unknown",
		"mensajes en carpetas de foja que foja no ha leído: devuélvalos a la bandeja de entrada y se leerán", unknown)
	b.addDifference("mailbox_gone",
		"mensajes leídos que ya no están en el buzón (su contenido sigue guardado): pregunte quién los borró", gone)
}
