package docket

import (
	"slices"
	"time"
)

// Check returns why the command is refused in the present state of the case, or nil. The refusal is an *Error in
// Spanish that says what to do. A repeated command is not refused.
func (c *Case) Check(p Procedure, cmd Command) error { return c.CheckAt(p, cmd, time.Time{}) }

// CheckAt is Check that also refuses a time of the act in the future, or one that may not be given.
func (c *Case) CheckAt(p Procedure, cmd Command, now time.Time) error {
	if err := c.check(p, cmd, now); err != nil || c.HasApplied(cmd.Key) {
		return err
	}
	return c.checkOccurredAt(p, cmd)
}

// check is CheckAt for acts of a case's history, which may be backdated.
func (c *Case) check(p Procedure, cmd Command, now time.Time) error {
	if cmd.Key == "" {
		return Invalid("key", "Falta la clave de la operación. Actualice la página e inténtelo otra vez.")
	}
	if c.HasApplied(cmd.Key) {
		return nil
	}
	if _, err := c.permission(p, cmd.Action, cmd.By); err != nil {
		return err
	}
	if err := c.checkPreconditions(p, cmd.Action, cmd.By); err != nil {
		return err
	}
	if err := c.checkMoment(cmd, now); err != nil {
		return err
	}
	if cmd.Action == ActUndo && !now.IsZero() &&
		!slices.ContainsFunc(c.Letters, func(l Letter) bool { return l.Held(now) }) {
		return Refuse(CodeConflict,
			"La respuesta ya salió: no puede deshacerse. Si hay un error, envíe una comunicación que lo corrija.")
	}
	return c.checkInputs(p, cmd)
}

// checkMoment requires a backdated act to lie between the reception and now.
func (c *Case) checkMoment(cmd Command, now time.Time) error {
	switch {
	case cmd.At.IsZero():
		return nil
	case cmd.At.Before(c.Received()):
		return Invalid("at", "La fecha y hora del acto es anterior a la recepción de la solicitud. Corríjala.")
	case !now.IsZero() && cmd.At.After(now):
		return Invalid("at", "La fecha y hora del acto está en el futuro. Corríjala o déjela en blanco.")
	}
	return nil
}

func (c *Case) checkAssignee(user string) error {
	switch user {
	case "":
		return Invalid("user", "Elija a quién se asigna el expediente.")
	case c.Holder:
		return Invalid("user", "El expediente ya está asignado a esa persona. Elija a otra.")
	}
	return nil
}

func (c *Case) checkOffice(office string) error {
	switch office {
	case "":
		return Invalid("office", "Elija la sede a la que corresponde.")
	case c.Office:
		return Invalid("office", "La solicitud ya está en esa sede. Elija otra.")
	}
	return nil
}

// checkInputs checks the input that the action needs.
func (c *Case) checkInputs(p Procedure, cmd Command) error {
	switch cmd.Action {
	case ActAssign:
		return c.checkAssignee(cmd.User)
	case ActNote:
		return needText(cmd, "Escriba la nota.")
	case ActConsult:
		if cmd.Unit == "" {
			return Invalid("unit", "Elija el área a la que se consulta.")
		}
	case ActConsultAnswer:
		if _, err := c.findTask(cmd.Task, TaskConsult); err != nil {
			return err
		}
		return needAny(cmd, "Registre lo que el área respondió: un texto o un archivo.")
	case ActDone:
		_, err := c.findReviewTask(cmd.Task)
		return err
	case ActMoveMessage, ActTakeMessage:
		return checkMove(c, cmd)
	case ActDraft:
		if err := checkGround(p, cmd.Ground); cmd.Ground != "" && err != nil {
			return err
		}
		if err := checkItems(p, cmd.Items); len(cmd.Items) > 0 && err != nil {
			return err
		}
		return needText(cmd, "Escriba el proyecto de respuesta.")
	case ActSubmit:
		if c.Proposal == nil {
			return needText(cmd, "Escriba el proyecto de respuesta antes de enviarlo a revisión.")
		}
		if c.Proposal.Closes == ActRespondItems && cmd.Text != "" {
			return Invalid("text", "El proyecto responde por ítems. Corríjalo con «Guardar proyecto» y envíelo sin texto.")
		}
	case ActSendBack:
		return needText(cmd, "Escriba por qué devuelve el proyecto.")
	case ActRespond:
		if c.Proposal == nil || c.Proposal.Closes != ActRespond {
			return needText(cmd, "Escriba la respuesta.")
		}
	case ActDeny:
		if err := checkGround(p, cmd.Ground); err != nil {
			return err
		}
		return needText(cmd, "Escriba las razones de la denegatoria.")
	case ActWithdraw:
		return needAny(cmd, "Adjunte la comunicación con la que se desiste, o deje constancia escrita de ella.")
	case ActAddMessage:
		return needAny(cmd, "Adjunte la comunicación o resúmala por escrito.")
	case ActNotHeld:
		return needText(cmd, "Escriba cómo se buscó la información y por qué no existe.")
	case ActReroute:
		if err := c.checkOffice(cmd.Office); err != nil {
			return err
		}
		return needText(cmd, "Escriba por qué corresponde a esa sede.")
	case ActRespondItems:
		if err := checkItems(p, cmd.Items); err != nil {
			return err
		}
		return needText(cmd, "Escriba qué se responde de cada ítem.")
	case ActAskCorrection:
		return needText(cmd, "Escriba qué falta, con todas las observaciones: solo se puede pedir una vez.")
	case ActExtend:
		return checkExtend(p, cmd)
	case ActDeliverPart:
		return needAny(cmd, "Escriba qué se entrega, o adjúntelo.")
	case ActForward:
		if cmd.Entity == "" {
			return Invalid("entity", "Escriba el nombre de la entidad competente.")
		}
		return needAny(cmd, "Deje constancia del cargo o número de ingreso en la otra entidad.") // law: R24
	case ActCostNotice:
		if cmd.Cents <= 0 {
			return Invalid("cents",
				"Escriba el costo de reproducción en soles, por ejemplo 12.50. Si no cuesta nada, no hay liquidación.")
		}
	case ActExpiry:
		return c.checkExpiry(p, cmd)
	case ActCorrect:
		return needAny(cmd, "Registre lo que el solicitante completó: un texto, un archivo o su mensaje.")
	case ActAppeal:
		return checkAppeal(cmd)
	case ActDelivered, ActResend, ActPrint, ActNotified, ActDeposited:
		return c.checkLetter(cmd)
	case ActAcknowledge:
		_, err := c.findAlarm(cmd.Alarm, cmd.By)
		return err
	default:
	}
	return nil
}

