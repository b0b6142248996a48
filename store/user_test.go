package store

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestUsers(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		rosa, err := s.AddUser(ctx, User{
			Login: " Rosa.M ", Name: "Rosa", Email: "r@a.example", Roles: []docket.Role{docket.RoleOfficer, docket.RoleManager},
			Office: "lima",
			Unit:   "u", PasswordHash: "h",
		})
		must(t, err)
		for _, login := range []string{"rosa.m", "ROSA.M", " Rosa.M", "rósa.m"} {
			got, err := s.UserByLogin(ctx, login)
			must(t, err)
			if diff := cmp.Diff(rosa, got); diff != "" {
				t.Errorf("%q differs:\n%s", login, diff)
			}
		}
		_, err = s.AddUser(ctx, User{Login: "ROSA.m"})
		wantCode(t, err, docket.CodeConflict)
		_, err = s.AddUser(ctx, User{Login: "  "})
		wantCode(t, err, docket.CodeInvalid)
		_, err = s.UserByLogin(ctx, "nobody")
		wantCode(t, err, docket.CodeNotFound)

		head, err := s.AddUser(ctx, User{Login: "head", Roles: []docket.Role{docket.RoleHead, docket.RoleOfficer}})
		must(t, err)
		gone, err := s.AddUser(ctx, User{Login: "gone", Roles: []docket.Role{docket.RoleOfficer}, Office: "lima"})
		must(t, err)
		must(t, s.SetDisabled(ctx, gone.ID, true))
		for _, c := range []struct {
			role   docket.Role
			office string
			want   []string
		}{
			{docket.RoleOfficer, "lima", []string{head.ID, rosa.ID}},
			{docket.RoleOfficer, "cusco", []string{head.ID}},
			{docket.RoleOfficer, "", []string{head.ID, rosa.ID}},
			{docket.RoleManager, "lima", []string{rosa.ID}},
			{docket.RoleAuditor, "", nil},
		} {
			users, err := s.UsersWithRole(ctx, c.role, c.office)
			must(t, err)
			var got []string
			for _, u := range users {
				got = append(got, u.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s of %q:\n%s", c.role, c.office, diff)
			}
		}

		rosa.Name, rosa.Roles, rosa.Office = "Rosa M.", []docket.Role{docket.RoleHead}, ""
		must(t, s.UpdateUser(ctx, rosa))
		must(t, s.SetPassword(ctx, rosa.ID, "h2"))
		rosa.PasswordHash = "h2"
		got, err := s.User(ctx, rosa.ID)
		must(t, err)
		if diff := cmp.Diff(rosa, got); diff != "" {
			t.Errorf("changed user differs:\n%s", diff)
		}
		all, err := s.Users(ctx)
		must(t, err)
		if len(all) != 3 || !all[0].Disabled {
			t.Errorf("%+v", all)
		}
		wantCode(t, s.UpdateUser(ctx, User{ID: "none"}), docket.CodeNotFound)
		wantCode(t, s.SetPassword(ctx, "none", ""), docket.CodeNotFound)
		wantCode(t, s.SetDisabled(ctx, "none", true), docket.CodeNotFound)
	})
}

func TestAbsences(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "u"})
		must(t, err)
		add := func(deputy, from, to string) Absence {
			a, err := s.AddAbsence(ctx, Absence{User: u.ID, Deputy: deputy, From: date(t, from), To: date(t, to)})
			must(t, err)
			return a
		}
		long := add("d1", "2026-03-02", "2026-03-20")
		short := add("d2", "2026-03-10", "2026-03-10")
		for day, want := range map[string]string{
			"2026-03-01": "", "2026-03-02": "d1", "2026-03-10": "d2", "2026-03-11": "d1", "2026-03-20": "d1", "2026-03-21": "",
		} {
			a, away, err := s.AbsenceOn(ctx, u.ID, date(t, day))
			must(t, err)
			if a.Deputy != want || away != (want != "") {
				t.Errorf("%s: %v %v", day, a, away)
			}
		}
		all, err := s.Absences(ctx)
		must(t, err)
		if diff := cmp.Diff([]Absence{short, long}, all); diff != "" {
			t.Errorf("absences differ:\n%s", diff)
		}
		must(t, s.RemoveAbsence(ctx, short.ID))
		must(t, s.RemoveAbsence(ctx, short.ID))
		if a, _, err := s.AbsenceOn(ctx, u.ID, date(t, "2026-03-10")); err != nil || a.Deputy != "d1" {
			t.Errorf("%v, %v", a, err)
		}
		for _, a := range []Absence{
			{User: u.ID, Deputy: "d", To: date(t, "2026-03-10")},
			{User: u.ID, Deputy: "d", From: date(t, "2026-03-11"), To: date(t, "2026-03-10")},
			{User: u.ID, Deputy: u.ID, From: date(t, "2026-03-10"), To: date(t, "2026-03-10")},
		} {
			_, err := s.AddAbsence(ctx, a)
			wantCode(t, err, docket.CodeInvalid)
		}
	})
}

