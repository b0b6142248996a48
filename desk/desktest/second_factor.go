package desktest

import (
	"strings"

	"github.com/pquerna/otp/totp"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// GuardedUser is somebody with a password and a second factor; code is what her telephone shows.
func (h *Env) GuardedUser() (by access.User, code func() string, recovery []string) {
	h.Helper()
	hash, err := access.HashPassword("la clave")
	h.Must(err)
	u, err := h.Core.Store.AddUser(h.Ctx, store.User{Login: "ana", Name: "Ana", Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: hash})
	h.Must(err)
	by = access.UserOf(u)
	given, err := h.Access.BeginSecondFactor(h.Ctx, h.Fresh(by))
	h.Must(err)
	code = func() string {
		c, err := totp.GenerateCode(strings.ReplaceAll(given.Secret, " ", ""), h.Now)
		h.Must(err)
		return c
	}
	if _, err := h.Access.SignIn(h.Ctx, "ana", "la clave", "1.1.1.1"); err != nil {
		h.Errorf("a secret that nobody proved guards already: %v", err)
	}
	_, err = h.Access.ConfirmSecondFactor(h.Ctx, by, "000000", "1.1.1.1")
	h.Code("a wrong code", err, docket.CodeInvalid)
	recovery, err = h.Access.ConfirmSecondFactor(h.Ctx, by, code(), "1.1.1.1")
	h.Must(err)
	return by, code, recovery
}
