package desktest

import (
	"fmt"
	"strings"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Wrote plays a mail that joins a case by itself.
func (h *Env) Wrote(request, from, text string, fromRequester bool) (message string) {
	h.Helper()
	raw := fmt.Sprintf("From: Alguien <%s>\r\nSubject: RE: carta\r\nMessage-ID: <%d@correo.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n--b\r\nContent-Type: application/pdf; name=adjunto.pdf\r\nContent-Disposition: attachment; filename=adjunto.pdf\r\n\r\n%%PDF-1.4 %s\r\n--b--\r\n",
		from, len(text), text, text)
	message, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: uint32(len(raw)), ReceivedAt: h.Now.AddDate(0, 0, -3), FromAddress: from})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, message, store.Settlement{Fate: docket.FateReply, Request: request}))
	row, err := h.Core.Store.Message(h.Ctx, message)
	h.Must(err)
	h.Must(h.Pen.FetchAttachments(h.Ctx, request, row))
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	c, err := h.Core.Store.Case(h.Ctx, request)
	h.Must(err)
	_, err = h.Workflows.Project(h.Ctx, c, c.Arrive(h.Workflows.Law(r), message, fromRequester, h.Now))
	h.Must(err)
	return message
}

func (h *Env) Titles(by access.User, request string) string {
	h.Helper()
	p, err := h.Cases.Request(h.Ctx, by, request)
	h.Must(err)
	var all []string
	for _, l := range p.Timeline {
		all = append(all, Words(l.Title)+" "+l.Text+" "+Words(l.SenderNote))
	}
	return strings.Join(all, "\n")
}
