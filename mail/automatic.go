package mail

import (
	"regexp"
	"strings"
)

// phraseBytes is how much of a text is searched for phrases: an automatic answer identifies itself at its beginning.
const phraseBytes = 1500

var (
	replySubject   = regexp.MustCompile(`(?i)^\s*(re|rv?e?sp|aw|antw|sv|r)(\[\d+\])?\s*:`)
	forwardSubject = regexp.MustCompile(`(?i)^\s*(fwd?|rv|reenv[a-z]*|enc|tr|wg|i)\s*:`)
	prefixes       = regexp.MustCompile(`(?i)^(\s*(re|aw|sv|r|resp|rv|fwd?|\[[^\]]{1,40}\])(\[\d+\])?\s*:?\s+)+`)

	// automaticSubjects begin automatic answers of mail programs that mark them nowhere else.
	automaticSubjects = regexp.MustCompile(`(?i)^\W{0,4}(respuesta autom[áa]tica|mensaje autom[áa]tico|correo autom[áa]tico|auto[- ]?respuesta|contestaci[óo]n autom[áa]tica|acuse autom[áa]tico|fuera de (la |mi )?oficina|(estoy|me encuentro) (de vacaciones|fuera|ausente)` +
		`|automatic (reply|response)|automated (reply|response)|auto[- ]?(reply|response|responder|generated)|auto:|out[- ]of[- ](the[- ])?office|ooo:|i am (away|out of)|away from my (mail|desk|office)|vacation (reply|response|message|auto)` +
		`|resposta autom[áa]tica|mensagem autom[áa]tica|fora do escrit[óo]rio|aviso de (f[ée]rias|aus[êe]ncia)` +
		`|r[ée]ponse automatique|message automatique|absen(ce|t|te) du bureau|message d.absence|r[ée]ponse d.absence|notification d.absence` +
		`|automatische (antwort|r[üu]ckantwort|e-?mail-?antwort)|abwesenheits(notiz|nachricht|meldung|assistent|benachrichtigung)|autom\. antwort|nicht im b[üu]ro|risposta automatica|fuori (sede|ufficio)|automatisch antwoord|afwezigheid|resposta autom[àa]tica|autosvar|automatisk svar|automaattinen vastaus|automatyczna odpowied|automatick[áa] odpov|automatikus v[áa]lasz|автоматический ответ|автоответ|自动(答复|回复)|自動(応答|回覆|返信)|자동 회신|a(c|k)tomatik yan)`)

	automaticPhrases = regexp.MustCompile(`(?i)((estoy|me encuentro|estar[ée]|me encontrar[ée]|estoy actualmente|actualmente (estoy|me encuentro)) (actualmente |temporalmente |haciendo uso |en uso |gozando )?(fuera|de vacaciones|ausente|(con|de) (licencia|permiso|descanso)|de viaje|de mis vacaciones)` +
		`|fuera de (la |mi |nuestra )?oficina|(uso|goce|per[ií]odo) (f[ií]sico )?(de|vacacional)( mis)? ?(vacaciones|hasta|y)|(este|es un|esta es una|esto es una|la presente es una) (mensaje|respuesta|correo|contestaci[óo]n)( electr[óo]nico| electr[óo]nica)? (es |ha sido |fue )?(autom[áa]tic|autogenerad|generad[oa] autom)` +
		`|(favor de no|no|por favor no) (responda|responder|conteste|contestar) (a )?este (mensaje|correo)|(hemos recibido|recibimos|gracias por) (su|tu|escribir|contactar)[^.]{0,120}[.,][^.]{0,80}(responderemos|contestaremos|nos pondremos en contacto|le atenderemos)|su (solicitud|consulta|mensaje|correo|mensaje) ser[áa] atendid` +
		`|(i am|i'm|i’m|i will be|i'll be|i’ll be|we are|i shall be) (currently |presently |now |also )?(out of|on (vacation|holidays?|(annual |maternity |paternity |parental |sick )?leave)|away (from|until|on|till)|travell?ing (and|until|with))` +
		`|out of (the |my )?office (until|from|and|with|on|today|this)|this is an? (automated|automatic|auto-?generated|auto-?reply|autoresponse)|(do not|don't|don’t) (reply|respond) to this|limited access to (my )?e-?mail|automatically generated` +
		`|thank(s| you) for (contacting|your (e-?mail|message|inquiry|enquiry)|writing)[^?]{0,200}(will|shall|'ll) (respond|reply|get back|be in touch|answer|contact)` +
		`|(estou|estarei|encontro-me|me encontro) (atualmente |actualmente )?(de f[ée]rias|fora do escrit[óo]rio|ausente|em viagem|de licen[çc]a)|esta [ée] uma (mensagem|resposta) autom[áa]tica|mensagem autom[áa]tica|n[ãa]o responda (a )?est[ea] (e-?mail|mensagem)` +
		`|(je suis|je serai|nous sommes) (actuellement |momentan[ée]ment |pr[ée]sentement )?(absente?|en cong[ée]s?|en vacances|en d[ée]placement|hors du bureau)|(ceci est une|ce message est une?|il s.agit d.une) (r[ée]ponse|message)? ?(g[ée]n[ée]r[ée]e? )?automatique|merci de ne pas r[ée]pondre` +
		`|ich bin .{0,80}(nicht im (b[üu]ro|haus)|abwesend|im urlaub|au(ß|ss)er haus|nicht erreichbar|nicht zu erreichen)|(dies|das) ist eine automatisch|automatisch (generierte|erstellte|erzeugte)|diese (e-?mail|nachricht) wurde automatisch)`)

	// askingWords occur in mail of people who want something from the agency: such mail is a person's, whatever else
	// it contains. ownPhrases occur in texts of programs, even in a text about a request.
	ownPhrases = regexp.MustCompile(`(?i)((este|es un|esta es una|esto es una) (mensaje|respuesta|correo|contestaci[óo]n)( electr[óo]nico| electr[óo]nica)? (es |ha sido |fue )?(autom[áa]tic|autogenerad|generad[oa] autom)|this is an? (automated|automatic|auto-?generated|auto-?reply|autoresponse)|this (e-?mail|message) (was|is|has been) (automatically )?(generated|sent) auto|automatically generated|esta [ée] uma (mensagem|resposta) autom[áa]tica|g[ée]n[ée]r[ée]e? automatiquement|(dies|das) ist eine automatisch|automatisch (generierte|erstellte|erzeugte)|hemos recibido su (solicitud|consulta|mensaje|correo)[^.]{0,120}\.? [^?]{0,200}(responderemos|contestaremos|nos pondremos en contacto|atenderemos|n[úu]mero de (caso|ticket))|ticket (number|id|#)|we have received your (request|message|e-?mail|inquiry))`)

	requestWords = regexp.MustCompile(
		`(?i)\bsolicit(o|amos)\b|\b(pido|pedimos|requiero|requerimos)\b|27806|acceso a la informaci[óo]n`,
	)
	askingWords = regexp.MustCompile(`(?i)\?|\bsolicit(o|amos|a|ar|ud)\b|\b(pido|pedimos|requiero|requerimos|quiero|queremos|quisiera|quisi[ée]ramos|deseo|deseamos|necesito|necesitamos|agradecer[ée]|ruego|s[íi]rvase)\b|\badjunt[oa]\b|\bmi (solicitud|pedido|expediente|escrito)\b|27806|acceso a la informaci[óo]n|\bcopias? (simple|certificada|de|del|fedateada)\b`)
)

