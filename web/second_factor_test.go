package web

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/docket"
)

const rightCode = "246810"

func (f *fakeAccounts) SignInCode(_ context.Context, user, code, _ string) (access.User, error) {
	if code != rightCode {
		return access.User{}, docket.Invalid("code", "El código no es válido, o ya se usó.")
	}
	f.did = append(f.did, "code "+user)
	for _, u := range newFake().users {
		if u.ID == user {
			return u, nil
		}
	}
	return access.User{}, forbidden
}

func (f *fakeAccounts) SecondFactor(context.Context, access.User) (access.SecondFactor, error) {
	return f.second, nil
}

func (f *fakeAccounts) BeginSecondFactor(context.Context, access.User) (access.Enrolment, error) {
	return access.Enrolment{Secret: "JBSW Y3DP EHPK 3PXP", Image: samplePNG()}, nil
}

func (f *fakeAccounts) ConfirmSecondFactor(_ context.Context, _ access.User, code, _ string) ([]string, error) {
	if code != rightCode {
		return nil, docket.Invalid("code", "El código no es válido, o ya se usó.")
	}
	return []string{"abcd-efgh-jkmn-pqrs", "wxyz-2345-6789-abcd"}, nil
}

func (f *fakeAccounts) DropSecondFactor(_ context.Context, _ access.User, password, _ string) error {
	if password != "clave-funcionario" {
		return docket.Invalid("password", "Esa no es su contraseña.")
	}
	f.did = append(f.did, "drop")
	return nil
}

func (f *fakeAccounts) TakeSecondFactor(_ context.Context, _ access.User, id string) error {
	f.did = append(f.did, "factor "+id)
	return nil
}

func TestALoginOfTwoSteps(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	if to := b.get("/login/code").Header.Get("Location"); to != "/login" {
		t.Errorf("the second step opens without the first: %s", to)
	}
	f.fail = docket.Refuse(access.CodeSecondFactor, "Falta el código.")
	login := url.Values{"login": {"funcionario"}, "password": {"clave-funcionario"}, "next": {"/requests/r-123"}}
	if to := b.post("/login", login).Header.Get("Location"); to != "/login/code?next=%2Frequests%2Fr-123" {
		t.Fatalf("to %s", to)
	}
	f.fail = nil
	if to := b.get("/tasks").Header.Get("Location"); !strings.HasPrefix(to, "/login") {
		t.Errorf("half a login opens the tasks: %s", to)
	}
	b.get("/login/code?next=%2Frequests%2Fr-123").wants(t, http.StatusOK, `autocomplete="one-time-code"`, `value="/requests/r-123"`)
	b.post("/login/code", url.Values{"code": {"111111"}}).wants(t, http.StatusUnauthorized, `href="#code"`, "no es válido")
	a := b.post("/login/code", url.Values{"code": {rightCode}, "next": {"/requests/r-123"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/requests/r-123" {
		t.Fatalf("%d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	b.get("/tasks").wants(t, http.StatusOK)
	b.post("/logout", nil)
	if to := b.get("/login/code").Header.Get("Location"); to != "/login" {
		t.Errorf("the first step is remembered after the logout: %s", to)
	}
}

func TestOneSetsUpOnesOwnSecondFactor(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/account").wants(t, http.StatusOK, "Poner un segundo factor")
	b.post("/account/second-factor", url.Values{"do": {"begin"}}).wants(t, http.StatusOK, "JBSW Y3DP", `src="data:image/png;base64,`, `alt="Código QR`)
	b.post("/account/second-factor", url.Values{"do": {"confirm"}, "code": {"1"}}).wants(t, http.StatusUnprocessableEntity, `href="#code"`)
	b.post("/account/second-factor", url.Values{"do": {"confirm"}, "code": {rightCode}}).wants(t, http.StatusOK, "abcd-efgh-jkmn-pqrs", "solo esta vez")
	f.second = access.SecondFactor{Since: today.At(9, 0, lima), Left: 7}
	b.get("/account").wants(t, http.StatusOK, "7 códigos de recuperación", `name="password"`)
	b.post("/account/second-factor", url.Values{"do": {"drop"}, "password": {"x"}}).wants(t, http.StatusUnprocessableEntity, "Esa no es su contraseña.")
	b.post("/account/second-factor", url.Values{"do": {"drop"}, "password": {"clave-funcionario"}}).wants(t, http.StatusSeeOther)
	as(t, f, "admin").post("/admin/accounts/u-off", url.Values{"do": {"factor"}}).wants(t, http.StatusSeeOther)
	if got := strings.Join(f.did, ", "); got != "saw, saw, drop, factor u-off" {
		t.Error(got)
	}
}

// samplePNG is a small picture.
func samplePNG() []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 220, 220))); err != nil {
		panic(err)
	}
	return out.Bytes()
}
