package desk

import (
	"context"
	"fmt"
	"slices"

	"foja/docket"
	"foja/store"
)

// needs are the inputs that each action asks for, in the order of the form.
var needs = map[docket.Action][]string{
	docket.ActAssign:        {"user"},
	docket.ActNote:          {"text", "files"},
	docket.ActConsult:       {"unit", "text"},
	docket.ActConsultAnswer: {"task", "text", "files"},
	docket.ActDraft:         {"text", "files"},
	docket.ActSendBack:      {"text"},
	docket.ActRespond:       {"text", "files", "documents"},
	docket.ActDeny:          {"ground", "text", "until", "resolution", "files"},
	docket.ActWithdraw:      {"text", "files"},
	docket.ActAddMessage:    {"text", "files"},
	docket.ActDone:          {"task"},
	docket.ActDelivered:     {"letter", "at"},
	docket.ActResend:        {"letter"},
	docket.ActPrint:         {"letter"},
	docket.ActAcknowledge:   {"alarm"},
	docket.ActNotHeld:       {"text", "files"},
	docket.ActReroute:       {"office", "text"},
	docket.ActDeposited:     {"letter", "at", "text", "files"},
	docket.ActRespondItems:  {"items", "text", "files", "documents"},
	docket.ActAskCorrection: {"text"},
	docket.ActCorrect:       {"text", "files", "message", "at"},
	docket.ActExtend:        {"ground", "to", "text", "schedule", "evidence_on", "files"},
	docket.ActDeliverPart:   {"text", "files"},
	docket.ActForward:       {"entity", "text", "files"},
	docket.ActCostNotice:    {"cents", "text"},
	docket.ActPaid:          {"at", "text", "files"},
	docket.ActMakeAvailable: {"text"},
	docket.ActCollected:     {"at", "text"},
	docket.ActNotified:      {"letter", "at", "text", "message", "files"},
	docket.ActExpiry:        {"expiry", "to", "text", "files", "message"},
	docket.ActAppeal:        {"against", "route", "at", "text", "files", "message"},
}

// buttons are the actions open to the user in any of her roles, in the procedure's order.
// They come from docket.Permitted, as the workflow's own refusals do: none of them is dead.
func (d *Desk) buttons(ctx context.Context, by User, o opened) ([]Button, error) {
	state, _ := o.procedure.State(o.kase.State)
	allowed := map[docket.Action]docket.Permission{}
	for _, a := range by.actors() {
		for _, p := range docket.Permitted(o.procedure, o.kase, a) {
			if _, have := allowed[p.Do]; !have {
				allowed[p.Do] = p
			}
		}
	}
	var list []Button
	for _, entry := range state.Actions {
		p, ok := allowed[entry.Do]
		if !ok || p.Do == docket.ActUndo && o.held(d.Now()) == nil {
			continue
		}
		delete(allowed, entry.Do) // two entries for one action make one button
		b := Button{Action: p.Do, Label: p.Label.ES, Needs: slices.Clone(needs[p.Do]), Choices: map[string][]Choice{}}
		if p.Do == docket.ActSubmit && o.kase.Proposal == nil {
			b.Needs = []string{"text", "files"}
		}
		if p.MayBackdate() && !slices.Contains(b.Needs, "at") {
			b.Needs = append(b.Needs, "at")
		}
		for _, need := range b.Needs {
			choices, err := d.choices(ctx, by, o, p.Do, need)
			if err != nil {
				return nil, err
			}
			if choices != nil {
				b.Choices[need] = choices
			}
		}
		if !b.nowhere() {
			list = append(list, b)
		}
	}
	return list, nil
}

