package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"foja/docket"
	"foja/sandbox"
	"foja/store"
)

// Unlooked refuses to send files that say more than they show, or that could not be looked into, until a person has looked at them. What
// was handed in is kept: it need not be attached again.
type Unlooked struct {
	FieldErrors
	Kept   []string // documents
	Unread bool     // some could not be looked into: they may go with a reason (Command.UnreadReason)
}

// Unwrap shows it as a refusal of the form.
func (u Unlooked) Unwrap() error { return u.FieldErrors }

// A person who sends waits so long for the look into her files, all together, and a page so long for its warnings. What is not finished
// then is told as not looked into.
const (
	lookFor = 14 * time.Second
	warnFor = 2 * time.Second
)

// sends says whether an act puts its files into a letter, or asks a second person to.
func sends(a docket.Action) bool {
	switch a {
	case docket.ActSubmit, docket.ActRespond, docket.ActDeny, docket.ActNotHeld, docket.ActExtend, docket.ActDeliverPart, docket.ActForward,
		docket.ActRespondItems, docket.ActApprove:
		return true
	}
	return false
}

// seen is a file with what a look into it found.
type seen struct {
	name  string
	found []sandbox.Finding
}

// unread says whether the file, or a part of it, could not be looked into.
func (s seen) unread() bool {
	for _, f := range s.found {
		if f.Uninspected {
			return true
		}
	}
	return false
}

// look goes through what is about to leave. It returns the names of the files that could not be looked into and that the command sends
// with a reason.
func (d *Desk) look(ctx context.Context, o opened, by User, c Command, files []piece, kept string) (unread []string, err error) {
	if !sends(c.Action) {
		return nil, nil
	}
	all, err := d.lookAt(ctx, o, c, files)
	if err != nil {
		return nil, err
	}
	var found FieldErrors
	stops := false
	for _, s := range all {
		for _, f := range s.found {
			stops = stops || f.NeedsReview
			found = append(found, docket.Invalid("looked", "%s", told(s.name, f)))
		}
		if s.unread() {
			unread = append(unread, s.name)
		}
	}
	reasoned := len(unread) == 0 || strings.TrimSpace(c.UnreadReason) != ""
	if !stops || c.Looked && reasoned {
		return unread, nil
	}
	if !reasoned {
		ask := docket.Invalid("unread_reason", "Escriba por qué se envían aunque no se pudieron revisar por dentro, o quítelos.")
		if found = append(found, ask); c.Looked {
			found = FieldErrors{ask}
		}
	}
	ids, err := d.keep(ctx, o.request.ID, by.ID, kept+":looked", files)
	if err != nil {
		return nil, err
	}
	return nil, Unlooked{found, ids, len(unread) > 0}
}

// lookAt looks into the files of a command, those that come with it and those that are kept.
func (d *Desk) lookAt(ctx context.Context, o opened, c Command, files []piece) ([]seen, error) {
	documents := c.Documents
	if p := o.kase.Proposal; c.Action == docket.ActApprove && p != nil {
		documents = p.Documents
	}
	var all []fileToSee
	for _, f := range files {
		sum := sha256.Sum256(f.bytes)
		all = append(all, fileToSee{f.name, hex.EncodeToString(sum[:]), func(context.Context) ([]byte, error) { return f.bytes, nil }})
	}
	for _, id := range documents {
		doc, err := d.Store.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, d.toSee(documentOf(doc)))
	}
	return d.see(ctx, all, lookFor), nil
}

type fileToSee struct {
	name, sha string
	load      func(ctx context.Context) ([]byte, error)
}

func (d *Desk) toSee(doc Document) fileToSee {
	return fileToSee{doc.Name, doc.SHA256, func(ctx context.Context) ([]byte, error) { return d.Store.DocumentBytes(ctx, doc.ID) }}
}

// see looks into files, all at once, for so long. Where that fails, the finding says so.
func (d *Desk) see(ctx context.Context, files []fileToSee, most time.Duration) []seen {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for _, f := range files {
		_, _ = d.startLook(ctx, f.sha, f.load) // begun now, waited for below
	}
	all := make([]seen, len(files))
	for i, f := range files {
		found, err := d.lookInto(ctx, f.sha, f.load)
		var no unreadable
		switch {
		case errors.As(err, &no):
			found = []sandbox.Finding{{Words: "no se pudo revisar por dentro (" + no.words() + "): compruebe su contenido antes de enviarlo", NeedsReview: true, Uninspected: true}}
		case err != nil:
			if ctx.Err() == nil && !errors.Is(err, errBusy) {
				d.Logger.Warn("a file was not looked into", "sha256", f.sha, "error", err)
			}
			found = []sandbox.Finding{{Words: "todavía no se pudo revisar por dentro: espere un minuto y vuelva a intentarlo, o compruebe su contenido", NeedsReview: true, Uninspected: true}}
		}
		all[i] = seen{f.name, found}
	}
	return all
}

// told is a finding as people read it.
func told(file string, f sandbox.Finding) string { return fmt.Sprintf("«%s» %s.", file, f.Words) }

// reasonFor is what the history keeps of files that were sent although nobody could look into them.
func reasonFor(unread []string, reason string) piece {
	return piece{store.DocumentNote, "motivo.txt", "text/plain; charset=utf-8", []byte(
		"Se enviaron archivos que no se pudieron revisar por dentro: «" + strings.Join(unread, "», «") + "».\nMotivo: " + strings.TrimSpace(reason))}
}

// warnings are the findings in a draft's files, in words.
func (d *Desk) warnings(ctx context.Context, documents []Document) (all []string) {
	var files []fileToSee
	for _, doc := range documents {
		files = append(files, d.toSee(doc))
	}
	for _, s := range d.see(ctx, files, warnFor) {
		for _, f := range s.found {
			all = append(all, told(s.name, f))
		}
	}
	return all
}
