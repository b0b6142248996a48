package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

func (h *house) account(login, password string) store.User {
	h.Helper()
	hash, err := HashPassword(password)
	h.must(err)
	u, err := h.Store.AddUser(h.ctx, store.User{Login: login, Name: login, Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: hash})
	h.must(err)
	return u
}

func TestPasswords(t *testing.T) {
	hash, err := HashPassword("contraseña ñ")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", hash, err)
	}
	twin, err := HashPassword("contraseña ñ")
	if err != nil || twin == hash {
		t.Error("two hashes of one password are equal: no salt")
	}
	if !VerifyPassword(hash, "contraseña ñ") || VerifyPassword(hash, "contrasena n") || VerifyPassword(hash, "") {
		t.Error("the wrong one passes, or the right one does not")
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$!$AAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=21,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=0$AAAA$AAAA", "$argon2id$v=19$m=4,t=2,p=1$AAAA$AAAA", "$argon2id$v=16$m=19456,t=2,p=1$AAAA$AAAA",
	} {
		if VerifyPassword(bad, "") || VerifyPassword(bad, "x") {
			t.Errorf("%q lets somebody in", bad)
		}
	}
	// Made by foja 0.1, which wrote the string by hand.
	if old := "$argon2id$v=19$m=19456,t=2,p=1$sKQ2qK1wrX+ocwPQa2hrlw$Wwac28GMxvxSzJanFm2r775lm1E7WDQKmC0xAtWHtrI"; !VerifyPassword(old, "contraseña ñ") {
		t.Error("a hash made before the library does not match")
	}
	for _, bad := range []string{"", strings.Repeat("x", 1025)} {
		if _, err := HashPassword(bad); err == nil {
			t.Errorf("a password of %d bytes was taken", len(bad))
		}
	}
}

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	julio := h.account("julio", "secreto1")
	off := h.account("baja", "secreto2")
	h.must(h.Store.SetDisabled(h.ctx, off.ID, true))
	u, err := h.SignIn(h.ctx, " julio ", "secreto1", "192.0.2.1")
	h.must(err)
	if u.ID != julio.ID {
		t.Errorf("%+v", u)
	}
	var said []string
	for _, c := range [][2]string{{"julio", "malo"}, {"nadie", "malo"}, {"baja", "secreto2"}, {"", ""}} {
		_, err := h.SignIn(h.ctx, c[0], c[1], "192.0.2.2")
		h.code(c[0], err, docket.CodeForbidden)
		said = append(said, err.Error())
	}
	for range 4 {
		_, err = h.SignIn(h.ctx, "julio", "malo", "192.0.2.3")
		h.code("a wrong password", err, docket.CodeForbidden)
	}
	_, err = h.SignIn(h.ctx, "julio", "secreto1", "192.0.2.4") // the right one, too late
	h.code("after five failures", err, docket.CodeTooMany)
	if !strings.Contains(err.Error(), "Espere 3 min") || docket.WaitOf(err) != 3*time.Minute {
		t.Errorf("%v, wait %v", err, docket.WaitOf(err))
	}
	_, err = h.SignIn(h.ctx, "julio", "malo", "192.0.2.4") // no different from the right one
	h.code("after five failures", err, docket.CodeTooMany)
	for range 6 {
		_, err = h.SignIn(h.ctx, "inventado", "malo", "192.0.2.5")
	}
	h.code("a login that nobody has, after five failures", err, docket.CodeTooMany)
	for _, s := range said {
		if s != said[0] {
			t.Errorf("the refusals differ: %q and %q", s, said[0])
		}
	}
	h.now = h.now.Add(16 * time.Minute)
	_, err = h.SignIn(h.ctx, "julio", "secreto1", "192.0.2.4")
	h.must(err)
	for i := range int(limitSignIn.most) {
		_, _ = h.SignIn(h.ctx, fmt.Sprint("otro", i), "malo", "2001:db8::1")
	}
	_, err = h.SignIn(h.ctx, "julio", "secreto1", "2001:db8::2") // the same /64
	h.code("after twenty failures of one address", err, docket.CodeTooMany)
	if strings.Contains(h.log.String(), "secreto") || strings.Contains(h.log.String(), "julio") {
		t.Error("the log tells who or what")
	}
}