// automaticSubject reports whether the subject is that of an automatic answer.
func automaticSubject(subject string) bool {
	subject = cut(subject, 400)
	return automaticSubjects.MatchString(subject) || automaticSubjects.MatchString(prefixes.ReplaceAllString(subject, ""))
}

// MarkedAutomatic reports whether a header field marks the message as automatic. It may still contain a person's
// words.
func MarkedAutomatic(m Message) bool {
	s := m.Signals
	return s.AutoSubmitted != "" && s.AutoSubmitted != "no" || s.AutoHeader != "" || s.Precedence == "auto_reply" ||
		s.Precedence == "auto-reply"
}

// titledAutomatic reports whether the subject is that of an automatic answer and the text does not contradict it. The
// subject alone proves nothing: "Fuera de la oficina del penal no hay rampas" may be a person's question.
func titledAutomatic(m Message) bool {
	if !automaticSubject(m.Subject) {
		return false
	}
	text := strings.Join(strings.Fields(cut(m.NewText, phraseBytes)), " ")
	return automaticPhrases.MatchString(text) || !askingWords.MatchString(text)
}

// SaysAutomatic reports whether a message declares itself automatic: in a field, or in a subject that its text does
// not contradict. One recognised by its text alone may still be a person's.
func SaysAutomatic(m Message) bool { return MarkedAutomatic(m) || titledAutomatic(m) }

// automaticText recognises an automatic answer that is identified only by its text, like qmail's and many shops'. It
// is short, begins with such a phrase, and asks for nothing.
func automaticText(m Message) bool {
	text := strings.TrimSpace(m.NewText)
	if text == "" || len(text) > 2*phraseBytes {
		return false
	}
	text = strings.Join(strings.Fields(cut(text, phraseBytes)), " ")
	if ownPhrases.MatchString(text) && !requestWords.MatchString(text) ||
		SaysNothing(m) && !askingWords.MatchString(m.Subject) {
		return true
	}
	return automaticPhrases.MatchString(text) && !askingWords.MatchString(text)
}

var spamWords = regexp.MustCompile(`(?i)\b(viagra|cialis|casino|bitcoins?|crypto ?currency|lottery|loter[ií]a|jackpot|you have won|usted ha ganado|has ganado|inheritance|herencia|next of kin|million (us )?dollars|millones de d[óo]lares|make money|gana(r)? dinero|weight loss|click here|unsubscribe|pr[ée]stamo (r[áa]pido|urgente)|replica watches|enlargement|act now|100% free|limited offer|oferta limitada)\b`)

// spamLike counts spam vocabulary. A filter's own verdict is Signals.Spam.
func spamLike(m Message) bool {
	text := cut(m.Subject, 400) + " " + cut(m.Text, 4*phraseBytes)
	seen := map[string]bool{}
	for _, w := range spamWords.FindAllString(text, 50) {
		seen[strings.ToLower(w)] = true
	}
	return len(seen) >= 3 && !requestWords.MatchString(text)
}
