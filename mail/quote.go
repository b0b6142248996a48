package mail

import (
	"regexp"
	"strings"
)

const (
	attributionLines = 4  // lines over which a program may break "On ... wrote:"
	signatureLines   = 40 // more than anybody's
	ruleTries        = 50 // after that many marks that were ruled lines, the others are taken for ruled lines too
)

// newText is the new content of a message: without the quoted history below or between its lines and without its
// signature. A message that consists of history, like a forwarded one, is returned whole. The work is linear in the
// number of lines. first reports that the message answers none. Lines such as De, Para, Fecha, Asunto are then the head
// of a formal letter unless a mail program wrote them.
func newText(text string, first bool) string {
	lines := strings.Split(text, "\n")
	var out []string
	forwarded, rules := false, 0
	for i := 0; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		if strings.HasPrefix(l, ">") {
			continue
		}
		if l == "" || len(l) > 400 { // prose, or empty
			out = append(out, lines[i])
			continue
		}
		if forwardLine.MatchString(l) {
			forwarded = true
			break
		}
		if originalLine.MatchString(l) || startsHeaders(lines[i:]) && !(first && letterHead(lines[i:])) {
			break
		}
		if n := attribution(lines[i:]); n > 0 {
			if !quotedNext(lines[i+n:]) { // the history follows without marks
				break
			}
			i += n - 1
			continue
		}
		if rules < ruleTries && (lines[i] == "-- " || l == "--" || l == "__") {
			n := signature(lines[i:])
			if n > signatureLines { // too long for a signature: it is a ruled line in a text
				out = append(out, lines[i])
				rules++
				continue
			}
			i += n - 1
			continue
		}
		out = append(out, lines[i])
	}
	said := strings.TrimSpace(strings.Join(trimTail(out), "\n"))
	if said == "" && (forwarded || !hasQuote(lines)) {
		return strings.TrimSpace(text)
	}
	return tripleBlank.ReplaceAllString(said, "\n\n")
}

// signature is how many lines the signature has that begins with the first of them. It ends where the quotation of a
// bottom-posted reply begins.
func signature(lines []string) int {
	n := 1
	for n < len(lines) && n <= signatureLines && !strings.HasPrefix(strings.TrimSpace(lines[n]), ">") &&
		attribution(lines[n:]) == 0 {
		n++
	}
	return n
}