func (d *Desk) choices(ctx context.Context, by User, o opened, do docket.Action, need string) ([]Choice, error) {
	switch need {
	case "user":
		return d.holders(ctx, o)
	case "office":
		return d.otherOffices(o), nil
	case "unit":
		return d.units(o), nil
	case "ground":
		grounds := o.procedure.Grounds
		if do == docket.ActExtend {
			grounds = o.procedure.Extension.Grounds
		}
		var list []Choice
		for _, g := range grounds {
			list = append(list, Choice{g.Key, fmt.Sprintf("%s (%s)", g.Name.ES, g.Cite)})
		}
		return list, nil
	case "task":
		kinds := []docket.TaskKind{docket.TaskReadMessage, docket.TaskReviewMoved, docket.TaskLetterDoubt}
		if do == docket.ActConsultAnswer {
			kinds = []docket.TaskKind{docket.TaskConsult}
		}
		var list []Choice
		for _, t := range o.kase.OpenTasks(kinds...) {
			list = append(list, Choice{fmt.Sprint(t.ID), d.taskTitle(t)})
		}
		return list, nil
	case "letter":
		var list []Choice
		letters := o.kase.Undelivered()
		switch do {
		case docket.ActDelivered, docket.ActDeposited:
			letters = o.kase.LettersIn(docket.LetterToPrint)
		case docket.ActNotified:
			letters = o.kase.Unproved()
		}
		for _, l := range letters {
			list = append(list, Choice{l.ID, letterName(o.procedure, l.Kind)})
		}
		return list, nil
	case "expiry":
		var list []Choice
		for _, x := range o.procedure.Expiries {
			list = append(list, Choice{x.Key, x.Name.ES})
		}
		return list, nil
	case "message":
		return d.mailChoices(ctx, o)
	case "alarm":
		return alarms(by, o), nil
	case "against":
		var list []Choice
		for _, a := range []docket.AppealAgainst{docket.AgainstDenial, docket.AgainstSilence, docket.AgainstOther} {
			list = append(list, Choice{string(a), "Contra " + appealAgainst[a]})
		}
		return list, nil
	case "route":
		var list []Choice
		for _, r := range []docket.AppealRoute{docket.ThroughUs, docket.Directly} {
			list = append(list, Choice{string(r), "Se presentó " + appealRoutes[r]})
		}
		return list, nil
	default:
		return nil, nil
	}
}

// mailChoices are the requester's messages that may carry the act.
func (d *Desk) mailChoices(ctx context.Context, o opened) ([]Choice, error) {
	list := []Choice{{"", "Ninguno"}}
	rows, err := d.Store.MessagesOf(ctx, o.request.ID)
	for _, m := range rows {
		if m.Fate == docket.FateReply || m.Fate == docket.FateAutomatic || m.Fate == docket.FateReport {
			at := m.ReceivedAt.In(d.zone(o.office.ID))
			list = append(list, Choice{m.ID, joined(" · ", at.Format("02/01/2006 15:04"), m.FromAddress, m.Subject)})
		}
	}
	return list, err
}

// alarms are the pending ones that the user may answer for.
func alarms(by User, o opened) []Choice {
	var list []Choice
	for _, a := range o.kase.PendingAlarms() {
		for _, actor := range by.actors() {
			probe := docket.Command{Key: "?", Action: docket.ActAcknowledge, Alarm: a.ID, By: actor}
			if o.kase.Check(o.procedure, probe) == nil {
				list = append(list, Choice{a.ID, rungName(o.procedure, a.Rung)})
				break
			}
		}
	}
	return list
}

// holders are the people to whom the case can be given, its own office's first.
func (d *Desk) holders(ctx context.Context, o opened) ([]Choice, error) {
	users, err := d.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	var own, all []Choice
	for _, u := range users {
		if u.Disabled || u.ID == o.kase.Holder || !holds(userOf(u), o.office.ID) {
			continue
		}
		label := u.Name
		if _, away, err := d.Store.AbsenceOn(ctx, u.ID, o.today); err != nil {
			return nil, err
		} else if away {
			label += " (ausente hoy)"
		}
		if u.Office == o.office.ID {
			own = append(own, Choice{u.ID, label})
		} else {
			all = append(all, Choice{u.ID, label})
		}
	}
	return append(own, all...), nil
}

// units are the holding units, those of the case's office first.
func (d *Desk) units(o opened) []Choice {
	var own, others []Choice
	for _, u := range d.Agency().Units {
		if u.Retired {
			continue
		}
		if u.Office == o.office.ID {
			own = append(own, Choice{u.ID, u.Name})
		} else {
			others = append(others, Choice{u.ID, u.Name + " (" + d.office(u.Office).Name + ")"})
		}
	}
	return append(own, others...)
}

// letterOf joins what the case knows of a letter with what the outbox does.
func letterOf(p docket.Procedure, l docket.Letter, row store.LetterRow) Letter {
	return Letter{
		ID: l.ID, Kind: l.Kind, Name: letterName(p, l.Kind), State: l.State, ByEmail: row.ByEmail, SentAt: row.SentAt,
		Response: row.Response, Error: letterTrouble(row.LastError), Attempts: row.Attempts, PDF: row.PDF, Doubt: l.Doubt, MessageID: row.MessageID,
	}
}
