package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/letters"
)

// AppealView is an appeal on its case's page.
type AppealView struct {
	docket.Appeal
	StateName, AgainstName, RouteName, RulingName string // Spanish
	Next                                          string // Spanish: what is due next, and on whom it waits
	Traps                                         []docket.SubDeadline
	Late                                          []docket.SubDeadline // terms that passed, and what they ask for is still to come
	Decision                                      docket.Deadline
	Timeline                                      []Line
	Buttons                                       []Button
}

// AppealRow is a line of the list of appeals.
type AppealRow struct {
	Request, Number, Office string
	N                       int
	StateName, AgainstName  string
	Hands                   docket.Hands
	FiledAt                 time.Time
	Next                    string        // Spanish
	Until                   calendar.Date // last day of the next term; zero = none runs
	Late                    bool          // a term of ours has passed
	Ended                   bool
}

// appealNeeds are the inputs of the acts on an appeal, in the order of the form.
var appealNeeds = map[docket.Action][]string{
	docket.ActSendUp: {"text", "files", "at"}, docket.ActAppealReceived: {"at", "text", "files"}, docket.ActAppealObserved: {"at", "text", "files"},
	docket.ActAppealMended: {"at", "text", "files"}, docket.ActAppealAdmitted: {"at", "text", "files"}, docket.ActBriefAsked: {"at", "text", "files"},
	docket.ActBriefSent: {"text", "files", "at"}, docket.ActAppealHeard: {"at", "text"},
	docket.ActAppealDecided: {"ruling", "days", "at", "text", "files"}, docket.ActComplied: {"text", "files", "at"},
}

// appealLaw is what an appeal is counted with: the calendar in force, for it lives on when its case's stands still.
func (d *Desk) appealLaw(ctx context.Context, o opened) (docket.Law, error) {
	days, err := d.days(ctx)
	if err != nil {
		return docket.Law{}, err
	}
	return d.law(o.procedure, o.office, days), nil
}

// appeals are those of a case, the first one first.
func (h history) appeals(ctx context.Context, by User) ([]AppealView, error) {
	have, err := h.desk.Store.Appeals(ctx, h.o.request.ID)
	if err != nil || len(have) == 0 {
		return nil, err
	}
	law, err := h.desk.appealLaw(ctx, h.o)
	if err != nil {
		return nil, err
	}
	var views []AppealView
	for _, a := range have {
		if a.Seq == 0 {
			continue // its workflow has not spoken yet
		}
		v, err := appealView(a, law)
		if err != nil {
			return nil, err
		}
		if v.Timeline, err = h.appealTimeline(ctx, a); err != nil {
			return nil, err
		}
		v.Buttons = appealButtons(a, by)
		views = append(views, v)
	}
	return views, nil
}

func appealView(a docket.Appeal, law docket.Law) (v AppealView, err error) {
	v = AppealView{
		Appeal: a, StateName: appealStates[a.State()], AgainstName: appealAgainst[a.Against], RouteName: appealRoutes[a.Route], RulingName: rulings[a.Ruling],
	}
	if v.Traps, err = law.AppealSubDeadlines(a); err != nil {
		return v, err
	}
	if v.Late, err = law.AppealOverdue(a); err != nil {
		return v, err
	}
	if !a.AdmittedAt.IsZero() {
		if v.Decision, err = law.AppealDecision(a); err != nil {
			return v, err
		}
	}
	v.Next = appealNext(v)
	return v, nil
}

// appealNext says what the appeal waits for, and until when.
func appealNext(v AppealView) string {
	switch {
	case v.Ended():
		return "Concluida: " + v.RulingName + "."
	case len(v.Late) > 0:
		return "Venció el " + letters.LongDate(v.Late[0].On) + ": " + v.Late[0].Name + "."
	case len(v.Traps) > 0:
		return v.Traps[0].Name + ": hasta el " + letters.LongDate(v.Traps[0].On) + "."
	case v.Hands() == docket.HandsTribunal:
		return "Espera al Tribunal."
	default:
		return v.StateName + "."
	}
}

