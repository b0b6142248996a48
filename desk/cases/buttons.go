package cases

import (
	"context"
	"fmt"
	"slices"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
	"foja/store"
)

// buttons are the actions open to the user in any of her roles, in the procedure's order.
// They come from docket.Permitted, as the workflow's own refusals do: none of them is dead.
func (s *Service) buttons(ctx context.Context, by access.User, o core.LoadedCase) ([]core.Button, error) {
	state, _ := o.Procedure.State(o.Case.State)
	allowed := map[docket.Action]docket.Permission{}
	for _, a := range by.Actors() {
		for _, p := range docket.Permitted(o.Procedure, o.Case, a) {
			if _, have := allowed[p.Do]; !have {
				allowed[p.Do] = p
			}
		}
	}
	var list []core.Button
	for _, entry := range state.Actions {
		p, ok := allowed[entry.Do]
		if !ok || p.Do == docket.ActUndo && o.Held(s.core.Now()) == nil {
			continue
		}
		delete(allowed, entry.Do) // two entries for one action make one button
		spec, _ := docket.SpecOf(p.Do)
		b := core.Button{Action: p.Do, Label: core.Named(p.Label), Needs: slices.Clone(spec.Asks), Choices: map[string][]core.Choice{}}
		if p.Do == docket.ActSubmit && o.Case.Proposal == nil {
			b.Needs = []string{"text", "files"}
		}
		if p.MayBackdate() && !slices.Contains(b.Needs, "at") {
			b.Needs = append(b.Needs, "at")
		}
		for _, need := range b.Needs {
			choices, err := s.choices(ctx, by, o, p.Do, need)
			if err != nil {
				return nil, err
			}
			if choices != nil {
				b.Choices[need] = choices
			}
		}
		if !b.NoOtherOffice() {
			list = append(list, b)
		}
	}
	return list, nil
}

func (s *Service) choices(ctx context.Context, by access.User, o core.LoadedCase, do docket.Action, need string) ([]core.Choice, error) {
	switch need {
	case "user":
		return s.holders(ctx, o)
	case "office":
		return s.otherOffices(o), nil
	case "unit":
		return s.units(o), nil
	case "ground":
		if do == docket.ActAnnul {
			return annulments(o.Procedure), nil
		}
		grounds := o.Procedure.Grounds
		if do == docket.ActExtend {
			grounds = o.Procedure.Extension.Grounds
		}
		var list []core.Choice
		for _, g := range grounds {
			list = append(list, core.Choice{Key: g.Key, Words: docket.Say("name.with_cite", "name", g.Name, "cite", g.Cite)})
		}
		return list, nil
	case "task":
		kinds := []docket.TaskKind{docket.TaskReadMessage, docket.TaskReviewMoved, docket.TaskLetterDoubt}
		if do == docket.ActConsultAnswer {
			kinds = []docket.TaskKind{docket.TaskConsult}
		}
		var list []core.Choice
		for _, t := range o.Case.OpenTasks(kinds...) {
			about, err := s.core.TaskAbout(ctx, o.Office.ID, t)
			if err != nil {
				return nil, err
			}
			list = append(list, core.Choice{Key: fmt.Sprint(t.ID), Words: core.Listed("list.dot", s.core.TaskTitle(t), core.Nameless(about))})
		}
		return core.Distinct(list), nil
	case "letter":
		var list []core.Choice
		letters := o.Case.Undelivered()
		switch do {
		case docket.ActDelivered, docket.ActDeposited:
			letters = o.Case.LettersIn(docket.LetterToPrint)
		case docket.ActNotified:
			letters = o.Case.Unproved()
		default:
		}
		for _, l := range letters {
			list = append(list, core.Choice{Key: l.ID, Words: core.LetterName(o.Procedure, l.Kind)})
		}
		return core.Distinct(list), nil
	case "expiry":
		var list []core.Choice
		for _, x := range o.Procedure.Expiries {
			list = append(list, core.Choice{Key: x.Key, Words: core.Named(x.Name)})
		}
		return list, nil
	case "message":
		return s.mailChoices(ctx, o)
	case "alarm":
		return alarms(by, o), nil
	case "against":
		var list []core.Choice
		for _, a := range []docket.AppealAgainst{docket.AgainstDenial, docket.AgainstSilence, docket.AgainstOther} {
			list = append(list, core.Choice{Key: string(a), Words: docket.Say("label.against_" + string(a))})
		}
		return list, nil
	case "route":
		var list []core.Choice
		for _, r := range []docket.AppealRoute{docket.ThroughUs, docket.Directly} {
			list = append(list, core.Choice{Key: string(r), Words: docket.Say("label.route_" + string(r))})
		}
		return list, nil
	default:
		return nil, nil
	}
}

