package accounts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
	"foja/languages"
	"foja/store"
)

func TestPasswords(t *testing.T) {
	hash, err := access.HashPassword("contraseña ñ")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", hash, err)
	}
	twin, err := access.HashPassword("contraseña ñ")
	if err != nil || twin == hash {
		t.Error("two hashes of one password are equal: no salt")
	}
	if !access.VerifyPassword(hash, "contraseña ñ") || access.VerifyPassword(hash, "contrasena n") || access.VerifyPassword(hash, "") {
		t.Error("the wrong one passes, or the right one does not")
	}
	for _, bad := range []string{
		"", "x", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$!$AAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=21,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=0$AAAA$AAAA", "$argon2id$v=19$m=4,t=2,p=1$AAAA$AAAA", "$argon2id$v=16$m=19456,t=2,p=1$AAAA$AAAA",
	} {
		if access.VerifyPassword(bad, "") || access.VerifyPassword(bad, "x") {
			t.Errorf("%q lets somebody in", bad)
		}
	}
	// Made by foja 0.1, which wrote the string by hand.
	if old := "$argon2id$v=19$m=19456,t=2,p=1$sKQ2qK1wrX+ocwPQa2hrlw$Wwac28GMxvxSzJanFm2r775lm1E7WDQKmC0xAtWHtrI"; !access.VerifyPassword(old, "contraseña ñ") {
		t.Error("a hash made before the library does not match")
	}
	for _, bad := range []string{"", strings.Repeat("x", 1025)} {
		if _, err := access.HashPassword(bad); err == nil {
			t.Errorf("a password of %d bytes was taken", len(bad))
		}
	}
}

func TestSignIn(t *testing.T) {
	h := desktest.New(t)
	julio := h.Account("julio", "secreto1")
	off := h.Account("baja", "secreto2")
	h.Must(h.Accounts.Store.SetDisabled(h.Ctx, off.ID, true))
	u, err := h.Access.SignIn(h.Ctx, " julio ", "secreto1", "192.0.2.1")
	h.Must(err)
	if u.ID != julio.ID {
		t.Errorf("%+v", u)
	}
	var said []string
	for _, c := range [][2]string{{"julio", "malo"}, {"nadie", "malo"}, {"baja", "secreto2"}, {"", ""}} {
		_, err := h.Access.SignIn(h.Ctx, c[0], c[1], "192.0.2.2")
		h.Code(c[0], err, docket.CodeForbidden)
		said = append(said, err.Error())
	}
	for range 4 {
		_, err = h.Access.SignIn(h.Ctx, "julio", "malo", "192.0.2.3")
		h.Code("a wrong password", err, docket.CodeForbidden)
	}
	_, err = h.Access.SignIn(h.Ctx, "julio", "secreto1", "192.0.2.4") // the right one, too late
	h.Code("after five failures", err, docket.CodeTooMany)
	if !strings.Contains(languages.For("es").Error(err), "Espere 3 min") || docket.WaitOf(err) != 3*time.Minute {
		t.Errorf("%v, wait %v", err, docket.WaitOf(err))
	}
	_, err = h.Access.SignIn(h.Ctx, "julio", "malo", "192.0.2.4") // no different from the right one
	h.Code("after five failures", err, docket.CodeTooMany)
	for range 6 {
		_, err = h.Access.SignIn(h.Ctx, "inventado", "malo", "192.0.2.5")
	}
	h.Code("a login that nobody has, after five failures", err, docket.CodeTooMany)
	for _, s := range said {
		if s != said[0] {
			t.Errorf("the refusals differ: %q and %q", s, said[0])
		}
	}
	h.Now = h.Now.Add(16 * time.Minute)
	_, err = h.Access.SignIn(h.Ctx, "julio", "secreto1", "192.0.2.4")
	h.Must(err)
	for i := range int(attempts.LimitSignIn.Most) {
		_, _ = h.Access.SignIn(h.Ctx, fmt.Sprint("otro", i), "malo", "2001:db8::1")
	}
	_, err = h.Access.SignIn(h.Ctx, "julio", "secreto1", "2001:db8::2") // the same /64
	h.Code("after twenty failures of one address", err, docket.CodeTooMany)
	if strings.Contains(h.Log.String(), "secreto") || strings.Contains(h.Log.String(), "julio") {
		t.Error("the log tells who or what")
	}
}

