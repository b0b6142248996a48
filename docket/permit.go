package docket

import (
	"slices"
)

// Permitted lists what the actor may do to the case now, in the procedure's order. Pages make their buttons of it,
// and Check uses the same rules: so every button works and nothing else is accepted.
func Permitted(p Procedure, c Case, a Actor) []Permission {
	state, found := p.State(c.State)
	if !found {
		return nil
	}
	var list []Permission
	for _, perm := range state.Actions {
		if slices.ContainsFunc(list, func(have Permission) bool { return have.Do == perm.Do }) {
			continue // of two entries for one action the first that permits it is enough
		}
		if perm.checkActor(&c, a) == nil && c.checkPreconditions(p, perm.Do, a) == nil {
			list = append(list, perm)
		}
	}
	return list
}

// permission finds the entry that permits the action to the actor in the case's state. Without one, the refusal gives
// the obstacle, preferring those that a person can remove.
func (c *Case) permission(p Procedure, do Action, a Actor) (Permission, error) {
	state, found := p.State(c.State)
	if !found {
		return Permission{}, Refuse(CodeInternal, "El procedimiento %s %s no conoce el estado %q.", p.Key, p.Version, c.State)
	}
	refusal := error(Refuse(CodeConflict,
		"Esa acción no corresponde ahora: el expediente está en el estado «%s». Actualice la página y elija una de las acciones que se ofrecen.",
		state.Name.ES))
	for _, perm := range state.Actions {
		if perm.Do != do {
			continue
		}
		err := perm.checkActor(c, a)
		if err == nil {
			return perm, nil
		}
		refusal = err
	}
	if spec, _ := SpecOf(do); len(spec.Always) > 0 {
		perm := Permission{Do: do, By: spec.Always}
		if refusal = perm.checkActor(c, a); refusal == nil {
			return perm, nil
		}
	}
	return Permission{}, refusal
}

// checkActor returns why this entry does not permit the action to the actor, or nil.
func (perm Permission) checkActor(c *Case, a Actor) error {
	switch {
	case perm.Do == ActNote && a.Role == RoleUnit && len(c.OpenTasks(TaskConsult)) > 0:
		return nil // a unit may report before its answer that it needs more days
	case (perm.Do == ActResend || perm.Do == ActPrint) && a.Role == RoleSystem:
		return nil // a letter that could not be rendered is requested again automatically once its template is fixed
	case !slices.Contains(perm.By, a.Role):
		return Refuse(CodeForbidden,
			"Su rol no permite «%s». Pida que lo haga una persona con el rol adecuado.", perm.Label.ES)
	case a.Office != "" && a.Office != c.Office:
		return Refuse(CodeForbidden, "El expediente es de otra sede. Pida que lo atienda esa sede.")
	case perm.Holder && !a.isSuperior() && a.User != c.Holder:
		return Refuse(CodeForbidden,
			"Solo quien tiene asignado el expediente puede hacer «%s». Pida a la jefatura que se lo asigne.", perm.Label.ES)
	case perm.Second && (a.User == "" || c.Proposal.WrittenBy(a.User)):
		return Refuse(CodeForbidden, "Usted participó en este proyecto: debe revisarlo otra persona.")
	}
	return nil
}

// isSuperior reports whether the actor is above the holder of a case.
func (a Actor) isSuperior() bool { return a.Role == RoleManager || a.Role == RoleHead }