func TestTokens(t *testing.T) {
	h := newHouse(t)
	h.now = time.Now() // the store asks its own clock whether a token still opens
	julio := h.account("julio", "secreto1")
	admin := h.person("Lucía", "", docket.RoleAdministrator)
	_, err := h.CreateToken(h.ctx, h.fresh(admin), julio.ID, "guion", 1)
	h.code("by one administrator for somebody else", err, docket.CodeForbidden)
	_, err = h.CreateToken(h.ctx, userOf(julio), "", "guion", 1)
	h.code("before an unlocked screen", err, docket.CodeInvalid)
	plain, err := h.CreateToken(h.ctx, h.fresh(userOf(julio)), "", "guion", 1)
	h.must(err)
	u, err := h.UserByToken(h.ctx, plain)
	h.must(err)
	if u.ID != julio.ID {
		t.Errorf("%+v", u)
	}
	_, err = h.UserByToken(h.ctx, plain+"x")
	h.code("invented", err, docket.CodeForbidden)
	_, err = h.CreateToken(h.ctx, userOf(julio), admin.ID, "ajena", 1)
	h.code("for somebody else", err, docket.CodeForbidden)
	h.now = h.now.AddDate(0, 0, 1)
	_, err = h.UserByToken(h.ctx, plain)
	h.code("expired", err, docket.CodeForbidden)
	plain, err = h.IssueToken(h.ctx, julio.ID, "otra", time.Time{})
	h.must(err)
	tokens, err := h.Store.Tokens(h.ctx, julio.ID)
	h.must(err)
	for _, tok := range tokens {
		if strings.Contains(plain, tok.Hash) {
			t.Error("the store keeps the secret")
		}
		h.must(h.Store.RevokeToken(h.ctx, tok.ID))
	}
	_, err = h.UserByToken(h.ctx, plain)
	h.code("revoked", err, docket.CodeForbidden)
	own, err := h.Tokens(h.ctx, userOf(julio), "")
	h.must(err)
	if len(own) != 2 || own[0].Live || own[1].Live {
		t.Errorf("%+v", own)
	}
	_, err = h.CreateToken(h.ctx, userOf(julio), "", " ", 0)
	h.code("without a name, for no day", err, docket.CodeInvalid)
	h.code("somebody else's", h.RevokeToken(h.ctx, admin, "", own[0].ID), docket.CodeNotFound)
	h.must(h.RevokeToken(h.ctx, admin, julio.ID, own[0].ID))
	plain, err = h.IssueToken(h.ctx, julio.ID, "otra más", time.Time{})
	h.must(err)
	h.must(h.Store.SetDisabled(h.ctx, julio.ID, true))
	_, err = h.UserByToken(h.ctx, plain)
	h.code("of a disabled account", err, docket.CodeForbidden)
}