// trimTail drops empty lines, ruled lines and the advertising of phones from the end.
func trimTail(lines []string) []string {
	for len(lines) > 0 {
		l := strings.TrimSpace(lines[len(lines)-1])
		if l != "" && !phoneLine.MatchString(l) && !ruledLine.MatchString(l) {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

func hasQuote(lines []string) bool {
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if strings.HasPrefix(l, ">") ||
			l != "" && len(l) < 400 && (originalLine.MatchString(l) || attribution(lines[i:]) > 0) {
			return true
		}
	}
	return false
}

// attribution is how many lines "On ..., Rosa wrote:" takes at the beginning of lines; 0 when there is none.
func attribution(lines []string) int {
	first := strings.TrimSpace(lines[0])
	if first == "" || len(first) > 400 || !endsAttribution(lines[:min(attributionLines, len(lines))]) {
		return 0
	}
	if !attributionStart.MatchString(first) {
		if len(first) < 300 && strings.HasSuffix(first, ":") && looseAttribution.MatchString(first) && quotedNext(lines[1:]) {
			return 1
		}
		return 0
	}
	joined := ""
	for n := 0; n < min(attributionLines, len(lines)); n++ {
		l := strings.TrimSpace(strings.TrimLeft(lines[n], "> "))
		if l == "" && n > 0 || len(l) > 400 {
			return 0
		}
		joined += " " + l
		if strings.HasSuffix(l, ":") && attributionEnd.MatchString(l) {
			if !digit.MatchString(joined) && !strings.Contains(joined, "@") {
				return 0 // "En la carta, el director escribió:" names no day and no address
			}
			return n + 1
		}
	}
	return 0
}

// endsAttribution is a cheap test before the regular expressions: a line nearby must end with a colon.
func endsAttribution(lines []string) bool {
	for _, l := range lines {
		if strings.HasSuffix(strings.TrimRight(l, " \t\r"), ":") {
			return true
		}
	}
	return false
}

// quotedNext reports whether the next non-empty line is quoted.
func quotedNext(lines []string) bool {
	for _, l := range lines[:min(len(lines), 5)] {
		if l = strings.TrimSpace(l); l != "" {
			return strings.HasPrefix(l, ">")
		}
	}
	return false
}

// startsHeaders recognises the header lines that Outlook and others put above the history: From, Sent, To, Subject in
// some language, at least three, beginning with the sender's.
func startsHeaders(lines []string) bool {
	if !strings.Contains(lines[0][:min(len(lines[0]), 40)], ":") || !headerFirst.MatchString(strings.TrimSpace(lines[0])) {
		return false
	}
	seen, from, timed := 0, false, false
	for _, l := range lines[:min(len(lines), 10)] {
		l = strings.TrimSpace(l)
		isFrom := headerFrom.MatchString(l)
		if from = from || isFrom; isFrom || headerOther.MatchString(l) {
			seen++
			timed = timed || strings.Contains(l, "@") || clockTime.MatchString(l) // a memorandum has neither
		}
	}
	return seen >= 3 && from && timed
}

// letterHead reports whether the lines above a letter name people without addresses, and without a program's time of
// sending.
func letterHead(lines []string) bool {
	for _, l := range lines[:min(len(lines), 10)] {
		l = strings.TrimSpace(l)
		if l == "" {
			break
		}
		if strings.Contains(l, "@") || sentLine.MatchString(l) {
			return false
		}
	}
	return true
}

var (
	sentLine = regexp.MustCompile(`(?i)^\*?(sent|enviados?( el)?|enviada( em)?|gesendet|envoyé|inviato)\s*:`)

	originalLine = regexp.MustCompile(`(?i)^-{2,}.{3,200}(wrote|escribi[oó]|escreveu|schrieb)\s*:\s*-{2,}$|^[-_=* ]{2,}\s*(original message|original appointment|mensaje original|mensaje anterior|mensagem original|message d'origine|message original|ursprüngliche nachricht|urspr[uü]ngliche e-mail|messaggio originale|reply message|forwarded by .{1,100})\s*[-_=* ]{0,60}$`)
	forwardLine  = regexp.MustCompile(`(?i)^([-_=* ]{2,}\s*(forwarded message|mensaje reenviado|mensagem encaminhada|message transf[ée]r[ée]|weitergeleitete nachricht|messaggio inoltrato|forwarded by .{1,100}|reenviado por .{1,100})\s*[-_=* ]{0,60}|(begin forwarded message|inicio del mensaje reenviado|início da mensagem reenviada|inicio da mensagem reenviada|début du message réexpédié|anfang der weitergeleiteten nachricht)\s*:)$`)

	attributionStart = regexp.MustCompile(`(?i)^(on|op|el|le|am|em|a|il|den|op|no dia|on behalf|at|in a message|en fecha|con fecha|quoting|citando a|citando)\b.{3,}`)
	attributionEnd   = regexp.MustCompile(`(?i)(wrote|writes|escribi[oó]|escribe|escreveu|a [ée]crit|schrieb( .{1,120})?|ha scritto|schreef( .{1,120})?|skrev( .{1,120})?|ha escrito|said)\s*:$|^(quoting|citando).{3,}:$`)
	looseAttribution = regexp.MustCompile(`(?i)(wrote|writes|escribi[oó]|escreveu|a [ée]crit|schrieb|ha scritto|ha escrito|said)\s*:$|^\d{4}[-/]\d\d?[-/]\d\d?.{3,}:$|^\d\d?[-/]\d\d?[-/]\d{2,4}.{3,}:$`)
	digit            = regexp.MustCompile(`\d`)

	clockTime   = regexp.MustCompile(`\d[:.]\d\d`)
	headerFirst = regexp.MustCompile(
		`(?i)^\*?(from|de|von|da|remitente|expéditeur|expediteur|desde|gesendet|sent|enviado|van)\s*:\*?\s*\S`,
	)
	headerFrom  = regexp.MustCompile(`(?i)^\*?(from|de|von|da|remitente|expéditeur|expediteur|desde)\s*:\*?\s*\S`)
	headerOther = regexp.MustCompile(`(?i)^\*?(sent|date|to|cc|subject|enviados?( el)?|enviada( em)?|fecha|para|asunto|assunto|data|envoyé|à|a|objet|gesendet|an|betreff|datum|inviato|oggetto|reply-to|responder a|importance|importancia)\s*:\*?`)

	phoneLine = regexp.MustCompile(`(?i)^(sent from (my|outlook|mail|yahoo|samsung|proton|the|aol|windows)\b.{0,100}|enviado (desde|do|de|a partir do|usando|con) (mi|meu|el|la|um|outlook|correo|yahoo|mail|my|un|gmail|telefono|teléfono|smartphone)\b.{0,100}|envoyé (de|depuis) (mon|ma|outlook|yahoo)\b.{0,100}|von meine[mr] .{2,60} gesendet|gesendet (von|mit) .{2,80}|get outlook for .{2,60}|obt[eé]n(er|ga)? outlook (para|for) .{2,60}|obter o outlook .{2,60}|télécharger outlook .{2,60}|descarga outlook .{2,60}|inviato da.{2,60}|mailed from .{2,60}|libre de virus\.?.{0,80}|virus-free\.?.{0,80})$`)
	ruledLine = regexp.MustCompile(`^([-_=*]{3,}|[-_=* ]{8,})$`)

	tripleBlank = regexp.MustCompile(`\n{3,}`)
)
