package links

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/access/attempts"
	"foja/access/limits"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// UnitQuestion is what a unit is asked. It does not say who the requester is.
type UnitQuestion struct {
	Number   string
	Unit     string
	Question string
	DueOn    calendar.Date // of the unit
	CaseDue  calendar.Date // of the request: what the unit's delay costs
	Left     int           // business days that the request has
	Answered bool
	MoreDays []MoreDay // until when it may ask to be waited for
}

// MoreDay is a later day for the unit, and what that leaves of the citizen's term.
type MoreDay struct {
	On   calendar.Date
	Days int // business days more than it has
	Left int // business days from then to the end of the request's term; negative = the answer would be late
}

// UnitMore asks for more days.
type UnitMore struct {
	Key  string
	On   calendar.Date
	Text string
}

// UnitAnswer is what it hands in.
type UnitAnswer struct {
	Key     string
	Text    string
	Files   []documents.Upload
	NotOurs bool // it does not have it; Text says who might
}

// UnitLink is the address under which a unit answers one question.
type UnitLink struct {
	Task  int
	Path  string
	Unit  string // its name
	Email string // of the unit; "" when none is known
	// MailedAt is when foja sent it the question, Soon that it is about to. Failure says why its server refused it. Without any of
	// them anyone who asks hands over the link.
	MailedAt time.Time
	Soon     bool
	Failure  string
}

// linkLife is how long a link is good: far beyond any internal term. The question's own end ends it as well.
const linkLife = 60 * 24 * time.Hour

const linkPurpose = "foja unit link 1\n"

type linkClaim struct {
	Request string `json:"r"`
	Task    int    `json:"t"`
	Expires int64  `json:"e"` // Unix seconds
}

// UnitLinks lists the links of the units that a case asks, for who may see them.
func (s *Service) UnitLinks(ctx context.Context, by access.User, o core.LoadedCase) ([]UnitLink, error) {
	tasks := o.Case.OpenTasks(docket.TaskConsult)
	if len(tasks) == 0 || !by.Has(access.Holders...) {
		return nil, nil
	}
	mails, err := s.core.Store.UnitMails(ctx, o.Request.ID)
	if err != nil {
		return nil, err
	}
	var links []UnitLink
	for _, t := range tasks {
		token, err := s.unitToken(ctx, o.Request.ID, t.ID, t.OpenedAt)
		if err != nil {
			return nil, err
		}
		unit, _ := s.core.Agency().Unit(t.Unit)
		link := UnitLink{Task: t.ID, Path: "/u/" + token, Unit: s.core.UnitName(t.Unit), Email: unit.Email}
		link.Soon = unit.Email != "" && s.core.Now().Sub(t.OpenedAt) < AskLate
		for _, m := range mails {
			if m.Task == t.ID {
				link.Email, link.MailedAt, link.Failure, link.Soon = m.Address, m.MailedAt, m.Failure, m.MailedAt.IsZero() && m.Failure == ""
			}
		}
		links = append(links, link)
	}
	return links, nil
}

// unitToken is the permission to answer one question. The same question gives the same one, on the case's page and in the mail.
func (s *Service) unitToken(ctx context.Context, request string, task int, openedAt time.Time) (string, error) {
	return s.attempts.SignLink(ctx, linkPurpose, linkClaim{request, task, openedAt.Add(linkLife).Unix()})
}

// byLink opens the case of a link. A false one and one that has ended are the same answer, and are counted by address.
func (s *Service) byLink(ctx context.Context, token, ip string) (o core.LoadedCase, t docket.Task, err error) {
	err = s.attempts.ByLinkFrom(ctx, ip, func() (bool, error) {
		var c linkClaim
		signed, err := s.attempts.OpenLink(ctx, linkPurpose, token, &c)
		if err != nil || !signed || s.core.Now().Unix() > c.Expires {
			return false, err
		}
		r, err := s.core.Store.Request(ctx, c.Request)
		if err != nil {
			return true, err
		}
		if o, err = s.core.Read(ctx, r); err != nil {
			return true, err
		}
		for _, t = range o.Case.Tasks {
			if t.ID == c.Task && t.Kind == docket.TaskConsult {
				return true, nil
			}
		}
		return false, nil
	}, docket.Refuse(docket.CodeNotFound, "unit_link.invalid"))
	return o, t, err
}

// UnitQuestion shows a unit what it is asked.
func (s *Service) UnitQuestion(ctx context.Context, token, ip string) (UnitQuestion, error) {
	o, t, err := s.byLink(ctx, token, ip)
	if err != nil {
		return UnitQuestion{}, err
	}
	q := UnitQuestion{
		Number: o.Request.Number, Unit: s.core.UnitName(t.Unit), DueOn: t.DueOn, CaseDue: o.Case.DueOn, Left: o.Left(o.Case.DueOn),
		Answered: t.State == docket.TaskDone,
	}
	if q.MoreDays, err = moreDays(o, t); err != nil {
		return q, err
	}
	docs, err := s.core.Store.Documents(ctx, o.Request.ID)
	if err != nil {
		return q, err
	}
	q.Question, err = s.history.Of(o, nil, history.ByID(docs)).Text(ctx, t.Ref)
	return q, err
}

