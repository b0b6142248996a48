package accounts_test

import (
	"testing"
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
	"foja/store"
)

// Every way in which one administrator could become two people, each tried against an approval.
func TestOneAdministratorIsNotTwoPersons(t *testing.T) {
	for what, become := range map[string]func(h *desktest.Env, admin access.User) (other access.User){
		"she makes an account": func(h *desktest.Env, admin access.User) access.User {
			id, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{Login: "segunda", Name: "Otra Persona", Email: "otra@spn.example", Roles: []string{"officer"}})
			h.Must(err)
			_, err = h.Accounts.SetPassword(h.Ctx, h.Mailed(id), "caballo batería grapa", "")
			h.Must(err)
			u, err := h.Access.SignIn(h.Ctx, "segunda", "caballo batería grapa", "192.0.2.1")
			h.Must(err)
			return u
		},
		"she resets a password": func(h *desktest.Env, admin access.User) access.User {
			u := h.Person("Luis", "", docket.RoleOfficer)
			_, err := h.Accounts.ResetPassword(h.Ctx, admin, u.ID)
			h.Must(err)
			return u
		},
		"she changes an address": func(h *desktest.Env, admin access.User) access.User {
			u := h.Person("Luis", "", docket.RoleOfficer)
			_, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{ID: u.ID, Name: u.Name, Email: "mia@spn.example", Roles: []string{"officer"}})
			h.Must(err)
			return u
		},
		"she takes a second factor": func(h *desktest.Env, admin access.User) access.User {
			u := h.Person("Luis", "", docket.RoleOfficer)
			h.Must(h.Access.TakeSecondFactor(h.Ctx, admin, u.ID))
			return u
		},
		"she unties an identity": func(h *desktest.Env, admin access.User) access.User {
			u := h.Person("Luis", "", docket.RoleOfficer)
			h.Must(h.Access.DropIdentity(h.Ctx, admin, u.ID))
			return u
		},
		"both have one address": func(h *desktest.Env, admin access.User) access.User {
			u, err := h.Accounts.Store.AddUser(h.Ctx, store.User{Login: "segunda", Name: "Otra", Email: " PILAR@spn.example", Roles: []docket.Role{docket.RoleOfficer}})
			h.Must(err)
			return access.UserOf(u)
		},
	} {
		t.Run(what, func(t *testing.T) {
			h, admin := desktest.Duo(t)
			other := become(h, admin)
			id := h.Register(h.Person("Rosa", "", docket.RoleReception), desktest.Form("t1")).ID
			h.Sent(id)
			h.Do(other, id, acts.Command{Action: docket.ActClaim})
			h.Do(other, id, acts.Command{Action: docket.ActDeny, Ground: "confidential-personal", Text: "Se deniega."})
			approve := func(by access.User) error {
				_, err := h.Acts.Act(h.Ctx, by, id, acts.Command{Key: "a" + by.ID + h.Now.String(), Action: docket.ActApprove})
				return err
			}
			h.Code("approved by who holds both", approve(admin), docket.CodeForbidden)
			h.Must(approve(h.Person("Marta", "", docket.RoleManager)))
		})
	}
}

