package mail

import (
	"bytes"
	"regexp"
	"strings"
)

// bounceBytes is how much of a report's text is searched.
const bounceBytes = 64 << 10

var (
	daemonNames = regexp.MustCompile(`(?i)^(mailer-?daemon|postmaster|mail-?daemon|mdaemon|maildaemon|microsoftexchange[0-9a-f]+|mail\.?delivery|double-bounce)$`)
	daemonWords = regexp.MustCompile(`(?i)mail delivery (sub)?system|mail delivery (service|system)|mailer[- ]daemon|system administrator|administrador del sistema|systemadministrator|administrateur syst|microsoft (outlook|exchange)|postmaster|mail administrator|internet mail delivery`)

	bounceSubjects = regexp.MustCompile(`(?i)(undeliver(able|ed)|undelivered mail|delivery (status notification|failure|failed|has failed|problem|report|incomplete|notification)|returned mail|mail (delivery|system|not delivered|undeliverable)|failure notice|failed mail|(message|mail) (could not be|not|delivery|status|delayed|undeliverable)|non[- ]?delivery|nondeliverable|mail failure|returned to sender|bounced? (mail|message)|could not send message|warning: (could not|message)|unable to deliver|permanent (delivery )?(failure|error)|error de entrega|error en la entrega|fallo (de|en la) entrega|falla (de|en la) entrega|no se (puede|pudo|ha podido|pueden) entregar|no (fue )?entregad[oa]|no entregable|entrega (retrasada|demorada|fallida|aplazada)|correo devuelto|mensaje devuelto|devuelto al remitente|notificaci[óo]n (de|del) estado de (la )?entrega|devoluci[óo]n de correo|retorno de mensaje|mensaje no entregado|mensaje sin entregar|n[ãa]o (foi )?(poss[íi]vel entregar|entregue|entreg[áa]vel)|falha (na|de) entrega|devolvid[ao]|non (remis|distribu|d[ée]livr)[^\s]*|[ée]chec (de|d.) ?(la )?(remise|envoi|distribution)|(message|courrier) non|avis de non|unzustellbar|nicht zustellbar|zustellung|unzustellbarkeit|rückläufer|mancata consegna|impossibile (recapitare|consegnare)|onbestelbaar|niet bezorgd|non recapitabile|niedostarcz|nedoru[čc]iteln|недоставлен|не доставлено|olevererbar|kan ikke leveres|kunne ikke leveres|ei voitu toimittaa|k[ée]zbes[íi]thetetlen|配信不能|未送达|未傳遞|無法傳遞|배달되지 않)`)

	bounceText = regexp.MustCompile(`(?i)(could ?n.t be delivered|could not be delivered|cannot be delivered|can.t be delivered|was not delivered|not (been )?delivered|undeliverable|unable to deliver|delivery (to the following|has failed|failed|failure|error|attempts?)|did not reach|failed (permanently|recipient)|permanent(ly)? (fatal )?(error|fail)|fatal errors|returned (mail|message|below)|message is (looping|being returned)|bounced|user (is )?unknown|unknown user|no such (user|recipient|mailbox)|does not exist|mailbox (is )?(full|unavailable|not found|unknown|disabled|over quota)|rejected|recipient address rejected|host (unknown|not found)|domain (not found|does not exist)|unrouteable|un-routeable|retry time(out)?|timed out|still (being|undelivered|in the queue)|will (be retried|continue|keep trying)|delayed|has been delayed|no (se )?(ha )?(pudo|puede|podido|pudieron) (ser )?(entreg|enviar|env[íi]|hacer llegar)|no ha sido posible entregar|no fue entregad|no se entreg|no existe|buz[óo]n (est[áa] )?lleno|n[ãa]o (p[ôo]de|foi|pode) (ser )?entreg|n[ãa]o foi poss[íi]vel|caixa (de (correio|entrada)).{0,40}cheia|n.a pas (pu|[ée]t[ée])|impossible de (remettre|distribuer|d[ée]livrer)|nicht (zugestellt|zustellbar)|konnte(n)? nicht|unzustellbar|unbekannt|non [èe] stato possibile|\b[45]\d\d[ -][45]\.\d\.\d)`)

	gaveUpWords = regexp.MustCompile(`(?i)giving up|given up|gave up|not going to try|will not be retried|no further (attempts|deliver)|too long|too many hops|retry time(out)? (not reached|exceeded)|delivery time expired|message expired|expired|permanent|failed|failure|returned to sender|could ?n.t be delivered|could not be delivered|no se (pudo|puede|ha podido)|no ser[áa] reintentad|undeliverable|undelivered|n[ãa]o foi poss|unzustellbar|endg[üu]ltig|d[ée]finitive`)
	delayWords  = regexp.MustCompile(`(?i)\bdelayed\b|delay(ed)? (mail|message|deliver)|(will|shall) (be retried|continue|keep|retry|try again|attempt)|still being (retried|tried)|still trying|not yet (been )?delivered|has not (yet )?been delivered (yet|after)|warning message only|do(n.t| not) need to (resend|re)|could not send message for past|no need to re|retras(o|ad[oa])|demorad[oa]|aplazad[oa]|se (seguir[áa]|reintentar|volver[áa])|seguir[áa] (intentando|tratando)|a[úu]n no (se )?ha|sigue (intent|en cola)|noch nicht zugestellt|verz[öo]gert|retard[ée]|diff[ée]r[ée]|pas encore|atrasad[ao]|ainda n[ãa]o|continuar[áa] (a )?tent`)
	finalWords  = regexp.MustCompile(`(?i)not going to try|giving up|gave up|given up|no further attempts|delivery time expired|message expired|permanent(ly)? (fatal )?(error|fail)|failed permanently`)

	quotedStart = regexp.MustCompile(`(?im)^\W{0,12}(original message|this is a copy|this is the copy|mensaje original|mensagem original|message (header )?follows|included is a copy|a copy of (the|your)|below this line|returned (message|mail)\W*$|the original message (follows|is attached|headers?)|the body of the message|message text follows|unsent message|undelivered message|start of the (returned|original)|encabezados? (del mensaje )?original|el texto (del mensaje )?original|ursprüngliche nachricht|message d'origine|original headers|header of the (original|undelivered)|--- ?header|(your )?message reads)\b|^Received: |^Return-Path: |^-{4,} ?$|^--- Below`)
	addressHere = regexp.MustCompile(`(?im)^\s*<([^\s<>@]+@[^\s<>]+)>[:;]?\s*(\(|$|[^\s])|(?:final-recipient|original-recipient|x-actual-recipient)\s*:\s*rfc822\s*;\s*<?([^\s<>;]+@[^\s<>;]+)|rcpt to:\s*<([^\s<>]+@[^\s<>]+)>|(?:^|\n)\s*to:\s*<?([^\s<>]+@[^\s<>]+)`)
	fieldHere   = regexp.MustCompile(
		`(?im)^\s*(?:final-recipient|original-recipient|x-actual-recipient)\s*:\s*rfc822\s*;\s*<?([^\s<>;]+@[^\s<>;]+)`,
	)
	notRecipient = regexp.MustCompile(`(?i)(((message-id|from|sender|x-sender|return-path|reply-to|in-reply-to|references|by|id)\s*[:=]?|(de|remitente)\s*:)\s*["'<(\[]{0,3}|(contact|e-?mail to|please (send|forward)|support|help|reporting-mta)\b[^@\n]{0,30})$`)

	idInText    = regexp.MustCompile(`(?i)message-id:\s*<([^<>\s]{3,500})>`)
	toInText    = regexp.MustCompile(`(?im)^(?:to|para|an|à|a):\s*(.{3,400})$`)
	replyCode   = regexp.MustCompile(`(?:^|[^\d.:/-])([45][0-5]\d)(?:[ -]|$|[,;:)])`)
	statusCode  = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	statusCodes = regexp.MustCompile(`[\d.]*[245]\.\d{1,3}\.\d{1,3}[\d.]*`)
	wholeStatus = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\.?$`)
)

// causes map words to an RFC 3463 status when the report has none; the first match counts.
var causes = []struct {
	words  *regexp.Regexp
	detail string // subject and detail
}{
	{regexp.MustCompile(`(?i)(host|domain)( name)? (is )?(unknown|not found|lookup failed|does not exist|invalid)|unknown (host|domain)|name service error|nxdomain|no such (host|domain)|unrouteable|un-routeable|no mx|couldn.t find any host|dominio (no existe|desconocido)|domain.{1,60}(not found|does not exist)`), "1.2"},
	{regexp.MustCompile(`(?i)user (is )?unknown|unknown (user|recipient|local|address|mailbox)|no such (user|recipient|mailbox|address|account|person|local)|(user|recipient|mailbox|account|address|addressee)( name)?( you specified)?( was| is)? (not found|not exist|does ?n.t exist|does not exist|invalid|unavailable|not listed|not recognized|not known|rejected|not local)|does not (exist|have)|doesn.t (exist|have)|no mailbox|not our customer|not a (known|valid) user|invalid (recipient|mailbox|address|user)|account (has been )?(disabled|closed|deleted|suspended)|mailbox (unavailable|disabled)|recipient address rejected|unknown or illegal alias|no valid recipient|not listed in|no existe|desconocid[oa]|no encontrad[oa]|inexistente|no se encontr|n[ãa]o existe|inconnu|n.existe pas|unbekannt|existiert nicht|couldn.t be found|wasn.t found|no longer (valid|works|available|employed)`), "1.1"},
	{regexp.MustCompile(`(?i)over ?quota|quota (exceeded|has been exceeded)|exceeds? (the |his |its |allowed )?(mailbox |storage )?quota|mailbox (is )?full|mailbox (size|storage|exceeds)|(mail)?box full|full mailbox|inbox is full|storage (limit|quota|allocation)|insufficient (disk|system) (space|storage)|out of storage|buz[óo]n( del destinatario)?( est[áa])? lleno|cuota|caixa (de (correio|entrada)).{0,40}cheia|espa[çc]o|bo[iî]te.{1,40}pleine|postfach.{1,20}voll|quota`), "2.2"},
	{regexp.MustCompile(`(?i)too (large|big)|message size|size (limit|exceeds)|exceeds (the )?(maximum|size)|max(imum)? message|demasiado grande|tama[ñn]o m[áa]ximo|trop (volumineux|gros)|zu gro(ß|ss)|muito grande`), "3.4"},
	{regexp.MustCompile(`(?i)too many hops|loop(ing|s)?\b|hop count|bucle`), "4.6"},
	{regexp.MustCompile(`(?i)timed? ?out|expired|too long|retry time|retried|connection (refused|timed|reset)|no route|temporarily|try again|retr(y|ies)|greylist|deferred|could not connect|couldn.t connect|tiempo (de espera|agotado)|retras|demora|aplazad|intentando|atrasad|verz[öo]ger|delayed|unable to connect|not respond`), "4.7"},
	{regexp.MustCompile(`(?i)spam|blocked|blacklist|black list|block list|dnsbl|rbl|policy|not (allowed|permitted|authorized)|denied|reputation|spf|dkim|dmarc|relay|virus|content rejected|message rejected|no permitid|denegad`), "7.1"},
}

// isMailSystem reports whether the sender is a mail system by its name.
func isMailSystem(a Address) bool {
	local, _, _ := strings.Cut(a.Addr, "@")
	return daemonNames.MatchString(local) || a.Addr == "" && daemonWords.MatchString(a.Name)
}

// isTextBounce recognises a delivery report without machine-readable fields: by sender and text, or, from any sender,
// by subject and text together.
func isTextBounce(m Message) bool {
	s := m.Signals
	fromSystem := s.ReturnPath == "<>" || isMailSystem(m.From) || daemonWords.MatchString(m.From.Name)
	subject := bounceSubjects.MatchString(cut(m.Subject, 400))
	if automaticSubject(m.Subject) && !subject {
		return false
	}
	text := strings.Join(strings.Fields(cut(m.Text, 8<<10)), " ")
	said := bounceText.MatchString(text)
	switch {
	case fromSystem && subject:
		return true
	case fromSystem && said:
		return s.AutoSubmitted != "auto-replied" || isMailSystem(m.From) || !automaticText(m)
	case replySubject.MatchString(m.Subject), forwardSubject.MatchString(m.Subject), !subject, !said,
		requestWords.MatchString(text):
		return false
	}
	// Anybody can write such a subject; a report also returns a copy, or names a status or a failed recipient.
	return s.AutoSubmitted != "" && s.AutoSubmitted != "no" || statusIn(text) != "" || replyCode.MatchString(text) ||
		hasReturnedCopy(m) || guessed(m) || quotedStart.MatchString(cut(m.Text, bounceBytes))
}

// receiptSubject and receiptText match read receipts that are no MDN: Outlook's, and those that lost their parts.
var (
	receiptSubject = regexp.MustCompile(`(?i)^\s*(le[íi]do|no le[íi]do|read|not read|gelesen|lu|lida|letto|return receipt( \(displayed\))?|confirmaci[óo]n de lectura|read receipt|acuse de lectura)\s*([:-]|$)`)
	receiptText    = regexp.MustCompile(`(?i)(was (read|displayed|opened|deleted without)|(fue|ha sido) (le[íi]d|visualizad|abiert|eliminad)|se (ley[óo]|elimin[óo] sin leer)|wurde (gelesen|angezeigt|ge[öo]ffnet)|a [ée]t[ée] (lu|affich|ouvert)|foi (lida|exibida|aberta)|this is a receipt for the (mail|e-?mail|message)|return receipt only acknowledges|confirmaci[óo]n de lectura)`)
)

// readReceipt matches both subject and text.
func readReceipt(m Message) bool {
	return receiptSubject.MatchString(cut(m.Subject, 300)) && receiptText.MatchString(cut(m.Text, 4<<10)) &&
		!askingWords.MatchString(cut(m.NewText, 4<<10))
}

func hasReturnedCopy(m Message) bool {
	for _, a := range m.Attachments {
		if a.Type == "message/rfc822" || a.Type == "text/rfc822-headers" {
			return true
		}
	}
	return false
}

// statusIn finds an RFC 3463 status that is not part of a longer number such as a network address.
func statusIn(text string) string {
	for _, found := range statusCodes.FindAllString(text, 100) {
		if wholeStatus.MatchString(found) && found[0] != '2' {
			return strings.TrimSuffix(found, ".")
		}
	}
	return ""
}

// guessReport parses a report without machine-readable fields.
func guessReport(m Message) *Report {
	text := cut(m.Text, bounceBytes)
	reportText, copied := text, ""
	if at := quotedStart.FindStringIndex(text); at != nil && strings.TrimSpace(text[:at[0]]) != "" {
		reportText, copied = text[:at[0]], text[at[0]:]
	}
	flat := strings.Join(strings.Fields(reportText), " ")
	r := &Report{Guessed: true, Status: statusIn(reportText)}
	if r.Status == "" {
		r.Status = statusIn(copied)
	}
	r.Action = guessAction(m.Subject+" "+flat, r.Status)
	if r.Status == "" {
		r.Status = guessStatus(m.Subject+" "+flat, r.Action)
	}
	r.Diagnostic = diagnosticLine(reportText)
	said := false
	if r.Recipient, said = guessRecipient(m, reportText, copied); said {
		r.Names = []string{r.Recipient}
	}
	for _, a := range m.Attachments {
		if a.Type != "message/rfc822" && a.Type != "text/rfc822-headers" {
			continue
		}
		if r.OriginalMessageID = idOf(a.Data); r.OriginalMessageID != "" {
			return r
		}
	}
	if found := idInText.FindStringSubmatch(text); found != nil {
		r.OriginalMessageID = found[1]
	} else {
		r.OriginalMessageID = m.InReplyTo
	}
	return r
}

// guessAction distinguishes failure and delay; without either it assumes a failure.
func guessAction(text, status string) string {
	code := ""
	if f := replyCode.FindStringSubmatch(text); f != nil {
		code = f[1]
	}
	switch {
	case finalWords.MatchString(text):
		return "failed"
	case delayWords.MatchString(text):
		return "delayed"
	case (strings.HasPrefix(status, "4") || strings.HasPrefix(code, "4")) && !gaveUpWords.MatchString(text):
		return "delayed"
	case strings.TrimSpace(text) == "":
		return ""
	}
	return "failed"
}

// guessStatus derives a status from a reply code and words.
func guessStatus(text, action string) string {
	class := "5"
	code := ""
	if f := replyCode.FindStringSubmatch(text); f != nil {
		code = f[1]
		class = code[:1]
	}
	if action == "delayed" {
		class = "4"
	}
	for _, c := range causes {
		if c.words.MatchString(text) {
			if c.detail == "4.7" && code == "" {
				class = "4"
			}
			return class + "." + c.detail
		}
	}
	switch code {
	case "552", "452":
		return class + ".2.2"
	case "550", "450", "551", "553":
		return class + ".1.1"
	case "554", "571":
		return class + ".7.1"
	case "421", "451":
		return class + ".4.7"
	}
	if action == "" {
		return ""
	}
	return class + ".0.0"
}

// diagnosticLine is the first line that quotes a server.
func diagnosticLine(reportText string) string {
	for l := range strings.Lines(reportText) {
		if l = line(l); len(l) < 600 && (replyCode.MatchString(l) || statusIn(l) != "") {
			return cut(l, 500)
		}
	}
	return ""
}

// guessed says whether a recipient can be guessed.
func guessed(m Message) bool {
	addr, _ := guessRecipient(m, cut(m.Text, bounceBytes), "")
	return addr != ""
}

// guessRecipient finds the address that the report is about: at its usual place, else the first address in the
// report's own text that is neither ours nor the mail system's, else the recipient of the returned copy, which need
// not be the one that failed. said reports whether the report's own text names it.
func guessRecipient(m Message, reportText, copied string) (addr string, said bool) {
	own := map[string]bool{strings.ToLower(m.From.Addr): true}
	for _, a := range m.To {
		own[strings.ToLower(a.Addr)] = true
	}
	fits := func(addr string) bool {
		local, _, _ := strings.Cut(addr, "@")
		return addr != "" && !own[strings.ToLower(addr)] && !daemonNames.MatchString(local)
	}
	if fits(m.Signals.Failed) {
		return m.Signals.Failed, true
	}
	if addr := namedIn(reportText, m.From.Addr, fits); addr != "" {
		return addr, true
	}
	var inner Message // defects of the copy are its own
	for _, a := range m.Attachments {
		if a.Type == "message/rfc822" || a.Type == "text/rfc822-headers" {
			h := inner.splitHeader(bytes.TrimLeft(a.Data, "\r\n")).header
			for _, to := range inner.addresses(h, "To") {
				if fits(to.Addr) {
					return to.Addr, false
				}
			}
		}
	}
	for _, f := range toInText.FindAllStringSubmatch(copied, 10) {
		if addr := addrSpec.FindString(f[1]); fits(addr) {
			return addr, false
		}
	}
	return "", false
}

// namedIn is the recipient that a report's own words name; "" when they name nobody.
func namedIn(reportText, from string, fits func(string) bool) string {
	for _, f := range fieldHere.FindAllStringSubmatch(reportText, 50) {
		return strings.Trim(f[1], ".:;,'\"") // the report's own field, whosever it is
	}
	for _, f := range addressHere.FindAllStringSubmatch(reportText, 50) {
		for _, addr := range append(f[1:2:2], f[3:]...) {
			if addr = strings.Trim(addr, ".:;,'\""); fits(addr) {
				return addr
			}
		}
	}
	for _, at := range addrSpec.FindAllStringIndex(reportText, 50) {
		before := reportText[max(0, at[0]-60):at[0]]
		if addr := strings.Trim(reportText[at[0]:at[1]], "'`.:"); fits(addr) && !notRecipient.MatchString(before) {
			return strings.TrimPrefix(addr, "mailto:")
		}
	}
	// It names nobody else: then it is about the copy that went to ourselves.
	for _, f := range addressHere.FindAllStringSubmatch(reportText, 50) {
		if addr := strings.Trim(f[1], ".:;,'\""); addr != "" && !strings.EqualFold(addr, from) {
			return addr
		}
	}
	return ""
}
