package core

import (
	"fmt"
	"slices"
	"strings"

	"foja/calendar"
	"foja/docket"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
)

// Joined joins what is not empty.
func Joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), with)
}

// UpperFirst begins a sentence.
func UpperFirst(s string) string {
	first := []rune(s)[:1]
	return strings.ToUpper(string(first)) + strings.TrimPrefix(s, string(first))
}

var HeldWords = map[docket.HeldReason]string{
	docket.HeldNoSender:   "No dice quién lo envía.",
	docket.HeldBadSender:  "A la dirección de su remitente no se puede escribir: averigüe otra antes de registrarlo.",
	docket.HeldEmpty:      "No trae texto.",
	docket.HeldInfected:   "Tiene un virus: no abra sus archivos.",
	docket.HeldUnsearched: "El antivirus no pudo mirarlo entero: ábralo con cuidado.",
	docket.HeldTooBig:     "Es demasiado grande.",
	docket.HeldUnreadable: "No se pudo leer entero.",
	docket.HeldEncrypted:  "Está cifrado.",
	docket.HeldCalendar:   "Es una invitación a una reunión, o la respuesta a una.",
	docket.HeldOld:        "Llegó hace más de una semana y foja no lo había leído: si es una solicitud, regístrela con el día en que llegó.",
	docket.HeldAnswered:   "Alguien ya lo respondió desde el buzón, antes de que foja lo leyera: regístrelo si falta hacerlo.",
	docket.HeldNumber:     "Nombra un expediente de quien lo envía: decida si es de él o una solicitud nueva.",
	docket.HeldOwnCase:    "Parece parte de un expediente de quien lo envía, pero nada lo prueba: decida si es de él o una solicitud nueva.",
	docket.HeldThread:     "Responde a un correo de un expediente, pero no lo envía su solicitante.",
	docket.HeldThreadHeld: "Responde a otro mensaje que espera en esta bandeja: resuélvalos juntos.",
	docket.HeldAppeal:     "Parece una apelación y no dice con certeza de qué expediente: únala al suyo. No es una solicitud.",
	docket.HeldAct:        "Desiste, subsana o paga una solicitud, y nada prueba de cuál o que venga de su solicitante: únalo a ella si es suyo.",
	docket.HeldNewRequest: "Llegó como respuesta a un expediente, pero dice que es otra solicitud.",
	docket.HeldNoReply:    "Llegó de una dirección que nadie lee y no dice a quién responder.",
	docket.HeldForward:    "Reenvía lo que escribió otra persona: elija de quién es la solicitud.",
	docket.HeldSeveral:    "Lo firman varias personas: elija a quién se responde.",
	docket.HeldElsewhere:  "Pide que se responda a otra dirección: elija a cuál.",
	docket.HeldMarked:     "Lo marcó como automático un programa, pero trae palabras propias: si es una solicitud, regístrela.",
	docket.HeldAutomatic:  "Parece una respuesta automática.",
	docket.HeldBulk:       "Parece un envío masivo, o de un portal que escribe por otra persona: si es una solicitud, regístrela.",
	docket.HeldSpam:       "Parece correo no deseado.",
	docket.HeldTooMany:    "Su remitente ya recibió muchas respuestas automáticas: puede ser otro robot. Si es una solicitud, regístrela.",
	docket.HeldLoop:       "Contesta a nuestras respuestas automáticas, siempre con las mismas palabras: parece un robot. Si es una solicitud, regístrela.",
	docket.HeldReport:     "Es un informe de entrega que no se reconoce.",
	docket.HeldOwnAddress: "Dice venir de nuestra propia dirección.",
	docket.HeldOwnCopy:    "Dice ser la copia de una carta nuestra, pero no es lo que se envió: no prueba nada.",
	docket.HeldOwnLost:    "La copia de archivo de una carta no entró en nuestro propio buzón. Avise a quien administra el correo.",
	docket.HeldForged:     "El servidor de correo de la entidad dice que no viene del dominio que nombra: puede ser falso.",
	docket.HeldCaseEnded:  "Es de un expediente que ya no recibe mensajes: si pide algo nuevo, regístrelo con el día en que llegó.",
	docket.HeldRefused:    "No se pudo registrar: complete los datos que faltan.",
	docket.HeldMoved:      "Estaba en un expediente que no era el suyo.",
}

