package web

import (
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

// wordsOf are the functions that templates call to say things in a language.
func wordsOf(p *languages.Printer) template.FuncMap {
	mark := marking(p.Code())
	say := func(sentence string) string { return mark(p.T(sentence)) }
	all := template.FuncMap{
		"clock":     func(t time.Time, loc *time.Location) string { return t.In(loc).Format("15:04") },
		"term":      func(t docket.TimeLimit) string { return mark(term(p, t)) },
		"monthYear": func(d calendar.Date) string { return mark(p.MonthYear(d)) },
		"day":       func(d calendar.Date) string { return mark(p.Day(d)) },
		"longDay":   func(d calendar.Date) string { return mark(p.LongDate(d)) },
		"moment":    func(t time.Time, loc *time.Location) string { return mark(p.Moment(in(t, loc))) },
		"size":      func(bytes int64) string { return mark(p.Say(size(bytes))) },
		"mean":      func(v float64) string { return mark(mean(p, v)) },
		"count": func(n int, one, many string) string {
			return mark(p.N(n, "{n} "+one, "{n} "+many))
		},
		"channel":    func(c docket.Channel) string { return say(channelWords[c]) },
		"hands":      func(h docket.Hands) string { return say(handsWords[h]) },
		"role":       func(r docket.Role) string { return say(roleWords[r]) },
		"roles":      func(roles []docket.Role) string { return mark(roleList(p, roles)) },
		"taskKind":   func(k docket.TaskKind) string { return say(taskWords[k]) },
		"fate":       func(f string) string { return say(fateWords[f]) },
		"outbox":     func(state string) string { return mark(outboxWords(p, state)) },
		"dayKind":    func(k calendar.Kind) string { return say(dayKindWords[k]) },
		"dayScope":   func(s calendar.Scope) string { return mark(p.Say(dayScope(s))) },
		"label":      func(c core.Choice) string { return labelOf(p, c) },
		"shortMonth": func(m time.Month) string { return mark(p.T("month_short." + strconv.Itoa(int(m)))) },
		"because":    func(reason string) string { return mark(because(p, reason)) },
		"cellWords":  func(c cell) string { return mark(c.words(p)) },
	}
	maps.Copy(all, shapes)
	maps.Copy(all, sentencesOf(p))
	return all
}

// shapes are the functions of templates that say nothing.
var shapes = template.FuncMap{
	"link": linkTo, "strong": strong, "kept": kept, "code": code, "codeKept": codeKept, "press": press, "when": when,
	"iso": isoTime, "percent": percent, "due": due, "letterState": letterBadge, "letterDoubt": doubtBadge, "miniStrip": miniStrip,
	"current":  func(path, href string) bool { return path == href || strings.HasPrefix(path, href+"/") },
	"dueShort": dueShort, "tenStrip": tenStrip, "lineClass": lineClass,
	"short":   shorten,
	"loadURL": loadURL, "list": requestsURL,
	"registerList": registerURL,
	"board": func(title, column, since string, rows []figures.BoardRow) board {
		return board{title, column, since, rows}
	},
	"rowsOf":     func(rows []lists.Row, pick bool) listed { return listed{rows, pick} },
	"tally":      func(f figures.Figure, class string, past bool) tally { return tally{f, class, past} },
	"letterHref": func(request, letter string) string { return "/requests/" + request + "/letters/" + letter },
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
	docket.TaskAnnulment: "Decidir si se anula",
}

func roleList(p *languages.Printer, roles []docket.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, p.T(roleWords[r]))
	}
	return strings.Join(names, ", ")
}

// in is a time in a zone; the zero time stays what it is.
func in(t time.Time, loc *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(loc)
}

func isoTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// size says how large a file is.
func size(bytes int64) docket.Sentence {
	switch {
	case bytes < 1000:
		return docket.Say("size.bytes", "n", int(bytes))
	case bytes < 1_000_000:
		return docket.Say("size.kilobytes", "n", int((bytes+500)/1000))
	default:
		whole, tenth, _ := strings.Cut(strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64), ".")
		return docket.Say("size.megabytes", "whole", whole, "tenth", tenth)
	}
}

// percent says a share; the dash stands for "nothing to divide by".
func percent(share float64) string {
	if share < 0 || math.IsNaN(share) {
		return "—"
	}
	return strconv.Itoa(int(math.Round(share*100))) + " %"
}

// decimal is a number with the decimal mark of the language.
func decimal(p *languages.Printer, number string) string {
	return strings.Replace(number, ".", p.T("number.decimal_mark"), 1)
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
type badge struct {
	Class, Glyph string
	Words        docket.Sentence
}

// due says how a case stands with its limit, which is zero while its clock is suspended. Left is in business days of the
// office.
func due(on calendar.Date, left int, overdue, closed bool) badge {
	switch {
	case closed:
		return badge{"done", "✓", docket.Say("due.closed")}
	case on.IsZero():
		return badge{"calm", "○", docket.Say("due.suspended")}
	case overdue && left < 0:
		return badge{"late", "▲", docket.Say("due.overdue_for", "n", -left)}
	case overdue:
		return badge{"late", "▲", docket.Say("due.overdue")}
	case left <= 0:
		return badge{"today", "◆", docket.Say("due.today")}
	case left <= 3:
		return badge{"soon", "◐", docket.Say("due.left", "n", left)}
	default:
		return badge{"calm", "●", docket.Say("due.left", "n", left)}
	}
}

// dueShort is due in few words, for a line that stands under its heading.
func dueShort(on calendar.Date, left int, overdue bool) badge {
	b := due(on, left, overdue, false)
	switch {
	case on.IsZero():
	case overdue && left < 0:
		b.Words = docket.Say("due.short_late", "n", -left)
	case overdue:
		b.Words = docket.Say("due.short_past")
	case left <= 0:
		b.Words = docket.Say("due.short_today")
	default:
		b.Words = docket.Say("due.short_left", "n", left)
	}
	return b
}

// doubtBadge is of a letter that was sent and may not have arrived.
func doubtBadge() badge { return badge{"late", "▲", docket.Say("letter_state.in_doubt")} }

func letterBadge(state docket.LetterState) badge {
	words := docket.Say("letter_state." + string(state))
	switch state {
	case docket.LetterWaiting, docket.LetterToPrint:
		return badge{"soon", "◐", words}
	case docket.LetterSent, docket.LetterDelivered:
		return badge{"done", "✓", words}
	case docket.LetterFailed:
		return badge{"late", "▲", words}
	case docket.LetterTakenBack:
		return badge{"calm", "●", words}
	default:
		return badge{"calm", "●", docket.Say(string(state))}
	}
}

// tally is a number of a table with the colour it takes when it is not zero.
type tally struct {
	Figure figures.Figure
	Class  string
	Past   bool // there is no list behind it
}

// term is a time limit in words.
func term(p *languages.Printer, t docket.TimeLimit) string {
	return p.Say(docket.Say("time_limit."+t.Unit, "n", t.N))
}
