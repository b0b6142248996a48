package store

import (
	"testing"
	"time"

	"foja/docket"
)

func TestAccountEventsAndNotices(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.AddAccountEvent(ctx,
			AccountEvent{User: "ana", Kind: "changed", At: noon, By: "eva", Place: "10.0.0.7", Detail: "Correo"},
			[]AccountNotice{{User: "ana", Address: "old@spn.example"}, {User: "ana"}, {User: "pia"}}))
		must(t, s.AddAccountEvent(ctx, AccountEvent{User: "pia", Kind: "created", At: noon.Add(time.Hour)}, nil))
		all, total, err := s.AccountEvents(ctx, "", Page{})
		must(t, err)
		if total != 2 || all[0].Kind != "created" || all[1].By != "eva" || all[1].Place != "10.0.0.7" ||
			!all[1].At.Equal(noon.Truncate(time.Microsecond)) {
			t.Fatalf("%d: %+v", total, all)
		}
		if of, err := s.AccountEventsOf(ctx, []string{"pia"}, noon); err != nil || len(of) != 1 {
			t.Errorf("%+v, %v", of, err)
		}
		waiting, err := s.UnmailedAccountNotices(ctx, noon)
		must(t, err)
		if len(waiting) != 1 || waiting[0].Address != "old@spn.example" || waiting[0].Event.Detail != "Correo" {
			t.Fatalf("%+v", waiting)
		}
		must(t, s.AccountNoticeSending(ctx, waiting[0].ID, noon))
		must(t, s.AccountNoticeMailed(ctx, waiting[0].ID, noon, ""))
		if waiting, err = s.UnmailedAccountNotices(ctx, noon); err != nil || len(waiting) != 0 {
			t.Errorf("after it was mailed: %+v, %v", waiting, err)
		}
		if n, err := s.UnseenAccountNotices(ctx, "ana"); err != nil || n != 2 {
			t.Errorf("unseen: %d, %v", n, err)
		}
		must(t, s.SeeAccountNotices(ctx, "ana", noon))
		if n, err := s.UnseenAccountNotices(ctx, "ana"); err != nil || n != 0 {
			t.Errorf("unseen after a look: %d, %v", n, err)
		}
		if told, err := s.AccountNotices(ctx, "ana", 10); err != nil || len(told) != 2 || told[0].SeenAt.IsZero() {
			t.Errorf("%+v, %v", told, err)
		}
	})
}

func TestAnAccountLinkOpensOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "ana", Name: "Ana", PasswordHash: "first"})
		must(t, err)
		_, err = s.AddToken(ctx, Token{User: u.ID, Name: "guion", Hash: "h"})
		must(t, err)
		make := func(address string) AccountLink {
			t.Helper()
			l, err := s.MakeAccountLink(ctx, AccountLink{
				User: u.ID, By: "eva", Address: address, MadeAt: noon, ExpiresAt: noon.Add(time.Hour),
			})
			must(t, err)
			return l
		}
		old := make("ana@spn.example")
		must(t, s.AccountLinkSending(ctx, old.ID, "token-1", noon))
		l := make("") // replaces it
		_, err = s.AccountLinkByToken(ctx, "token-1", noon)
		wantCode(t, err, docket.CodeNotFound)
		_, err = s.AccountLinkByToken(ctx, "", noon)
		wantCode(t, err, docket.CodeNotFound)
		must(t, s.ApproveAccountLink(ctx, l.ID, "pia", "token-2"))
		wantCode(t, s.ApproveAccountLink(ctx, l.ID, "zoe", "token-3"), docket.CodeNotFound)
		_, err = s.AccountLinkByToken(ctx, "token-2", noon.Add(2*time.Hour))
		wantCode(t, err, docket.CodeNotFound)
		got, err := s.AccountLinkByToken(ctx, "token-2", noon)
		must(t, err)
		for _, want := range []bool{true, false} {
			if used, err := s.UseAccountLink(ctx, got, "second", noon); err != nil || used != want {
				t.Errorf("used: %v, %v, want %v", used, err, want)
			}
		}
		if u, err = s.User(ctx, u.ID); err != nil || u.PasswordHash != "second" {
			t.Errorf("%+v, %v", u, err)
		}
		if tokens, err := s.Tokens(ctx, u.ID); err != nil || tokens[0].RevokedAt.IsZero() {
			t.Errorf("its token goes on: %+v, %v", tokens, err)
		}
		if had, err := s.OldPasswords(ctx, u.ID, 5); err != nil || len(had) != 1 || had[0] != "first" {
			t.Errorf("old passwords: %q, %v", had, err)
		}
	})
}
