package acts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/files/sandbox"
	"foja/store"
)

// UncheckedFiles refuses to send files that say more than they show, or that could not be looked into, until a person has looked at them. What
// was handed in is kept: it need not be attached again.
type UncheckedFiles struct {
	access.FieldErrors
	Kept   []string // documents
	Unread bool     // some could not be looked into: they may go with a reason (Command.UnreadReason)
	Token  string   // names these files and findings: Command.SeenFindings of a person who has seen them
}

// Unwrap shows it as a refusal of the form.
func (u UncheckedFiles) Unwrap() error { return u.FieldErrors }

// A person who sends waits so long for the look into her files, all together, and a page so long for its warnings. What is not finished
// then is reported as not looked into.
const (
	lookFor = 14 * time.Second
	warnFor = 2 * time.Second
)

// sends says whether an act puts its files into a letter, or asks a second person to.
func sends(a docket.Action) bool {
	spec, _ := docket.SpecOf(a)
	return spec.Sends
}

// seen is a file with what a look into it found.
type seen struct {
	Name, Sha string
	Found     []sandbox.Finding
}

// Unread says whether the file, or a part of it, could not be looked into.
func (s seen) Unread() bool {
	for _, f := range s.Found {
		if f.Uninspected {
			return true
		}
	}
	return false
}

// mark names a file's bytes and what a person has to see of them; "" when there is nothing to see.
func (s seen) mark() string {
	var words []string
	for _, f := range s.Found {
		if f.NeedsReview {
			words = append(words, f.Words)
		}
	}
	if len(words) == 0 {
		return ""
	}
	slices.Sort(words)
	return documents.Fingerprint([]byte(s.Sha + "\n" + strings.Join(words, "\n")))[:32]
}

// look goes through what is about to leave. A person's word that she has seen the findings covers the files and findings that were
// reported to her, and no others. It returns the names of the files that could not be looked into and that the
// command sends with a reason.
func (s *Service) look(ctx context.Context, o core.LoadedCase, by access.User, c Command, files []documents.Piece, kept string) (unread []string, err error) {
	if !sends(c.Action) {
		return nil, nil
	}
	all, err := s.lookAt(ctx, o, c, files)
	if err != nil {
		return nil, err
	}
	var found access.FieldErrors
	var marks []string
	covered, before := strings.Split(c.SeenFindings, "."), c.SeenFindings != ""
	stops := false
	for _, one := range all {
		if one.Unread() {
			unread = append(unread, one.Name)
		}
		mark := one.mark()
		if mark != "" {
			marks = append(marks, mark)
		}
		if before && (mark == "" || slices.Contains(covered, mark)) {
			continue
		}
		stops = stops || mark != ""
		for _, f := range one.Found {
			found = append(found, docket.Invalid("looked", "leaks.finding", "file", one.Name, "found", f.Words))
		}
	}
	reasoned := len(unread) == 0 || strings.TrimSpace(c.UnreadReason) != ""
	if !stops && reasoned {
		return unread, nil
	}
	if !reasoned {
		found = append(found, docket.Invalid("unread_reason", "leaks.say_why"))
	}
	ids, err := s.documents.Keep(ctx, o.Request.ID, by.ID, kept+":looked", files)
	if err != nil {
		return nil, err
	}
	return nil, UncheckedFiles{found, ids, len(unread) > 0, strings.Join(marks, ".")}
}

// lookAt looks into the files of a command, those that come with it and those that are kept.
func (s *Service) lookAt(ctx context.Context, o core.LoadedCase, c Command, files []documents.Piece) ([]seen, error) {
	kept := c.Documents
	if p := o.Case.Proposal; c.Action == docket.ActApprove && p != nil {
		kept = p.Documents
	}
	var all []FileToSee
	for _, f := range files {
		all = append(all, FileToSee{f.Name, documents.Fingerprint(f.Bytes), func(context.Context) ([]byte, error) { return f.Bytes, nil }})
	}
	for _, id := range kept {
		doc, err := s.core.Store.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, s.toSee(documents.DocumentOf(doc)))
	}
	return s.See(ctx, all, lookFor), nil
}

type FileToSee struct {
	Name, Sha string
	Load      func(ctx context.Context) ([]byte, error)
}

func (s *Service) toSee(doc documents.Document) FileToSee {
	return FileToSee{doc.Name, doc.SHA256, func(ctx context.Context) ([]byte, error) { return s.core.Store.DocumentBytes(ctx, doc.ID) }}
}

// See looks into files, all at once, for so long. Where that fails, the finding says so.
func (s *Service) See(ctx context.Context, files []FileToSee, most time.Duration) []seen {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for _, f := range files {
		_, _ = s.documents.StartLook(ctx, f.Sha, f.Load) // begun now, waited for below
	}
	all := make([]seen, len(files))
	for i, f := range files {
		found, err := s.documents.LookInto(ctx, f.Sha, f.Load)
		var no documents.Unreadable
		switch {
		case errors.As(err, &no):
			found = []sandbox.Finding{{Words: "no se pudo revisar por dentro (" + no.Words() + "): compruebe su contenido antes de enviarlo", NeedsReview: true, Uninspected: true}}
		case err != nil:
			if ctx.Err() == nil && !errors.Is(err, documents.ErrBusy) {
				s.core.Logger.Warn("a file was not looked into", "sha256", f.Sha, "error", err)
			}
			found = []sandbox.Finding{{Words: "todavía no se pudo revisar por dentro: espere un minuto y vuelva a intentarlo, o compruebe su contenido", NeedsReview: true, Uninspected: true}}
		}
		all[i] = seen{f.Name, f.Sha, found}
	}
	return all
}

// FindingWords is a finding as people read it.
func FindingWords(file string, f sandbox.Finding) string {
	return fmt.Sprintf("«%s» %s.", file, f.Words)
}

// reasonFor is what the history keeps of files that were sent although nobody could look into them.
func reasonFor(unread []string, reason string) documents.Piece {
	return documents.Piece{Kind: store.DocumentNote, Name: "motivo.txt", Media: "text/plain; charset=utf-8", Bytes: []byte(
		"Se enviaron archivos que no se pudieron revisar por dentro: «" + strings.Join(unread, "», «") + "».\nMotivo: " + strings.TrimSpace(reason))}
}

// Warnings are the findings in a draft's files, in words.
func (s *Service) Warnings(ctx context.Context, documents []documents.Document) (all []string) {
	var files []FileToSee
	for _, doc := range documents {
		files = append(files, s.toSee(doc))
	}
	for _, one := range s.See(ctx, files, warnFor) {
		for _, f := range one.Found {
			all = append(all, FindingWords(one.Name, f))
		}
	}
	return all
}
