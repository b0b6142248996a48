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

// mailbox holds the folders against the kept messages, both ways.
func (b *book) mailbox(ctx context.Context) error {
	// The mailbox first: what is moved after that was kept before that, so that mail which is just being read is no difference.
	var lying []mail.Lying
	if b.sources.Mailbox == nil {
		b.r.NotLooked = append(b.r.NotLooked, "no se leyó el buzón: no hay una cuenta IMAP en la configuración")
	} else {
		var err error
		if lying, err = b.sources.Mailbox(ctx, b.r.Since); err != nil {
			return err
		}
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
	b.differ("message_unsettled", "mensajes guardados que nadie ha clasificado: el programa lo intentará otra vez; si sigue así, avise al operador", unsettled)
	if b.sources.Mailbox != nil {
		b.compare(kept, lying)
	}
	return nil
}

func (b *book) compare(kept []store.AuditMessage, lying []mail.Lying) {
	f := b.sources.Folders
	b.r.Mailbox, b.copies = map[string]int{}, map[string]int{}
	for _, folder := range f.All() {
		b.r.Mailbox[folder] = 0
	}
	sightings, there, waiting := map[mark]int{}, map[mark]int{}, map[mark]bool{}
	for _, m := range kept {
		sightings[mark{m.MessageID, m.Size}] += m.Sightings
	}
	var unread, unknown, gone []string
	for _, l := range lying {
		b.r.Mailbox[l.Folder]++
		name := fmt.Sprintf("%s UID %d", l.Folder, l.UID)
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
	b.differ("mailbox_unread", "mensajes que siguen en la bandeja de entrada sin leer: revise el estado del buzón", unread)
	b.differ("mailbox_unknown", "mensajes en carpetas de foja que foja no ha leído: devuélvalos a la bandeja de entrada y se leerán", unknown)
	b.differ("mailbox_gone", "mensajes leídos que ya no están en el buzón (su contenido sigue guardado): pregunte quién los borró", gone)
}
