package desk

import (
	"context"
	"fmt"
	"time"

	"foja/docket"
)

// StatusLetter is a letter to the requester that has left, for her to read again. The receipt is not among them: it has its own place.
type StatusLetter struct {
	Key  string // names it among those of the request
	Name string // Spanish
	At   time.Time
	pdf  string
}

// StatusLetter hands the citizen one of them.
func (d *Desk) StatusLetter(ctx context.Context, number, code, key, ip string) (File, error) {
	o, err := d.citizen(ctx, number, code, ip)
	if err != nil {
		return File{}, err
	}
	list, err := d.statusLetters(ctx, o)
	if err != nil {
		return File{}, err
	}
	for _, l := range list {
		if l.Key == key {
			return d.file(ctx, o.request.ID, l.pdf)
		}
	}
	return File{}, docket.Refuse(docket.CodeNotFound, "Esa carta no está entre las que le enviamos. Vuelva a la página de su solicitud.")
}

// statusLetters are those that were sent, or handed over on paper. One that can still be taken back is nobody's yet.
func (d *Desk) statusLetters(ctx context.Context, o opened) ([]StatusLetter, error) {
	rows, err := d.Store.Letters(ctx, o.request.ID)
	if err != nil {
		return nil, err
	}
	var list []StatusLetter
	for _, l := range rows {
		at := l.SentAt
		if at.IsZero() {
			at = l.DeliveredAt
		}
		if l.Kind == docket.LetterReceipt || l.PDF == "" || at.IsZero() {
			continue
		}
		list = append(list, StatusLetter{fmt.Sprintf("%s-%d", l.Kind, l.N), letterName(o.procedure, l.Kind), at, l.PDF})
	}
	return list, nil
}