func TestSessions(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		now := noon
		s.clock = func() time.Time { return now }
		sessions := s.Sessions()
		data := func(user string) []byte {
			b, err := scs.GobCodec{}.Encode(now.Add(time.Hour), map[string]any{SessionUserKey: user, "n": 1})
			must(t, err)
			return b
		}
		u, err := s.AddUser(ctx, User{Login: "u"})
		must(t, err)
		must(t, sessions.Commit("anonymous", []byte("not gob"), now.Add(time.Hour)))
		short := data(u.ID) // once: gob writes a map in any order
		must(t, sessions.CommitCtx(ctx, "short", short, now.Add(time.Minute)))
		must(t, sessions.Commit("long", []byte("x"), now.Add(time.Minute)))
		must(t, sessions.Commit("long", data(u.ID), now.Add(time.Hour)))
		if b, found, err := sessions.Find("short"); err != nil || !found || string(b) != string(short) {
			t.Errorf("%q, %v, %v", b, found, err)
		}
		for _, token := range []string{"none", "", "\x00", "\xff"} {
			if _, found, err := sessions.FindCtx(ctx, token); err != nil || found {
				t.Errorf("%q: %v, %v", token, found, err)
			}
		}
		now = noon.Add(30 * time.Minute)
		if _, found, err := sessions.Find("short"); err != nil || found {
			t.Errorf("expired: %v, %v", found, err)
		}
		all, err := sessions.All()
		must(t, err)
		if len(all) != 2 || all[tokenKey("long")] == nil {
			t.Errorf("%v", all)
		}
		must(t, sessions.Commit("anonymous", []byte("still"), now.Add(time.Hour))) // sweeps
		if n, err := count(ctx, s.read, `SELECT count(*) FROM session`); err != nil || n != 2 {
			t.Errorf("%d rows, %v", n, err)
		}
		must(t, s.EndSessions(ctx, u.ID))
		must(t, s.EndSessions(ctx, "")) // nobody's sessions are not ended
		if all, err = sessions.AllCtx(ctx); err != nil || len(all) != 1 || all[tokenKey("anonymous")] == nil {
			t.Errorf("%v, %v", all, err)
		}
		must(t, sessions.Delete("anonymous"))
		must(t, sessions.DeleteCtx(ctx, "anonymous"))
		for _, lock := range []func() error{
			func() error { return s.SetPassword(ctx, u.ID, "new") },
			func() error { return s.SetDisabled(ctx, u.ID, true) },
		} {
			must(t, sessions.Commit("again", data(u.ID), now.Add(time.Hour)))
			must(t, lock())
			if _, found, err := sessions.Find("again"); err != nil || found {
				t.Errorf("the session lives on: %v, %v", found, err)
			}
		}
	})
}

// A web server's own session manager finds in one database what another put there.
func TestSessionManager(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		manager := scs.New()
		manager.Store = s.Sessions()
		ctx, err := manager.Load(t.Context(), "")
		must(t, err)
		manager.Put(ctx, SessionUserKey, "u1")
		token, _, err := manager.Commit(ctx)
		must(t, err)
		ctx, err = manager.Load(t.Context(), token)
		must(t, err)
		if got := manager.GetString(ctx, SessionUserKey); got != "u1" {
			t.Errorf("user is %q", got)
		}
		must(t, s.EndSessions(t.Context(), "u1"))
		ctx, err = manager.Load(t.Context(), token)
		must(t, err)
		if manager.Exists(ctx, SessionUserKey) {
			t.Error("the session was not ended")
		}
	})
}

func TestTokens(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		now := noon
		s.clock = func() time.Time { return now }
		u, err := s.AddUser(ctx, User{Login: "u"})
		must(t, err)
		forever, err := s.AddToken(ctx, Token{User: u.ID, Name: "a", Hash: "h1"})
		must(t, err)
		brief, err := s.AddToken(ctx, Token{
			User: u.ID, Name: "b", Hash: "h2", ExpiresAt: now.Add(time.Hour).Truncate(time.Microsecond),
		})
		must(t, err)
		for _, want := range []Token{forever, brief} {
			got, err := s.TokenByHash(ctx, want.Hash)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("token differs:\n%s", diff)
			}
		}
		closed := func(hash, why string) {
			t.Helper()
			if _, err := s.TokenByHash(ctx, hash); docket.CodeOf(err) != docket.CodeNotFound {
				t.Errorf("%s: %v", why, err)
			}
		}
		now = now.Add(2 * time.Hour)
		closed("h2", "expired")
		closed("none", "unknown")
		must(t, s.SetDisabled(ctx, u.ID, true))
		closed("h1", "of a disabled user")
		must(t, s.SetDisabled(ctx, u.ID, false))
		must(t, s.RevokeToken(ctx, forever.ID))
		must(t, s.RevokeToken(ctx, forever.ID))
		closed("h1", "revoked")
		wantCode(t, s.RevokeToken(ctx, "none"), docket.CodeNotFound)
		all, err := s.Tokens(ctx, u.ID)
		must(t, err)
		if len(all) != 2 {
			t.Errorf("%+v", all)
		}
		_, err = s.AddToken(ctx, Token{User: u.ID})
		wantCode(t, err, docket.CodeInvalid)
	})
}
