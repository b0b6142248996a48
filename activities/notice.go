package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// Notify stores a notice for each recipient and mails it. Keyed by case, alarm, step and person, so that a repetition
// reaches only those who were not reached.
func (a *Activities) Notify(ctx context.Context, in workflows.NoticeInput) error {
	defer heartbeat(ctx)()
	r, err := a.Store.Request(ctx, in.Request)
	if err != nil {
		return refusal(err)
	}
	data, today, err := a.noticeData(ctx, r, in)
	if err != nil {
		return refusal(err)
	}
	people, err := a.recipients(ctx, in, today)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		// An escalation without a recipient must not go unnoticed: the operator sees it in the log.
		a.Logger.Error("an escalation reaches nobody: give these roles to somebody", "request", in.Request, "roles", in.To)
	}
	return forEach(people, func(u store.User) error {
		if err := a.notifyUser(ctx, u, r, in, data); err != nil {
			return fmt.Errorf("user %s: %w", u.ID, err)
		}
		return nil
	})
}

// holderOnly addresses the holder, or the office's officers while there is none.
var holderOnly = []docket.Role{docket.RoleHolder}

func (a *Activities) noticeData(ctx context.Context, r docket.Request,
	in workflows.NoticeInput,
) (letters.NoticeData, calendar.Date, error) {
	law, err := a.law(ctx, r)
	if err != nil {
		return letters.NoticeData{}, calendar.Date{}, err
	}
	c, err := a.Store.Case(ctx, r.ID)
	if err != nil {
		return letters.NoticeData{}, calendar.Date{}, err
	}
	today := law.Zone.DateOf(a.Now())
	deadline, other, _, err := law.Readings(c.Ledger)
	if err != nil {
		return letters.NoticeData{}, calendar.Date{}, err
	}
	due := in.Alarm.DueOn
	if other != nil && (due == deadline.DueOn || due == other.DueOn) {
		due = deadline.DueOn // the alarm follows the earlier day; the words begin with the agency's
	}
	left, err := law.View().BusinessDaysBetween(today, due)
	if err != nil {
		return letters.NoticeData{}, calendar.Date{}, err
	}
	d := letters.NoticeData{
		Agency: a.Agency.Name, Office: law.Office.Name, Number: r.Number, Procedure: law.Procedure.Name.ES,
		Kind: in.Alarm.Kind, Escalations: in.Step, DueOn: due, Left: left,
		URL: a.WebURL + "/requests/" + r.ID,
	}
	if other != nil && !due.IsZero() && due == deadline.DueOn && !other.DueOn.IsZero() {
		d.OtherOn, d.Policy = other.DueOn, deadline.Policy
		if d.OtherLeft, err = law.View().BusinessDaysBetween(today, other.DueOn); err != nil {
			return letters.NoticeData{}, calendar.Date{}, err
		}
	}
	for _, rung := range law.Procedure.Ladder {
		if rung.Key == in.Alarm.Rung {
			d.Title = rung.Name.ES
		}
	}
	if s, ok := law.Procedure.State(c.State); ok {
		d.State = s.Name.ES
	}
	d.Holder, err = a.nameOf(ctx, in.Holder)
	return d, today, err
}

// recipients resolves roles to people, each once: the holder, the deputy, or everybody of the office with the role.
// An absent person is notified together with the deputy.
func (a *Activities) recipients(ctx context.Context, in workflows.NoticeInput,
	today calendar.Date,
) ([]store.User, error) {
	var people []store.User
	add := func(u store.User) {
		if !u.Disabled && !slices.ContainsFunc(people, func(p store.User) bool { return p.ID == u.ID }) {
			people = append(people, u)
		}
	}
	for _, role := range in.To {
		found, err := a.peopleFor(ctx, role, in, today)
		if err != nil {
			return nil, err
		}
		for _, u := range found {
			add(u)
			deputy, err := a.deputyOf(ctx, u.ID, today)
			if err != nil {
				return nil, err
			}
			if deputy != nil {
				add(*deputy)
			}
		}
	}
	return people, nil
}

func (a *Activities) peopleFor(ctx context.Context, role docket.Role, in workflows.NoticeInput,
	today calendar.Date,
) ([]store.User, error) {
	switch role {
	case docket.RoleHolder:
		if in.Holder == "" { // without a holder the task is the whole unit's
			return a.Store.UsersWithRole(ctx, docket.RoleOfficer, in.Office)
		}
		u, err := a.Store.User(ctx, in.Holder)
		return []store.User{u}, err
	case docket.RoleDeputy:
		// With an absence on record the deputy is named; otherwise the officer's colleagues of the office can step
		// in.
		deputy, err := a.deputyOf(ctx, in.Holder, today)
		if err != nil || deputy != nil {
			if deputy != nil {
				return []store.User{*deputy}, nil
			}
			return nil, err
		}
		return a.Store.UsersWithRole(ctx, docket.RoleOfficer, in.Office)
	default:
		return a.Store.UsersWithRole(ctx, role, in.Office)
	}
}

// deputyOf is the deputy of a user who is absent today; nil when the user is present.
func (a *Activities) deputyOf(ctx context.Context, user string, today calendar.Date) (*store.User, error) {
	if user == "" {
		return nil, nil
	}
	away, err := a.Store.AbsencesOn(ctx, today)
	if err != nil {
		return nil, err
	}
	deputy := store.StandIn(away, user) // the deputy's own deputy, where she is away too
	if deputy == "" {
		return nil, nil
	}
	u, err := a.Store.User(ctx, deputy)
	if err != nil {
		return nil, err
	}
	return &u, nil
}

