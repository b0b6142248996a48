package desktest

import (
	"foja/access"
	"foja/docket"
	"foja/store"
)

func (h *Env) Account(login, password string) store.User {
	h.Helper()
	hash, err := access.HashPassword(password)
	h.Must(err)
	u, err := h.Core.Store.AddUser(h.Ctx, store.User{Login: login, Name: login, Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: hash})
	h.Must(err)
	return u
}
