package reconcile

import (
	"context"
	"time"

	"foja/docket"
	"foja/store"
)

// letters counts the outbox and looks for letters that went twice, that wait too long, or that nobody can prove.
func (b *report) letters(ctx context.Context) (err error) {
	if b.rows, err = b.sources.Store.AuditLetters(ctx); err != nil {
		return err
	}
	var twice, stuck, unproved []string
	for _, l := range b.rows {
		b.r.Letters[string(l.State)]++
		switch {
		// One that bounced may have been sent again, by a person, under the same ID.
		case b.copies[l.MessageID] > 1 && l.MessageID != "" && l.Bounce == "" && l.Attempts < 2:
			twice = append(twice, l.ID)
		case (l.State == docket.LetterWaiting || l.State == store.LetterSending) && b.now.Sub(l.PreparedAt) > stuckAfter:
			stuck = append(stuck, l.ID)
		case l.State == docket.LetterSent && l.ByEmail && l.Proof == "" && b.settled(l.SentAt):
			unproved = append(unproved, l.ID)
		}
	}
	b.addDifference("letter_twice",
		"cartas con más de una copia en el archivo: puede que el ciudadano la haya recibido dos veces", twice)
	b.addDifference("letter_stuck", "cartas que esperan salir desde hace más de un día: revise el servidor de correo", stuck)
	b.addDifference("letter_unproved", "cartas enviadas cuya copia de archivo no ha llegado al buzón", unproved)
	return nil
}

// outbox holds the letters that the cases decided against the outbox.
type outbox struct {
	rows                          map[string]store.LetterRow
	missing, otherwise, forgotten []string
}

func newOutbox(rows []store.LetterRow) *outbox {
	o := &outbox{rows: map[string]store.LetterRow{}}
	for _, l := range rows {
		o.rows[l.ID] = l
	}
	return o
}

// check takes a case's letters out of the outbox, so that what is left belongs to no case.
func (o *outbox) check(c docket.Case, registered time.Time, settled func(docket.Letter) bool) {
	for _, l := range c.Letters {
		row, found := o.rows[l.ID]
		delete(o.rows, l.ID)
		switch {
		case !found && l.State == docket.LetterTakenBack:
			// It never was to leave.
		case !found && l.State == docket.LetterDelivered &&
			(l.Kind == docket.LetterReceipt || l.NotifiedAt.Before(registered)),
			!found && l.State == docket.LetterSent && !l.SentAt.IsZero() && l.SentAt.Before(registered):
			// Handed over at the counter, or out before foja knew of the case: it never was in the outbox.
		case !found && settled(l):
			o.missing = append(o.missing, l.ID)
		case found && row.State != l.State && settled(l) && !underWay(row.State, l.State):
			o.otherwise = append(o.otherwise, l.ID)
		}
		if asksForPerson(l.State) && !hasTask(c, l.ID) {
			o.forgotten = append(o.forgotten, l.ID)
		}
	}
}

// underWay says that the outbox is a step ahead of a case that is waiting for it.
func underWay(row, c docket.LetterState) bool {
	return c == docket.LetterWaiting && (row == store.LetterSending || row == docket.LetterWaiting)
}

func asksForPerson(s docket.LetterState) bool {
	return s == docket.LetterFailed || s == docket.LetterToPrint
}

func hasTask(c docket.Case, letter string) bool {
	for _, t := range c.Tasks {
		if t.Ref == letter && t.State != docket.TaskDone {
			return true
		}
	}
	return false
}
