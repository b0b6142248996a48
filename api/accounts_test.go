package api

import (
	"context"
	"errors"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/docket"
)

// fakeAccounts are accounts as the desk keeps them.
type fakeAccounts struct{}

// What no test asks for.

var errNotAsked = errors.New("the fake does not do that")

func (fakeAccounts) ConfirmAccount(context.Context, access.User, string) error { return errNotAsked }

func (fakeAccounts) EndSessions(context.Context, access.User, string) error { return errNotAsked }

func (fakeAccounts) DropIdentity(context.Context, access.User, string) error { return errNotAsked }

func (fakeAccounts) TakeSecondFactor(context.Context, access.User, string) error {
	return errNotAsked
}

func (fakeAccounts) DisableAccount(context.Context, access.User, string, bool) error {
	return errNotAsked
}

func (fakeAccounts) ApproveLink(context.Context, access.User, string) (string, error) {
	return "", errNotAsked
}

func (fakeAccounts) SaveAccount(context.Context, access.User, accounts.AccountForm) (string, accounts.AccountLink, error) {
	return "", accounts.AccountLink{}, errNotAsked
}

func (fakeAccounts) Accounts(context.Context, access.User) ([]accounts.Account, error) {
	return []accounts.Account{{User: access.User{ID: "u1", Login: "luis", Name: "Luis", Roles: []docket.Role{docket.RoleOfficer}}, Held: true, Link: &accounts.AccountLink{Waits: true, ExpiresAt: noon}}}, nil
}

func (fakeAccounts) Prove(_ context.Context, by access.User, password, _ string) (access.User, error) {
	if password != "suya" {
		return by, docket.Invalid(access.FieldProof, "Esa no es su contraseña.")
	}
	by.ProvedAt = noon
	return by, nil
}

func (fakeAccounts) ResetPassword(_ context.Context, by access.User, id string) (accounts.AccountLink, error) {
	if by.ProvedAt.IsZero() {
		return accounts.AccountLink{}, docket.Invalid(access.FieldProof, "Escriba su propia contraseña.")
	}
	return accounts.AccountLink{To: "luis@spn.example", ExpiresAt: noon}, nil
}

func (fakeAccounts) AccountEvents(context.Context, access.User, string, int, int) ([]access.AccountEventRow, int, error) {
	return []access.AccountEventRow{{At: noon, Kind: access.AccountReset, What: "Se pidió un enlace", AccountID: "u1", Account: "Luis", ByID: "u2", By: "Pilar", Place: "192.0.2.1"}}, 1, nil
}

func TestAccountsAnswerByTheContract(t *testing.T) {
	h := newTestAPI(t)
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
