package desk

import (
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

// duo is a house whose mail leaves, with an administrator who has just typed her password.
func duo(t *testing.T) (*house, User) {
	h := newHouse(t)
	h.Desk.SendsMail = true
	return h, h.fresh(h.person("Pilar", "", docket.RoleAdministrator, docket.RoleManager))
}

// Every way in which one administrator could become two people, each tried against an approval.
func TestOneAdministratorIsNotTwoPersons(t *testing.T) {
	for what, become := range map[string]func(h *house, admin User) (other User){
		"she makes an account": func(h *house, admin User) User {
			id, _, err := h.SaveAccount(h.ctx, admin, AccountForm{Login: "segunda", Name: "Otra Persona", Email: "otra@spn.example", Roles: []string{"officer"}})
			h.must(err)
			_, err = h.SetPassword(h.ctx, h.mailed(id), "caballo batería grapa", "")
			h.must(err)
			u, err := h.SignIn(h.ctx, "segunda", "caballo batería grapa", "192.0.2.1")
			h.must(err)
			return u
		},
		"she resets a password": func(h *house, admin User) User {
			u := h.person("Luis", "", docket.RoleOfficer)
			_, err := h.ResetPassword(h.ctx, admin, u.ID)
			h.must(err)
			return u
		},
		"she changes an address": func(h *house, admin User) User {
			u := h.person("Luis", "", docket.RoleOfficer)
			_, _, err := h.SaveAccount(h.ctx, admin, AccountForm{ID: u.ID, Name: u.Name, Email: "mia@spn.example", Roles: []string{"officer"}})
			h.must(err)
			return u
		},
		"she takes a second factor": func(h *house, admin User) User {
			u := h.person("Luis", "", docket.RoleOfficer)
			h.must(h.TakeSecondFactor(h.ctx, admin, u.ID))
			return u
		},
		"she unties an identity": func(h *house, admin User) User {
			u := h.person("Luis", "", docket.RoleOfficer)
			h.must(h.DropIdentity(h.ctx, admin, u.ID))
			return u
		},
		"both have one address": func(h *house, admin User) User {
			u, err := h.Store.AddUser(h.ctx, store.User{Login: "segunda", Name: "Otra", Email: " PILAR@spn.example", Roles: []docket.Role{docket.RoleOfficer}})
			h.must(err)
			return userOf(u)
		},
	} {
		t.Run(what, func(t *testing.T) {
			h, admin := duo(t)
			other := become(h, admin)
			id := h.register(h.person("Rosa", "", docket.RoleReception), form("t1")).ID
			h.sent(id)
			h.do(other, id, Command{Action: docket.ActClaim})
			h.do(other, id, Command{Action: docket.ActDeny, Ground: "confidential-personal", Text: "Se deniega."})
			approve := func(by User) error {
				_, err := h.Act(h.ctx, by, id, Command{Key: "a" + by.ID + h.now.String(), Action: docket.ActApprove})
				return err
			}
			h.code("approved by who holds both", approve(admin), docket.CodeForbidden)
			h.must(approve(h.person("Marta", "", docket.RoleManager)))
		})
	}
}

func TestTwoAccountsOfOneMakerAreNotTwoPersonsForAWeek(t *testing.T) {
	h, admin := duo(t)
	var made []User
	for _, login := range []string{"uno", "dos"} {
		id, _, err := h.SaveAccount(h.ctx, admin, AccountForm{Login: login, Name: login, Email: login + "@spn.example", Roles: []string{"officer"}})
		h.must(err)
		u, err := h.UserByID(h.ctx, id)
		h.must(err)
		made = append(made, u)
	}
	h.code("on the same day", h.twoPersons(h.ctx, made[0], made[1].ID), docket.CodeForbidden)
	h.code("her own against it", h.twoPersons(h.ctx, admin, made[1].ID), docket.CodeForbidden)
	start := h.now
	h.now = start.Add(heldByOne + time.Hour)
	h.must(h.twoPersons(h.ctx, made[0], made[1].ID))
	h.code("her own against it after a week", h.twoPersons(h.ctx, admin, made[1].ID), docket.CodeForbidden)
	h.now = start.Add(heldByOther + time.Hour)
	h.must(h.twoPersons(h.ctx, admin, made[1].ID))
	h.now = start.Add(time.Minute) // what happened at one instant has no order

	// A second administrator who knows the person says so; who made it, its owner and another account of the maker's cannot.
	second := h.fresh(h.person("Nora", "", docket.RoleAdministrator))
	h.code("confirmed by its maker", h.ConfirmAccount(h.ctx, h.fresh(admin), made[1].ID), docket.CodeForbidden)
	id, _, err := h.SaveAccount(h.ctx, h.fresh(admin), AccountForm{Login: "tres", Name: "Tres", Roles: []string{"administrator"}})
	h.must(err)
	puppet, err := h.UserByID(h.ctx, id)
	h.must(err)
	h.code("confirmed by an account of its maker's", h.ConfirmAccount(h.ctx, h.fresh(puppet), made[1].ID), docket.CodeForbidden)
	h.must(h.ConfirmAccount(h.ctx, second, made[1].ID))
	h.must(h.twoPersons(h.ctx, admin, made[1].ID))
	h.must(h.twoPersons(h.ctx, made[0], made[1].ID))
}

func TestALinkThatProvesNoOwnerNeedsASecondAdministrator(t *testing.T) {
	h, admin := duo(t)
	second := h.fresh(h.person("Nora", "", docket.RoleAdministrator))
	u := h.person("Luis", "", docket.RoleOfficer)
	_, _, err := h.SaveAccount(h.ctx, admin, AccountForm{ID: u.ID, Name: u.Name, Email: "mia@spn.example", Roles: []string{"officer"}})
	h.must(err)
	link, err := h.ResetPassword(h.ctx, admin, u.ID)
	h.must(err)
	if !link.Waits || link.To != "" {
		t.Fatalf("she wrote the address a moment ago, and it gets the link: %+v", link)
	}
	_, err = h.ApproveLink(h.ctx, admin, u.ID)
	h.code("handed over by who asked", err, docket.CodeForbidden)
	_, err = h.ApproveLink(h.ctx, userOf(store.User{ID: second.ID, Roles: second.Roles}), u.ID)
	h.code("before an unlocked screen", err, docket.CodeInvalid)
	url, err := h.ApproveLink(h.ctx, second, u.ID)
	h.must(err)
	token := url[len("https://foja.example"+PasswordPath):]
	_, err = h.SetPassword(h.ctx, token, "caballo batería grapa", "192.0.2.9")
	h.must(err)
	if _, err = h.ResetPassword(h.ctx, second, u.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.ApproveLink(h.ctx, admin, u.ID)
	h.code("handed over by who wrote the address", err, docket.CodeForbidden)

	h.Desk.SendsMail = false // an agency without a mail server
	pia := h.person("Pía", "", docket.RoleOfficer)
	if link, err = h.ResetPassword(h.ctx, admin, pia.ID); err != nil || !link.Waits {
		t.Errorf("no mail leaves: %+v, %v", link, err)
	}
	var told bool
	events, err := h.OwnEvents(h.ctx, second, false)
	h.must(err)
	for _, e := range events {
		told = told || e.Kind == AccountReset && e.AccountID == pia.ID
	}
	if !told {
		t.Error("the other administrator is not told")
	}
}

// What makes a second identity asks for a password that was typed a moment ago.
func TestActsOnAccountsAskForAFreshPassword(t *testing.T) {
	h, admin := duo(t)
	luis := h.person("Luis", "", docket.RoleOfficer)
	h.must(h.DisableAccount(h.ctx, admin, luis.ID, true))
	acts := map[string]func(by User) error{
		"a new account": func(by User) error {
			_, _, err := h.SaveAccount(h.ctx, by, AccountForm{Login: "x" + by.Place, Name: "X", Roles: []string{"officer"}})
			return err
		},
		"new roles": func(by User) error {
			_, _, err := h.SaveAccount(h.ctx, by, AccountForm{ID: luis.ID, Name: "Luis", Roles: []string{"manager"}})
			return err
		},
		"a reset":                 func(by User) error { _, err := h.ResetPassword(h.ctx, by, luis.ID); return err },
		"a factor taken":          func(by User) error { return h.TakeSecondFactor(h.ctx, by, luis.ID) },
		"an identity dropped":     func(by User) error { return h.DropIdentity(h.ctx, by, luis.ID) },
		"an account opened again": func(by User) error { return h.DisableAccount(h.ctx, by, luis.ID, false) },
		"a token":                 func(by User) error { _, err := h.CreateToken(h.ctx, by, "", "guion", 3); return err },
		"a second factor":         func(by User) error { _, err := h.BeginSecondFactor(h.ctx, by); return err },
	}
	stale, program := admin, admin
	stale.ProvedAt, program.ProvedAt = h.now.Add(-proofLife), time.Time{}
	for what, do := range acts {
		h.code(what+" after the coffee", do(stale), docket.CodeInvalid)
		h.code(what+" by a program", do(program), docket.CodeInvalid)
	}
	for what, do := range acts {
		if err := do(admin); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	julio := h.account("julio", "secreto-de-julio")
	_, err := h.Prove(h.ctx, userOf(julio), "no es esta", "192.0.2.5")
	h.code("a wrong password", err, docket.CodeInvalid)
	_, err = h.Prove(h.ctx, userOf(julio), "", "192.0.2.5")
	h.code("no password", err, docket.CodeInvalid)
	u, err := h.Prove(h.ctx, userOf(julio), "secreto-de-julio", "192.0.2.5")
	h.must(err)
	if !h.Fresh(u) || h.Fresh(userOf(julio)) {
		t.Error("a typed password makes no fresh user")
	}
}

func TestNobodyGivesRolesToHerself(t *testing.T) {
	h, admin := duo(t)
	h.person("Nora", "", docket.RoleAdministrator)
	_, _, err := h.SaveAccount(h.ctx, admin, AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"administrator", "manager", "officer"}})
	h.code("one more", err, docket.CodeInvalid)
	_, _, err = h.SaveAccount(h.ctx, admin, AccountForm{ID: admin.ID, Name: "Pilar", Roles: []string{"administrator"}})
	h.must(err)
}

// Accounts that one makes with an account that one made are one's own, too: they confirm nobody and are no second person.
func TestAChainOfAccountsIsNoSecondPerson(t *testing.T) {
	h, admin := duo(t)
	makes := func(by User, login string, roles ...string) User {
		t.Helper()
		id, _, err := h.SaveAccount(h.ctx, h.fresh(by), AccountForm{Login: login, Name: "Persona " + login, Email: login + "@spn.example", Roles: roles})
		h.must(err)
		_, err = h.SetPassword(h.ctx, h.mailed(id), "caballo batería grapa", "")
		h.must(err)
		u, err := h.SignIn(h.ctx, login, "caballo batería grapa", "192.0.2.1")
		h.must(err)
		return u
	}
	first := makes(admin, "fantasma", "administrator")
	second := makes(first, "gemela", "administrator", "manager")
	luis := h.person("Luis", "", docket.RoleOfficer)
	_, err := h.ResetPassword(h.ctx, admin, luis.ID)
	h.must(err)
	for what, id := range map[string]string{"who made her": first.ID, "whom the first of them has reset": luis.ID} {
		h.code("a new account confirms "+what, h.ConfirmAccount(h.ctx, h.fresh(second), id), docket.CodeForbidden)
	}
	h.code("the last of the chain beside the first", h.twoPersons(h.ctx, second, admin.ID), docket.CodeForbidden)
	h.code("and the other way round", h.twoPersons(h.ctx, admin, second.ID), docket.CodeForbidden)
	h.must(h.twoPersons(h.ctx, h.person("Marta", "", docket.RoleManager), admin.ID))
}
