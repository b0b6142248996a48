package api

import (
	"context"
	"testing"

	"foja/desk"
	"foja/docket"
)

// fakeAccounts are accounts as the desk keeps them.
type fakeAccounts struct{ desk.AccountDesk }

func (fakeAccounts) Accounts(context.Context, desk.User) ([]desk.Account, error) {
	return []desk.Account{{User: desk.User{ID: "u1", Login: "luis", Name: "Luis", Roles: []docket.Role{docket.RoleOfficer}}, Held: true, Link: &desk.AccountLink{Waits: true, ExpiresAt: noon}}}, nil
}

func (fakeAccounts) Prove(_ context.Context, by desk.User, password, _ string) (desk.User, error) {
	if password != "suya" {
		return by, docket.Invalid(desk.FieldProof, "Esa no es su contraseña.")
	}
	by.ProvedAt = noon
	return by, nil
}

func (fakeAccounts) ResetPassword(_ context.Context, by desk.User, id string) (desk.AccountLink, error) {
	if by.ProvedAt.IsZero() {
		return desk.AccountLink{}, docket.Invalid(desk.FieldProof, "Escriba su propia contraseña.")
	}
	return desk.AccountLink{To: "luis@spn.example", ExpiresAt: noon}, nil
}

func (fakeAccounts) AccountEvents(context.Context, desk.User, string, int, int) ([]desk.AccountEventRow, int, error) {
	return []desk.AccountEventRow{{At: noon, Kind: desk.AccountReset, What: "Se pidió un enlace", AccountID: "u1", Account: "Luis", ByID: "u2", By: "Pilar", Place: "192.0.2.1"}}, 1, nil
}

func TestAccountsAnswerByTheContract(t *testing.T) {
	h := newHouse(t)
	items := as[object](h, h.do(call{method: "GET", path: "/accounts"}), 200)["items"].([]any)
	if one := items[0].(object); one["login"] != "luis" || one["confirmed"] != false || one["link"].(object)["waits"] != true {
		t.Errorf("%v", items)
	}
	as[object](h, h.do(call{method: "POST", path: "/accounts/u1/actions", body: `{"action":"reset_password"}`}), 422) // a token alone
	got := as[object](h, h.do(call{method: "POST", path: "/accounts/u1/actions", body: `{"action":"reset_password","proof":"suya"}`}), 200)
	if got["link"].(object)["to"] != "luis@spn.example" {
		t.Errorf("%v", got)
	}
	if events := as[object](h, h.do(call{method: "GET", path: "/account-events?account=u1"}), 200); events["total"] != 1.0 {
		t.Errorf("%v", events)
	}
}
