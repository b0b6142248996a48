package desktest

import (
	"foja/access/accounts"
)

// Mailed makes the desk believe that mail leaves, and gives the token of the link that activities would mail.
func (h *Env) Mailed(user string) (token string) {
	h.Helper()
	l, err := h.Core.Store.OpenAccountLink(h.Ctx, user, h.Now)
	h.Must(err)
	if l.Address == "" {
		h.Fatalf("the link of %s goes nowhere by mail: %+v", user, l)
	}
	token, hash := accounts.NewLinkToken()
	h.Must(h.Core.Store.AccountLinkSending(h.Ctx, l.ID, hash, h.Now))
	h.Must(h.Core.Store.AccountLinkMailed(h.Ctx, l.ID, h.Now, ""))
	return token
}
