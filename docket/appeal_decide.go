package docket

import (
	"slices"
	"time"
)

// OpenAppeal is the first event of an appeal. Neither its term nor its form is checked: that is the Tribunal's task
// (law: R44, R46).
func OpenAppeal(o AppealOpening, now time.Time) ([]AppealEvent, error) {
	switch {
	case o.Request == "" || o.N < 1:
		return nil, Refuse(CodeInternal, "appeal.names_no_request")
	case !o.Against.known():
		return nil, Invalid("against", "appeal.choose_against")
	case !o.Route.known():
		return nil, Invalid("route", "appeal.choose_route")
	case o.FiledAt.IsZero():
		return nil, Invalid("at", "appeal.when_filed")
	case o.FiledAt.After(now):
		return nil, Invalid("at", "appeal.filed_in_future")
	}
	return []AppealEvent{{
		Seq: 1, At: now.UTC(), On: o.FiledAt.UTC(), Kind: AppealEventFiled, By: o.By, Command: o.Key, Text: o.Text,
		Documents: o.Documents, Opening: &o,
	}}, nil
}

// checkAppeal checks the input of a new appeal. Its day is not checked (law: R44, R45).
func checkAppeal(_ *Case, _ Procedure, cmd Command) error {
	switch {
	case !cmd.Against.known():
		return Invalid("against", "appeal.choose_against")
	case !cmd.Route.known():
		return Invalid("route", "appeal.choose_route")
	}
	return nil
}

// appeal records on the case that an appeal was filed. State, clock and outcome of the case do not change (law: R51).
func (t *decision) appeal(e Event, cmd Command) error {
	e.Appeal = &AppealOpening{
		Request: t.c.Request, N: len(t.c.Appeals) + 1, Office: t.c.Office, Against: cmd.Against, Route: cmd.Route,
		FiledAt: t.happened().UTC(), By: t.by, Text: e.Text, Documents: e.Documents, Message: e.Message,
	}
	t.add(e)
	t.closeMessageTask(e)
	return nil
}

// Permitted lists what the actor may record on the appeal now.
func (a *Appeal) Permitted(by Actor) []Action {
	if a.mayRecord(by) != nil {
		return nil
	}
	return a.open()
}

// open are the acts possible in the appeal's state, the usual one first.
func (a *Appeal) open() []Action {
	switch a.State() {
	case AppealFiled:
		return []Action{ActSendUp, ActAppealReceived} // the requester may have gone to the Tribunal herself
	case AppealSentUp:
		return []Action{ActAppealReceived}
	case AppealReceived:
		acts := []Action{ActAppealAdmitted, ActAppealDecided} // decided: declared inadmissible
		if a.CorrectionAskedAt.IsZero() {
			acts = append(acts, ActAppealCorrectionAsked)
		} else if a.MendedAt.IsZero() {
			acts = append(acts, ActAppealMended)
		}
		return acts
	case AppealAdmitted:
		acts := []Action{ActAppealDecided}
		awaited := !a.BriefAskedAt.IsZero() && a.BriefSentAt.IsZero()
		if awaited {
			acts = append([]Action{ActBriefSent}, acts...)
		}
		// One suspension at a time, so that the end of one does not end the other: the Tribunal asks for our brief
		// first, and hears the parties after it has the brief or stops waiting for it.
		if a.HeardAt.IsZero() {
			if a.BriefAskedAt.IsZero() {
				acts = append(acts, ActBriefAsked)
			}
			if !awaited || slices.Contains(a.Passed, string(ActBriefSent)) {
				acts = append(acts, ActAppealHeard)
			}
		}
		return acts
	case AppealOrdered:
		return []Action{ActComplied}
	case AppealEnded:
	}
	return nil
}

func (a *Appeal) mayRecord(by Actor) error {
	switch {
	case by.Role != RoleOfficer && by.Role != RoleManager:
		return Refuse(CodeForbidden,
			"appeal.role_may_not")
	case by.Office != "" && by.Office != a.Office:
		return Refuse(CodeForbidden, "case.of_another_office")
	}
	return nil
}

