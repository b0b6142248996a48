package acts

import (
	"cmp"
	"context"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/papers"
	"foja/docket"
	"foja/papers/letters"
)

// notKept stands for words and files that are only typed: the law asks whether there are some.
const notKept = "?"

// PreviewLetter writes the letter to which an act leads, with the words as they are typed, the dates that the act would give, and the
// signature of the person who would sign. What is approved by a second person first is shown as if it were. The law is asked as for
// the act itself: what it would refuse is refused here. Nothing is kept and nothing leaves.
func (s *Service) PreviewLetter(ctx context.Context, by access.User, request string, c Command) (papers.TemplatePreview, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	if c.Action == docket.ActDraft {
		if c.Action = docket.ActRespond; c.Ground != "" {
			c.Action = docket.ActDeny
		}
	}
	cmd := c.ForLaw("preview")
	if cmd.By, err = s.ActorFor(o, by, cmd, c); err != nil {
		return papers.TemplatePreview{}, err
	}
	if err := s.checkInputs(ctx, by, o, c); err != nil {
		return papers.TemplatePreview{}, err
	}
	after, letter, err := s.tryAct(o, c.asTyped(cmd))
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	if letter == nil && after.Proposal != nil {
		after, letter, err = s.tryAct(with(o, after), docket.Command{Key: "preview-approval", Action: docket.ActApprove, By: docket.Actor{User: notKept, Role: docket.RoleManager, Office: o.Office.ID}})
		if err != nil {
			return papers.TemplatePreview{}, err
		}
	}
	if letter == nil {
		return papers.TemplatePreview{}, docket.Invalid("text", "preview.no_letter")
	}
	words := string(wordsOf(c).Bytes)
	if letter.Text != "" && letter.Text != notKept {
		kept, err := s.core.Store.DocumentBytes(ctx, letter.Text)
		if err != nil {
			return papers.TemplatePreview{}, err
		}
		words = string(kept)
	}
	return s.write(ctx, with(o, after), *letter, words)
}

// asTyped is a command whose words and files are not kept yet.
func (c Command) asTyped(cmd docket.Command) docket.Command {
	if cmd.Text == "" && c.Text != "" {
		cmd.Text = notKept
	}
	if len(c.Files) > 0 {
		cmd.Documents = append(slices.Clone(cmd.Documents), notKept)
	}
	return cmd
}

func with(o core.LoadedCase, c docket.Case) core.LoadedCase {
	o.Case = c
	return o
}

// tryAct is the case after a command, and the letter that it would send; nil when it sends none.
func (s *Service) tryAct(o core.LoadedCase, cmd docket.Command) (docket.Case, *docket.Letter, error) {
	events, err := o.Case.Decide(o.Law, cmd, s.core.Now())
	if err != nil {
		return docket.Case{}, nil, err
	}
	after := o.Case.Clone()
	for _, e := range events {
		after.Apply(e)
	}
	for i := len(after.Letters) - 1; i >= 0; i-- {
		if _, before := o.Case.Letter(after.Letters[i].ID); !before {
			return after, &after.Letters[i], nil
		}
	}
	return after, nil, nil
}

// write is a letter of the case as the requester would read it.
func (s *Service) write(ctx context.Context, o core.LoadedCase, l docket.Letter, words string) (papers.TemplatePreview, error) {
	data, err := s.papers.Compose(ctx, o, "")
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	data.AddLetter(o.Procedure, l, words)
	data.Signer = cmp.Or(names[l.By], names[o.Case.Holder]) // who will approve it is not known yet
	template, _, _, err := s.core.Store.Template(ctx, string(l.Kind))
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	said, err := letters.Write(l.Kind, data, template)
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	pdf, err := letters.LetterPDFWith(l.Kind, data, template)
	return papers.TemplatePreview{Number: data.Number, Name: core.LetterName(o.Procedure, l.Kind), Subject: said.Subject, Text: said.Text, HTML: said.HTML, PDF: pdf}, err
}
