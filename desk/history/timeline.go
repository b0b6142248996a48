package history

import (
	"context"
	"strings"
	"time"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/store"
)

// History is what the timeline needs of a case.
type History struct {
	service *Service
	Loaded  core.LoadedCase
	Names   map[string]string             // of users, by ID
	Docs    map[string]documents.Document // of the case, by ID
	// numbers are those of the other cases that the history tells of, by request ID.
	Numbers map[string]string
}

// Of is the history of a loaded case, with the names of users and the documents of the case by ID.
func (s *Service) Of(loaded core.LoadedCase, names map[string]string, docs map[string]documents.Document) History {
	return History{service: s, Loaded: loaded, Names: names, Docs: docs}
}

// Timeline tells a case's events in words. Words kept with an event are read from documents.
func (h History) Timeline(ctx context.Context, events []docket.Event) ([]Line, error) {
	numbers, err := h.service.NumbersOf(ctx, events)
	if err != nil {
		return nil, err
	}
	h.Numbers = numbers
	var lines []Line
	for _, e := range events {
		l := Line{
			Seq: e.Seq, At: e.Happened(), Who: h.Who(e.By), Hands: e.Hands, Kind: e.Kind,
			Title: h.Title(e), Message: e.Message,
		}
		if !e.At.Equal(l.At) {
			l.Recorded = e.At
		}
		if e.Letter != nil {
			l.Letter = e.Letter.ID
		}
		for _, id := range e.Documents {
			if doc, ok := h.Docs[id]; ok {
				l.Documents = append(l.Documents, doc)
			}
		}
		if l.Text, err = h.Text(ctx, e.Text); err != nil {
			return nil, err
		}
		unread, err := h.Text(ctx, e.UninspectedReason)
		if err != nil {
			return nil, err
		}
		l.Text = strings.TrimSpace(l.Text + "\n\n" + unread)
		if err := h.addSender(ctx, e, events, &l); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// addSender says whose the message of an event is, and why an act was recorded with a mail from another address.
func (h History) addSender(ctx context.Context, e docket.Event, events []docket.Event, l *Line) error {
	if e.Message == "" {
		return nil
	}
	row, err := h.service.core.Store.Message(ctx, e.Message)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if l.Sender, err = h.service.Sender(ctx, h.Loaded, row, events); err != nil || e.SenderReason == "" {
		return err
	}
	why, err := h.Text(ctx, e.SenderReason)
	l.Text = core.Joined("\n\n", l.Text, h.Vouched(e, l.Sender, why))
	return err
}

// Vouched is why an act was recorded with a mail that does not prove whose it is.
func (h History) Vouched(e docket.Event, from Sender, why string) string {
	whose := "del solicitante"
	if docket.Action(e.Kind) == docket.ActConsultAnswer {
		whose = "del área"
	}
	if from.Claimed {
		return "Nuestro servidor no comprobó que el correo viniera de su dirección (" + from.Address + "). Por qué se registró como acto " + whose + ": " + why
	}
	return "El correo vino de otra dirección (" + from.Address + "). Por qué se registró como acto " + whose + ": " + why
}

// Text reads the words of a document; a task may point to a message instead, which has none.
func (h History) Text(ctx context.Context, id string) (string, error) {
	doc, ok := h.Docs[id]
	if !ok || !strings.HasPrefix(doc.Type, "text/plain") {
		return "", nil
	}
	bytes, err := h.service.core.Store.DocumentBytes(ctx, id)
	return string(bytes), err
}

// Who is who did something, in words: a name, the requester, a unit by its link, or foja.
func (h History) Who(a docket.Actor) string {
	switch {
	case a.User != "" && h.Names[a.User] != "":
		return h.Names[a.User]
	case a.Role == docket.RoleRequester:
		return "solicitante"
	case a.Role == docket.RoleUnit:
		return "el área, por su enlace"
	default:
		return "foja"
	}
}

func (h History) user(id string) string {
	if name := h.Names[id]; name != "" {
		return name
	}
	return "otra persona"
}

// Title is an event in one line.
func (h History) Title(e docket.Event) string {
	p := h.Loaded.Procedure
	letter, rung, task := "la carta", "la alerta", "la tarea"
	if e.Letter != nil {
		letter = core.LetterName(p, e.Letter.Kind)
	}
	if e.Alarm != nil {
		rung = core.RungName(p, e.Alarm.Rung)
	}
	if e.Task != nil {
		task = h.service.core.TaskTitle(*e.Task)
	}
	switch e.Kind {
	case docket.EventRegistered:
		return "Solicitud recibida " + core.ChannelWords[h.Loaded.Request.Channel] + " y registrada"
	case docket.EventTaskOpened:
		return "Tarea nueva: " + task
	case docket.EventTaskDone:
		return "Tarea terminada: " + task
	case docket.EventLetterOpened:
		return "Se decidió enviar: " + letter
	case docket.EventLetterSent:
		return "El correo aceptó: " + letter
	case docket.EventLetterFailed:
		if e.Letter.Unwritten {
			return "No se pudo escribir, por su plantilla: " + letter
		}
		return "El correo rechazó: " + letter
	case docket.EventLetterDoubt:
		return "No es seguro que haya llegado: " + letter
	case docket.EventLetterPrint:
		return "Va en papel: " + letter
	case docket.EventAlarm:
		return "Alerta: " + rung
	case docket.EventAlarmClimbed:
		return "Alerta sin atender, pasa a " + h.recipient(e.Alarm) + ": " + rung
	case docket.EventAlarmOvertaken:
		return "Alerta que ya no hace falta: " + rung
	case docket.EventSubDeadlinePassed:
		return p.PassedWords(e)
	case docket.EventOverdue:
		return "El plazo terminó sin respuesta"
	case docket.EventCalendarChanged:
		return calendarTitle(e)
	case docket.EventProcedureChanged:
		return versionTitle(e)
	case docket.EventMessage:
		if e.By.Role != docket.RoleRequester { // a unit, or another address of hers: who reads it says
			return "Llegó un mensaje"
		}
		return "El solicitante escribió"
	case docket.EventClosed:
		return "Expediente concluido: " + core.OutcomeName(p, e.Outcome)
	default:
		return h.actTitle(e, letter, rung)
	}
}

// actTitle is what a person did.
func (h History) actTitle(e docket.Event, letter, rung string) string {
	switch docket.Action(e.Kind) {
	case docket.ActClaim:
		return "Tomó el expediente"
	case docket.ActAssign:
		return "Asignó el expediente a " + h.user(e.User)
	case docket.ActReturn:
		return "Devolvió el expediente a la bandeja común"
	case docket.ActNote:
		return "Anotó"
	case docket.ActConsult:
		return "Consultó a " + h.service.core.UnitName(e.Unit)
	case docket.ActConsultAnswer:
		return "Registró la respuesta de " + h.service.core.UnitName(e.Unit)
	case docket.ActDraft:
		return "Guardó el proyecto de respuesta"
	case docket.ActSubmit:
		return "Envió el proyecto a revisión"
	case docket.ActApprove:
		return "Aprobó el proyecto"
	case docket.ActSendBack:
		return "Devolvió el proyecto con observaciones"
	case docket.ActRespond:
		return "Respondió la solicitud"
	case docket.ActDeny:
		return "Propuso denegar: " + core.GroundName(h.Loaded.Procedure, e.Ground)
	case docket.ActWithdraw:
		return "Registró el desistimiento del solicitante"
	case docket.ActAddMessage:
		return "Registró una comunicación del solicitante"
	case docket.ActDone:
		if e.Message == "" {
			return "Dio por resuelta la tarea" // which one, the next line says
		}
		return "Leyó el mensaje"
	case docket.ActMoveMessage, docket.ActTakeMessage:
		return h.moveTitle(e)
	case docket.ActDelivered:
		return "Entregó: " + letter
	case docket.ActDeposited:
		return "Depositó en la casilla electrónica: " + letter
	case docket.ActResend:
		return "Pidió enviar otra vez: " + letter
	case docket.ActPrint:
		return "Decidió entregar en papel: " + letter
	case docket.ActReroute:
		return "Derivó la solicitud a " + h.service.core.Office(e.Office).Name
	case docket.ActRespondItems:
		return "Propuso responder por ítems (" + tally(e.Items) + ")"
	case docket.ActNotHeld:
		return "Propuso responder que la información no existe"
	case docket.ActAskCorrection:
		return "Pidió subsanación"
	case docket.ActCorrect:
		return "Registró la subsanación: el plazo empieza de nuevo"
	case docket.ActExtend:
		return "Comunicó la prórroga"
	case docket.ActDeliverPart:
		return "Hizo una entrega parcial"
	case docket.ActForward:
		return "Encauzó la solicitud a " + e.Entity
	case docket.ActCostNotice:
		return "Comunicó la liquidación"
	case docket.ActPaid:
		return "Registró el pago"
	case docket.ActMakeAvailable:
		return "Puso la información a disposición"
	case docket.ActCollected:
		return "Registró que el solicitante la recogió"
	case docket.ActExpiry:
		return core.ExpiryTitle(h.Loaded.Procedure, e)
	case docket.ActUndo:
		return "Deshizo el envío: " + letter
	case docket.ActAppeal:
		return "Registró una apelación"
	case docket.ActNotified:
		return "Registró el acuse de recibo: " + letter
	case docket.ActAcknowledge:
		return "Atendió la alerta: " + rung
	default:
		return string(e.Kind)
	}
}

func (h History) recipient(a *docket.Alarm) string {
	if a == nil || len(a.To) == 0 {
		return "otra persona"
	}
	return core.RoleWords[a.To[len(a.To)-1]]
}

// ByID are the files of a case, by ID.
func ByID(docs []store.Document) map[string]documents.Document {
	byID := map[string]documents.Document{}
	for _, doc := range docs {
		byID[doc.ID] = documents.DocumentOf(doc)
	}
	return byID
}

// Line is one line of a case's timeline, in words.
type Line struct {
	Seq       int
	At        time.Time // when it happened
	Recorded  time.Time // when it was recorded, if later
	Who       string    // a person's name, "foja" or "solicitante"
	Hands     docket.Hands
	Kind      docket.EventKind
	Title     string // Spanish, one line
	Text      string // words kept with it (note, question, reasons)
	Documents []documents.Document
	Message   string // raw message ID
	Sender    Sender // of Message, where there is one
	Letter    string
}
