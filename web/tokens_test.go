package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/docket"
)

func (f *fakeAccounts) Tokens(context.Context, access.User, string) ([]accounts.Token, error) {
	return []accounts.Token{
		{ID: "t-1", Name: "guion <script>alert(1)</script>", CreatedAt: at(3, 2, 9, 0), ExpiresAt: at(5, 31, 9, 0), Live: true},
		{ID: "t-0", Name: "prueba", CreatedAt: at(1, 5, 9, 0)},
	}, nil
}

func (f *fakeAccounts) CreateToken(_ context.Context, _ access.User, user, name string, days int) (string, error) {
	if name == "" || days < 1 {
		return "", access.FieldErrors{docket.Invalid("name", "Póngale un nombre."), docket.Invalid("days", "Escriba entre 1 y 365 días.")}
	}
	f.did = append(f.did, "token of "+user+": "+name)
	return "foja_secreto", nil
}

func (f *fakeAccounts) RevokeToken(_ context.Context, _ access.User, user, id string) error {
	f.did = append(f.did, "revoke "+id)
	return nil
}

func TestTokensAreKeptOnTheScreens(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/account/tokens").wants(t, http.StatusOK, "prueba", "Terminada", `value="t-1"`)
	b.post("/account/tokens", url.Values{"days": {"muchos"}}).wants(t, http.StatusUnprocessableEntity, `href="#name"`, `href="#days"`)
	b.post("/account/tokens", url.Values{"name": {"guion"}, "days": {"30"}}).wants(t, http.StatusOK, "foja_secreto", "solo esta vez")
	if to := b.post("/account/tokens", url.Values{"revoke": {"t-1"}}).Header.Get("Location"); to != "/account/tokens?of=" {
		t.Error(to)
	}
	if len(f.did) != 2 || f.did[0] != "token of : guion" || f.did[1] != "revoke t-1" {
		t.Errorf("%q", f.did)
	}
}
