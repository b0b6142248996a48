package web

import (
	"fmt"
	"html/template"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"

	"foja/calendar"
	"foja/desk/core"
	"foja/desk/figures"
	"foja/desk/lists"
	"foja/docket"
	"foja/languages"
)

var (
	months   = [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"}
	weekdays = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
)

// wordsOf are the functions that templates call to say things in a language.
func wordsOf(p *languages.Printer) template.FuncMap {
	all := template.FuncMap{
		"link": linkTo, "strong": strong, "kept": kept,

		"clock": func(t time.Time, loc *time.Location) string { return t.In(loc).Format("15:04") },
		"term":  term, "monthYear": func(d calendar.Date) string { return months[d.Month-1] + " de " + strconv.Itoa(d.Year) }, "day": shortDay, "longDay": longDay, "moment": moment, "iso": isoTime,
		"size": size, "percent": percent, "count": count, "noun": noun, "due": due,
		"channel":     func(c docket.Channel) string { return channelWords[c] },
		"hands":       func(h docket.Hands) string { return handsWords[h] },
		"role":        func(r docket.Role) string { return roleWords[r] },
		"roles":       roleList,
		"taskKind":    func(k docket.TaskKind) string { return taskWords[k] },
		"letterState": letterBadge, "letterDoubt": doubtBadge,
		"miniStrip": miniStrip,
		"current":   func(path, href string) bool { return path == href || strings.HasPrefix(path, href+"/") },
		"short":     shorten,
		"list":      requestsURL,
		"bookList":  bookURL,
		"mean":      mean,
		"fate":      func(f string) string { return fateWords[f] },
		"outbox":    outboxWords,
		"board": func(title, column, since string, rows []figures.BoardRow) board {
			return board{title, column, since, rows}
		},
		"label":      func(c core.Choice) string { return labelOf(p, c) },
		"rowsOf":     func(rows []lists.Row, pick bool) listed { return listed{rows, pick} },
		"tally":      func(f figures.Figure, class string, past bool) tally { return tally{f, class, past} },
		"dayKind":    dayKind,
		"dayScope":   dayScope,
		"letterHref": func(request, letter string) string { return "/requests/" + request + "/letters/" + letter },
	}
	maps.Copy(all, sentencesOf(p))
	return all
}

var channelWords = map[docket.Channel]string{
	docket.ChannelEmail: "Correo", docket.ChannelCounter: "Mesa de partes", docket.ChannelWeb: "Formulario web",
}

var handsWords = map[docket.Hands]string{
	docket.HandsReception: "mesa de partes", docket.HandsOfficer: "responsable de acceso", docket.HandsUnit: "área poseedora",
	docket.HandsReviewer: "segunda revisión", docket.HandsRequester: "solicitante", docket.HandsCarrier: "entrega", docket.HandsNobody: "nadie (cerrado)", docket.HandsTribunal: "Tribunal",
}

var roleWords = map[docket.Role]string{
	docket.RoleReception: "Mesa de partes", docket.RoleOfficer: "Responsable de acceso", docket.RoleManager: "Jefatura",
	docket.RoleHead: "Máxima autoridad", docket.RoleAdministrator: "Administración", docket.RoleAuditor: "Auditoría",
	docket.RoleDeputy: "Suplente", docket.RoleHolder: "Responsable del caso", docket.RoleSystem: "foja", docket.RoleRequester: "Solicitante",
}

var taskWords = map[docket.TaskKind]string{
	docket.TaskAnswer: "Responder la solicitud", docket.TaskConsult: "Recibir la respuesta del área", docket.TaskReview: "Revisar el proyecto",
	docket.TaskReadMessage: "Leer el mensaje que llegó", docket.TaskPrintLetter: "Imprimir y entregar la carta", docket.TaskLetterFailed: "Resolver la carta que no salió",
	docket.TaskLetterDoubt: "Averiguar si la carta llegó",
	docket.TaskReviewMoved: "Revisar lo que se registró con un mensaje que ya no está en el expediente",
	docket.TaskServe:       "Notificar en persona la carta sin acuse", docket.TaskExpiry: "Atender el vencimiento",
}

func roleList(roles []docket.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, roleWords[r])
	}
	return strings.Join(names, ", ")
}

