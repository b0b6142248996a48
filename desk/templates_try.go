package desk

import (
	"context"
	"errors"
	"fmt"

	"foja/docket"
	"foja/store"
)

// tryTemplate writes the letter about the newest case of every procedure that uses the template: real data has what no example thinks of.
func (d *Desk) tryTemplate(ctx context.Context, by User, kind docket.LetterKind, body string) error {
	for _, p := range d.Procedures(d.Today("")) {
		if !uses(p, kind) {
			continue
		}
		rows, _, err := d.Requests(ctx, by, Filter{Procedure: p.Key, Sort: "-number", Limit: 1})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		_, err = d.PreviewTemplate(ctx, by, kind, body, rows[0].Number)
		var refusal *docket.Error
		if errors.As(err, &refusal) {
			return docket.Invalid("body", "Con el expediente %s (%s): %s", rows[0].Number, p.Name.ES, refusal.Message)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// uses says whether a procedure writes some letter with the template.
func uses(p docket.Procedure, template docket.LetterKind) bool {
	for _, l := range p.Letters {
		if l.Template == string(template) {
			return true
		}
	}
	return false
}

// writeAgain asks for the letters that could not be written with the template as it was. Whoever has their task need not know when it is
// mended.
func (d *Desk) writeAgain(ctx context.Context, template docket.LetterKind, version int) error {
	var failed []store.TaskRow
	for {
		some, total, err := d.Store.Tasks(ctx, store.TaskFilter{
			Kinds: []docket.TaskKind{docket.TaskLetterFailed}, Page: store.Page{Limit: 500, Offset: len(failed)},
		})
		if err != nil {
			return err
		}
		if failed = append(failed, some...); len(some) == 0 || len(failed) >= total {
			break
		}
	}
	return each(failed, func(t store.TaskRow) error {
		c, err := d.Store.Case(ctx, t.Request)
		if err != nil {
			return err
		}
		l, found := c.Letter(t.Ref)
		if !found || l.State != docket.LetterFailed || !l.Unwritten {
			return nil
		}
		r, err := d.Store.Request(ctx, t.Request)
		if err != nil {
			return err
		}
		p, err := d.Deps.Procedures.Version(r.Procedure, r.Version)
		if err != nil || p.Template(l.Kind) != string(template) {
			return err
		}
		do := docket.ActPrint
		if c.ByEmail {
			do = docket.ActResend
		}
		_, err = d.Cases.Act(ctx, t.Request, docket.Command{
			Key: fmt.Sprintf("template/%s/%d/%s", template, version, l.ID), Action: do, By: docket.System(), Letter: l.ID,
		})
		return err
	})
}
