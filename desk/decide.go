package desk

import (
	"context"
	"fmt"
	"strings"

	"foja/calendar"
	"foja/docket"
	"foja/letters"
	"foja/mail"
	"foja/store"
)

// Decide settles a held message: it becomes a request, joins a case, or is dismissed with a
// reason; a dismissed one can be put back. Repeating a decision answers with what it did; a different one after it is a
// conflict. It returns the request concerned, "" when there is none.
func (d *Desk) Decide(ctx context.Context, by User, message string, dec Decision) (string, error) {
	if err := by.must(registrars); err != nil {
		return "", err
	}
	row, err := d.Store.Message(ctx, message)
	if err != nil {
		return "", err
	}
	if row.Request == "" && !by.sees(d.officeOf(row)) {
		return "", noMessage()
	}
	switch dec.Do {
	case "request":
		f := dec.Form
		f.FromMessage, f.Token = message, dec.Key
		r, err := d.Register(ctx, by, f)
		if words := d.choiceOf(ctx, message); err == nil && !r.Existed && words != "" {
			d.noteChoice(ctx, by, r.ID, message, words)
		}
		if err == nil {
			_, err = d.welcome(ctx, by, r.ID, message, true)
		}
		return r.ID, err
	case "register": // as the mail says, with one click
		f, err := d.asItSays(ctx, by, row, dec)
		if err != nil {
			return "", err
		}
		dec.Do, dec.Form = "request", f
		return d.Decide(ctx, by, message, dec)
	case "join":
		return d.join(ctx, by, row, dec.Number)
	case "dismiss":
		return "", d.dismiss(ctx, by, row, dec.Reason)
	case "restore":
		return "", d.restore(ctx, by, row)
	default:
		return "", docket.Invalid("do", "Elija qué hacer con el mensaje: registrarlo, unirlo a un expediente o descartarlo.")
	}
}

// join puts the message into a case, where it is work for its officer.
func (d *Desk) join(ctx context.Context, by User, row store.Message, number string) (string, error) {
	r, err := d.named(ctx, by, number)
	if err != nil {
		return "", err
	}
	if !open(row) {
		if row.Fate == docket.FateReply && row.Request == r.ID {
			return r.ID, nil
		}
		return "", settled()
	}
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	if err != nil {
		return "", err
	}
	if err := d.keepAttachments(ctx, r.ID, row, mail.Parse(raw)); err != nil {
		return "", err
	}
	if been, err := d.welcome(ctx, by, r.ID, row.ID, false); err != nil || been {
		if err != nil {
			return "", err
		}
		return r.ID, d.Store.SettleMessage(ctx, row.ID, store.Settlement{Fate: docket.FateReply, Request: r.ID, By: by.ID, At: d.Now()})
	}
	// The key is the message's: however often it is decided, the case hears of it once.
	if _, err := d.act(ctx, by, r.ID, Command{Key: "held:" + row.ID, Action: docket.ActAddMessage, Message: row.ID}, "held:"+row.ID); err != nil {
		return "", err
	}
	return r.ID, d.Store.SettleMessage(ctx, row.ID, store.Settlement{Fate: docket.FateReply, Request: r.ID, By: by.ID, At: d.Now()})
}

// named finds the case of a register number that a person typed.
func (d *Desk) named(ctx context.Context, by User, number string) (docket.Request, error) {
	number = strings.TrimSpace(number)
	if number == "" {
		return docket.Request{}, docket.Invalid("number", "Escriba el número de expediente, por ejemplo 000123-2026.")
	}
	r, err := d.Store.RequestByNumber(ctx, padded(number))
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound || err == nil && !by.sees(r.Office) {
		return docket.Request{}, docket.Invalid("number", "No existe el expediente %s, o es de otra sede. Revise el número.", number)
	}
	return r, err
}

func (d *Desk) dismiss(ctx context.Context, by User, row store.Message, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return docket.Invalid("reason", "Escriba por qué el mensaje no es una solicitud. Queda en el registro.")
	}
	if !open(row) {
		if row.Fate == docket.FateDismissed {
			return nil
		}
		return settled()
	}
	return d.Store.SettleMessage(ctx, row.ID, store.Settlement{
		Fate: docket.FateDismissed, By: by.ID, Note: reason, At: d.Now(),
		Reason: row.Reason, Suggested: row.SuggestedRequest, // as it was held, should it be put back
	})
}

// restore undoes a dismissal: what was taken for nothing may be somebody's request, and its term has been running since it came.
func (d *Desk) restore(ctx context.Context, by User, row store.Message) error {
	note := row.Note
	if row.Fate == docket.FateDismissed {
		names, err := d.names(ctx)
		if err != nil {
			return err
		}
		note = fmt.Sprintf("Se había descartado: %s (%s, %s). Lo devolvió %s.", row.Note, names[row.SettledBy], letters.PlainDate(calendar.DateOf(row.SettledAt.In(d.zone(by.Office)))), by.Name)
	}
	return d.Store.RestoreMessage(ctx, row.ID, note, by.ID, d.Now())
}