func TestTokens(t *testing.T) {
	h := desktest.New(t)
	h.Now = time.Now() // the store asks its own clock whether a token still opens
	julio := h.Account("julio", "secreto1")
	admin := h.Person("Lucía", "", docket.RoleAdministrator)
	_, err := h.Accounts.CreateToken(h.Ctx, h.Fresh(admin), julio.ID, "guion", 1)
	h.Code("by one administrator for somebody else", err, docket.CodeForbidden)
	_, err = h.Accounts.CreateToken(h.Ctx, access.UserOf(julio), "", "guion", 1)
	h.Code("before an unlocked screen", err, docket.CodeInvalid)
	plain, err := h.Accounts.CreateToken(h.Ctx, h.Fresh(access.UserOf(julio)), "", "guion", 1)
	h.Must(err)
	u, err := h.Access.UserByToken(h.Ctx, plain)
	h.Must(err)
	if u.ID != julio.ID {
		t.Errorf("%+v", u)
	}
	_, err = h.Access.UserByToken(h.Ctx, plain+"x")
	h.Code("invented", err, docket.CodeForbidden)
	_, err = h.Accounts.CreateToken(h.Ctx, access.UserOf(julio), admin.ID, "ajena", 1)
	h.Code("for somebody else", err, docket.CodeForbidden)
	h.Now = h.Now.AddDate(0, 0, 1)
	_, err = h.Access.UserByToken(h.Ctx, plain)
	h.Code("expired", err, docket.CodeForbidden)
	plain, err = h.Accounts.IssueToken(h.Ctx, julio.ID, "otra", time.Time{})
	h.Must(err)
	tokens, err := h.Accounts.Store.Tokens(h.Ctx, julio.ID)
	h.Must(err)
	for _, tok := range tokens {
		if strings.Contains(plain, tok.Hash) {
			t.Error("the store keeps the secret")
		}
		h.Must(h.Accounts.Store.RevokeToken(h.Ctx, tok.ID))
	}
	_, err = h.Access.UserByToken(h.Ctx, plain)
	h.Code("revoked", err, docket.CodeForbidden)
	own, err := h.Accounts.Tokens(h.Ctx, access.UserOf(julio), "")
	h.Must(err)
	if len(own) != 2 || own[0].Live || own[1].Live {
		t.Errorf("%+v", own)
	}
	_, err = h.Accounts.CreateToken(h.Ctx, access.UserOf(julio), "", " ", 0)
	h.Code("without a name, for no day", err, docket.CodeInvalid)
	h.Code("somebody else's", h.Accounts.RevokeToken(h.Ctx, admin, "", own[0].ID), docket.CodeNotFound)
	h.Must(h.Accounts.RevokeToken(h.Ctx, admin, julio.ID, own[0].ID))
	plain, err = h.Accounts.IssueToken(h.Ctx, julio.ID, "otra más", time.Time{})
	h.Must(err)
	h.Must(h.Accounts.Store.SetDisabled(h.Ctx, julio.ID, true))
	_, err = h.Access.UserByToken(h.Ctx, plain)
	h.Code("of a disabled account", err, docket.CodeForbidden)
}

