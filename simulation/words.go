package simulation

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"foja/docket"
	"foja/languages"
	"foja/workflows"
)

var weekdays = map[time.Weekday]string{
	time.Monday: "lunes", time.Tuesday: "martes", time.Wednesday: "miércoles", time.Thursday: "jueves",
	time.Friday: "viernes", time.Saturday: "sábado", time.Sunday: "domingo",
}

var eventWords = map[docket.EventKind]string{
	docket.EventRegistered: "solicitud recibida y registrada", docket.EventTaskOpened: "tarea nueva",
	docket.EventTaskDone:     "tarea terminada",
	docket.EventLetterOpened: "se decide una carta", docket.EventLetterSent: "carta enviada",
	docket.EventLetterFailed: "carta rechazada por el correo",
	docket.EventLetterDoubt:  "no es seguro que la carta haya llegado",
	docket.EventLetterPrint:  "carta para imprimir", docket.EventAlarm: "alerta",
	docket.EventAlarmEscalated: "alerta sin atender, sube",
	docket.EventAlarmOvertaken: "alerta que ya no hace falta", docket.EventOverdue: "el plazo terminó sin respuesta",
	docket.EventMessage: "el solicitante escribió", docket.EventClosed: "expediente concluido",
}

var taskWords = map[docket.TaskKind]string{
	docket.TaskAnswer: "responder la solicitud", docket.TaskConsult: "recibir la respuesta del área",
	docket.TaskReview:      "revisar el proyecto",
	docket.TaskReadMessage: "leer la comunicación del solicitante", docket.TaskPrintLetter: "imprimir y entregar la carta",
	docket.TaskReviewMoved: "revisar lo registrado con un mensaje que salió del expediente",
	docket.TaskLetterDoubt: "averiguar si la carta llegó", docket.TaskLetterFailed: "resolver la carta que no salió",
	docket.TaskExpiry: "atender el vencimiento", docket.TaskServe: "notificar en persona la carta sin acuse",
	docket.TaskAnnulment: "decidir si se anula",
}

var roleWords = map[docket.Role]string{
	docket.RoleReception: "mesa de partes", docket.RoleOfficer: "los responsables", docket.RoleManager: "la jefatura",
	docket.RoleHead: "la máxima autoridad", docket.RoleDeputy: "el suplente", docket.RoleHolder: "el responsable",
}

func people(roles []docket.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, cmp.Or(roleWords[r], string(r)))
	}
	return strings.Join(names, ", ")
}

// words tell an event in a line.
func words(law docket.Law, e docket.Event) string {
	text := eventWords[e.Kind]
	switch {
	case e.Kind == docket.EventSubDeadlinePassed:
		return law.Procedure.PassedWords(e)
	case e.Kind == docket.EventCalendarChanged:
		text = "se publicó otro calendario"
	case text == "":
		text = e.By.User + ": " + label(law, docket.Action(e.Kind))
	}
	var more []string
	if e.Task != nil {
		more = append(more, cmp.Or(taskWords[e.Task.Kind], string(e.Task.Kind)))
	}
	if e.Letter != nil {
		name := string(e.Letter.Kind)
		for _, l := range law.Procedure.Letters {
			if l.Kind == e.Letter.Kind {
				name = cmp.Or(l.Name.ES, name)
			}
		}
		more = append(more, name)
	}
	if e.Alarm != nil {
		name := e.Alarm.Rung
		for _, r := range law.Procedure.Ladder {
			if r.Key == e.Alarm.Rung {
				name = cmp.Or(r.Name.ES, name)
			}
		}
		more = append(more, name+" (a "+people(e.Alarm.To)+")")
	}
	if o, ok := law.Procedure.Outcome(e.Outcome); ok {
		more = append(more, o.Name.ES)
	}
	if len(more) > 0 {
		text += ": " + strings.Join(more, ", ")
	}
	if !e.DueOn.IsZero() {
		text += fmt.Sprintf("; vence el %s", e.DueOn)
	}
	return text
}

// label is what the procedure calls an action.
func label(law docket.Law, do docket.Action) string {
	for _, s := range law.Procedure.States {
		for _, p := range s.Actions {
			if p.Do == do && p.Label.ES != "" {
				return p.Label.ES
			}
		}
	}
	return string(do)
}

func refused(name string, cmd docket.Command, err error) string {
	text := err.Error()
	if e := workflows.RefusalOf(err); e != nil {
		text = languages.For(languages.Spanish).Say(e.Reason)
		if e.Rule != "" {
			text += " (" + e.Rule + ")"
		}
	}
	return fmt.Sprintf("%s: %s, RECHAZADO: %s", cmd.By.User, name, text)
}

func stateOf(law docket.Law, key string) string {
	s, _ := law.Procedure.State(key)
	return cmp.Or(s.Name.ES, key)
}

// Markdown is the case as a table.
func (r Result) Markdown() string {
	var b strings.Builder
	if r.Title != "" {
		fmt.Fprintf(&b, "## %s\n\n", r.Title)
	}
	fmt.Fprintf(&b, "Recibida: %s. Vence: %s. Estado final: %s.", r.Received, r.DueOn, r.State)
	if r.Outcome != "" {
		fmt.Fprintf(&b, " Resultado: %s.", r.Outcome)
	}
	b.WriteString("\n\n| fecha | día | cómputo | qué ocurre |\n|---|---|---|---|\n")
	for _, d := range r.Days {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", d.Date, d.Weekday, d.Count,
			strings.ReplaceAll(strings.Join(d.Lines, "<br>"), "|", `\|`))
	}
	return b.String()
}

// Text is the case for a terminal.
func (r Result) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Recibida %s, vence %s\n", r.Received, r.DueOn)
	for _, d := range r.Days {
		fmt.Fprintf(&b, "%s %-9s  %s\n", d.Date, d.Weekday, d.Count)
		for _, l := range d.Lines {
			fmt.Fprintf(&b, "                        %s\n", l)
		}
	}
	fmt.Fprintf(&b, "Estado final: %s %s\n", r.State, r.Outcome)
	return b.String()
}