// checkLetter also refuses a hand-over before the letter was decided.
func (c *Case) checkLetter(cmd Command) error {
	l, err := c.findLetter(cmd)
	if err != nil {
		return err
	}
	if cmd.Action == ActNotified {
		if l.provedBefore(cmd.At) {
			return Invalid("at", "El acuse no pudo llegar antes de que la carta saliera. Corrija la fecha y hora.")
		}
		return needAny(cmd, "Deje constancia del acuse de recibo: un texto, un archivo o el mensaje.")
	}
	if (cmd.Action == ActDelivered || cmd.Action == ActDeposited) && !cmd.At.IsZero() && cmd.At.Before(l.DecidedAt) {
		return Invalid("at", "La carta no pudo entregarse antes de decidirse. Corrija la fecha y hora de entrega.")
	}
	if cmd.Action == ActDeposited {
		return needAny(cmd, "Deje constancia del depósito: el código de la casilla o su cargo.")
	}
	return nil
}

// checkExtend checks the input of an extension; Decide checks the dates, which need the calendar.
func checkExtend(p Procedure, cmd Command) error {
	if _, found := p.Extension.Ground(cmd.Ground); !found {
		return Invalid("ground", "Elija la causal de la prórroga entre las que admite la norma.")
	}
	if !cmd.To.Valid() {
		return Invalid("to", "Escriba hasta qué fecha se prorroga.")
	}
	return needText(cmd, "Escriba por qué se prorroga.")
}

// A denial requires one of the listed grounds: the list is closed.
func checkGround(p Procedure, key string) error {
	if key == "" {
		return Invalid("ground", "Elija la causal de la denegatoria.")
	}
	if _, found := p.Ground(key); !found {
		return Invalid("ground", "La causal %q no está entre las que admite la norma. Elija una de la lista.", key)
	}
	return nil
}

func needText(cmd Command, message string) error {
	if cmd.Text == "" {
		return Invalid("text", "%s", message)
	}
	return nil
}

func needAny(cmd Command, message string) error {
	if cmd.Text == "" && cmd.Message == "" && len(cmd.Documents) == 0 {
		return Invalid("text", "%s", message)
	}
	return nil
}

// findTask is the open task that the command refers to; the only one of its kind need not be named.
func (c *Case) findTask(id int, kinds ...TaskKind) (Task, error) {
	open := c.OpenTasks(kinds...)
	if id == 0 && len(open) == 1 {
		return open[0], nil
	}
	for _, t := range open {
		if t.ID == id {
			return t, nil
		}
	}
	if id == 0 {
		return Task{}, Invalid("task", "Hay varias tareas de ese tipo. Elija cuál.")
	}
	return Task{}, Invalid("task", "La tarea %d ya no está pendiente. Actualice la página.", id)
}

// findReviewTask is the open task that the command finishes by a review: of a message, of events that depended on a
// moved message, or of a letter in doubt. Without an ID it is a message.
func (c *Case) findReviewTask(id int) (Task, error) {
	if id == 0 && len(c.OpenTasks(TaskReadMessage)) > 0 {
		return c.findTask(id, TaskReadMessage)
	}
	return c.findTask(id, TaskReadMessage, TaskReviewMoved, TaskLetterDoubt)
}

// findLetter is the letter that the command refers to, directly or by its task.
func (c *Case) findLetter(cmd Command) (Letter, error) {
	state := LetterFailed
	if cmd.Action == ActDelivered || cmd.Action == ActDeposited {
		state = LetterToPrint
	}
	id := cmd.Letter
	if i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == cmd.Task }); id == "" && i >= 0 {
		id = c.Tasks[i].Ref
	}
	candidates := c.LettersIn(state)
	if state == LetterFailed {
		candidates = c.Undelivered()
	}
	if cmd.Action == ActNotified {
		candidates = c.Unproved()
	}
	if id == "" && len(candidates) == 1 {
		return candidates[0], nil
	}
	for _, l := range candidates {
		if l.ID == id {
			return l, nil
		}
	}
	if id == "" {
		return Letter{}, Invalid("letter", "Hay varias cartas pendientes. Elija cuál.")
	}
	return Letter{}, Invalid("letter", "Esa carta ya no está pendiente. Actualice la página.")
}

// findAlarm is the pending alarm that the command refers to.
func (c *Case) findAlarm(id string, a Actor) (Alarm, error) {
	mine := c.alarmsFor(a)
	if id == "" && len(mine) == 1 {
		return mine[0], nil
	}
	for _, alarm := range mine {
		if alarm.ID == id {
			return alarm, nil
		}
	}
	if id == "" {
		return Alarm{}, Invalid("alarm", "Hay varias alertas pendientes. Elija cuál.")
	}
	return Alarm{}, Invalid("alarm", "Esa alerta ya no está pendiente, o no le corresponde. Actualice la página.")
}