// DefectWords are the defects that a clerk should know of; the others are for the log.
var DefectWords = map[string]string{
	mail.DefectNoFrom:         "No trae remitente.",
	mail.DefectSeveralFrom:    "Trae varios remitentes: se muestra el primero.",
	mail.DefectOtherAddress:   "Un nombre muestra otra dirección que la suya: puede querer engañar.",
	mail.DefectBadTNEF:        "Un archivo winmail.dat está incompleto.",
	mail.DefectBadAddress:     "Una dirección está mal escrita.",
	mail.DefectWrongCharset:   "Algunas letras pueden verse mal.",
	mail.DefectUnknownCharset: "Algunas letras pueden verse mal.",
	mail.DefectNoCharset:      "Algunas letras pueden verse mal.",
	mail.DefectBadBase64:      "Un adjunto puede estar dañado.",
	mail.DefectUnclosed:       "Llegó incompleto.",
	mail.DefectNoBoundary:     "Llegó mal armado.",
	mail.DefectEncrypted:      "Está cifrado: solo lo abre su destinatario.",
	mail.DefectCalendar:       "Es una invitación de calendario.",
	mail.DefectUndecodable:    "El texto no se puede leer: mire el mensaje original o pida que lo envíen otra vez.",
	mail.DefectNoText:         "No trae texto.",
	mail.DefectTextTooLong:    "El texto es demasiado largo para mostrarlo entero.",
	mail.DefectTooManyParts:   "Trae demasiadas partes.",
	mail.DefectTooDeep:        "Trae demasiadas partes.",
	mail.DefectHeaderTooBig:   "Su encabezado es demasiado largo.",
	mail.DefectTooMuchWork:    "Está armado para que leerlo cueste demasiado.",
}

var taskWords = map[docket.TaskKind]string{
	docket.TaskAnswer:       "Responder la solicitud",
	docket.TaskConsult:      "Recibir la respuesta del área",
	docket.TaskReview:       "Revisar el proyecto",
	docket.TaskReadMessage:  "Leer el mensaje que llegó",
	docket.TaskPrintLetter:  "Imprimir y entregar la carta",
	docket.TaskLetterFailed: "Resolver la carta que no salió",
	docket.TaskLetterDoubt:  "Averiguar si la carta llegó",
	docket.TaskExpiry:       "Atender el vencimiento",
	docket.TaskReviewMoved:  "Revisar lo que se registró con un mensaje que ya no está en el expediente",
	docket.TaskServe:        "Notificar en persona la carta sin acuse",
}

var letterWords = map[docket.LetterKind]string{
	docket.LetterReceipt: "Cargo de recepción", docket.LetterResponse: "Carta de respuesta",
	docket.LetterDenial: "Carta denegatoria", docket.LetterWithdrawal: "Constancia de desistimiento",
	docket.LetterDueMoved: "Comunicación de nueva fecha",
}

var reportActions = map[string]string{
	"failed": "No se entregó", "delayed": "Se demora: el servidor sigue intentándolo", "delivered": "Entregada en el buzón del destinatario",
	"relayed": "Pasada a un servidor que no informa más", "expanded": "Repartida a una lista", "displayed": "Mostrada al destinatario, según su programa de correo",
}

// ReportWords says what was reported of a letter, with the other server's own words.
func ReportWords(f store.DeliveryFact) string {
	text := reportActions[f.Action]
	if text == "" {
		text = "Informe: " + f.Action
	}
	for _, more := range []string{f.Status, f.RemoteMTA, f.Diagnostic} {
		if more != "" {
			text += " · " + more
		}
	}
	return text
}

var HandsWords = map[docket.Hands]string{
	docket.HandsReception: "mesa de partes", docket.HandsOfficer: "responsable", docket.HandsUnit: "área poseedora",
	docket.HandsReviewer: "revisión", docket.HandsCarrier: "correo o mensajería", docket.HandsRequester: "solicitante",
	docket.HandsNobody: "nadie", docket.HandsTribunal: "Tribunal",
}

var RoleWords = map[docket.Role]string{
	docket.RoleReception: "mesa de partes", docket.RoleOfficer: "los responsables", docket.RoleManager: "la jefatura",
	docket.RoleHead: "la máxima autoridad", docket.RoleDeputy: "el suplente", docket.RoleHolder: "el responsable",
	docket.RoleAdministrator: "la administración", docket.RoleAuditor: "la auditoría",
}

var ChannelWords = map[docket.Channel]string{
	docket.ChannelEmail: "por correo electrónico", docket.ChannelCounter: "en mesa de partes", docket.ChannelWeb: "por el formulario en línea",
}

// UnitName is the name of a holding unit; "un área" when it is not known.
func (s *Service) UnitName(id string) string {
	if u, ok := s.Agency().Unit(id); ok {
		return u.Name
	}
	return "un área"
}

// TaskTitle says what a task asks of a person.
func (s *Service) TaskTitle(t docket.Task) string {
	title := taskWords[t.Kind]
	if title == "" {
		title = string(t.Kind)
	}
	if t.Kind == docket.TaskConsult && t.Unit != "" {
		title += ": " + s.UnitName(t.Unit)
	}
	return title
}