// shortDay says "4 mar 2026".
func shortDay(d calendar.Date) string {
	if d.IsZero() {
		return "—"
	}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month-1][:3], d.Year)
}

// longDay says "miércoles 4 de marzo de 2026".
func longDay(d calendar.Date) string {
	if d.IsZero() {
		return "—"
	}
	return fmt.Sprintf("%s %d de %s de %d", weekdays[d.Weekday()], d.Day, months[d.Month-1], d.Year)
}

// moment says "4 mar 2026, 10:32" in the given zone.
func moment(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "—"
	}
	t = t.In(loc)
	return shortDay(calendar.DateOf(t)) + ", " + t.Format("15:04")
}

func isoTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// size says a file's size with the decimal comma.
func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	default:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(bytes)/1e6), ".", ",", 1)
	}
}

// percent says a share; the dash stands for "nothing to divide by".
func percent(share float64) string {
	if share < 0 || math.IsNaN(share) {
		return "—"
	}
	return strconv.Itoa(int(math.Round(share*100))) + " %"
}

// count says "1 día", "3 días".
func count(n int, one, many string) string { return strconv.Itoa(n) + " " + noun(n, one, many) }

// noun is count without the number, which stands elsewhere.
func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// shorten cuts a long line for a list, between words where it can.
func shorten(s string, max int) string {
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	cut := string(runes[:max])
	if i := strings.LastIndexByte(cut, ' '); i > max/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// badge is a state in colour, glyph and words together: none of them says it alone.
type badge struct{ Class, Glyph, Words string }

// due says how a case stands with its limit, which is zero while its clock is suspended. Left is in business days of the office.
func due(on calendar.Date, left int, overdue, closed bool) badge {
	switch {
	case closed:
		return badge{"done", "✓", "Cerrada"}
	case on.IsZero():
		return badge{"calm", "○", "Plazo suspendido"}
	case overdue && left < 0:
		return badge{"late", "▲", "Vencida hace " + count(-left, "día hábil", "días hábiles")}
	case overdue:
		return badge{"late", "▲", "Vencida"}
	case left <= 0:
		return badge{"today", "◆", "Vence hoy"}
	case left == 1:
		return badge{"soon", "◐", "Queda 1 día hábil"}
	case left <= 3:
		return badge{"soon", "◐", "Quedan " + count(left, "día hábil", "días hábiles")}
	default:
		return badge{"calm", "●", "Quedan " + count(left, "día hábil", "días hábiles")}
	}
}

// doubtBadge is of a letter that was sent and may not have arrived.
func doubtBadge() badge { return badge{"late", "▲", "Entrega dudosa"} }

func letterBadge(state docket.LetterState) badge {
	switch state {
	case docket.LetterWaiting:
		return badge{"soon", "◐", "Por enviar"}
	case docket.LetterSent:
		return badge{"done", "✓", "Enviada"}
	case docket.LetterFailed:
		return badge{"late", "▲", "No se pudo enviar"}
	case docket.LetterToPrint:
		return badge{"soon", "◐", "Por imprimir y entregar"}
	case docket.LetterDelivered:
		return badge{"done", "✓", "Entregada"}
	case docket.LetterTakenBack:
		return badge{"calm", "●", "No salió: se deshizo"}
	default:
		return badge{"calm", "●", string(state)}
	}
}

// tally is a number of a table with the colour it takes when it is not zero.
type tally struct {
	Figure figures.Figure
	Class  string
	Past   bool // there is no list behind it
}

var termUnits = map[string][2]string{
	docket.UnitBusiness: {"día hábil", "días hábiles"}, docket.UnitCalendar: {"día calendario", "días calendario"}, docket.UnitMonths: {"mes", "meses"}, docket.UnitHours: {"hora", "horas"},
}

// term is a time limit in words.
func term(t docket.TimeLimit) string {
	unit := termUnits[t.Unit]
	return count(t.N, unit[0], unit[1])
}
