package docket_test

import (
	"fmt"

	"foja/calendar"
	"foja/docket"
)

// least is the smallest command that gives an action what it needs.
func least(s story, p docket.Procedure, do docket.Action, by docket.Actor) docket.Command {
	cmd := docket.Command{Key: fmt.Sprintf("k%d", s.Seq), Action: do, By: by}
	switch do {
	case docket.ActAssign:
		cmd.User = "ana"
		if s.Holder == "ana" {
			cmd.User = "bruno"
		}
	case docket.ActConsult:
		cmd.Unit = "archivo"
	case docket.ActDeny:
		cmd.Ground, cmd.Text = p.Grounds[0].Key, "doc"
	case docket.ActReroute:
		cmd.Office, cmd.Text = "norte", "doc"
	case docket.ActRespondItems:
		cmd.Items, cmd.Text = []docket.Item{
			{Outcome: docket.ItemGiven}, {Outcome: docket.ItemDenied, Ground: p.Grounds[0].Key},
		}, "doc"
	case docket.ActExtend:
		cmd.Ground, cmd.Text, cmd.To = "volume", "doc", s.DueOn.AddDays(7)
	case docket.ActForward:
		cmd.Entity, cmd.Text = "Otra entidad", "doc"
	case docket.ActCostNotice:
		cmd.Cents = 500
	case docket.ActAppeal:
		cmd.Against, cmd.Route, cmd.Text = docket.AgainstOther, docket.ThroughUs, "doc"
	case docket.ActExpiry:
		if len(p.Expiries) > 0 {
			cmd.Expiry = p.Expiries[len(p.Expiries)-1].Key
		}
		cmd.To, cmd.Text = calendar.DateOf(s.now).AddDays(300), "doc"
	case docket.ActAnnul:
		cmd.Ground, cmd.Text = "complaint", "doc"
	case docket.ActRejectAnnulment:
		cmd.Text = "doc"
	case docket.ActAskCorrection, docket.ActCorrect, docket.ActDeliverPart, docket.ActNotHeld, docket.ActNotified,
		docket.ActNote, docket.ActConsultAnswer, docket.ActDraft, docket.ActSubmit, docket.ActSendBack,
		docket.ActRespond, docket.ActWithdraw, docket.ActAddMessage, docket.ActDeposited:
		cmd.Text = "doc"
	}
	if do == docket.ActSubmit && s.Proposal != nil {
		cmd.Text = "" // the form asks for words only where there is no proposal
	}
	for _, task := range s.OpenTasks() {
		if do == docket.ActConsultAnswer && task.Kind == docket.TaskConsult ||
			do == docket.ActDone && task.Kind == docket.TaskReadMessage {
			cmd.Task = task.ID
		}
	}
	for _, l := range s.Letters {
		if (do == docket.ActDelivered || do == docket.ActDeposited) && l.State == docket.LetterToPrint ||
			(do == docket.ActResend || do == docket.ActPrint) && l.State == docket.LetterFailed {
			cmd.Letter = l.ID
		}
	}
	if unproved := s.Unproved(); do == docket.ActNotified && len(unproved) > 0 {
		cmd.Letter = unproved[0].ID
	}
	if do == docket.ActAcknowledge { // whichever of them is hers
		for _, a := range s.PendingAlarms() {
			cmd.Alarm = a.ID
			if s.Check(p, cmd) == nil {
				break
			}
		}
	}
	return cmd
}
