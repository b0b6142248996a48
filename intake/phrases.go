package intake

import (
	"regexp"
	"slices"
	"strings"

	"foja/mail"
)

var (
	replyPrefix   = regexp.MustCompile(`(?i)^\s*(re|rv?e?sp|aw|antw|sv|r)(\[\d+\])?\s*:`)
	forwardPrefix = regexp.MustCompile(`(?i)^\s*(fwd?|rv|reenv[a-z]*|enc|tr|wg|i)\s*:`)
	prefixes      = regexp.MustCompile(
		`(?i)^(\s*(re|rv?e?sp|aw|antw|sv|r|fwd?|rv|reenv[a-z]*|enc|tr|wg|i)(\[\d+\])?\s*:)+\s*`,
	)

	// askingWords ask for information; a forwarding text without them asks for nothing itself.
	askingWords = regexp.MustCompile(`(?i)\b(solicit(o|amos)|pido|pedimos|requiero|requerimos|quiero|queremos|quisiera|quisi[ée]ramos|deseo|deseamos|necesito|necesitamos)\b`)
	// newRequestWords state that this is another request.
	newRequestWords = regexp.MustCompile(`(?i)\b((pedido|solicitud|consulta|requerimiento|asunto|tema)( \S+){0,2} (distint|diferente|nuev|aparte|independiente)[oa]?|(otr[oa]|nuev[oa]|distint[oa]) (pedido|solicitud|requerimiento|asunto)|another request|new request|different request)`)
	// appealWords is the verb of an appeal: in the subject, or said in the first person.
	appealWords = regexp.MustCompile(`(?i)\b(interpon(go|emos|er)|present(o|amos)|formul(o|amos))( \S+){0,4} (apelaci[óo]n|reconsideraci[óo]n)|\bapel(o|amos)\b|\bsilencio administrativo negativo\b`)
	// caseSubjects are subjects of mail about an existing case.
	caseSubjects = regexp.MustCompile(`(?i)^\W*(recurso( impugnatorio| administrativo)?( de)?|escrito( de)?|presento|interpongo|formulo|mi|la|remito|env[íi]o|levantamiento( de)?)?\W*(apel|reconsideraci|subsan|desist|reiter|observaci|comprobante|constancia|voucher|pago\b|queja)`)
	// caseWords are the same for the text.
	caseWords  = regexp.MustCompile(`(?i)\b(subsan(o|amos|ando)|desist(o|imos)|me desisto|reiter(o|amos|ativo)|adjunt(o|amos) (el |la |mi |copia del? )?(voucher|comprobante|constancia de pago|subsanaci[óo]n|dep[óo]sito)|pagu[ée]|ya pagu[ée]|realic[ée] el (pago|dep[óo]sito)|(mi|nuestra?) (solicitud|pedido|expediente|carta)( \S+){0,2} (presentad|ingresad|enviad|de fecha|del (d[íi]a )?\d|n[úu°º.]|en tr[áa]mite)|(estado|respuesta|avance|tr[áa]mite) (de|a|en) (mi|nuestra?) (solicitud|pedido|expediente)|mi expediente)\b`)
	requesting = regexp.MustCompile(`(?i)^\W*(solicit|pido|pedido|copia|requiero|requerimiento|acceso)`)
	// answerElsewhereWords ask for an answer to another address.
	answerElsewhereWords = regexp.MustCompile(`(?i)\bno (me )?(responda|responder|respondan|conteste|contestar|contesten|escriba|escriban|escribir) (a|al|en|por|desde) (este|esta|el presente)( \S+)? ?(correo|mensaje|direcci[óo]n|e-?mail|remitente|buz[óo]n)`)
)

const reaction = "text/vnd.google.email-reaction+json"

// continuesCase reports whether a mail reads as part of an existing case: it answers something, or has the words of a
// correction, a payment, an appeal, or a question about an earlier request.
func continuesCase(m mail.Message, own []string) bool {
	return m.InReplyTo != "" || len(m.References) > 0 || replyPrefix.MatchString(m.Subject) || forwardsOurs(m, own) ||
		appealWords.MatchString(m.Subject+" "+beginning(m.NewText)) || acts(m)
}

// acts says whether a mail is a correction, a payment, a withdrawal or a reminder by its own words: something that is
// done in a case.
func acts(m mail.Message) bool {
	return caseSubjects.MatchString(PlainSubject(m.Subject)) && !requesting.MatchString(m.Subject) ||
		caseWords.MatchString(beginning(m.NewText))
}

