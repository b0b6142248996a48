package papers

import (
	"context"

	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
	"foja/papers/casefile"
)

// appealed gives a leaf to every act of every appeal.
func (g *gathering) appealed(ctx context.Context) error {
	have, err := g.service.core.Store.Appeals(ctx, g.Loaded.Request.ID)
	if err != nil {
		return err
	}
	for _, a := range have {
		events, err := g.service.core.Store.AppealEvents(ctx, a.Request, a.N)
		if err != nil {
			return err
		}
		for _, e := range events {
			p := casefile.Piece{
				Kind: word("appeal"), Said: history.AppealTitle(e), At: e.On, Facts: []casefile.Fact{
					{Label: word("at"), Value: e.On.In(g.f.Zone).Format("02/01/2006 15:04:05")},
					{Label: word("by"), Value: core.Joined(", ", casefile.Say(g.Who(e.By)), roleOf(e.By))},
					{Label: word("act"), Value: casefile.Say(docket.Say("casefile.act_of_appeal", "n", e.Seq, "appeal", a.N))},
				},
			}
			if doc, ok := g.Docs[e.Text]; ok {
				g.shown[doc.ID] = true
				if p.Text, err = g.Text(ctx, doc.ID); err != nil {
					return err
				}
				p.Original, p.SHA256 = g.number[doc.ID], doc.SHA256
			}
			for _, id := range e.Documents {
				if d, ok := g.Docs[id]; ok {
					p.Files = append(p.Files, casefile.Attached{Name: d.Name, Size: d.Size, SHA256: d.SHA256, Original: g.number[id]})
				}
			}
			g.f.Pieces = append(g.f.Pieces, p)
		}
	}
	return nil
}