func TestStatusForTheCitizen(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	r := h.Register(officer, desktest.Form("t1"))
	st, err := h.Links.Status(h.Ctx, r.Number, strings.ToLower(r.StatusCode[:5]+" "+r.StatusCode[5:]), "192.0.2.1")
	h.Must(err)
	if st.Number != r.Number || st.Closed || st.Overdue || !strings.HasPrefix(st.Remedy, "Mientras no le respondamos puede desistirse") || st.Left != 10 || st.Deadline.DueOn != r.DueOn {
		t.Errorf("%+v", st)
	}
	file, err := h.Links.StatusReceipt(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.Must(err)
	own, err := h.Papers.Receipt(h.Ctx, officer, r.ID)
	h.Must(err)
	if file.SHA256 != own.SHA256 {
		t.Error("citizen and clerk hold different receipts")
	}
	h.Now = h.Now.AddDate(0, 0, 15) // Tuesday 17 March, the day after the due day
	st, err = h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.Must(err)
	if !st.Overdue || st.Left != -1 || !strings.Contains(st.Remedy, "considerar denegada") {
		t.Errorf("overdue %t, left %d, remedy %q", st.Overdue, st.Left, st.Remedy)
	}
	h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
	h.Do(officer, r.ID, acts.Command{Action: docket.ActRespond, Text: "Va."})
	h.Sent(r.ID)
	st, err = h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.Must(err)
	if !st.Closed || desktest.Words(st.Outcome) != "Atendida fuera del plazo" || strings.Count(st.Remedy, "15 días") != 2 || strings.Contains(st.Remedy, "desistirse") { // law: R44
		t.Errorf("%+v", st)
	}
}

func TestStatusIsNotGuessed(t *testing.T) {
	h := desktest.New(t)
	r := h.Register(h.Person("Julio", "lima", docket.RoleOfficer), desktest.Form("t1"))
	_, unknown := h.Links.Status(h.Ctx, "999999-2026", "AAAAAAAAAA", "192.0.2.9")
	_, wrong := h.Links.Status(h.Ctx, r.Number, "AAAAAAAAAA", "192.0.2.9")
	h.Code("unknown number", unknown, docket.CodeNotFound)
	if unknown.Error() != wrong.Error() {
		t.Error("a wrong code is told from a wrong number")
	}
	for range 8 {
		_, wrong = h.Links.Status(h.Ctx, r.Number, "AAAAAAAAAA", "192.0.2.9")
		h.Code("a wrong code", wrong, docket.CodeNotFound)
	}
	_, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.9")
	h.Code("after ten guesses", err, docket.CodeTooMany)
	_, again := h.Links.StatusReceipt(h.Ctx, "999999-2026", "AAAAAAAAAA", "192.0.2.9")
	h.Code("whatever is asked then", again, docket.CodeTooMany)
	_, err = h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.10")
	h.Must(err)
	h.Now = h.Now.Add(docket.WaitOf(again))
	_, err = h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.9")
	h.Must(err)
}

func TestAbsences(t *testing.T) {
	h := desktest.New(t)
	julio, elena := h.Person("Julio", "lima", docket.RoleOfficer), h.Person("Elena", "lima", docket.RoleOfficer)
	north := h.Person("Iván", "trujillo", docket.RoleOfficer)
	manager := h.Person("Carmen", "lima", docket.RoleManager)
	good := accounts.Absence{User: julio.ID, Deputy: elena.ID, From: desktest.Day(t, "2026-03-02"), To: desktest.Day(t, "2026-03-06")}
	h.Must(h.Accounts.SetAbsence(h.Ctx, manager, good))
	h.Code("a colleague's days", h.Accounts.SetAbsence(h.Ctx, elena, good), docket.CodeForbidden)
	h.Code("another office's", h.Accounts.SetAbsence(h.Ctx, manager, accounts.Absence{User: north.ID, Deputy: elena.ID, From: good.From, To: good.To}), docket.CodeForbidden)
	for field, change := range map[string]func(*accounts.Absence){
		"deputy: nobody":  func(a *accounts.Absence) { a.Deputy = "" },
		"deputy: herself": func(a *accounts.Absence) { a.Deputy = julio.ID },
		"deputy: north":   func(a *accounts.Absence) { a.Deputy = north.ID },
		"user":            func(a *accounts.Absence) { a.User = "x" },
		"from":            func(a *accounts.Absence) { a.From.Day = 31; a.From.Month = 2 },
		"to":              func(a *accounts.Absence) { a.To = desktest.Day(t, "2026-03-01") },
	} {
		bad := good
		change(&bad)
		h.Code(field, h.Accounts.SetAbsence(h.Ctx, manager, bad), docket.CodeInvalid)
	}
	all, err := h.Accounts.Absences(h.Ctx, manager)
	h.Must(err)
	if len(all) != 1 || all[0].Deputy != elena.ID {
		t.Fatalf("%+v", all)
	}
	h.Must(h.Accounts.SetAbsence(h.Ctx, julio, accounts.Absence{ID: all[0].ID, Remove: true}))
	h.Code("gone", h.Accounts.SetAbsence(h.Ctx, julio, accounts.Absence{ID: all[0].ID, Remove: true}), docket.CodeNotFound)
	users, err := h.Accounts.Users(h.Ctx, manager)
	h.Must(err)
	if len(users) != 3 {
		t.Errorf("the manager of Lima sees %d people", len(users))
	}
}

func TestNoticesAreOnesOwn(t *testing.T) {
	h := desktest.New(t)
	julio, elena := h.Person("Julio", "lima", docket.RoleOfficer), h.Person("Elena", "lima", docket.RoleOfficer)
	r := h.Register(julio, desktest.Form("t1"))
	_, err := h.Accounts.Store.AddNotice(h.Ctx, store.Notice{Key: "n1", User: julio.ID, Request: r.ID, Number: r.Number, Alarm: "half", Kind: "remind", Text: "Ha pasado la mitad", At: h.Now})
	h.Must(err)
	list, total, err := h.Lists.Notices(h.Ctx, julio, 10, 0)
	h.Must(err)
	if total != 1 || !list[0].ReadAt.IsZero() {
		t.Fatalf("%+v", list)
	}
	if err := h.Lists.ReadNotice(h.Ctx, elena, list[0].ID); err == nil {
		t.Error("a colleague read it away")
	}
	h.Must(h.Lists.ReadNotice(h.Ctx, julio, list[0].ID))
	list, _, err = h.Lists.Notices(h.Ctx, julio, 10, 0)
	h.Must(err)
	if list[0].ReadAt.IsZero() {
		t.Error("it is still unread")
	}
	if _, total, err := h.Lists.Notices(h.Ctx, elena, 10, 0); err != nil || total != 0 {
		t.Errorf("Elena has %d notices (%v)", total, err)
	}
}