// withdraws says whether a mail takes a request back: by its subject, or by its text when that asks for nothing else.
func withdraws(m mail.Message) bool {
	text := beginning(m.NewText)
	return withdrawing.MatchString(PlainSubject(m.Subject)) ||
		withdrawing.MatchString(text) && !askingWords.MatchString(withdrawing.ReplaceAllString(text, ""))
}

// withdrawing is how somebody takes a request of her own back.
var withdrawing = regexp.MustCompile(`(?i)\b(me )?desist(o|imos) (de|del)\b( \S+){0,3} (solicitud|pedido|expediente|tr[áa]mite|requerimiento)|\b(present|formul|comunic|solicit)(o|amos) (el |mi |nuestro )?desistimiento|^\W*desistimiento\b|\b(retir(o|amos)|anul(o|amos)|dej(o|e|en|amos) sin efecto) (mi|nuestra?|la|el) (solicitud|pedido|requerimiento)\b|\b(quiero|deseo|comunico que me) desist(irme|ir|o)\b`)

// beginning is the part of a text in which somebody says what she wants, on one line.
func beginning(text string) string {
	return strings.Join(strings.Fields(text[:min(len(text), 4000)]), " ")
}

// appeals reports whether a mail is an appeal by its words.
func appeals(m mail.Message) bool {
	subject := PlainSubject(m.Subject)
	text := beginning(m.NewText)
	return appealWords.MatchString(m.Subject) || appealWords.MatchString(text) && !requesting.MatchString(subject) ||
		caseSubjects.MatchString(subject) && appealTitle.MatchString(subject)
}

var appealTitle = regexp.MustCompile(`(?i)\b(apelaci[óo]n|reconsideraci[óo]n)`)

// forwardsOurs reports whether a mail forwards a letter of ours.
func forwardsOurs(m mail.Message, own []string) bool {
	return forwardPrefix.MatchString(m.Subject) &&
		slices.ContainsFunc(forwardedFrom(m), func(a mail.Address) bool { return isOwn(a.Addr, own) })
}

// forwardsAnother reports whether a mail forwards another person's text and asks for nothing itself. Every forward
// from a colleague in the agency's domain counts.
func forwardsAnother(m mail.Message, who mail.Address, own []string) bool {
	other := func(a mail.Address) bool { return !mail.SameAddress(a.Addr, who.Addr) && !isOwn(a.Addr, own) }
	if colleague(m.From.Addr, own) {
		return forwardPrefix.MatchString(m.Subject) || slices.ContainsFunc(forwardedFrom(m), other)
	}
	quoted := slices.ContainsFunc(forwardedIn(m.Text), other)
	switch {
	case !quoted && !(forwardPrefix.MatchString(m.Subject) && slices.ContainsFunc(forwardedFrom(m), other)):
		return false
	case quoted && m.NewText == m.Text: // only the forwarded text
		return true
	}
	return (quoted || forwardPrefix.MatchString(m.Subject)) && !askingWords.MatchString(m.NewText)
}

// colleague reports whether an address is in our domain, or below it.
func colleague(addr string, own []string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(addr), "@")
	return slices.ContainsFunc(own, func(o string) bool {
		_, ours, ok := strings.Cut(strings.ToLower(o), "@")
		return ok && domain != "" && (domain == ours || strings.HasSuffix(domain, "."+ours))
	})
}

// answerElsewhere reports whether a mail asks for an answer to another address and names it.
func answerElsewhere(m mail.Message, who mail.Address, own []string) bool {
	return answerElsewhereWords.MatchString(m.NewText) &&
		slices.ContainsFunc(addressHere.FindAllString(m.NewText[:min(len(m.NewText), textBytes)], 20), func(a string) bool {
			return !mail.SameAddress(a, who.Addr) && !isOwn(a, own)
		})
}

// onlyReacts reports whether a mail is an emoji reaction sent by a mail program.
func onlyReacts(m mail.Message) bool {
	return slices.ContainsFunc(m.Attachments, func(a mail.Attachment) bool { return a.Type == reaction })
}

// PlainSubject is a subject without reply and forward prefixes.
func PlainSubject(s string) string { return strings.TrimSpace(prefixes.ReplaceAllString(s, "")) }