// AnswerAsUnit records the unit's answer on the case, as any other act.
func (s *Service) AnswerAsUnit(ctx context.Context, token, ip string, a UnitAnswer) error {
	o, t, err := s.byLink(ctx, token, ip)
	if err != nil {
		return err
	}
	a.Text = strings.TrimSpace(a.Text)
	switch {
	case t.State == docket.TaskDone:
		return docket.Refuse(docket.CodeConflict, "consult.already_answered")
	case a.NotOurs && a.Text == "":
		return docket.Invalid("text", "consult.say_why_not_yours")
	case a.Text == "" && len(a.Files) == 0:
		return docket.Invalid("text", "consult.answer_missing")
	}
	if a.NotOurs {
		a.Text = "La información no es de esta área. " + a.Text
	}
	var sums []string
	a.Files, sums = s.documents.Sums(a.Files)
	a.Key = acts.KeyOf(a.Key, append([]string{a.Text}, sums...)...)
	key := "unit/" + a.Key
	if err := s.attempts.Reserve(ctx, s.attempts.AnonymousBytes(ip, documents.BytesOf(a.Files)+int64(len(a.Text)))...); err != nil {
		return err
	}
	c := acts.Command{Key: a.Key, Action: docket.ActConsultAnswer, Task: t.ID, Text: a.Text, Files: a.Files}
	_, err = s.acts.ActAs(ctx, access.User{}, o, c, key, docket.Actor{Role: docket.RoleUnit})
	return err
}

// moreDays lists the days until which a unit may ask to be waited for: the business days after its own, or after today when that has
// passed.
func moreDays(o core.LoadedCase, t docket.Task) (list []MoreDay, err error) {
	if t.State == docket.TaskDone || o.Case.DueOn.IsZero() { // no day is owed while the clock stands still
		return nil, nil
	}
	view, on := o.View, t.DueOn
	if on.Before(o.Today) {
		on = o.Today
	}
	for n := 1; n <= limits.UnitMoreDays; n++ {
		if on, err = view.NextBusinessDay(on); err != nil {
			return nil, err
		}
		left, err := view.BusinessDaysBetween(on, o.Case.DueOn)
		if err != nil {
			return nil, err
		}
		list = append(list, MoreDay{On: on, Days: n, Left: left})
	}
	return list, nil
}

// AskMoreDays tells the officer that the unit needs until a day of MoreDays, and why. The term of the law does not
// move. It leaves a note of the unit on the case, and a notice to its holder.
func (s *Service) AskMoreDays(ctx context.Context, token, ip string, m UnitMore) error {
	o, t, err := s.byLink(ctx, token, ip)
	if err != nil {
		return err
	}
	if t.State == docket.TaskDone {
		return docket.Refuse(docket.CodeConflict, "consult.already_answered")
	}
	days, err := moreDays(o, t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(days, func(day MoreDay) bool { return day.On == m.On })
	switch m.Text = strings.TrimSpace(m.Text); {
	case i < 0:
		return docket.Invalid("on", "consult.choose_day")
	case m.Text == "":
		return docket.Invalid("why", "consult.say_why_more_days")
	}
	if err := s.attempts.Reserve(ctx, attempts.LimitMore.Of(fmt.Sprint(o.Request.ID, "/", t.ID))); err != nil {
		return err
	}
	m.Key = acts.KeyOf(m.Key, m.On.String(), m.Text)
	said := fmt.Sprintf("%s pide más días: hasta el %s (%d más). Motivo: %s", s.core.UnitName(t.Unit), letters.LongDate(m.On), days[i].Days, m.Text)
	_, err = s.acts.ActAs(ctx, access.User{}, o, acts.Command{Key: m.Key, Action: docket.ActNote, Text: said}, "unit/"+m.Key, docket.Actor{Role: docket.RoleUnit})
	if err != nil || o.Case.Holder == "" {
		return err
	}
	_, err = s.core.Store.AddNotice(ctx, store.Notice{
		Key: "unit:" + m.Key, User: o.Case.Holder, Request: o.Request.ID, Number: o.Request.Number, Kind: "unit", At: s.core.Now(),
		Text: fmt.Sprintf("%s pide más días para el expediente %s: hasta el %s", s.core.UnitName(t.Unit), o.Request.Number, letters.DayMonth(m.On)),
	})
	return err
}
