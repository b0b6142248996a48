package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/letters"
	"foja/store"
)

// UnitDesk is what a holding unit does without an account: whoever has the link of a question sees the question, and nothing else of
// the case, and answers it once.
type UnitDesk interface {
	UnitQuestion(ctx context.Context, token, ip string) (UnitQuestion, error)
	AnswerAsUnit(ctx context.Context, token, ip string, a UnitAnswer) error
	// AskMoreDays tells the officer that the unit needs until a day of MoreDays, and why. The term of the law does not move.
	AskMoreDays(ctx context.Context, token, ip string, m UnitMore) error
}

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
	Files   []Upload
	NotOurs bool // it does not have it; Text says who might
}

// UnitLink is the address under which a unit answers one question.
type UnitLink struct {
	Task  int
	Path  string
	Unit  string // its name
	Email string // of the unit; "" when none is known
	// MailedAt is when foja sent it the question, Soon that it is about to. Failure says why its server refused it. Without any of
	// them whoever asks hands over the link.
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

func (d *Desk) unitLinks(ctx context.Context, by User, o opened) ([]UnitLink, error) {
	tasks := o.kase.OpenTasks(docket.TaskConsult)
	if len(tasks) == 0 || !by.Has(docket.RoleOfficer, docket.RoleManager) {
		return nil, nil
	}
	mails, err := d.Store.UnitMails(ctx, o.request.ID)
	if err != nil {
		return nil, err
	}
	var links []UnitLink
	for _, t := range tasks {
		token, err := d.unitToken(ctx, o.request.ID, t.ID, t.OpenedAt)
		if err != nil {
			return nil, err
		}
		unit, _ := d.Agency().Unit(t.Unit)
		link := UnitLink{Task: t.ID, Path: "/u/" + token, Unit: d.unitName(t.Unit), Email: unit.Email}
		link.Soon = unit.Email != "" && d.Now().Sub(t.OpenedAt) < askLate
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
func (d *Desk) unitToken(ctx context.Context, request string, task int, openedAt time.Time) (string, error) {
	return d.signLink(ctx, linkPurpose, linkClaim{request, task, openedAt.Add(linkLife).Unix()})
}

// byLink opens the case of a link. A false one and one that has ended are the same answer, and are counted by address.
func (d *Desk) byLink(ctx context.Context, token, ip string) (o opened, t docket.Task, err error) {
	err = d.byLinkFrom(ctx, ip, func() (bool, error) {
		var c linkClaim
		signed, err := d.openLink(ctx, linkPurpose, token, &c)
		if err != nil || !signed || d.Now().Unix() > c.Expires {
			return false, err
		}
		r, err := d.Store.Request(ctx, c.Request)
		if err != nil {
			return true, err
		}
		if o, err = d.read(ctx, r); err != nil {
			return true, err
		}
		for _, t = range o.kase.Tasks {
			if t.ID == c.Task && t.Kind == docket.TaskConsult {
				return true, nil
			}
		}
		return false, nil
	}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido o ya venció. Pida otro a quien le consultó."))
	return o, t, err
}

// UnitQuestion shows a unit what it is asked.
func (d *Desk) UnitQuestion(ctx context.Context, token, ip string) (UnitQuestion, error) {
	o, t, err := d.byLink(ctx, token, ip)
	if err != nil {
		return UnitQuestion{}, err
	}
	q := UnitQuestion{
		Number: o.request.Number, Unit: d.unitName(t.Unit), DueOn: t.DueOn, CaseDue: o.kase.DueOn, Left: o.left(o.kase.DueOn),
		Answered: t.State == docket.TaskDone,
	}
	if q.MoreDays, err = moreDays(o, t); err != nil {
		return q, err
	}
	docs, err := d.Store.Documents(ctx, o.request.ID)
	if err != nil {
		return q, err
	}
	q.Question, err = history{desk: d, o: o, docs: documents(docs)}.text(ctx, t.Ref)
	return q, err
}

// AnswerAsUnit records the unit's answer on the case, as any other act.
func (d *Desk) AnswerAsUnit(ctx context.Context, token, ip string, a UnitAnswer) error {
	o, t, err := d.byLink(ctx, token, ip)
	if err != nil {
		return err
	}
	a.Text = strings.TrimSpace(a.Text)
	switch {
	case t.State == docket.TaskDone:
		return docket.Refuse(docket.CodeConflict, "Esta consulta ya fue respondida. Si falta algo, hable con quien le consultó.")
	case a.NotOurs && a.Text == "":
		return docket.Invalid("text", "Diga por qué no es de su área y, si lo sabe, quién la tiene.")
	case a.Text == "" && len(a.Files) == 0:
		return docket.Invalid("text", "Escriba la respuesta o adjunte los archivos.")
	}
	if a.NotOurs {
		a.Text = "La información no es de esta área. " + a.Text
	}
	key := "unit/" + a.Key
	if err := d.reserve(ctx, d.strangerBytes(ip, bytesOf(a.Files)+int64(len(a.Text)))...); err != nil {
		return err
	}
	c := Command{Key: a.Key, Action: docket.ActConsultAnswer, Task: t.ID, Text: a.Text, Files: a.Files}
	_, err = d.actAs(ctx, User{}, o, c, key, docket.Actor{Role: docket.RoleUnit})
	return err
}

// moreDaysMost is how many business days a unit may ask for.
const moreDaysMost = 5

// moreDays lists the days until which a unit may ask to be waited for: the business days after its own, or after today when that has
// passed.
func moreDays(o opened, t docket.Task) (list []MoreDay, err error) {
	if t.State == docket.TaskDone || o.kase.DueOn.IsZero() { // no day is owed while the clock stands still
		return nil, nil
	}
	view, on := o.view, t.DueOn
	if on.Before(o.today) {
		on = o.today
	}
	for n := 1; n <= moreDaysMost; n++ {
		if on, err = view.NextBusinessDay(on); err != nil {
			return nil, err
		}
		left, err := view.BusinessDaysBetween(on, o.kase.DueOn)
		if err != nil {
			return nil, err
		}
		list = append(list, MoreDay{On: on, Days: n, Left: left})
	}
	return list, nil
}

// AskMoreDays implements UnitDesk: a note of the unit on the case, and a notice to whoever holds it.
func (d *Desk) AskMoreDays(ctx context.Context, token, ip string, m UnitMore) error {
	o, t, err := d.byLink(ctx, token, ip)
	if err != nil {
		return err
	}
	if t.State == docket.TaskDone {
		return docket.Refuse(docket.CodeConflict, "Esta consulta ya fue respondida. Si falta algo, hable con quien le consultó.")
	}
	days, err := moreDays(o, t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(days, func(day MoreDay) bool { return day.On == m.On })
	switch m.Text = strings.TrimSpace(m.Text); {
	case i < 0:
		return docket.Invalid("on", "Elija hasta qué día necesita.")
	case m.Text == "":
		return docket.Invalid("why", "Diga por qué necesita más días.")
	}
	if err := d.reserve(ctx, limitMore.of(fmt.Sprint(o.request.ID, "/", t.ID))); err != nil {
		return err
	}
	said := fmt.Sprintf("%s pide más días: hasta el %s (%d más). Motivo: %s", d.unitName(t.Unit), letters.LongDate(m.On), days[i].Days, m.Text)
	_, err = d.actAs(ctx, User{}, o, Command{Key: m.Key, Action: docket.ActNote, Text: said}, "unit/"+m.Key, docket.Actor{Role: docket.RoleUnit})
	if err != nil || o.kase.Holder == "" {
		return err
	}
	_, err = d.Store.AddNotice(ctx, store.Notice{
		Key: "unit:" + m.Key, User: o.kase.Holder, Request: o.request.ID, Number: o.request.Number, Kind: "unit", At: d.Now(),
		Text: fmt.Sprintf("%s pide más días para el expediente %s: hasta el %s", d.unitName(t.Unit), o.request.Number, letters.DayMonth(m.On)),
	})
	return err
}
