package pen

import (
	"context"
	"strings"

	"foja/access"
	"foja/docket"
	"foja/mail"
	"foja/store"
)

// SafeMessage is a mail's HTML made harmless: it loads nothing and runs nothing.
type SafeMessage struct {
	Subject string
	HTML    string
	Remote  int // things that it wanted to fetch from elsewhere
}

// MessageHTML shows a mail as its sender formatted it, to those who may see the mail.
func (s *Service) MessageHTML(ctx context.Context, by access.User, message string) (SafeMessage, error) {
	row, err := s.seeMessage(ctx, by, message)
	if err != nil {
		return SafeMessage{}, err
	}
	m, err := s.core.Messages.Whole(ctx, row.ID)
	if err != nil {
		return SafeMessage{}, err
	}
	if strings.TrimSpace(m.HTML) == "" {
		return SafeMessage{}, docket.Refuse(docket.CodeNotFound, "message.no_html")
	}
	safe, remote := mail.SafeHTML(m.HTML)
	return SafeMessage{Subject: m.Subject, HTML: safe, Remote: remote}, nil
}

// addReading adds to a message what was made of it: its class, its envelope, and whether its sender is genuine.
func (s *Service) addReading(ctx context.Context, row store.Message, m mail.Message, out *Message) error {
	out.Envelope = envelopeWords[m.Envelope]
	m.Class = mail.Classify(m, s.core.AgencyFile.Addresses()...)
	out.Kind = kindWords[m.Kind()]
	r, err := s.core.Store.SenderCheckOf(ctx, row.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	out.Kind, out.Sender = kindWords[r.Class], senderWords(r)
	return nil
}

var kindWords = map[string]string{
	"request": "Solicitud nueva", "reply": "Respuesta", "delivery-report": "Informe de entrega", "delay-report": "Aviso de demora en la entrega",
	"read-receipt": "Confirmación de lectura", "auto-reply": "Respuesta automática", "list": "Envío masivo", "own": "Correo nuestro que vuelve", "spam": "Correo no deseado",
}

var envelopeWords = map[string]string{
	"smime-signed": "Firmado (S/MIME); foja no comprueba la firma", "pgp-signed": "Firmado (PGP); foja no comprueba la firma",
	"smime-encrypted": "Cifrado (S/MIME)", "pgp-encrypted": "Cifrado (PGP)",
}

// senderWords says what the agency's own server found out about the sender's domain.
func senderWords(r store.SenderCheck) string {
	var checks []string
	for _, c := range []struct{ name, result string }{{"SPF", r.SPF}, {"DKIM", r.DKIM}, {"DMARC", r.DMARC}} {
		if c.result != "" {
			checks = append(checks, c.name+" "+c.result)
		}
	}
	told := strings.Join(checks, ", ")
	switch {
	case told == "":
		return ""
	case r.DMARC == "pass":
		return "Comprobado por nuestro servidor (" + told + ")"
	case r.DMARC == "fail" || r.SPF == "fail":
		return "Puede ser falso: nuestro servidor no lo pudo comprobar (" + told + ")"
	}
	return "Sin comprobar (" + told + ")"
}