func TestTwoAccountsOfOneMakerAreNotTwoPersonsForAWeek(t *testing.T) {
	h, admin := desktest.Duo(t)
	var made []access.User
	for _, login := range []string{"uno", "dos"} {
		id, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{Login: login, Name: login, Email: login + "@spn.example", Roles: []string{"officer"}})
		h.Must(err)
		u, err := h.Access.UserByID(h.Ctx, id)
		h.Must(err)
		made = append(made, u)
	}
	h.Code("on the same day", h.Accounts.TwoPersons(h.Ctx, made[0], made[1].ID), docket.CodeForbidden)
	h.Code("her own against it", h.Accounts.TwoPersons(h.Ctx, admin, made[1].ID), docket.CodeForbidden)
	start := h.Now
	h.Now = start.Add(accounts.HeldByOne + time.Hour)
	h.Must(h.Accounts.TwoPersons(h.Ctx, made[0], made[1].ID))
	h.Code("her own against it after a week", h.Accounts.TwoPersons(h.Ctx, admin, made[1].ID), docket.CodeForbidden)
	h.Now = start.Add(accounts.HeldByOther + time.Hour)
	h.Must(h.Accounts.TwoPersons(h.Ctx, admin, made[1].ID))
	h.Now = start.Add(time.Minute) // what happened at one instant has no order

	// A second administrator who knows the person says so; who made it, its owner and another account of the maker's cannot.
	second := h.Fresh(h.Person("Nora", "", docket.RoleAdministrator))
	h.Code("confirmed by its maker", h.Accounts.ConfirmAccount(h.Ctx, h.Fresh(admin), made[1].ID), docket.CodeForbidden)
	id, _, err := h.Accounts.SaveAccount(h.Ctx, h.Fresh(admin), accounts.AccountForm{Login: "tres", Name: "Tres", Roles: []string{"administrator"}})
	h.Must(err)
	puppet, err := h.Access.UserByID(h.Ctx, id)
	h.Must(err)
	h.Code("confirmed by an account of its maker's", h.Accounts.ConfirmAccount(h.Ctx, h.Fresh(puppet), made[1].ID), docket.CodeForbidden)
	h.Must(h.Accounts.ConfirmAccount(h.Ctx, second, made[1].ID))
	h.Must(h.Accounts.TwoPersons(h.Ctx, admin, made[1].ID))
	h.Must(h.Accounts.TwoPersons(h.Ctx, made[0], made[1].ID))
}

func TestALinkThatProvesNoOwnerNeedsASecondAdministrator(t *testing.T) {
	h, admin := desktest.Duo(t)
	second := h.Fresh(h.Person("Nora", "", docket.RoleAdministrator))
	u := h.Person("Luis", "", docket.RoleOfficer)
	_, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{ID: u.ID, Name: u.Name, Email: "mia@spn.example", Roles: []string{"officer"}})
	h.Must(err)
	link, err := h.Accounts.ResetPassword(h.Ctx, admin, u.ID)
	h.Must(err)
	if !link.Waits || link.To != "" {
		t.Fatalf("she wrote the address a moment ago, and it gets the link: %+v", link)
	}
	_, err = h.Accounts.ApproveLink(h.Ctx, admin, u.ID)
	h.Code("handed over by who asked", err, docket.CodeForbidden)
	_, err = h.Accounts.ApproveLink(h.Ctx, access.UserOf(store.User{ID: second.ID, Roles: second.Roles}), u.ID)
	h.Code("before an unlocked screen", err, docket.CodeInvalid)
	url, err := h.Accounts.ApproveLink(h.Ctx, second, u.ID)
	h.Must(err)
	token := url[len("https://foja.example"+accounts.PasswordPath):]
	_, err = h.Accounts.SetPassword(h.Ctx, token, "caballo batería grapa", "192.0.2.9")
	h.Must(err)
	if _, err = h.Accounts.ResetPassword(h.Ctx, second, u.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.Accounts.ApproveLink(h.Ctx, admin, u.ID)
	h.Code("handed over by who wrote the address", err, docket.CodeForbidden)

	h.Desk.Accounts.SendsMail = false // an agency without a mail server
	pia := h.Person("Pía", "", docket.RoleOfficer)
	if link, err = h.Accounts.ResetPassword(h.Ctx, admin, pia.ID); err != nil || !link.Waits {
		t.Errorf("no mail leaves: %+v, %v", link, err)
	}
	var told bool
	events, err := h.Access.OwnEvents(h.Ctx, second, false)
	h.Must(err)
	for _, e := range events {
		told = told || e.Kind == access.AccountReset && e.AccountID == pia.ID
	}
	if !told {
		t.Error("the other administrator is not told")
	}
}

