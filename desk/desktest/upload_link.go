package desktest

import (
	"foja/store"
)

func (h *Env) Invited(id string) store.UploadLink {
	h.Helper()
	h.Must(h.Links.InviteUploads(h.Ctx))
	h.Must(h.Links.InviteUploads(h.Ctx)) // once
	l, err := h.Core.Store.UploadLink(h.Ctx, id)
	h.Must(err)
	return l
}
