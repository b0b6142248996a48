package access_test

import (
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/access/attempts"
	"foja/desk/desktest"
	"foja/docket"
)

func TestALoginWithASecondFactor(t *testing.T) {
	h := desktest.New(t)
	by, code, recovery := h.GuardedUser()
	u, err := h.Access.SignIn(h.Ctx, "ana", "la clave", "1.1.1.1")
	h.Code("the password alone", err, access.CodeSecondFactor)
	_, err = h.Access.SignIn(h.Ctx, "ana", "otra", "1.1.1.1")
	h.Code("a wrong password", err, docket.CodeForbidden)
	_, err = h.Access.SignInCode(h.Ctx, u.ID, code(), "1.1.1.1")
	h.Code("the code that set it up, again", err, docket.CodeInvalid)
	h.Now = h.Now.Add(30 * time.Second)
	in, err := h.Access.SignInCode(h.Ctx, u.ID, " "+code()[:3]+" "+code()[3:], "1.1.1.1")
	if err != nil || in.Login != "ana" {
		t.Errorf("%+v, %v", in, err)
	}
	_, err = h.Access.SignInCode(h.Ctx, u.ID, code(), "1.1.1.1")
	h.Code("the same code twice", err, docket.CodeInvalid)

	h.Now = h.Now.Add(time.Minute)
	late := code()
	h.Now = h.Now.Add(30 * time.Second)
	if _, err := h.Access.SignInCode(h.Ctx, u.ID, late, "1.1.1.1"); err != nil {
		t.Errorf("a telephone half a minute slow: %v", err)
	}

	// Each recovery code opens once, however it is written.
	for _, want := range []docket.Code{"", docket.CodeInvalid} {
		_, err := h.Access.SignInCode(h.Ctx, u.ID, strings.ToUpper(recovery[0]), "1.1.1.1")
		if docket.CodeOf(err) != want && (want != "" || err != nil) {
			t.Errorf("recovery code: %v", err)
		}
	}
	if f, err := h.Access.SecondFactor(h.Ctx, by); err != nil || f.Left != access.RecoveryCodes-1 || f.Since.IsZero() {
		t.Errorf("%+v, %v", f, err)
	}
	_, err = h.Access.BeginSecondFactor(h.Ctx, h.Fresh(by))
	h.Code("a second second factor", err, docket.CodeConflict)
}

func TestWrongCodesAreCounted(t *testing.T) {
	h := desktest.New(t)
	by, code, _ := h.GuardedUser()
	h.Now = h.Now.Add(time.Minute)
	for range int(attempts.LimitCode.Most) {
		_, err := h.Access.SignInCode(h.Ctx, by.ID, "123456", "1.1.1.1")
		h.Code("a guess", err, docket.CodeInvalid)
	}
	_, err := h.Access.SignInCode(h.Ctx, by.ID, code(), "2.2.2.2")
	h.Code("one guess too many, from anywhere", err, docket.CodeTooMany)
	h.Now = h.Now.Add(attempts.LimitCode.Window + time.Minute)
	if _, err := h.Access.SignInCode(h.Ctx, by.ID, code(), "2.2.2.2"); err != nil {
		t.Error(err)
	}
}

func TestASecondFactorIsTakenAwayByItsOwnerOrAnAdministrator(t *testing.T) {
	h := desktest.New(t)
	by, _, _ := h.GuardedUser()
	admin := h.Person("Alba", "", docket.RoleAdministrator)
	accounts, err := h.Accounts.Accounts(h.Ctx, admin)
	h.Must(err)
	for _, a := range accounts {
		if a.HasSecondFactor != (a.ID == by.ID) {
			t.Errorf("%s guarded: %t", a.Login, a.HasSecondFactor)
		}
	}
	err = h.Access.DropSecondFactor(h.Ctx, by, "otra", "1.1.1.1")
	h.Code("without the password", err, docket.CodeInvalid)
	h.Must(h.Access.DropSecondFactor(h.Ctx, by, "la clave", "1.1.1.1"))
	if _, err := h.Access.SignIn(h.Ctx, "ana", "la clave", "1.1.1.1"); err != nil {
		t.Error(err)
	}
	_, err = h.Access.BeginSecondFactor(h.Ctx, h.Fresh(by))
	h.Must(err)
	h.Must(h.Access.TakeSecondFactor(h.Ctx, h.Fresh(admin), by.ID))
	err = h.Access.TakeSecondFactor(h.Ctx, by, by.ID)
	h.Code("by herself, without the password", err, docket.CodeForbidden)
}