// annulments are the reasons for which the case may be annulled.
func annulments(p docket.Procedure) []core.Choice {
	var list []core.Choice
	for _, r := range p.AnnulmentReasons() {
		list = append(list, core.Choice{Key: r.Key, Words: core.AnnulmentName(p, r.Key)})
	}
	return list
}

// mailChoices are the requester's messages that may carry the act.
func (s *Service) mailChoices(ctx context.Context, o core.LoadedCase) ([]core.Choice, error) {
	list := []core.Choice{{Key: "", Words: docket.Say("label.none")}}
	rows, err := s.core.Store.MessagesOf(ctx, o.Request.ID)
	for _, m := range rows {
		if m.Fate == docket.FateReply || m.Fate == docket.FateAutomatic || m.Fate == docket.FateReport {
			list = append(list, core.Choice{Key: m.ID, Label: s.core.MessageLabel(o.Office.ID, m)})
		}
	}
	return list, err
}

// alarms are the pending ones that the user may answer for.
func alarms(by access.User, o core.LoadedCase) []core.Choice {
	var list []core.Choice
	for _, a := range o.Case.PendingAlarms() {
		for _, actor := range by.Actors() {
			probe := docket.Command{Key: "?", Action: docket.ActAcknowledge, Alarm: a.ID, By: actor}
			if o.Case.Check(o.Procedure, probe) == nil {
				list = append(list, core.Choice{Key: a.ID, Words: core.RungName(o.Procedure, a.Rung)})
				break
			}
		}
	}
	return list
}

// holders are the people to whom the case can be given, its own office's first.
func (s *Service) holders(ctx context.Context, o core.LoadedCase) ([]core.Choice, error) {
	users, err := s.core.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	var own, all []core.Choice
	for _, u := range users {
		if u.Disabled || u.ID == o.Case.Holder || !acts.Holds(access.UserOf(u), o.Office.ID) {
			continue
		}
		choice := core.Choice{Key: u.ID, Label: u.Name}
		if _, away, err := s.core.Store.AbsenceOn(ctx, u.ID, o.Today); err != nil {
			return nil, err
		} else if away {
			choice.Words = docket.Say("label.absent_today", "name", u.Name)
		}
		if u.Office == o.Office.ID {
			own = append(own, choice)
		} else {
			all = append(all, choice)
		}
	}
	return append(own, all...), nil
}

// units are the holding units, those of the case's office first.
func (s *Service) units(o core.LoadedCase) []core.Choice {
	var own, others []core.Choice
	for _, u := range s.core.Agency().Units {
		if u.Retired {
			continue
		}
		if u.Office == o.Office.ID {
			own = append(own, core.Choice{Key: u.ID, Label: u.Name})
		} else {
			others = append(others, core.Choice{Key: u.ID, Label: u.Name + " (" + s.core.Office(u.Office).Name + ")"})
		}
	}
	return append(own, others...)
}

// letterOf joins what the case holds about a letter with what the outbox does.
func letterOf(p docket.Procedure, l docket.Letter, row store.LetterRow) history.Letter {
	return history.Letter{
		ID: l.ID, Kind: l.Kind, Name: core.LetterName(p, l.Kind), State: l.State, ByEmail: row.ByEmail, SentAt: row.SentAt,
		Response: row.Response, Error: core.LetterTrouble(row.LastError), Attempts: row.Attempts, PDF: row.PDF, Doubt: l.Doubt, MessageID: row.MessageID,
	}
}
