package desktest

import (
	"foja/access"
	"foja/desk/acts"
	"foja/docket"
	"foja/store"
)

// Claimed is a case in the hands of an officer.
func (h *Env) Claimed() (officer access.User, id string) {
	h.Helper()
	officer = h.Person("Julio", "lima", docket.RoleOfficer)
	id = h.Register(h.Person("Rosa", "lima", docket.RoleReception), Form("u1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	return officer, id
}

// Joins plays a mail of somebody else that joins a case.
func (h *Env) Joins(request, text string) (message string) {
	h.Helper()
	raw := "From: archivo@spn.example\r\nSubject: RE: Consulta\r\nMessage-ID: <u1@spn.example>\r\n\r\n" + text + "\r\n"
	message, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: 9, ReceivedAt: h.Now, FromAddress: "archivo@spn.example"})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, message, store.Settlement{Fate: docket.FateReply, Request: request}))
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	c, err := h.Core.Store.Case(h.Ctx, request)
	h.Must(err)
	_, err = h.Workflows.Project(h.Ctx, c, c.Arrive(h.Workflows.Law(r), message, false, h.Now))
	h.Must(err)
	return message
}
