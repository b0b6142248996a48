package papers

import (
	"context"
	"fmt"

	"foja/desk/core"
	"foja/desk/history"
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
				Kind: "Apelación", Title: history.AppealTitle(e), At: e.On, Facts: []casefile.Fact{
					{Label: "Fecha y hora", Value: e.On.In(g.f.Zone).Format("02/01/2006 15:04:05")},
					{Label: "Por", Value: core.Joined(", ", g.Who(e.By), offices[e.By.Role])},
					{Label: "Actuación", Value: fmt.Sprintf("N.° %d de la apelación %d", e.Seq, a.N)},
				},
			}
			if doc, ok := g.Docs[e.Text]; ok {
				g.told[doc.ID] = true
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
