package activities

import (
	"context"
	"errors"
	"fmt"

	"foja/docket"
	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// NotifyAppeal stores a notice of an event of an appeal for each recipient and mails it. Keyed by event and person,
// so that a repetition reaches only those who were not reached.
func (a *Activities) NotifyAppeal(ctx context.Context, in workflows.AppealNotice) error {
	defer heartbeat(ctx)()
	r, err := a.Store.Request(ctx, in.Request)
	if err != nil {
		return refusal(err)
	}
	text, err := a.appealWords(ctx, r, in)
	if err != nil {
		return refusal(err)
	}
	law, err := a.law(ctx, r)
	if err != nil {
		return refusal(err)
	}
	projected, err := a.Store.Case(ctx, r.ID)
	if err != nil {
		return err
	}
	people, err := a.recipients(ctx, workflows.NoticeInput{Office: r.Office, To: in.To, Holder: projected.Holder},
		law.Zone.DateOf(a.Now()))
	if err != nil {
		return err
	}
	if len(people) == 0 {
		a.Logger.Error("the news of an appeal reaches nobody: give these roles to somebody", "request", in.Request,
			"roles", in.To)
	}
	return forEach(people, func(u store.User) error { return a.notifyUserOfAppeal(ctx, u, r, in, text) })
}

func (a *Activities) notifyUserOfAppeal(ctx context.Context, u store.User, r docket.Request, in workflows.AppealNotice,
	text string,
) error {
	key := fmt.Sprintf("%s:appeal%d:%d:%s", r.ID, in.N, in.Seq, u.ID)
	n := store.Notice{
		ID: store.NoticeID(key), Key: key, User: u.ID, Request: r.ID, Number: r.Number, Kind: "appeal",
		Text: text, At: a.Now(),
	}
	if _, err := a.Store.AddNotice(ctx, n); err != nil {
		return err
	}
	kept, err := a.Store.Notice(ctx, n.ID)
	if err != nil || !kept.MailedAt.IsZero() || u.Email == "" || a.Sender == nil {
		return err
	}
	url := a.WebURL + "/requests/" + r.ID
	return a.mailNotice(ctx, n, u, letters.Rendered{
		Subject: text, Text: text + "\n\n" + url + "\n\nfoja, aviso interno de " + a.Agency.Name + ".\n",
	})
}

// appealWords says in one line what happened and what is to be done. It does not name the requester.
func (a *Activities) appealWords(ctx context.Context, r docket.Request, in workflows.AppealNotice) (string, error) {
	loaded, err := a.LoadAppeal(ctx, in.AppealRef)
	if err != nil {
		return "", err
	}
	events, err := a.Store.AppealEvents(ctx, in.Request, in.N)
	if err != nil || loaded.Appeal == nil || in.Seq > len(events) || in.Seq < 1 {
		return "", errors.Join(err, fmt.Errorf("appeal %d of %s has no event %d", in.N, in.Request, in.Seq))
	}
	e, said := events[in.Seq-1], ""
	switch e.Kind {
	case docket.AppealEventFiled:
		said = "se presentó una apelación"
	case docket.ActBriefAsked:
		said = "el Tribunal pide descargos"
	case docket.ActAppealDecided:
		said = "el Tribunal resolvió la apelación"
	case docket.AppealEventSubDeadlinePassed:
		said = "venció un plazo de la apelación"
	default:
	}
	said = "Expediente " + r.Number + ": " + said
	if e.Kind == docket.AppealEventSubDeadlinePassed {
		late, err := loaded.Law.AppealOverdue(*loaded.Appeal)
		for _, t := range late {
			if t.Key == e.SubDeadline {
				return said + ". " + t.Name + ": " + t.Missed + " (" + t.Rule + ").", err
			}
		}
		return said + ".", err
	}
	subDeadlines, err := loaded.Law.AppealSubDeadlines(*loaded.Appeal)
	for _, t := range subDeadlines {
		if t.Hands == docket.HandsOfficer {
			return said + ". " + t.Name + ": hasta el " + letters.LongDate(t.On) + " (" + t.Rule + ").", err
		}
	}
	return said + ".", err
}
