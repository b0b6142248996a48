package desk

import (
	"cmp"
	"context"
	"slices"

	"foja/docket"
	"foja/letters"
)

// notKept stands for words and files that are only typed: the law asks whether there are some.
const notKept = "?"

// PreviewLetter writes the letter to which an act leads, with the words as they are typed, the dates that the act would give, and the
// signature of whoever would sign. What is approved by a second person first is shown as if it were. The law is asked as for the act
// itself: what it would refuse is refused here. Nothing is kept and nothing leaves.
func (d *Desk) PreviewLetter(ctx context.Context, by User, request string, c Command) (TemplatePreview, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return TemplatePreview{}, err
	}
	if c.Action == docket.ActDraft {
		if c.Action = docket.ActRespond; c.Ground != "" {
			c.Action = docket.ActDeny
		}
	}
	cmd := c.forLaw("preview")
	if cmd.By, err = d.actorFor(o, by, cmd, c); err != nil {
		return TemplatePreview{}, err
	}
	if err := d.checkInputs(ctx, by, o, c); err != nil {
		return TemplatePreview{}, err
	}
	after, letter, err := d.foresee(o, c.asTyped(cmd))
	if err != nil {
		return TemplatePreview{}, err
	}
	if letter == nil && after.Proposal != nil {
		after, letter, err = d.foresee(with(o, after), docket.Command{Key: "preview-approval", Action: docket.ActApprove, By: docket.Actor{User: notKept, Role: docket.RoleManager, Office: o.office.ID}})
		if err != nil {
			return TemplatePreview{}, err
		}
	}
	if letter == nil {
		return TemplatePreview{}, docket.Invalid("text", "Eso no manda ninguna carta: no hay nada que ver antes.")
	}
	words := string(wordsOf(c).bytes)
	if letter.Text != "" && letter.Text != notKept {
		kept, err := d.Store.DocumentBytes(ctx, letter.Text)
		if err != nil {
			return TemplatePreview{}, err
		}
		words = string(kept)
	}
	return d.write(ctx, with(o, after), *letter, words)
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

// compose gathers what every letter about the case says. receivedBy is the name of the clerk, for a receipt.
func (d *Desk) compose(ctx context.Context, o opened, receivedBy string) (letters.Data, error) {
	deadline, _, err := o.deadlines()
	if err != nil {
		return letters.Data{}, err
	}
	days, err := d.days(ctx)
	if err != nil {
		return letters.Data{}, err
	}
	return letters.Compose(letters.Source{
		Agency: d.Deps.Agency, Procedure: o.procedure, Calendar: days.calendar, Request: o.request, Deadline: deadline, ReceivedBy: receivedBy, At: d.Now(),
	})
}

func with(o opened, c docket.Case) opened {
	o.kase = c
	return o
}

// foresee is the case after a command, and the letter that it would send; nil when it sends none.
func (d *Desk) foresee(o opened, cmd docket.Command) (docket.Case, *docket.Letter, error) {
	events, err := o.kase.Decide(o.law, cmd, d.Now())
	if err != nil {
		return docket.Case{}, nil, err
	}
	after := o.kase.Clone()
	for _, e := range events {
		after.Apply(e)
	}
	for i := len(after.Letters) - 1; i >= 0; i-- {
		if _, before := o.kase.Letter(after.Letters[i].ID); !before {
			return after, &after.Letters[i], nil
		}
	}
	return after, nil, nil
}

// write is a letter of the case as the requester would read it.
func (d *Desk) write(ctx context.Context, o opened, l docket.Letter, words string) (TemplatePreview, error) {
	data, err := d.compose(ctx, o, "")
	if err != nil {
		return TemplatePreview{}, err
	}
	names, err := d.names(ctx)
	if err != nil {
		return TemplatePreview{}, err
	}
	data.Tell(o.procedure, l, words)
	data.Signer = cmp.Or(names[l.By], names[o.kase.Holder]) // who will approve it is not known yet
	template, _, _, err := d.Store.Template(ctx, string(l.Kind))
	if err != nil {
		return TemplatePreview{}, err
	}
	said, err := letters.Write(l.Kind, data, template)
	if err != nil {
		return TemplatePreview{}, err
	}
	pdf, err := letters.LetterPDFWith(l.Kind, data, template)
	return TemplatePreview{Number: data.Number, Name: letterName(o.procedure, l.Kind), Subject: said.Subject, Text: said.Text, HTML: said.HTML, PDF: pdf}, err
}
