package history

import (
	"context"
	"slices"

	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
)

// Proposal is the answer being written, in words.
func (h History) Proposal(ctx context.Context) (*Proposal, error) {
	p := h.Loaded.Case.Proposal
	decided := func(l docket.Letter) bool { return l.Closes != "" && l.State != docket.LetterTakenBack }
	if p == nil || h.Loaded.Case.Closed() || slices.ContainsFunc(h.Loaded.Case.Letters, decided) {
		return nil, nil // it is the letter now
	}
	text, err := h.Text(ctx, p.Text)
	if err != nil {
		return nil, err
	}
	out := &Proposal{Closes: p.Closes, Version: p.Text, Text: text, Ground: p.Ground, By: h.Names[p.By], Submitted: p.Submitted}
	if len(p.Items) > 0 {
		out.Text, out.Items = itemsOf(h.Loaded.Procedure, p.Items, text)
	}
	if p.Ground != "" {
		out.Text, out.Until, out.Resolution = letters.SplitReasons(text)
	}
	for _, id := range p.Documents {
		if doc, ok := h.Docs[id]; ok {
			out.Documents = append(out.Documents, doc)
		}
	}
	return out, nil
}

// Proposal is the answer being written, in words.
type Proposal struct {
	Closes    docket.Action
	Version   string // changes with every saving
	Text      string
	Documents []documents.Document
	Ground    string
	By        string // name
	Submitted bool
	Warnings  []string // Spanish: what the documents say without showing it
	// Until and Resolution of a denial, taken out of its reasons.
	Until      string
	Resolution string
	// Items of an answer by items; Text is what introduces them.
	Items []Item
}