// checkState returns what the case lacks for an action that its state permits, or nil.
func (c *Case) checkState(do Action, a Actor) error {
	switch do {
	case ActClaim:
		if c.Holder != "" {
			return Refuse(CodeConflict, "El expediente ya está asignado. Actualice la página para ver a quién.")
		}
	case ActReturn:
		if c.Holder == "" {
			return Refuse(CodeConflict, "El expediente ya está en la bandeja común.")
		}
	case ActConsultAnswer:
		if len(c.OpenTasks(TaskConsult)) == 0 {
			return Refuse(CodeConflict, "No hay consultas pendientes de respuesta.")
		}
	case ActDone:
		if len(c.OpenTasks(TaskReadMessage, TaskReviewMoved, TaskLetterDoubt)) == 0 {
			return Refuse(CodeConflict, "No hay comunicaciones pendientes de lectura.")
		}
	case ActApprove, ActSendBack:
		if c.Proposal == nil || !c.Proposal.Submitted {
			return Refuse(CodeConflict, "No hay un proyecto enviado a revisión.")
		}
	case ActCorrect, ActPaid, ActCollected:
		if !c.awaits(do) {
			return Refuse(CodeConflict,
				"No se espera eso del solicitante. Si lo presentó por su cuenta, regístrelo como comunicación.")
		}
	case ActDeliverPart:
		if !slices.ContainsFunc(c.Schedule, func(d Delivery) bool { return !d.Met }) {
			return Refuse(CodeConflict, "No hay un cronograma de entregas parciales pendiente.")
		}
	case ActNotified:
		if len(c.Unproved()) == 0 {
			return Refuse(CodeConflict, "No hay cartas enviadas que esperen acuse de recibo.")
		}
	case ActUndo:
		if !slices.ContainsFunc(c.LettersIn(LetterWaiting), func(l Letter) bool { return !l.HeldUntil.IsZero() }) {
			return Refuse(CodeConflict,
				"La respuesta ya salió: no puede deshacerse. Si hay un error, envíe una comunicación que lo corrija.")
		}
	case ActDelivered, ActDeposited:
		if len(c.LettersIn(LetterToPrint)) == 0 {
			return Refuse(CodeConflict, "No hay cartas impresas pendientes de entrega.")
		}
	case ActResend, ActPrint:
		if len(c.Undelivered()) == 0 {
			return Refuse(CodeConflict, "No hay cartas rechazadas por el correo ni de entrega dudosa.")
		}
		if do == ActResend && !c.ByEmail {
			return Refuse(CodeConflict, "No hay un correo al que enviarla: entréguela en papel.")
		}
	case ActAcknowledge:
		if len(c.alarmsFor(a)) == 0 {
			return Refuse(CodeConflict, "No hay alertas que usted deba atender.")
		}
	default:
	}
	return nil
}

// checkPreconditions returns any obstacle to an action other than permission, or nil: something the case lacks, a
// window that has passed, an act done already.
func (c *Case) checkPreconditions(p Procedure, do Action, a Actor) error {
	if err := c.checkState(do, a); err != nil {
		return err
	}
	if err := c.checkWindow(p, do); err != nil {
		return err
	}
	return c.checkRepeats(p, do)
}

// checkRepeats refuses an act that was done as often as allowed, or is being waited for.
func (c *Case) checkRepeats(p Procedure, do Action) error {
	switch do {
	case ActExtend:
		done := 0
		for _, e := range c.Ledger {
			if e.Kind == LedgerExtension {
				done++
			}
		}
		if done >= p.Extension.Times { // law: R27
			return windowPassed("la prórroga se comunica una sola vez por solicitud", p.Extension.Rule)
		}
	case ActAskCorrection:
		if c.used(do) { // one single request with all the observations (law: R18)
			return windowPassed("la subsanación se pide una sola vez, con todas las observaciones", "R18")
		}
	case ActExpiry:
		return c.checkExpiryPossible(p)
	case ActCostNotice:
		if c.Remote { // law: R35
			return windowPassed("la entrega por medios digitales no tiene costo de reproducción", "R35")
		}
		if c.awaits(ActPaid) {
			return Refuse(CodeConflict, "Ya se comunicó una liquidación y se espera el pago.")
		}
	default:
	}
	return nil
}

// alarmsFor are the pending alarms that the actor may acknowledge.
func (c *Case) alarmsFor(a Actor) []Alarm {
	return slices.DeleteFunc(c.PendingAlarms(), func(alarm Alarm) bool { return !c.answersFor(a, alarm) })
}

// answersFor reports whether the alarm was raised to the actor or to somebody below. An officer cannot acknowledge an
// alarm to the manager.
func (c *Case) answersFor(a Actor, alarm Alarm) bool {
	for _, to := range alarm.To {
		switch to {
		case RoleHolder:
			if a.Role == RoleOfficer && (c.Holder == "" || a.User == c.Holder) {
				return true
			}
		case RoleDeputy: // the deputy is not part of the case; accept another officer of the office
			if a.Role == RoleOfficer {
				return true
			}
		default:
			if a.Role == to {
				return true
			}
		}
		if rank(a.Role) > rank(to) {
			return true
		}
	}
	return false
}
