package activities

import (
	"context"
	"fmt"

	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// recordReport links a delivery report to its letter. A delay is only notified to the holder: the server is still
// trying.
func (a *Activities) recordReport(ctx context.Context, in workflows.SettleInput) error {
	if in.As.Letter == "" {
		return nil
	}
	m, err := a.Messages.Outline(ctx, in.Message)
	if err != nil {
		return err
	}
	letter, err := a.Store.Letter(ctx, in.As.Letter)
	if err != nil {
		return err
	}
	all := m.Report
	if all == nil || in.As.Doubt {
		return nil
	}
	report, named := all.About(letter.To)
	if !named {
		return nil
	}
	row, err := a.Store.Message(ctx, in.Message)
	if err != nil {
		return err
	}
	err = a.Store.AddDeliveryFact(ctx, store.DeliveryFact{
		Letter: in.As.Letter, Message: in.Message, Action: report.Action, Status: report.Status, RemoteMTA: report.RemoteMTA,
		Diagnostic: report.Diagnostic, At: row.ReceivedAt,
	})
	if err != nil || report.Action != "delayed" {
		return err
	}
	return a.notifyDelay(ctx, in.As.Request, in.Message)
}

// markReported updates the letter's row by the report.
func (a *Activities) markReported(ctx context.Context, in workflows.SettleInput) error {
	switch {
	case in.As.Letter == "":
		return nil
	case in.As.Doubt:
		return a.Store.DoubtLetter(ctx, in.As.Letter, in.Message)
	case in.As.Bounce:
		return a.Store.BounceLetter(ctx, in.As.Letter, in.Message, in.As.Status)
	}
	return nil
}

func (a *Activities) notifyDelay(ctx context.Context, request, message string) error {
	r, err := a.Store.Request(ctx, request)
	if err != nil {
		return err
	}
	law, err := a.law(ctx, r)
	if err != nil {
		return err
	}
	projected, err := a.Store.Case(ctx, request)
	if err != nil {
		return err
	}
	people, err := a.recipients(ctx, workflows.NoticeInput{Office: r.Office, To: holderOnly, Holder: projected.Holder},
		law.Zone.DateOf(a.Now()))
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Expediente %s: el correo de una carta se demora. El servidor sigue intentándolo; si no llega antes del %s, entréguela en persona",
		r.Number, letters.LongDate(projected.DueOn))
	return forEach(people, func(u store.User) error {
		key := fmt.Sprintf("%s:delay:%s:%s", request, message, u.ID)
		_, err := a.Store.AddNotice(ctx, store.Notice{
			ID: store.NoticeID(key), Key: key, User: u.ID, Request: request,
			Number: r.Number, Kind: "delivery", Text: text, At: a.Now(),
		})
		return err
	})
}