// notifyUser stores one person's notice and mails it. The notice in the application does not depend on the mail.
func (a *Activities) notifyUser(ctx context.Context, u store.User, r docket.Request, in workflows.NoticeInput,
	d letters.NoticeData,
) error {
	d.To = u.Name
	words, err := letters.RenderNotice(d, "")
	if err != nil {
		return refusal(err)
	}
	n := store.Notice{
		Key: fmt.Sprintf("%s:%s:%d:%s", r.ID, in.Alarm.ID, in.Step, u.ID), User: u.ID, Request: r.ID, Number: r.Number,
		Alarm: in.Alarm.ID, Kind: string(in.Alarm.Kind), Text: words.Subject, At: a.Now(),
	}
	n.ID = store.NoticeID(n.Key)
	if _, err := a.Store.AddNotice(ctx, n); err != nil {
		return err
	}
	kept, err := a.Store.Notice(ctx, n.ID)
	if err != nil || !kept.MailedAt.IsZero() || u.Email == "" || a.Sender == nil {
		return err
	}
	return a.mailNotice(ctx, n, u, words)
}

// mailBoard mails the weekly board: its sentences and tables as text, and the PDF for the meeting.
func (a *Activities) mailBoard(ctx context.Context, n store.Notice, u store.User) error {
	board, err := a.Board(ctx, u.ID)
	if err != nil {
		return err
	}
	board.URL = a.WebURL + "/dashboard"
	words, err := letters.RenderBoard(board)
	if err != nil {
		return err
	}
	pdf, err := letters.BoardPDF(board)
	if err != nil {
		return err
	}
	return a.mailNotice(ctx, n, u, words, mail.Attachment{Name: "tablero.pdf", Type: "application/pdf", Data: pdf})
}

func (a *Activities) mailNotice(ctx context.Context, n store.Notice, u store.User, words letters.Rendered,
	files ...mail.Attachment,
) error {
	m, err := a.compose(mail.Outgoing{
		From: mail.Address{Name: a.Agency.Name, Addr: a.Agency.Email}, To: mail.Address{Name: u.Name, Addr: u.Email},
		Subject: words.Subject, Text: words.Text, HTML: words.HTML,
		MessageID: a.Agency.MessageID("notice." + n.ID), Date: n.At,
		Attachments: files, AutoSubmitted: mail.AutoGenerated, Loop: a.Agency.Email,
	})
	if err != nil {
		return refusal(err)
	}
	_, err = a.Sender.Submit(ctx, m.Raw, m.From, m.Rcpts)
	var se *mail.SubmitError
	if errors.As(err, &se) && se.Kind == mail.Permanent {
		// The notice is shown in the application; a mailbox that refuses mail is for the operator to fix.
		a.Logger.Error("a user's mailbox refuses notices", "user", u.ID, "code", se.Code)
		err = nil
	}
	if err != nil {
		return err
	}
	return a.Store.MarkNoticeMailed(ctx, n.ID, a.Now())
}

// noticesSince is the maximum age of a notice that is still mailed; older ones are only shown in foja.
const (
	noticesSince = 24 * time.Hour
	digestSince  = 4 * noticesSince // a digest is no hurry, and a day may be missed
	digestHour   = 8
)

// MailNotices mails notices that belong to no case: an outage, differences in the nothing-lost report. Call it every
// minute; failed ones are tried again.
func (a *Activities) MailNotices(ctx context.Context) error {
	if a.Sender == nil {
		return nil
	}
	waiting, err := a.Store.UnmailedNotices(ctx, a.Now().Add(-digestSince))
	if err != nil {
		return err
	}
	var failures []error
	digests := map[string][]store.Notice{}
	for _, n := range waiting {
		u, err := a.Store.User(ctx, n.User)
		switch {
		case err != nil || u.Email == "" || u.Disabled:
		case n.Kind == store.NoticeAssigned && u.Digest:
			digests[u.ID] = append(digests[u.ID], n)
		case n.At.Before(a.Now().Add(-noticesSince)):
		case n.Kind == letters.BoardNotice && a.Board != nil:
			err = a.mailBoard(ctx, n, u)
		default:
			err = a.mailNotice(ctx, n, u, letters.Rendered{
				Subject: n.Text, Text: n.Text + ".\n\n" + a.WebURL + "/notices\n\nfoja, aviso interno de " + a.Agency.Name + ".\n",
			})
		}
		failures = append(failures, err)
	}
	for _, list := range digests {
		failures = append(failures, a.mailDigest(ctx, list))
	}
	return errors.Join(failures...)
}

// mailDigest mails a person's notices of assignments that came before the morning, as one mail.
func (a *Activities) mailDigest(ctx context.Context, list []store.Notice) error {
	zone := time.UTC
	if len(a.Agency.Offices) > 0 {
		if place, err := time.LoadLocation(a.Agency.Offices[0].Zone); err == nil {
			zone = place
		}
	}
	now := a.Now().In(zone)
	morning := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, zone)
	if now.Before(morning) {
		morning = morning.AddDate(0, 0, -1)
	}
	list = slices.DeleteFunc(list, func(n store.Notice) bool { return !n.At.Before(morning) })
	if len(list) == 0 {
		return nil
	}
	u, err := a.Store.User(ctx, list[0].User)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, n := range list {
		text.WriteString("- " + n.Text + "\n")
	}
	words := letters.Rendered{
		Subject: "Expedientes que le asignaron",
		Text:    text.String() + "\n" + a.WebURL + "/today\n\nfoja, aviso interno de " + a.Agency.Name + ".\n",
	}
	if err := a.mailNotice(ctx, list[len(list)-1], u, words); err != nil {
		return err
	}
	for _, n := range list {
		if err := a.Store.MarkNoticeMailed(ctx, n.ID, a.Now()); err != nil {
			return err
		}
	}
	return nil
}