// LetterName is what a procedure calls a kind of letter.
func LetterName(p docket.Procedure, kind docket.LetterKind) string {
	for _, l := range p.Letters {
		if l.Kind == kind && l.Name.ES != "" {
			return l.Name.ES
		}
	}
	if name := letterWords[kind]; name != "" {
		return name
	}
	return string(kind)
}

// RungName is what a procedure calls a rung of its ladder of alarms.
func RungName(p docket.Procedure, key string) string {
	for _, r := range p.Ladder {
		if r.Key == key && r.Name.ES != "" {
			return r.Name.ES
		}
	}
	return key
}

// StateName is what a procedure calls a state.
func StateName(p docket.Procedure, key string) string {
	if key == "" {
		return "Registrándose"
	}
	if s, ok := p.State(key); ok {
		return s.Name.ES
	}
	return key
}

// OutcomeName is what a procedure calls an outcome.
func OutcomeName(p docket.Procedure, key string) string {
	if o, ok := p.Outcome(key); ok {
		return o.Name.ES
	}
	return key
}

// GroundName is what a procedure calls a ground of denial.
func GroundName(p docket.Procedure, key string) string {
	if g, ok := p.Ground(key); ok {
		return g.Name.ES
	}
	return key
}

// Next says what is due next and on whom it waits.
func (s *Service) Next(o LoadedCase, holder string, deadline docket.Deadline) string {
	c := o.Case
	if c.Closed() {
		return "Concluido: " + OutcomeName(o.Procedure, c.Outcome) + "."
	}
	var waits string
	switch {
	case c.Hands == docket.HandsUnit:
		var units []string
		for _, t := range c.OpenTasks(docket.TaskConsult) {
			units = append(units, fmt.Sprintf("%s (hasta el %s)", s.UnitName(t.Unit), letters.DayMonth(t.DueOn)))
		}
		waits = "Espera la respuesta del área: " + strings.Join(units, "; ")
	case c.Hands == docket.HandsReviewer:
		waits = "Espera la revisión de una segunda persona"
	case c.Hands == docket.HandsRequester:
		waits = "Espera al solicitante"
	case o.Held(s.Now()) != nil:
		waits = "La respuesta sale a las " + o.Held(s.Now()).HeldUntil.In(s.Zone(o.Office.ID)).Format("15:04") + "; hasta entonces puede deshacerse"
	case c.Hands == docket.HandsCarrier && len(c.LettersIn(docket.LetterToPrint)) > 0:
		waits = "Espera que se imprima y entregue la carta"
	case c.Hands == docket.HandsCarrier && len(c.LettersIn(docket.LetterFailed)) > 0:
		waits = "La carta no salió: espera a una persona"
	case c.Hands == docket.HandsCarrier:
		waits = "La carta está en camino"
	case holder != "":
		waits = "Espera a " + holder
	case c.Seq == 0:
		waits = "Se está registrando"
	default:
		waits = "Nadie lo ha tomado todavía"
	}
	if deadline.DueOn.IsZero() {
		return waits + ". El plazo está suspendido."
	}
	must := "Debe estar respondida"
	if Overdue(deadline.DueOn, o.Today, false) {
		must = "Debía estar respondida"
	}
	return fmt.Sprintf("%s. %s el %s (%s).", waits, must, letters.LongDate(deadline.DueOn), lateness(o, deadline.DueOn))
}

// lateness is letters.Left, except on the days off after the due day, when no business day has
// passed and it is late all the same.
func lateness(o LoadedCase, due calendar.Date) string {
	n := o.Left(due)
	if n == 0 && due.Before(o.Today) {
		return "vencido"
	}
	return letters.Left(n)
}

// ExpiryTitle says until when something granted holds.
func ExpiryTitle(p docket.Procedure, e docket.Event) string {
	if e.Expiry == nil {
		return "Registró una vigencia"
	}
	rule, _ := p.Expiring(e.Expiry.Key)
	if e.Expiry.On.IsZero() {
		return "Registró la vigencia: " + rule.Name.ES + ", sin término"
	}
	return "Registró la vigencia: " + rule.Name.ES + ", hasta el " + letters.LongDate(e.Expiry.On)
}

// LetterTrouble puts into words why a letter did not leave, where a person can do something about it. The mail server's
// own words are for who keeps the program.
func LetterTrouble(lastError string) string {
	if strings.Contains(lastError, "at "+mail.StepUTF8+" ") {
		return "La dirección lleva letras que nuestro servidor de correo no admite antes de la arroba: entregue la carta en papel o averigüe otra dirección."
	}
	return lastError
}