// Check refuses what Decide refuses, except for what needs the calendar.
func (a *Appeal) Check(cmd AppealCommand, now time.Time) error {
	if a.HasApplied(cmd.Key) {
		return nil
	}
	if err := a.mayRecord(cmd.By); err != nil {
		return err
	}
	if !slices.Contains(a.open(), cmd.Action) {
		return Refuse(CodeConflict,
			"appeal.action_not_in_state")
	}
	switch at := cmd.At; {
	case at.IsZero():
	case at.Before(a.since(cmd.Action)):
		return Invalid("at", "appeal.act_before_preceding")
	case at.After(now):
		return Invalid("at", "act.at_in_future")
	}
	return a.checkInputs(cmd)
}

func (a *Appeal) checkInputs(cmd AppealCommand) error {
	proved := cmd.Text != "" || len(cmd.Documents) > 0
	switch cmd.Action {
	case ActSendUp:
		if !proved {
			return Invalid("text", "appeal.record_sending_up")
		}
	case ActBriefSent:
		if !proved {
			return Invalid("text", "appeal.record_brief")
		}
	case ActComplied:
		if !proved {
			return Invalid("text", "appeal.record_compliance")
		}
	case ActAppealDecided:
		rulings := []Ruling{RulingUpheld, RulingPartly, RulingDenied, RulingInadmissible}
		if a.State() == AppealReceived {
			rulings = []Ruling{RulingInadmissible} // on the merits it decides once it has admitted it
		}
		switch {
		case !slices.Contains(rulings, cmd.Ruling):
			return Invalid("ruling",
				"appeal.choose_ruling")
		case cmd.Days < 0:
			return Invalid("days", "appeal.days_to_comply")
		case !proved:
			return Invalid("text", "appeal.write_resolution")
		}
	default:
	}
	return nil
}

// since is the earliest possible instant of the act.
func (a *Appeal) since(do Action) time.Time {
	switch do {
	case ActAppealReceived:
		return latest(a.FiledAt, a.SentUpAt)
	case ActAppealCorrectionAsked, ActAppealAdmitted:
		return latest(a.ReceivedAt, a.MendedAt)
	case ActAppealMended:
		return a.CorrectionAskedAt
	case ActBriefAsked:
		return a.AdmittedAt
	case ActAppealHeard:
		return latest(a.AdmittedAt, a.BriefSentAt)
	case ActBriefSent:
		return a.BriefAskedAt
	case ActAppealDecided:
		return latest(a.ReceivedAt, a.AdmittedAt)
	case ActComplied:
		return a.DecidedAt
	default:
		return a.FiledAt
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// Decide returns the events of a person's command, or refuses it. It does not change the appeal: Apply the events. A
// repeated command gives none.
func (a *Appeal) Decide(law Law, cmd AppealCommand, now time.Time) ([]AppealEvent, error) {
	if err := a.Check(cmd, now); err != nil || a.HasApplied(cmd.Key) {
		return nil, err
	}
	e := AppealEvent{
		Seq: a.Seq + 1, At: now.UTC(), On: now.UTC(), Kind: cmd.Action, By: cmd.By, Command: cmd.Key,
		Text: cmd.Text, Documents: cmd.Documents, Ruling: cmd.Ruling, Days: cmd.Days,
	}
	if !cmd.At.IsZero() {
		e.On = cmd.At.UTC()
	}
	day := law.Zone.DateOf(e.On)
	entry := LedgerEntry{At: e.At, On: day, Event: e.Seq}
	switch cmd.Action {
	case ActAppealAdmitted:
		entry.Kind = LedgerStart
	case ActBriefAsked:
		entry.Kind = LedgerHold
	case ActBriefSent:
		entry.Kind = LedgerResume
	case ActAppealHeard:
		until, err := law.last(limitHearing, day)
		if err != nil {
			return nil, err
		}
		entry.Kind = LedgerHold
		e.Ledger = []LedgerEntry{{Kind: LedgerResume, At: e.At, On: until, Event: e.Seq}}
	default:
	}
	if entry.Kind != "" {
		e.Ledger = append([]LedgerEntry{entry}, e.Ledger...)
	}
	return []AppealEvent{e}, nil
}