func TestStatusForTheCitizen(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	r := h.register(officer, form("t1"))
	st, err := h.Status(h.ctx, r.Number, strings.ToLower(r.StatusCode[:5]+" "+r.StatusCode[5:]), "192.0.2.1")
	h.must(err)
	if st.Number != r.Number || st.Closed || st.Overdue || !strings.HasPrefix(st.Remedy, "Mientras no le respondamos puede desistirse") || st.Left != 10 || st.Deadline.DueOn != r.DueOn {
		t.Errorf("%+v", st)
	}
	file, err := h.StatusReceipt(h.ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.must(err)
	own, err := h.Receipt(h.ctx, officer, r.ID)
	h.must(err)
	if file.SHA256 != own.SHA256 {
		t.Error("citizen and clerk hold different receipts")
	}
	h.now = h.now.AddDate(0, 0, 15) // Tuesday 17 March, the day after the due day
	st, err = h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.must(err)
	if !st.Overdue || st.Left != -1 || !strings.Contains(st.Remedy, "considerar denegada") {
		t.Errorf("overdue %t, left %d, remedy %q", st.Overdue, st.Left, st.Remedy)
	}
	h.do(officer, r.ID, Command{Action: docket.ActClaim})
	h.do(officer, r.ID, Command{Action: docket.ActRespond, Text: "Va."})
	h.sent(r.ID)
	st, err = h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.1")
	h.must(err)
	if !st.Closed || st.Outcome != "Atendida fuera del plazo" || strings.Count(st.Remedy, "15 días") != 2 || strings.Contains(st.Remedy, "desistirse") { // law: R44
		t.Errorf("%+v", st)
	}
}

func TestStatusIsNotGuessed(t *testing.T) {
	h := newHouse(t)
	r := h.register(h.person("Julio", "lima", docket.RoleOfficer), form("t1"))
	_, unknown := h.Status(h.ctx, "999999-2026", "AAAAAAAAAA", "192.0.2.9")
	_, wrong := h.Status(h.ctx, r.Number, "AAAAAAAAAA", "192.0.2.9")
	h.code("unknown number", unknown, docket.CodeNotFound)
	if unknown.Error() != wrong.Error() {
		t.Error("a wrong code is told from a wrong number")
	}
	for range 8 {
		_, wrong = h.Status(h.ctx, r.Number, "AAAAAAAAAA", "192.0.2.9")
		h.code("a wrong code", wrong, docket.CodeNotFound)
	}
	_, err := h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.9")
	h.code("after ten guesses", err, docket.CodeTooMany)
	_, again := h.StatusReceipt(h.ctx, "999999-2026", "AAAAAAAAAA", "192.0.2.9")
	h.code("whatever is asked then", again, docket.CodeTooMany)
	_, err = h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.10")
	h.must(err)
	h.now = h.now.Add(docket.WaitOf(again))
	_, err = h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.9")
	h.must(err)
}

func TestAbsences(t *testing.T) {
	h := newHouse(t)
	julio, elena := h.person("Julio", "lima", docket.RoleOfficer), h.person("Elena", "lima", docket.RoleOfficer)
	north := h.person("Iván", "trujillo", docket.RoleOfficer)
	manager := h.person("Carmen", "lima", docket.RoleManager)
	good := Absence{User: julio.ID, Deputy: elena.ID, From: day(t, "2026-03-02"), To: day(t, "2026-03-06")}
	h.must(h.SetAbsence(h.ctx, manager, good))
	h.code("a colleague's days", h.SetAbsence(h.ctx, elena, good), docket.CodeForbidden)
	h.code("another office's", h.SetAbsence(h.ctx, manager, Absence{User: north.ID, Deputy: elena.ID, From: good.From, To: good.To}), docket.CodeForbidden)
	for field, change := range map[string]func(*Absence){
		"deputy: nobody":  func(a *Absence) { a.Deputy = "" },
		"deputy: herself": func(a *Absence) { a.Deputy = julio.ID },
		"deputy: north":   func(a *Absence) { a.Deputy = north.ID },
		"user":            func(a *Absence) { a.User = "x" },
		"from":            func(a *Absence) { a.From.Day = 31; a.From.Month = 2 },
		"to":              func(a *Absence) { a.To = day(t, "2026-03-01") },
	} {
		bad := good
		change(&bad)
		h.code(field, h.SetAbsence(h.ctx, manager, bad), docket.CodeInvalid)
	}
	all, err := h.Absences(h.ctx, manager)
	h.must(err)
	if len(all) != 1 || all[0].Deputy != elena.ID {
		t.Fatalf("%+v", all)
	}
	h.must(h.SetAbsence(h.ctx, julio, Absence{ID: all[0].ID, Remove: true}))
	h.code("gone", h.SetAbsence(h.ctx, julio, Absence{ID: all[0].ID, Remove: true}), docket.CodeNotFound)
	users, err := h.Users(h.ctx, manager)
	h.must(err)
	if len(users) != 3 {
		t.Errorf("the manager of Lima sees %d people", len(users))
	}
}

func TestNoticesAreOnesOwn(t *testing.T) {
	h := newHouse(t)
	julio, elena := h.person("Julio", "lima", docket.RoleOfficer), h.person("Elena", "lima", docket.RoleOfficer)
	r := h.register(julio, form("t1"))
	_, err := h.Store.AddNotice(h.ctx, store.Notice{Key: "n1", User: julio.ID, Request: r.ID, Number: r.Number, Alarm: "half", Kind: "remind", Text: "Ha pasado la mitad", At: h.now})
	h.must(err)
	list, total, err := h.Notices(h.ctx, julio, 10, 0)
	h.must(err)
	if total != 1 || !list[0].ReadAt.IsZero() {
		t.Fatalf("%+v", list)
	}
	if err := h.ReadNotice(h.ctx, elena, list[0].ID); err == nil {
		t.Error("a colleague read it away")
	}
	h.must(h.ReadNotice(h.ctx, julio, list[0].ID))
	list, _, err = h.Notices(h.ctx, julio, 10, 0)
	h.must(err)
	if list[0].ReadAt.IsZero() {
		t.Error("it is still unread")
	}
	if _, total, err := h.Notices(h.ctx, elena, 10, 0); err != nil || total != 0 {
		t.Errorf("Elena has %d notices (%v)", total, err)
	}
}
