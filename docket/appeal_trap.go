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

// AppealTraps lists the terms that run on an appeal, soonest first: each has its last day, whose
// it is, and what holds once it has passed. None of them closes anything.
func (law Law) AppealTraps(a Appeal) ([]Trap, error) { return law.appealTerms(a, false) }

// AppealLate lists the terms that have passed and whose act is still to come.
func (law Law) AppealLate(a Appeal) ([]Trap, error) { return law.appealTerms(a, true) }

func (law Law) appealTerms(a Appeal, passed bool) ([]Trap, error) {
	var traps []Trap
	for _, t := range a.running() {
		if slices.Contains(a.Passed, string(t.Action)) != passed {
			continue
		}
		on, err := law.appealLast(a, t)
		if err != nil {
			return nil, err
		}
		if on.IsZero() {
			continue // suspended: nobody knows its last day
		}
		traps = append(traps, Trap{
			Key: string(t.Action), On: on, Rule: t.limit.Rule, Name: t.name, Missed: t.missed, Action: t.Action, Hands: t.hands,
		})
	}
	slices.SortStableFunc(traps, func(a, b Trap) int { return a.On.Compare(b.On) })
	return traps, nil
}

type appealTerm struct {
	Action       Action
	limit        TimeLimit
	from         time.Time
	hands        Hands
	name, missed string
}

// running are the terms that the appeal's state has open.
func (a *Appeal) running() []appealTerm {
	switch a.State() {
	case AppealFiled:
		return []appealTerm{{
			ActSendUp, limitSendUp, a.FiledAt, HandsOfficer, "Elevar la apelación al Tribunal con el expediente",
			"no se elevó a tiempo: es falta grave, y el solicitante puede acudir directamente al Tribunal. Elévela de inmediato",
		}}
	case AppealReceived:
		if a.ObservedAt.IsZero() {
			return []appealTerm{{
				ActAppealAdmitted, limitAdmit, a.ReceivedAt, HandsTribunal, "Calificación de la apelación por el Tribunal",
				"el Tribunal no calificó la apelación en su plazo",
			}}
		}
		if a.MendedAt.IsZero() {
			return []appealTerm{{
				ActAppealMended, limitMend, a.ObservedAt, HandsRequester, "Subsanación de la apelación por el solicitante",
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

// AppealDecision is the Tribunal's term to decide, with its working. It does not run while our
// brief is awaited, nor for three days once it hears the parties (law: R49); days of waiting
// are counted as everywhere (law: R55).
func (law Law) AppealDecision(a Appeal) (Deadline, error) {
	return Fold(a.Ledger, Procedure{
		TimeLimit: limitDecide,
		Effects:   []ClockEffect{{On: LedgerHold, Does: EffectSuspend, Rule: "R49"}},
	}, law.View())
}

// NextWake is when the next term passes; zero when none runs.
func (a *Appeal) NextWake(law Law) (time.Time, error) {
	traps, err := law.AppealTraps(*a)
	if err != nil || len(traps) == 0 {
		return time.Time{}, err
	}
	return traps[0].Ends(law.Zone), nil
}

// Wake tells the terms that have passed by now, each once, the oldest first.
func (a *Appeal) Wake(law Law, now time.Time) ([]AppealEvent, error) {
	twin := a.Clone()
	var events []AppealEvent
	for {
		traps, err := law.AppealTraps(twin)
		if err != nil || len(traps) == 0 || traps[0].Ends(law.Zone).After(now) {
			return events, err
		}
		trap := traps[0]
		e := AppealEvent{
			Seq: twin.Seq + 1, At: now.UTC(), On: trap.Ends(law.Zone), Kind: AppealEventTrapPassed, By: System(),
			Trap: trap.Key, Rule: trap.Rule,
		}
		if trap.Action == ActBriefSent { // the Tribunal waits no longer than that (law: R48 R49)
			e.Ledger = []LedgerEntry{{Kind: LedgerResume, At: e.At, On: trap.On, Event: e.Seq}}
		}
		twin.Apply(e)
		events = append(events, e)
	}
}
