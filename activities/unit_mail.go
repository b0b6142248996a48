package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
)

// MailUnits mails open questions to units that have an address. Call it every minute. A reply has the case's token,
// so it joins the case.
func (a *Activities) MailUnits(ctx context.Context) error {
	if a.Sender == nil {
		return nil
	}
	waiting, err := a.Store.UnmailedUnitMails(ctx)
	if err != nil {
		return err
	}
	return forEach(waiting, func(m store.UnitMail) error {
		if err := a.mailUnit(ctx, m); err != nil {
			return fmt.Errorf("request %s, question %d: %w", m.Request, m.Task, err)
		}
		return nil
	})
}

func (a *Activities) mailUnit(ctx context.Context, m store.UnitMail) error {
	r, err := a.Store.Request(ctx, m.Request)
	if err != nil {
		return err
	}
	ours := a.Agency.AddressFor(r.Office, r.Procedure)
	return a.sendServiceMail(ctx, serviceMail{
		ref: fmt.Sprintf("unit:%s:%d", m.Request, m.Task), id: m.MessageID, sendingAt: m.SendingAt,
		compose: func(id string) (mail.Rendered, error) {
			words, err := a.unitQuestion(ctx, r, m)
			if err != nil {
				return mail.Rendered{}, err
			}
			return a.compose(mail.Outgoing{
				From: mail.Address{Name: a.Agency.Name, Addr: ours}, To: mail.Address{Addr: m.Address}, Archive: a.archiveOf(ours),
				ReplyTo: mail.Address{Name: a.Agency.Name, Addr: intake.ReplyAddress(ours, r.ReplyToken)},
				Subject: words.Subject, Text: words.Text, HTML: words.HTML, MessageID: id, Date: m.MadeAt, Loop: ours,
			})
		},
		sending: func(ctx context.Context, when time.Time) error {
			return a.Store.UnitMailSending(ctx, m.MessageID, when)
		},
		mailed: func(ctx context.Context, refusal string) error {
			return a.Store.UnitMailed(ctx, m.MessageID, a.Now(), refusal)
		},
	})
}

func (a *Activities) unitQuestion(ctx context.Context, r docket.Request, m store.UnitMail) (letters.Rendered, error) {
	c, err := a.Store.Case(ctx, r.ID)
	if err != nil {
		return letters.Rendered{}, err
	}
	i := slices.IndexFunc(c.Tasks, func(t docket.Task) bool { return t.ID == m.Task })
	if i < 0 {
		return letters.Rendered{}, errors.New("the case has no such question")
	}
	question, err := a.Store.DocumentBytes(ctx, c.Tasks[i].Ref)
	if err != nil {
		return letters.Rendered{}, err
	}
	office, _ := a.Agency.Office(r.Office)
	at, err := zone(office)
	if err != nil {
		return letters.Rendered{}, err
	}
	officer, err := a.nameOf(ctx, c.Holder)
	if err != nil {
		return letters.Rendered{}, err
	}
	return letters.RenderUnitQuestion(letters.UnitQuestionData{
		Agency: a.Agency, Unit: m.Unit, Number: r.Number, Question: string(question), DueOn: c.Tasks[i].DueOn,
		CaseDue: c.DueOn, Zone: at,
		URL: a.WebURL + "/u/" + m.Token, Officer: officer,
	})
}
