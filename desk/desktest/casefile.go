package desktest

import (
	"bytes"
	"os/exec"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/docket"
	"foja/store"
)

// Whole is a case with everything in it: mail, notes, a unit's answer, files, a letter by mail.
func (h *Env) Whole() (id string, officer access.User) {
	h.Helper()
	clerk := h.Person("Rosa Huamán", "lima", docket.RoleReception)
	officer = h.Person("Julio Paredes", "lima", docket.RoleOfficer)
	f := Form("t1")
	f.Files = []documents.Upload{Upload("../../plano\u202egpj.exe", "MZ plano")}
	id = h.Register(clerk, f).ID
	h.Sent(id)
	h.Now = h.Now.Add(time.Hour)
	raw := "From: María <maria@correo.example>\r\nTo: transparencia@spn.example\r\nSubject: Preciso mi pedido\r\nMessage-ID: <m1@correo.example>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\nTambién pido el año 2019. Gracias 😀\r\n"
	message, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: 1, ReceivedAt: h.Now, FromAddress: "maria@correo.example", Subject: "Preciso mi pedido"})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, message, store.Settlement{Fate: docket.FateReply, Request: id}))
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	h.Do(officer, id, acts.Command{Action: docket.ActConsultAnswer, Text: "Sí, los tenemos.", Files: []documents.Upload{Upload("cuadros.csv", "a;b\n1;2\n")}})
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []documents.Upload{Upload("datos.csv", "x;y\n")}})
	letter := docket.LetterID(id, docket.LetterResponse, 1)
	_, _, err = h.Core.Store.PutLetter(h.Ctx, store.NewLetter{
		ID: letter, Request: id, Kind: docket.LetterResponse, N: 1, ByEmail: true, To: "maria@correo.example", Subject: "Respuesta", MessageID: "l1@spn.example",
		Raw: []byte("From: transparencia@spn.example\r\nTo: maria@correo.example\r\nSubject: Respuesta\r\n\r\nLe enviamos los datos.\r\n"), At: h.Now,
	})
	h.Must(err)
	h.Sent(id)
	return id, officer
}

// Read gives the text of a PDF as another program reads it.
func Read(t *testing.T, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext: scripts/need installs it")
	}
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
