package docket

import (
	"slices"
	"time"

	"foja/calendar"
)

// The terms of an appeal. They bind every agency and the Tribunal alike, whatever the
// procedure, so they stand here and not in a procedure's data.
var (
	limitSendUp  = TimeLimit{N: 2, Unit: UnitBusiness, Rule: "R46"}
	limitAdmit   = TimeLimit{N: 7, Unit: UnitBusiness, Rule: "R47"}
	limitMend    = TimeLimit{N: 2, Unit: UnitBusiness, Rule: "R47"}
	limitBrief   = TimeLimit{N: 7, Unit: UnitBusiness, Rule: "R48"}
	limitDecide  = TimeLimit{N: 10, Unit: UnitBusiness, Rule: "R49"}
	limitHearing = TimeLimit{N: 3, Unit: UnitBusiness, Rule: "R49"}
	limitComply  = TimeLimit{N: 7, Unit: UnitBusiness, Rule: "R50"}
)

// AppealSubDeadlines lists the running terms of an appeal, soonest first: each with its last day, who is to act, and
// the consequence once it has passed. None of them closes anything.
func (law Law) AppealSubDeadlines(a Appeal) ([]SubDeadline, error) { return law.appealTerms(a, false) }

// AppealOverdue lists the terms that have passed without their act.
func (law Law) AppealOverdue(a Appeal) ([]SubDeadline, error) { return law.appealTerms(a, true) }

func (law Law) appealTerms(a Appeal, passed bool) ([]SubDeadline, error) {
	var subs []SubDeadline
	for _, t := range a.running() {
		if slices.Contains(a.Passed, string(t.Action)) != passed {
			continue
		}
		on, err := law.appealLast(a, t)
		if err != nil {
			return nil, err
		}
		if on.IsZero() {
			continue // suspended: its last day is unknown
		}
		subs = append(subs, SubDeadline{
			Key: string(t.Action), On: on, Rule: t.limit.Rule, Name: t.name, Missed: t.missed, Action: t.Action, Hands: t.hands,
		})
	}
	slices.SortStableFunc(subs, func(a, b SubDeadline) int { return a.On.Compare(b.On) })
	return subs, nil
}

type appealTerm struct {
	Action       Action
	limit        TimeLimit
	from         time.Time
	hands        Hands
	name, missed string
}

// running are the terms that run in the appeal's state.
func (a *Appeal) running() []appealTerm {
	switch a.State() {
	case AppealFiled:
		return []appealTerm{{
			ActSendUp, limitSendUp, a.FiledAt, HandsOfficer, "Elevar la apelación al Tribunal con el expediente",
			"no se elevó a tiempo: es falta grave, y el solicitante puede acudir directamente al Tribunal. Elévela de inmediato",
		}}
	case AppealReceived:
		if a.CorrectionAskedAt.IsZero() {
			return []appealTerm{{
				ActAppealAdmitted, limitAdmit, a.ReceivedAt, HandsTribunal, "Calificación de la apelación por el Tribunal",
				"el Tribunal no calificó la apelación en su plazo",
			}}
		}
		if a.MendedAt.IsZero() {
			return []appealTerm{{
				ActAppealMended, limitMend, a.CorrectionAskedAt, HandsRequester, "Subsanación de la apelación por el solicitante",
				"el solicitante no subsanó a tiempo: decide el Tribunal",
			}}
		}
	case AppealAdmitted:
		terms := []appealTerm{{
			ActAppealDecided, limitDecide, a.AdmittedAt, HandsTribunal, "Resolución del Tribunal",
			"el Tribunal no resolvió en su plazo: el solicitante puede acudir al Poder Judicial",
		}}
		if !a.BriefAskedAt.IsZero() && a.BriefSentAt.IsZero() {
			terms = append(terms, appealTerm{
				ActBriefSent, limitBrief, a.BriefAskedAt, HandsOfficer, "Enviar al Tribunal los descargos o el expediente",
				"no se enviaron los descargos a tiempo: el plazo del Tribunal vuelve a correr",
			})
		}
		return terms
	case AppealOrdered:
		limit := limitComply
		if a.Days > 0 {
			limit.N = min(limit.N, a.Days)
		}
		return []appealTerm{{
			ActComplied, limit, a.DecidedAt, HandsOfficer, "Cumplir la resolución del Tribunal e informárselo",
			"no se cumplió la resolución a tiempo: es falta muy grave. Cúmplala e infórmelo al Tribunal de inmediato",
		}}
	case AppealSentUp, AppealEnded:
	}
	return nil
}

func (law Law) appealLast(a Appeal, t appealTerm) (calendar.Date, error) {
	if t.Action != ActAppealDecided {
		return law.last(t.limit, law.Zone.DateOf(t.from))
	}
	d, err := law.AppealDecision(a)
	return d.DueOn, err
}

// AppealDecision is the Tribunal's term to decide, with its working. It is suspended while our brief is awaited, and
// for three days when the Tribunal hears the parties (law: R49); days of waiting are counted as everywhere (law:
// R55).
func (law Law) AppealDecision(a Appeal) (Deadline, error) {
	return Fold(a.Ledger, Procedure{
		TimeLimit: limitDecide,
		Effects:   []ClockEffect{{On: LedgerHold, Does: EffectSuspend, Rule: "R49"}},
	}, law.View())
}

// NextWake is when the next term passes; zero when none runs.
func (a *Appeal) NextWake(law Law) (time.Time, error) {
	subs, err := law.AppealSubDeadlines(*a)
	if err != nil || len(subs) == 0 {
		return time.Time{}, err
	}
	return subs[0].Ends(law.Zone), nil
}

// Wake returns the events of the terms that have passed by now, each once, the oldest first.
func (a *Appeal) Wake(law Law, now time.Time) ([]AppealEvent, error) {
	twin := a.Clone()
	var events []AppealEvent
	for {
		subs, err := law.AppealSubDeadlines(twin)
		if err != nil || len(subs) == 0 || subs[0].Ends(law.Zone).After(now) {
			return events, err
		}
		sub := subs[0]
		e := AppealEvent{
			Seq: twin.Seq + 1, At: now.UTC(), On: sub.Ends(law.Zone), Kind: AppealEventSubDeadlinePassed, By: System(),
			SubDeadline: sub.Key, Rule: sub.Rule,
		}
		if sub.Action == ActBriefSent { // the Tribunal goes on without the brief (law: R48 R49)
			e.Ledger = []LedgerEntry{{Kind: LedgerResume, At: e.At, On: sub.On, Event: e.Seq}}
		}
		twin.Apply(e)
		events = append(events, e)
	}
}
