package desk

import (
	"context"
	"fmt"
	"sync"

	"foja/docket"
	"foja/leaks"
)

// Unlooked refuses to send files that say more than they show, until a person has looked at them. What was handed in is kept: it need
// not be attached again.
type Unlooked struct {
	FieldErrors
	Kept []string // documents
}

// Unwrap shows it as a refusal of the form.
func (u Unlooked) Unwrap() error { return u.FieldErrors }

// sends says whether an act puts its files into a letter, or asks a second person to.
func sends(a docket.Action) bool {
	switch a {
	case docket.ActSubmit, docket.ActRespond, docket.ActDeny, docket.ActNotHeld, docket.ActExtend, docket.ActDeliverPart, docket.ActForward,
		docket.ActRespondItems, docket.ActApprove:
		return true
	}
	return false
}

// look goes through what is about to leave. The author's name alone stops nobody: an officer's is no secret; it is told with the rest.
func (d *Desk) look(ctx context.Context, o opened, by User, c Command, files []piece, kept string) error {
	if c.Looked || !sends(c.Action) {
		return nil
	}
	documents := c.Documents
	if p := o.kase.Proposal; c.Action == docket.ActApprove && p != nil {
		documents = p.Documents
	}
	var found FieldErrors
	stops := false
	tell := func(name string, all []leaks.Leak) {
		for _, l := range all {
			stops = stops || l.Kind != leaks.Author
			found = append(found, docket.Invalid("looked", "%s", told(name, l)))
		}
	}
	for _, f := range files {
		tell(f.name, leaks.Find(f.bytes))
	}
	for _, id := range documents {
		doc, err := d.Store.Document(ctx, id)
		if err != nil {
			return err
		}
		all, err := d.leaksOf(ctx, id, doc.SHA256)
		if err != nil {
			return err
		}
		tell(doc.Name, all)
	}
	if !stops {
		return nil
	}
	ids, err := d.keep(ctx, o.request.ID, by.ID, kept+":looked", files)
	if err != nil {
		return err
	}
	return Unlooked{found, ids}
}

// told is a finding as people read it.
func told(file string, l leaks.Leak) string { return fmt.Sprintf("«%s» %s.", file, l.Words()) }

// looked remembers what was found in which bytes: a draft is shown many times.
type looked struct {
	mu  sync.Mutex
	had map[string][]leaks.Leak // by SHA-256
}

// mostLooked is how many files are remembered.
const mostLooked = 1000

func (d *Desk) leaksOf(ctx context.Context, document, sha string) ([]leaks.Leak, error) {
	d.looked.mu.Lock()
	all, known := d.looked.had[sha]
	d.looked.mu.Unlock()
	if known {
		return all, nil
	}
	body, err := d.Store.DocumentBytes(ctx, document)
	if err != nil {
		return nil, fmt.Errorf("look into document %s: %w", document, err)
	}
	all = leaks.Find(body)
	d.looked.mu.Lock()
	defer d.looked.mu.Unlock()
	if d.looked.had == nil || len(d.looked.had) >= mostLooked {
		d.looked.had = map[string][]leaks.Leak{}
	}
	d.looked.had[sha] = all
	return all, nil
}

// warnings are the findings in a draft's files, in words.
func (d *Desk) warnings(ctx context.Context, documents []Document) (all []string, err error) {
	for _, doc := range documents {
		found, err := d.leaksOf(ctx, doc.ID, doc.SHA256)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			all = append(all, told(doc.Name, l))
		}
	}
	return all, nil
}