// What makes a second identity asks for a password that was typed a moment ago.
func TestActsOnAccountsAskForAFreshPassword(t *testing.T) {
	h, admin := desktest.Duo(t)
	luis := h.Person("Luis", "", docket.RoleOfficer)
	h.Must(h.Accounts.DisableAccount(h.Ctx, admin, luis.ID, true))
	acts := map[string]func(by access.User) error{
		"a new account": func(by access.User) error {
			_, _, err := h.Accounts.SaveAccount(h.Ctx, by, accounts.AccountForm{Login: "x" + by.Place, Name: "X", Roles: []string{"officer"}})
			return err
		},
		"new roles": func(by access.User) error {
			_, _, err := h.Accounts.SaveAccount(h.Ctx, by, accounts.AccountForm{ID: luis.ID, Name: "Luis", Roles: []string{"manager"}})
			return err
		},
		"a reset":                 func(by access.User) error { _, err := h.Accounts.ResetPassword(h.Ctx, by, luis.ID); return err },
		"a factor taken":          func(by access.User) error { return h.Access.TakeSecondFactor(h.Ctx, by, luis.ID) },
		"an identity dropped":     func(by access.User) error { return h.Access.DropIdentity(h.Ctx, by, luis.ID) },
		"an account opened again": func(by access.User) error { return h.Accounts.DisableAccount(h.Ctx, by, luis.ID, false) },
		"a token":                 func(by access.User) error { _, err := h.Accounts.CreateToken(h.Ctx, by, "", "guion", 3); return err },
		"a second factor":         func(by access.User) error { _, err := h.Access.BeginSecondFactor(h.Ctx, by); return err },
	}
	stale, program := admin, admin
	stale.ProvedAt, program.ProvedAt = h.Now.Add(-access.ProofLife), time.Time{}
	for what, do := range acts {
		h.Code(what+" after the coffee", do(stale), docket.CodeInvalid)
		h.Code(what+" by a program", do(program), docket.CodeInvalid)
	}
	for what, do := range acts {
		if err := do(admin); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	julio := h.Account("julio", "secreto-de-julio")
	_, err := h.Access.Prove(h.Ctx, access.UserOf(julio), "no es esta", "192.0.2.5")
	h.Code("a wrong password", err, docket.CodeInvalid)
	_, err = h.Access.Prove(h.Ctx, access.UserOf(julio), "", "192.0.2.5")
	h.Code("no password", err, docket.CodeInvalid)
	u, err := h.Access.Prove(h.Ctx, access.UserOf(julio), "secreto-de-julio", "192.0.2.5")
	h.Must(err)
	if !h.Access.Fresh(u) || h.Access.Fresh(access.UserOf(julio)) {
		t.Error("a typed password makes no fresh user")
	}
}

func TestNobodyGivesRolesToHerself(t *testing.T) {
	h, admin := desktest.Duo(t)
	h.Person("Nora", "", docket.RoleAdministrator)
	_, _, err := h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"administrator", "manager", "officer"}})
	h.Code("one more", err, docket.CodeInvalid)
	_, _, err = h.Accounts.SaveAccount(h.Ctx, admin, accounts.AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"administrator"}})
	h.Must(err)
}

// Accounts that one makes with an account that one made are one's own, too: they confirm nobody and are no second person.
func TestAChainOfAccountsIsNoSecondPerson(t *testing.T) {
	h, admin := desktest.Duo(t)
	makes := func(by access.User, login string, roles ...string) access.User {
		t.Helper()
		id, _, err := h.Accounts.SaveAccount(h.Ctx, h.Fresh(by), accounts.AccountForm{Login: login, Name: "Persona " + login, Email: login + "@spn.example", Roles: roles})
		h.Must(err)
		_, err = h.Accounts.SetPassword(h.Ctx, h.Mailed(id), "caballo batería grapa", "")
		h.Must(err)
		u, err := h.Access.SignIn(h.Ctx, login, "caballo batería grapa", "192.0.2.1")
		h.Must(err)
		return u
	}
	first := makes(admin, "fantasma", "administrator")
	second := makes(first, "gemela", "administrator", "manager")
	luis := h.Person("Luis", "", docket.RoleOfficer)
	_, err := h.Accounts.ResetPassword(h.Ctx, admin, luis.ID)
	h.Must(err)
	for what, id := range map[string]string{"who made her": first.ID, "whom the first of them has reset": luis.ID} {
		h.Code("a new account confirms "+what, h.Accounts.ConfirmAccount(h.Ctx, h.Fresh(second), id), docket.CodeForbidden)
	}
	h.Code("the last of the chain beside the first", h.Accounts.TwoPersons(h.Ctx, second, admin.ID), docket.CodeForbidden)
	h.Code("and the other way round", h.Accounts.TwoPersons(h.Ctx, admin, second.ID), docket.CodeForbidden)
	h.Must(h.Accounts.TwoPersons(h.Ctx, h.Person("Marta", "", docket.RoleManager), admin.ID))
}
