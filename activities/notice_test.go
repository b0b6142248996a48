package activities_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// colleague adds a user of the office with a mailbox of her own.
func (b *bench) colleague(login string, role docket.Role) store.User {
	b.t.Helper()
	u, err := b.Store.AddUser(b.t.Context(), store.User{Login: login, Name: login, Email: login +
		"@spn.example", Roles: []docket.Role{role}, Office: "lima", PasswordHash: "x"})
	must(b.t, err)
	must(b.t, b.post.AddUser(u.Email, "x"))
	return u
}

// notified lists who has the notice in the application, and checks that each has exactly one mail.
func (b *bench) notified(people ...store.User) (logins []string) {
	b.t.Helper()
	for _, u := range people {
		_, n, err := b.Store.Notices(b.t.Context(), u.ID, false, store.Page{Limit: 10})
		must(b.t, err)
		if mails := len(b.inbox(u.Email)); mails != n {
			b.t.Errorf("%s has %d notices and %d mails", u.Login, n, mails)
		}
		if n > 0 {
			logins = append(logins, u.Login)
		}
	}
	return logins
}

func TestWhoIsAwayHasADeputy(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	carlos, elena, other, boss := b.colleague("carlos", docket.RoleOfficer), b.colleague("elena", docket.RoleOfficer),
		b.colleague("otro", docket.RoleOfficer), b.colleague("jefa", docket.RoleManager)
	today := calendar.DateOf(time.Now().Add(-5 * time.Hour)) // Lima
	_, err := b.Store.AddAbsence(t.Context(),
		store.Absence{User: carlos.ID, Deputy: elena.ID, From: today.AddDays(-1), To: today.AddDays(1)})
	must(t, err)
	in := workflows.NoticeInput{
		Request: r.ID, Office: "lima", Holder: carlos.ID, To: []docket.Role{docket.RoleHolder},
		Alarm: docket.Alarm{ID: "half", Rung: "half", Kind: docket.RungRemind, DueOn: r.DueOn},
	}
	must(t, b.Notify(t.Context(), in))
	must(t, b.Notify(t.Context(), in)) // a repetition reaches nobody twice
	if got := b.notified(carlos, elena, other, boss); !slices.Equal(got, []string{"carlos", "elena"}) {
		t.Errorf("the holder is away: told %v", got)
	}
}

func TestADeputyWithoutAbsenceIsTheOffice(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	carlos, elena, boss := b.colleague("carlos", docket.RoleOfficer), b.colleague("elena", docket.RoleOfficer),
		b.colleague("jefa", docket.RoleManager)
	must(t, b.Notify(t.Context(), workflows.NoticeInput{
		Request: r.ID, Office: "lima", Holder: carlos.ID, To: []docket.Role{docket.RoleHolder, docket.RoleDeputy},
		Alarm: docket.Alarm{ID: "one-left", Rung: "one-left", Kind: docket.RungWarn, DueOn: r.DueOn},
	}))
	if got := b.notified(carlos, elena, boss); !slices.Equal(got, []string{"carlos", "elena"}) {
		t.Errorf("told %v", got)
	}
	m := b.inbox(elena.Email)[0]
	if m.Signals.AutoSubmitted != "auto-generated" {
		t.Errorf("a notice says Auto-Submitted: %s", m.Signals.AutoSubmitted)
	}
}

// The Monday mail is the board itself: to read on a phone, and as a PDF to carry into the meeting. It goes out once.
func TestTheBoardGoesOutOnMonday(t *testing.T) {
	b, _ := newBench(t)
	boss := b.colleague("jefa", docket.RoleManager)
	b.Board = func(_ context.Context, user string) (letters.BoardData, error) {
		if user != boss.ID {
			t.Errorf("the board of %s", user)
		}
		return letters.BoardData{
			Agency: b.Agency, Scope: docket.Say("Todas las sedes"), AsOf: time.Now(), Zone: time.UTC,
			Summary: []docket.Sentence{docket.Say("2 vencidas.")},
			Tables: []letters.BoardTable{{Title: docket.Say("Por responsable"), Head: []docket.Sentence{
				docket.Say("Responsable"), docket.Say("Vencidas"), docket.Say("La primera vence"),
			}, Rows: [][]any{{"Carlos", 2, calendar.Date{Year: 2026, Month: 4, Day: 9}}}}},
		}, nil
	}
	_, err := b.Store.AddNotice(t.Context(),
		store.Notice{Key: "board:w", User: boss.ID, Kind: letters.BoardNotice, Text: "El tablero está listo", At: b.Now()})
	must(t, err)
	for range 2 {
		must(t, b.MailNotices(t.Context()))
	}
	got := b.inbox(boss.Email)
	if len(got) != 1 {
		t.Fatalf("%d mails", len(got))
	}
	m := got[0]
	if m.Subject != "Tablero de plazos: 2 vencidas" || !strings.Contains(m.Text,
		"- Carlos: vencidas 2, la primera vence 09/04/2026") || !strings.Contains(m.Text, "/dashboard") {
		t.Errorf("%q: %s", m.Subject, m.Text)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "tablero.pdf" ||
		!bytes.HasPrefix(m.Attachments[0].Data, []byte("%PDF")) {
		t.Errorf("%d attachments", len(m.Attachments))
	}
}
