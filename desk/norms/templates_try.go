package norms

import (
	"context"
	"errors"
	"fmt"

	"foja/access"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
	"foja/store"
)

// tryTemplate writes the letter about the newest case of every procedure that uses the template: real data has what no example thinks of.
func (s *Service) tryTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body string) error {
	for _, p := range s.core.Procedures(s.core.Today("")) {
		if !uses(p, kind) {
			continue
		}
		rows, _, err := s.lists.Requests(ctx, by, lists.Filter{Procedure: p.Key, Sort: "-number", Limit: 1})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		_, err = s.PreviewTemplate(ctx, by, kind, body, rows[0].Number)
		var refusal *docket.Error
		if errors.As(err, &refusal) {
			return docket.Invalid("body", "template.fails_with_case",
				"number", rows[0].Number, "procedure", p.Name, "reason", refusal.Reason)
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

// writeAgain asks for the letters that could not be written with the template as it was. Anyone who has their task need not know when
// it is mended.
func (s *Service) writeAgain(ctx context.Context, template docket.LetterKind, version int) error {
	var failed []store.TaskRow
	for {
		some, total, err := s.core.Store.Tasks(ctx, store.TaskFilter{
			Kinds: []docket.TaskKind{docket.TaskLetterFailed}, Page: store.Page{Limit: 500, Offset: len(failed)},
		})
		if err != nil {
			return err
		}
		if failed = append(failed, some...); len(some) == 0 || len(failed) >= total {
			break
		}
	}
	return core.Each(failed, func(t store.TaskRow) error {
		c, err := s.core.Store.Case(ctx, t.Request)
		if err != nil {
			return err
		}
		l, found := c.Letter(t.Ref)
		if !found || l.State != docket.LetterFailed || !l.Unwritten {
			return nil
		}
		r, err := s.core.Store.Request(ctx, t.Request)
		if err != nil {
			return err
		}
		p, err := s.core.ProcedureSet.Version(r.Procedure, r.Version)
		if err != nil || p.Template(l.Kind) != string(template) {
			return err
		}
		do := docket.ActPrint
		if c.ByEmail {
			do = docket.ActResend
		}
		_, err = s.core.Workflows.Act(ctx, t.Request, docket.Command{
			Key: fmt.Sprintf("template/%s/%d/%s", template, version, l.ID), Action: do, By: docket.System(), Letter: l.ID,
		})
		return err
	})
}