// appealNews tells the requester where each of her appeals is.
func (d *Desk) appealNews(ctx context.Context, o opened) ([]string, error) {
	have, err := d.Store.Appeals(ctx, o.request.ID)
	if err != nil || len(have) == 0 {
		return nil, err
	}
	law, err := d.appealLaw(ctx, o)
	if err != nil {
		return nil, err
	}
	var news []string
	for _, a := range have {
		v, err := appealView(a, law)
		if err != nil {
			return nil, err
		}
		news = append(news, fmt.Sprintf("Su apelación del %s contra %s: %s", letters.LongDate(law.Zone.DateOf(a.FiledAt)), v.AgainstName, v.Next))
	}
	return news, nil
}

func appealButtons(a docket.Appeal, by User) []Button {
	var list []Button
	for _, actor := range by.actors() {
		for _, do := range a.Permitted(actor) {
			if slices.ContainsFunc(list, func(b Button) bool { return b.Action == do }) {
				continue
			}
			b := Button{Action: do, Label: appealLabels[do], Needs: slices.Clone(appealNeeds[do]), Choices: map[string][]Choice{}}
			if do == docket.ActAppealDecided {
				b.Choices["ruling"] = rulingChoices(a)
			}
			list = append(list, b)
		}
	}
	return list
}

// rulingChoices: before it is admitted the Tribunal can only turn an appeal away.
func rulingChoices(a docket.Appeal) []Choice {
	if a.AdmittedAt.IsZero() {
		return []Choice{{string(docket.RulingInadmissible), rulings[docket.RulingInadmissible]}}
	}
	var list []Choice
	for _, r := range []docket.Ruling{docket.RulingUpheld, docket.RulingPartly, docket.RulingDenied, docket.RulingInadmissible} {
		list = append(list, Choice{string(r), rulings[r]})
	}
	return list
}

func (h history) appealTimeline(ctx context.Context, a docket.Appeal) ([]Line, error) {
	events, err := h.desk.Store.AppealEvents(ctx, a.Request, a.N)
	if err != nil {
		return nil, err
	}
	var lines []Line
	so := docket.Appeal{}
	for _, e := range events {
		so.Apply(e)
		l := Line{Seq: e.Seq, At: e.On, Who: h.who(e.By), Hands: so.Hands(), Kind: docket.EventKind(e.Kind), Title: appealTitle(e)}
		if !e.At.Equal(l.At) {
			l.Recorded = e.At
		}
		for _, id := range e.Documents {
			if doc, ok := h.docs[id]; ok {
				l.Documents = append(l.Documents, doc)
			}
		}
		if e.Opening != nil {
			l.Message = e.Opening.Message
		}
		if l.Text, err = h.text(ctx, e.Text); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// Appeals lists those of the user's offices: the open ones first, by the day that comes next.
func (d *Desk) Appeals(ctx context.Context, by User) ([]AppealRow, error) {
	if err := by.must(staff); err != nil {
		return nil, err
	}
	all, err := d.Store.AllAppeals(ctx, by.Office)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range all {
		ids = append(ids, a.Request)
	}
	cases, err := d.readAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	days, err := d.days(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]AppealRow, 0, len(all))
	for i, a := range all {
		o := cases[i]
		v, err := appealView(a, d.law(o.procedure, o.office, days))
		if err != nil {
			return nil, err
		}
		row := AppealRow{
			Request: o.request.ID, Number: o.request.Number, Office: o.office.Name, N: a.N, StateName: v.StateName, AgainstName: v.AgainstName,
			Hands: a.Hands(), FiledAt: a.FiledAt, Next: v.Next, Ended: a.Ended(),
		}
		for _, t := range v.Late {
			row.Late = row.Late || t.Hands == docket.HandsOfficer
		}
		if len(v.Traps) > 0 {
			row.Until = v.Traps[0].On
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b AppealRow) int { return cmp.Compare(a.place(), b.place()) })
	return rows, nil
}

// place orders: what is late, then by the next day, then what waits without a day, then what has ended.
func (r AppealRow) place() string {
	switch {
	case r.Ended:
		return "3"
	case r.Late:
		return "0"
	case r.Until.IsZero():
		return "2"
	default:
		return "1 " + r.Until.String()
	}
}
