package mail

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// noteWords is the maximum number of words in a sentence of an absence note.
const noteWords = 40

var (
	sentenceEnd = regexp.MustCompile(`[.!?;]+(\s+|$)|\n+`)

	// greetings begin and end any mail.
	greetings = regexp.MustCompile(`(?i)^(estimad[oa]s?|buen[oa]s|buen d[íi]a|hola|saludos|cordial|un cordial|atentamente|atte|hello|hi\b|dear|good (morning|afternoon)|(best|kind|warm)? ?regards|sincerely|prezad[oa]s?|ol[áa]|atenciosamente|bonjour|cordialement|guten tag|mit freundlichen)|^(la )?(mesa|equipo|[áa]rea|oficina|unidad|central|servicio|departamento|gerencia|jefatura) de( \S+){1,5}$|^(muchas )?gracias( de antemano)?$|^thank you$|^thanks$`)

	// noteSentences match the sentences of absence notes and acknowledgements: the absence, the return, whom else to
	// ask, that something was received, that a program writes.
	noteSentences = regexp.MustCompile(`(?i)(\b(fuera de(l| la| mi| nuestra)? ?(oficina|pa[íi]s|servicio)|ausente|ausencia|de vacaciones|mis vacaciones|uso de vacaciones|per[íi]odo vacacional|(con|de|en) (licencia|descanso m[ée]dico|permiso)|de viaje|en comisi[óo]n|no (estar[ée]|me encuentro|me encontrar[ée]) (disponible|en la oficina)|acceso limitado)\b` +
		`|\b(out of (the |my )?office|on (annual |sick |maternity |paternity |parental )?(leave|vacation|holidays?)|away (from|until)|limited access|f[ée]rias|fora do escrit[óo]rio|absente?|en cong[ée]s?|im urlaub|nicht im b[üu]ro|abwesend)\b` +
		`|^.{0,40}\b(retornar[ée]|regresar[ée]|regreso|retorno|volver[ée]|vuelvo|me reincorpor\S*|i (will )?return|(be )?back (on|in)|retornarei|voltarei)\b` +
		`|(\bresponder([ée]|[áa]|emos|ei)|\bcontestar([ée]|[áa]|emos)|\batender([ée]|[áa]|emos)|le (atender|responder)[áa]n|nos pondremos en contacto|ser[áa] (atendid|respondid|revisad)[oa]|will (respond|reply|get back|answer|be answered))` +
		`|^((en caso de|si (es|se trata de|tiene)|para|de ser|ante)( \S+){0,4} (urgen\S*|emergen\S*)|for urgent|if (it is|this is|your) .{0,20}urgent|in my absence|en mi ausencia|durante mi ausencia)` +
		`|\b(hemos recibido|recibimos|se ha recibido|se recibi[óo]) (su|tu|el) (mensaje|correo|solicitud|consulta|comunicaci[óo]n|documento|carta|e-?mail)|^(su|tu) (mensaje|correo|solicitud|consulta|comunicaci[óo]n)( electr[óo]nic[oa])? (ha sido|fue|se ha|qued[óo]) (recibid|registrad)[oa]|^(gracias|muchas gracias) por (su|tu) (mensaje|correo|comunicaci[óo]n|consulta|e-?mail|inter[ée]s)|^(gracias|muchas gracias) por (escribir|comunicarse|contactar)|thank(s| you) for (your (message|e-?mail|enquiry|inquiry)|contacting|writing)|we have received your|your (message|e-?mail|request) (has been|was) received|\b(ticket|caso|incidencia)( n\S{0,6})? #?\d+` +
		`|\b(mensaje|respuesta|correo|contestaci[óo]n|resposta|mensagem)( electr[óo]nico| electr[óo]nica)? (es |fue |ha sido |[ée] )?(autom[áa]tic|autogenerad|generad[oa] autom)|^(por favor,? |favor de )?no (responda|responder|conteste|contestar)|automat(ic|ed|ically)|auto-?(reply|response|matische)|do not reply|don.t reply)`)

	// actWords are used by a person who acts in a case, and not by programs.
	actWords = regexp.MustCompile(`(?i)\?|subsan|correg|correc|complet|aclar|precis|adjunt|attach|anex[oa]\b|\bpag(o|u[ée]|ad[oa]|amos|ar)\b|dep[óo]sit|voucher|transferencia|comprobante|\bapel|reconsidera|recurso|impugn|\bqueja|reclam|desist|retir[oa]|renunci|acept|acuerdo|conform|confirm|rechaz|autoriz|\bpero\b|\b(es|son) (el|la|los|las)\b|sin embargo|aprovecho|adem[áa]s|asimismo|\bfalta|incomplet|insist|reiter|solicit|\bpid|\bpedimos|\bquier|\bquisiera|\bdese[oa]|\bnecesit|\brequier|\bruego|s[íi]rvase|\bdni\b|expediente|contrato|\bm[ií] (pedido|escrito|carta|caso)|\besper[oa]|\bbut\b|however|withdraw|appeal|\bplease (find|send|note)|i (want|need|ask|agree|accept)|27806`)

	signatureSmall = []string{
		"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "of", "the", "and", "en", "al", "n°", "nº",
	}
)

// SaysNothing reports whether a message has no content of its own: it is empty, or consists of an absence note or an
// acknowledgement only. A sentence that it does not recognise counts as content, because a person's words must never
// be ignored. It does not look at marks of automatic mail.
func SaysNothing(m Message) bool {
	if m.Truncated || slices.ContainsFunc(m.Attachments, func(a Attachment) bool { return !a.Inline }) {
		return false
	}
	text := strings.TrimSpace(m.NewText)
	if text == "" {
		return !m.Formatted || strings.TrimSpace(m.Text) != "" // nothing, or only quoted history
	}
	if len(text) > 2*phraseBytes {
		return false
	}
	known := false
	for _, s := range sentenceEnd.Split(unwrapped(text), -1) {
		s = strings.TrimSpace(strings.Trim(s, " \t,:-*_()\"'¡!«»"))
		switch {
		case s == "":
		case actWords.MatchString(s), len(strings.Fields(s)) > noteWords:
			return false
		case noteSentences.MatchString(s):
			known = true
		case !greetings.MatchString(s) && !signatureLike(s):
			return false
		}
	}
	// A question mark ends a sentence: it is matched here.
	return known && !strings.ContainsAny(text, "?¿")
}

// unwrapped joins the lines of a paragraph: a line continues in the next when that begins in lower case.
func unwrapped(text string) string {
	var out strings.Builder
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if r := []rune(l); i > 0 && len(r) > 0 && (unicode.IsLower(r[0]) || unicode.IsDigit(r[0])) {
			out.WriteByte(' ')
		} else if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(l)
	}
	return out.String()
}

// signatureLike reports whether a line is a name, a position, an address or a telephone number: each word begins with
// a capital, is short, or has no letters.
func signatureLike(l string) bool {
	words := strings.Fields(l)
	if len(words) > 10 {
		return false
	}
	for _, w := range words {
		first := []rune(strings.Trim(w, "(),:;.-|/*\"'"))
		if len(first) == 0 || slices.Contains(signatureSmall, strings.ToLower(string(first))) ||
			strings.ContainsAny(w, "@/") {
			continue
		}
		if !unicode.IsUpper(first[0]) && !unicode.IsDigit(first[0]) && first[0] != '+' {
			return false
		}
	}
	return true
}
