package desk

import (
	"context"
	"slices"

	"foja/docket"
	"foja/letters"
	"foja/sandbox"
	"foja/store"
)

// Request shows a case.
func (d *Desk) Request(ctx context.Context, by User, id string) (Page, error) {
	o, err := d.open(ctx, by, id)
	if err != nil {
		return Page{}, err
	}
	return d.page(ctx, by, o)
}

// RequestByNumber shows the case of a register number, with or without its leading zeros.
func (d *Desk) RequestByNumber(ctx context.Context, by User, number string) (Page, error) {
	if err := by.must(staff); err != nil {
		return Page{}, err
	}
	r, err := d.Store.RequestByNumber(ctx, padded(number))
	if err != nil {
		return Page{}, err
	}
	return d.Request(ctx, by, r.ID)
}

func (d *Desk) page(ctx context.Context, by User, o opened) (Page, error) {
	deadline, other, err := o.deadlines()
	if err != nil {
		return Page{}, err
	}
	names, err := d.names(ctx)
	if err != nil {
		return Page{}, err
	}
	docs, err := d.Store.Documents(ctx, o.request.ID)
	if err != nil {
		return Page{}, err
	}
	h := history{desk: d, o: o, names: names, docs: documents(docs)}
	p := Page{
		Request: o.request, Case: o.kase, Procedure: o.procedure, StateName: stateName(o.procedure, o.kase.State), Office: o.office,
		Holder: names[o.kase.Holder], Deadline: deadline, Other: other, Today: o.today, Left: o.left(deadline.DueOn),
		Overdue: overdue(deadline.DueOn, o.today, o.kase.Closed() || !o.kase.AnsweredAt.IsZero()),
		Tasks:   o.kase.Tasks, Alarms: o.kase.Alarms,
	}
	p.Expiries = o.expiries()
	if p.Duties, err = d.duties(ctx, o, names); err != nil {
		return Page{}, err
	}
	if p.Ladder, err = d.ladder(ctx, o); err != nil {
		return Page{}, err
	}
	if p.Traps, err = o.traps(); err != nil {
		return Page{}, err
	}
	p.Next = d.next(o, p.Holder, deadline)
	unsearched, err := d.Store.Unreadable(ctx, string(sandbox.Words), o.request.ID)
	if err != nil {
		return Page{}, err
	}
	for _, doc := range docs {
		shown := documentOf(doc)
		if why, is := unsearched[doc.SHA256]; is {
			shown.Unreadable = "No se busca por sus palabras: " + unreadable{why: why}.words() + "."
		}
		p.Documents = append(p.Documents, shown)
	}
	events, err := d.Store.Events(ctx, o.request.ID)
	if err != nil {
		return Page{}, err
	}
	if p.Timeline, err = h.timeline(ctx, events); err != nil {
		return Page{}, err
	}
	if p.Letters, err = d.letters(ctx, o); err != nil {
		return Page{}, err
	}
	if p.Proposal, err = h.proposal(ctx); err != nil {
		return Page{}, err
	}
	if p.Proposal != nil {
		p.Proposal.Warnings = d.warnings(ctx, p.Proposal.Documents)
	}
	if p.Buttons, err = d.buttons(ctx, by, o); err != nil {
		return Page{}, err
	}
	if p.Appeals, err = h.appeals(ctx, by); err != nil {
		return Page{}, err
	}
	if p.UnitLinks, err = d.unitLinks(ctx, by, o); err != nil {
		return Page{}, err
	}
	if p.Campaign, err = d.campaign(ctx, by, o); err != nil {
		return Page{}, err
	}
	return p, d.company(ctx, by, o, &p)
}

// company adds what lies around the case: its messages, and other requests like it.
func (d *Desk) company(ctx context.Context, by User, o opened, p *Page) error {
	rows, err := d.Store.MessagesOf(ctx, o.request.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Fate == docket.FateOwn || row.Fate == docket.FateReport {
			continue // our own copies and the servers' reports are evidence, not correspondence
		}
		m, err := d.message(ctx, by, row, true)
		if err != nil {
			return err
		}
		p.Messages = append(p.Messages, m)
	}
	who := o.request.Requester
	hints, err := d.hints(ctx, by, DuplicateProbe{Name: who.Name, IDNumber: who.IDNumber, Email: who.Email, Text: o.request.Text}, o.request.ID, 5)
	if err != nil {
		return err
	}
	for _, h := range hints {
		p.Suggested = append(p.Suggested, h.Row)
	}
	return nil
}

func (d *Desk) letters(ctx context.Context, o opened) ([]Letter, error) {
	rows, err := d.Store.Letters(ctx, o.request.ID)
	if err != nil {
		return nil, err
	}
	outbox := map[string]store.LetterRow{}
	for _, row := range rows {
		outbox[row.ID] = row
	}
	facts, err := d.Store.DeliveryFacts(ctx, o.request.ID)
	if err != nil {
		return nil, err
	}
	var list []Letter
	for _, l := range o.kase.Letters {
		one := letterOf(o.procedure, l, outbox[l.ID])
		for _, f := range facts {
			if f.Letter == l.ID {
				one.Reports = append(one.Reports, LetterReport{f.At, f.Action, reportWords(f), f.Message})
			}
		}
		list = append(list, one)
	}
	return list, d.downloads(ctx, o.request.ID, list)
}

// proposal is the answer being written, in words.
func (h history) proposal(ctx context.Context) (*Proposal, error) {
	p := h.o.kase.Proposal
	decided := func(l docket.Letter) bool { return l.Closes != "" && l.State != docket.LetterTakenBack }
	if p == nil || h.o.kase.Closed() || slices.ContainsFunc(h.o.kase.Letters, decided) {
		return nil, nil // it is the letter now
	}
	text, err := h.text(ctx, p.Text)
	if err != nil {
		return nil, err
	}
	out := &Proposal{Closes: p.Closes, Version: p.Text, Text: text, Ground: p.Ground, By: h.names[p.By], Submitted: p.Submitted}
	if len(p.Items) > 0 {
		out.Text, out.Items = itemsOf(h.o.procedure, p.Items, text)
	}
	if p.Ground != "" {
		out.Text, out.Until, out.Resolution = letters.SplitReasons(text)
	}
	for _, id := range p.Documents {
		if doc, ok := h.docs[id]; ok {
			out.Documents = append(out.Documents, doc)
		}
	}
	return out, nil
}
