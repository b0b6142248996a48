package docket

import (
	"slices"
	"time"
)

// Check says why the command may not be done to the case as it is, or nil. The refusal is an
// *Error in Spanish that says what to do. A command that was taken already is not refused.
func (c *Case) Check(p Procedure, cmd Command) error { return c.CheckAt(p, cmd, time.Time{}) }

// CheckAt is Check that also refuses an act said to have happened after now, or when it may not say so.
func (c *Case) CheckAt(p Procedure, cmd Command, now time.Time) error {
	if err := c.check(p, cmd, now); err != nil || c.Did(cmd.Key) {
		return err
	}
	return c.checkSaid(p, cmd)
}

// check is CheckAt of an act of the past, which may say when it happened.
func (c *Case) check(p Procedure, cmd Command, now time.Time) error {
	if cmd.Key == "" {
		return Invalid("key", "Falta la clave de la operación. Actualice la página e inténtelo otra vez.")
	}
	if c.Did(cmd.Key) {
		return nil
	}
	if _, err := c.permission(p, cmd.Action, cmd.By); err != nil {
		return err
	}
	if err := c.bars(p, cmd.Action, cmd.By); err != nil {
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

// checkMoment keeps an act that is recorded afterwards between the reception and now.
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

// checkInputs asks for what the action needs.
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
		if _, err := c.theTask(cmd.Task, TaskConsult); err != nil {
			return err
		}
		return needAny(cmd, "Registre lo que el área respondió: un texto o un archivo.")
	case ActDone:
		_, err := c.readingTask(cmd.Task)
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
		_, err := c.theAlarm(cmd.Alarm, cmd.By)
		return err
	default:
	}
	return nil
}

// checkLetter also refuses a hand-over before the letter was decided.
func (c *Case) checkLetter(cmd Command) error {
	l, err := c.theLetter(cmd)
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

// checkExtend asks for what an extension cannot do without; the dates are looked at when it is
// decided, for that needs the calendar.
func checkExtend(p Procedure, cmd Command) error {
	if _, found := p.Extension.Ground(cmd.Ground); !found {
		return Invalid("ground", "Elija la causal de la prórroga entre las que admite la norma.")
	}
	if !cmd.To.Valid() {
		return Invalid("to", "Escriba hasta qué fecha se prorroga.")
	}
	return needText(cmd, "Escriba por qué se prorroga.")
}

// A denial without one of the listed grounds would be no denial: the list is closed.
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

// theTask is the open task that the command means; the only one of its kind need not be named.
func (c *Case) theTask(id int, kinds ...TaskKind) (Task, error) {
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

// readingTask is the open task that the command ends by having looked at something: a message, what rested on one that
// was moved away, or a letter that may not have arrived. Where it names none, a message is meant.
func (c *Case) readingTask(id int) (Task, error) {
	if id == 0 && len(c.OpenTasks(TaskReadMessage)) > 0 {
		return c.theTask(id, TaskReadMessage)
	}
	return c.theTask(id, TaskReadMessage, TaskReviewMoved, TaskLetterDoubt)
}

// theLetter is the letter that the command means, by itself or by its task.
func (c *Case) theLetter(cmd Command) (Letter, error) {
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

// theAlarm is the pending alarm that the command means.
func (c *Case) theAlarm(id string, a Actor) (Alarm, error) {
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
