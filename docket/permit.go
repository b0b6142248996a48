package docket

import (
	"slices"
)

// Permitted lists what the actor may do to the case now, in the procedure's order. Screens
// make their buttons of it, and Check, which the workflow's validator calls, consults the same
// rules: so no button is dead and nothing else is let through.
func Permitted(p Procedure, c Case, a Actor) []Permission {
	state, found := p.State(c.State)
	if !found {
		return nil
	}
	var list []Permission
	for _, perm := range state.Actions {
		if slices.ContainsFunc(list, func(have Permission) bool { return have.Do == perm.Do }) {
			continue // two entries for one action: the first that lets her is enough
		}
		if perm.refuses(&c, a) == nil && c.bars(p, perm.Do, a) == nil {
			list = append(list, perm)
		}
	}
	return list
}

// permission finds the entry under which the actor may do the action in the case's state. When
// there is none, the refusal says what stands in the way, in the order in which a person can
// do something about it.
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
		err := perm.refuses(c, a)
		if err == nil {
			return perm, nil
		}
		refusal = err
	}
	for _, perm := range always {
		if perm.Do != do {
			continue
		}
		if refusal = perm.refuses(c, a); refusal == nil {
			return perm, nil
		}
	}
	return Permission{}, refusal
}

// refuses says why this entry does not let the actor, or nil.
func (perm Permission) refuses(c *Case, a Actor) error {
	switch {
	case perm.Do == ActNote && a.Role == RoleUnit && len(c.OpenTasks(TaskConsult)) > 0:
		return nil // whoever is asked may say something before the answer: that it needs more days
	case (perm.Do == ActResend || perm.Do == ActPrint) && a.Role == RoleSystem:
		return nil // a letter that could not be written is written again by itself once its template is mended
	case !slices.Contains(perm.By, a.Role):
		return Refuse(CodeForbidden,
			"Su rol no permite «%s». Pida que lo haga una persona con el rol adecuado.", perm.Label.ES)
	case a.Office != "" && a.Office != c.Office:
		return Refuse(CodeForbidden, "El expediente es de otra sede. Pida que lo atienda esa sede.")
	case perm.Holder && !a.commands() && a.User != c.Holder:
		return Refuse(CodeForbidden,
			"Solo quien tiene asignado el expediente puede hacer «%s». Pida a la jefatura que se lo asigne.", perm.Label.ES)
	case perm.Second && (a.User == "" || c.Proposal.WrittenBy(a.User)):
		return Refuse(CodeForbidden, "Usted participó en este proyecto: debe revisarlo otra persona.")
	}
	return nil
}

// commands says whether the actor stands above the holder of a case.
func (a Actor) commands() bool { return a.Role == RoleManager || a.Role == RoleHead }

// refusesNow says what the case lacks for an action that its state permits, or nil.
func (c *Case) refusesNow(do Action, a Actor) error {
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

// bars is everything but the permission itself that stands in the way of an action now, or nil:
// what the case lacks for it, a window that has passed, and what was done already.
func (c *Case) bars(p Procedure, do Action, a Actor) error {
	if err := c.refusesNow(do, a); err != nil {
		return err
	}
	if err := c.lapsed(p, do); err != nil {
		return err
	}
	return c.spent(p, do)
}

// spent refuses what may be done only so many times, or is being waited for already.
func (c *Case) spent(p Procedure, do Action) error {
	switch do {
	case ActExtend:
		done := 0
		for _, e := range c.Ledger {
			if e.Kind == LedgerExtension {
				done++
			}
		}
		if done >= p.Extension.Times { // law: R27
			return missed("la prórroga se comunica una sola vez por solicitud", p.Extension.Rule)
		}
	case ActAskCorrection:
		if c.used(do) { // one single request with all the observations (law: R18)
			return missed("la subsanación se pide una sola vez, con todas las observaciones", "R18")
		}
	case ActExpiry:
		return c.barsExpiry(p)
	case ActCostNotice:
		if c.Remote { // law: R35
			return missed("la entrega por medios digitales no tiene costo de reproducción", "R35")
		}
		if c.awaits(ActPaid) {
			return Refuse(CodeConflict, "Ya se comunicó una liquidación y se espera el pago.")
		}
	default:
	}
	return nil
}

// alarmsFor are the pending alarms that the actor may answer for.
func (c *Case) alarmsFor(a Actor) []Alarm {
	return slices.DeleteFunc(c.PendingAlarms(), func(alarm Alarm) bool { return !c.answersFor(a, alarm) })
}

// answersFor says whether the actor is one of those whom the alarm was raised to, or stands
// above them. An alarm to the manager is not silenced by the officer whom it is about.
func (c *Case) answersFor(a Actor, alarm Alarm) bool {
	for _, to := range alarm.To {
		switch to {
		case RoleHolder:
			if a.Role == RoleOfficer && (c.Holder == "" || a.User == c.Holder) {
				return true
			}
		case RoleDeputy: // who is deputy is data outside the case; another officer of the office
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

func rank(r Role) int {
	switch r {
	case RoleOfficer, RoleHolder, RoleDeputy:
		return 1
	case RoleManager:
		return 2
	case RoleHead:
		return 3
	default:
		return 0
	}
}
