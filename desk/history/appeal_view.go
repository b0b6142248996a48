package history

import (
	"context"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
)

// AppealView is an appeal on its case's page.
type AppealView struct {
	docket.Appeal
	StateName, AgainstName, RouteName docket.Sentence
	RulingName                        docket.Sentence // nothing while it is not decided
	Next                              docket.Sentence // what is due next, and on whom it waits
	SubDeadlines                      []docket.SubDeadline
	Late                              []docket.SubDeadline // terms that passed, and what they ask for is still to come
	Decision                          docket.Deadline
	Timeline                          []Line
	Buttons                           []core.Button
}

// appealNeeds are the inputs of the acts on an appeal, in the order of the form.
var appealNeeds = map[docket.Action][]string{
	docket.ActSendUp: {"text", "files", "at"}, docket.ActAppealReceived: {"at", "text", "files"}, docket.ActAppealCorrectionAsked: {"at", "text", "files"},
	docket.ActAppealMended: {"at", "text", "files"}, docket.ActAppealAdmitted: {"at", "text", "files"}, docket.ActBriefAsked: {"at", "text", "files"},
	docket.ActBriefSent: {"text", "files", "at"}, docket.ActAppealHeard: {"at", "text"},
	docket.ActAppealDecided: {"ruling", "days", "at", "text", "files"}, docket.ActComplied: {"text", "files", "at"},
}

// appealLaw is what an appeal is counted with: the calendar in force, for it lives on when its case's stands still.
func (s *Service) appealLaw(ctx context.Context, o core.LoadedCase) (docket.Law, error) {
	days, err := s.core.Days(ctx)
	if err != nil {
		return docket.Law{}, err
	}
	return s.core.Law(o.Procedure, o.Office, days), nil
}

// Appeals are those of a case, the first one first.
func (h History) Appeals(ctx context.Context, by access.User) ([]AppealView, error) {
	have, err := h.service.core.Store.Appeals(ctx, h.Loaded.Request.ID)
	if err != nil || len(have) == 0 {
		return nil, err
	}
	law, err := h.service.appealLaw(ctx, h.Loaded)
	if err != nil {
		return nil, err
	}
	var views []AppealView
	for _, a := range have {
		if a.Seq == 0 {
			continue // its workflow has not spoken yet
		}
		v, err := ShowAppeal(a, law)
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

// ShowAppeal puts an appeal into words, with its terms and what is due next.
func ShowAppeal(a docket.Appeal, law docket.Law) (v AppealView, err error) {
	v = AppealView{
		Appeal: a, StateName: docket.Say("appeal_state." + string(a.State())), AgainstName: AppealAgainst(a.Against),
		RouteName: AppealRoute(a.Route), RulingName: rulingName(a.Ruling),
	}
	if v.SubDeadlines, err = law.AppealSubDeadlines(a); err != nil {
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
func appealNext(v AppealView) docket.Sentence {
	switch {
	case v.Ended():
		return docket.Say("appeal_next.ended", "ruling", v.RulingName)
	case len(v.Late) > 0:
		return docket.Say("appeal_next.late", "on", v.Late[0].On, "name", v.Late[0].Name)
	case len(v.SubDeadlines) > 0:
		return docket.Say("appeal_next.until", "name", v.SubDeadlines[0].Name, "on", v.SubDeadlines[0].On)
	case v.Hands() == docket.HandsTribunal:
		return docket.Say("appeal_next.tribunal")
	default:
		return docket.Say("appeal_next.state", "state", v.StateName)
	}
}

// AppealNews tells the requester where each of her appeals is.
func (s *Service) AppealNews(ctx context.Context, o core.LoadedCase) ([]docket.Sentence, error) {
	have, err := s.core.Store.Appeals(ctx, o.Request.ID)
	if err != nil || len(have) == 0 {
		return nil, err
	}
	law, err := s.appealLaw(ctx, o)
	if err != nil {
		return nil, err
	}
	var news []docket.Sentence
	for _, a := range have {
		v, err := ShowAppeal(a, law)
		if err != nil {
			return nil, err
		}
		news = append(news, docket.Say("appeal.news", "on", law.Zone.DateOf(a.FiledAt), "against", v.AgainstName, "next", v.Next))
	}
	return news, nil
}

func appealButtons(a docket.Appeal, by access.User) []core.Button {
	var list []core.Button
	for _, actor := range by.Actors() {
		for _, do := range a.Permitted(actor) {
			if slices.ContainsFunc(list, func(b core.Button) bool { return b.Action == do }) {
				continue
			}
			b := core.Button{Action: do, Label: docket.Say("appeal_act." + string(do)), Needs: slices.Clone(appealNeeds[do]), Choices: map[string][]core.Choice{}}
			if do == docket.ActAppealDecided {
				b.Choices["ruling"] = rulingChoices(a)
			}
			list = append(list, b)
		}
	}
	return list
}

// rulingChoices: before it is admitted the Tribunal can only turn an appeal away.
func rulingChoices(a docket.Appeal) []core.Choice {
	if a.AdmittedAt.IsZero() {
		return []core.Choice{{Key: string(docket.RulingInadmissible), Words: rulingName(docket.RulingInadmissible)}}
	}
	var list []core.Choice
	for _, r := range []docket.Ruling{docket.RulingUpheld, docket.RulingPartly, docket.RulingDenied, docket.RulingInadmissible} {
		list = append(list, core.Choice{Key: string(r), Words: rulingName(r)})
	}
	return list
}

func (h History) appealTimeline(ctx context.Context, a docket.Appeal) ([]Line, error) {
	events, err := h.service.core.Store.AppealEvents(ctx, a.Request, a.N)
	if err != nil {
		return nil, err
	}
	var lines []Line
	so := docket.Appeal{}
	for _, e := range events {
		so.Apply(e)
		l := Line{Seq: e.Seq, At: e.On, Who: h.Who(e.By), Hands: so.Hands(), Kind: docket.EventKind(e.Kind), Title: AppealTitle(e)}
		if !e.At.Equal(l.At) {
			l.Recorded = e.At
		}
		for _, id := range e.Documents {
			if doc, ok := h.Docs[id]; ok {
				l.Documents = append(l.Documents, doc)
			}
		}
		if e.Opening != nil {
			l.Message = e.Opening.Message
		}
		if l.Text, err = h.Text(ctx, e.Text); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}
