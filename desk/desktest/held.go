package desktest

import (
	"foja/docket"
	"foja/store"
)

const LetterMail = "From: Juan Soto <juan@correo.example>\r\nTo: transparencia@spn.example\r\nSubject: pedido\r\nMessage-ID: <m1@correo.example>\r\n" +
	"Date: Mon, 2 Mar 2026 09:00:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPido la relación de visitas.\r\n" +
	"--b\r\nContent-Type: application/pdf; name=poder.pdf\r\nContent-Disposition: attachment; filename=poder.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n"

func (h *Env) Held(raw string, reason docket.HeldReason, suggested string) string {
	h.Helper()
	id, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{
		Raw: []byte(raw), Account: "agency", Mailbox: "INBOX", UIDValidity: 1, UID: uint32(len(raw)), ReceivedAt: h.Now.AddDate(0, 0, -3), FromAddress: "juan@correo.example", Subject: "pedido",
	})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, id, store.Settlement{Fate: docket.FateHeld, Reason: string(reason), Suggested: suggested}))
	return id
}
