package desk

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"foja/docket"
	"foja/store"
)

// guardedUser is somebody with a password and a second factor; code is what her telephone shows.
func (h *house) guardedUser() (by User, code func() string, recovery []string) {
	h.Helper()
	hash, err := HashPassword("la clave")
	h.must(err)
	u, err := h.Store.AddUser(h.ctx, store.User{Login: "ana", Name: "Ana", Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: hash})
	h.must(err)
	by = userOf(u)
	given, err := h.BeginSecondFactor(h.ctx, h.fresh(by))
	h.must(err)
	code = func() string {
		c, err := totp.GenerateCode(strings.ReplaceAll(given.Secret, " ", ""), h.now)
		h.must(err)
		return c
	}
	if _, err := h.SignIn(h.ctx, "ana", "la clave", "1.1.1.1"); err != nil {
		h.Errorf("a secret that nobody proved guards already: %v", err)
	}
	_, err = h.ConfirmSecondFactor(h.ctx, by, "000000", "1.1.1.1")
	h.code("a wrong code", err, docket.CodeInvalid)
	recovery, err = h.ConfirmSecondFactor(h.ctx, by, code(), "1.1.1.1")
	h.must(err)
	return by, code, recovery
}

func TestALoginWithASecondFactor(t *testing.T) {
	h := newHouse(t)
	by, code, recovery := h.guardedUser()
	u, err := h.SignIn(h.ctx, "ana", "la clave", "1.1.1.1")
	h.code("the password alone", err, CodeSecondFactor)
	_, err = h.SignIn(h.ctx, "ana", "otra", "1.1.1.1")
	h.code("a wrong password", err, docket.CodeForbidden)
	_, err = h.SignInCode(h.ctx, u.ID, code(), "1.1.1.1")
	h.code("the code that set it up, again", err, docket.CodeInvalid)
	h.now = h.now.Add(30 * time.Second)
	in, err := h.SignInCode(h.ctx, u.ID, " "+code()[:3]+" "+code()[3:], "1.1.1.1")
	if err != nil || in.Login != "ana" {
		t.Errorf("%+v, %v", in, err)
	}
	_, err = h.SignInCode(h.ctx, u.ID, code(), "1.1.1.1")
	h.code("the same code twice", err, docket.CodeInvalid)

	h.now = h.now.Add(time.Minute)
	late := code()
	h.now = h.now.Add(30 * time.Second)
	if _, err := h.SignInCode(h.ctx, u.ID, late, "1.1.1.1"); err != nil {
		t.Errorf("a telephone half a minute slow: %v", err)
	}

	// Each recovery code opens once, however it is written.
	for _, want := range []docket.Code{"", docket.CodeInvalid} {
		_, err := h.SignInCode(h.ctx, u.ID, strings.ToUpper(recovery[0]), "1.1.1.1")
		if docket.CodeOf(err) != want && (want != "" || err != nil) {
			t.Errorf("recovery code: %v", err)
		}
	}
	if f, err := h.SecondFactor(h.ctx, by); err != nil || f.Left != recoveryCodes-1 || f.Since.IsZero() {
		t.Errorf("%+v, %v", f, err)
	}
	_, err = h.BeginSecondFactor(h.ctx, h.fresh(by))
	h.code("a second second factor", err, docket.CodeConflict)
}

func TestWrongCodesAreCounted(t *testing.T) {
	h := newHouse(t)
	by, code, _ := h.guardedUser()
	h.now = h.now.Add(time.Minute)
	for range int(limitCode.most) {
		_, err := h.SignInCode(h.ctx, by.ID, "123456", "1.1.1.1")
		h.code("a guess", err, docket.CodeInvalid)
	}
	_, err := h.SignInCode(h.ctx, by.ID, code(), "2.2.2.2")
	h.code("one guess too many, from anywhere", err, docket.CodeTooMany)
	h.now = h.now.Add(limitCode.window + time.Minute)
	if _, err := h.SignInCode(h.ctx, by.ID, code(), "2.2.2.2"); err != nil {
		t.Error(err)
	}
}

func TestASecondFactorIsTakenAwayByItsOwnerOrAnAdministrator(t *testing.T) {
	h := newHouse(t)
	by, _, _ := h.guardedUser()
	admin := h.person("Alba", "", docket.RoleAdministrator)
	accounts, err := h.Accounts(h.ctx, admin)
	h.must(err)
	for _, a := range accounts {
		if a.Guarded != (a.ID == by.ID) {
			t.Errorf("%s guarded: %t", a.Login, a.Guarded)
		}
	}
	err = h.DropSecondFactor(h.ctx, by, "otra", "1.1.1.1")
	h.code("without the password", err, docket.CodeInvalid)
	h.must(h.DropSecondFactor(h.ctx, by, "la clave", "1.1.1.1"))
	if _, err := h.SignIn(h.ctx, "ana", "la clave", "1.1.1.1"); err != nil {
		t.Error(err)
	}
	_, err = h.BeginSecondFactor(h.ctx, h.fresh(by))
	h.must(err)
	h.must(h.TakeSecondFactor(h.ctx, h.fresh(admin), by.ID))
	err = h.TakeSecondFactor(h.ctx, by, by.ID)
	h.code("by herself, without the password", err, docket.CodeForbidden)
}
