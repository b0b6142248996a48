package mail_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"foja/mail"
)

func sentLetter(t *testing.T) []byte {
	t.Helper()
	m, err := mail.Compose(mail.Outgoing{
		From: mail.Address{Name: "Entidad", Addr: "transparencia@spn.example"}, To: mail.Address{Addr: "ana@correo.example"},
		ReplyTo: mail.Address{Addr: "transparencia+tok@spn.example"}, Subject: "Respuesta: año",
		MessageID: "k3jx@spn.example",
		Date: time.Date(2026, 11, 30, 9, 0, 0, 0,
			time.UTC), Text: "Señora:\n\nSe adjunta el acta.\n", HTML: "<p>Señora:</p>",
		Attachments: []mail.Attachment{{Name: "acta.pdf", Type: "application/pdf", Data: []byte("%PDF acta")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.Raw
}

func TestSameLetter(t *testing.T) {
	sent := sentLetter(t)
	front := "Return-Path: <transparencia+tok@spn.example>\r\nDelivered-To: transparencia@spn.example\r\nReceived: from a by b\r\n\twith ESMTP; Mon, 30 Nov 2026 09:00:01 +0000\r\nAuthentication-Results: mx; dmarc=pass\r\n"
	change := func(old, new string) []byte { return bytes.Replace(sent, []byte(old), []byte(new), 1) }
	// What Exchange and 8bit gateways do: the same content in another encoding and with other boundaries.
	plain := "From: Entidad <transparencia@spn.example>\r\nTo: ana@correo.example\r\nReply-To: transparencia+tok@spn.example\r\nSubject: =?utf-8?Q?Respuesta=3A_a=C3=B1o?=\r\n" +
		"Message-ID: <k3jx@spn.example>\r\nDate: Mon, 30 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n"
	eight := []byte(strings.Replace(plain, "%s", "8bit", 1) + "Señora:\r\n\r\nSí.\r\n")
	quoted := []byte("Received: by x\r\n" + strings.Replace(plain, "%s", "quoted-printable", 1) +
		"Se=C3=B1ora:\r\n\r\nS=C3=AD.\r\n")
	for name, c := range map[string]struct {
		sent, copy []byte
		want       bool
	}{
		"the same bytes":         {sent, sent, true},
		"with the path's fields": {sent, append([]byte(front), sent...), true},
		"with LF": {
			sent, bytes.ReplaceAll(append([]byte(front), sent...), []byte("\r\n"), []byte("\n")), true,
		},
		"with a line end more":             {sent, append(bytes.Clone(sent), "\r\n"...), true},
		"in another encoding":              {eight, quoted, true},
		"another text in another encoding": {eight, bytes.Replace(quoted, []byte("S=C3=AD"), []byte("No"), 1), false},
		"with words of somebody in front":  {sent, append([]byte("Subject: x\r\n\r\nmis palabras\r\n"), sent...), false},
		"with words behind":                {eight, append(bytes.Clone(eight), "Post scriptum\r\n"...), false},
		"another text":                     {sent, change("Se adjunta", "No se adjunta"), false},
		"another file":                     {sent, change("JVBERiBhY3Rh", "JVBERiBhY3Ri"), false},
		"another recipient":                {sent, change("ana@correo.example", "eva@correo.example"), false},
		"another token":                    {sent, change("transparencia+tok@", "transparencia+tik@"), false},
		"a joined field":                   {sent, append([]byte("X-Front: a"), sent...), false},
		"the Message-ID alone": {sent, []byte(
			"From: transparencia@spn.example\r\nTo: ana@correo.example\r\nMessage-ID: <k3jx@spn.example>\r\n\r\nCopia\r\n",
		), false},
		"nothing sent": {nil, []byte("From: a@b.example\r\n\r\nx"), false},
	} {
		if got := mail.SameLetter(c.sent, c.copy); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
