package activities_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"foja/store"
)

func TestTheOwnerOfAnAccountIsTold(t *testing.T) {
	b, _ := newBench(t)
	ctx := t.Context()
	const address = "luis@spn.example"
	must(t, b.post.AddUser(address, "x"))
	u, err := b.Store.AddUser(ctx, store.User{Login: "luis", Name: "Luis Paredes", Email: address})
	must(t, err)
	admin, err := b.Store.AddUser(ctx, store.User{Login: "pilar", Name: "Pilar Ríos"})
	must(t, err)
	must(t, b.Store.AddAccountEvent(ctx, store.AccountEvent{
		User: u.ID, Kind: "roles", At: b.Now(), By: admin.ID, Place: "192.0.2.7", Detail: "officer → manager",
	},
		[]store.AccountNotice{{User: u.ID, Address: address}, {User: admin.ID}}))
	_, err = b.Store.MakeAccountLink(ctx, store.AccountLink{
		User: u.ID, By: admin.ID, Address: address, MadeAt: friday, ExpiresAt: b.Now().Add(time.Hour),
	})
	must(t, err)
	for range 2 { // once
		must(t, b.MailAccounts(ctx))
	}
	got := b.inbox(address)
	if len(got) != 2 {
		t.Fatalf("%d mails", len(got))
	}
	var notice, link string
	for _, m := range got {
		if strings.HasPrefix(m.Subject, "Ponga su contraseña") {
			link = m.Text
		} else {
			notice = m.Subject + "\n" + m.Text
		}
	}
	for _, part := range []string{
		"Se cambiaron las funciones de la cuenta", "officer → manager", "Pilar Ríos", "192.0.2.7",
	} {
		if !strings.Contains(notice, part) {
			t.Errorf("the notice does not say %q:\n%s", part, notice)
		}
	}
	found := regexp.MustCompile(`/password/([\w-]{43})`).FindStringSubmatch(link)
	if found == nil {
		t.Fatalf("no link:\n%s", link)
	}
	if l, err := b.Store.OpenAccountLink(ctx, u.ID, b.Now()); err != nil || l.MailedAt.IsZero() || l.Failure != "" {
		t.Errorf("%+v, %v", l, err)
	}
	if copies := b.inbox(agency); len(copies) != 0 {
		t.Errorf("the agency's own mailbox got %d copies: a link lies in one", len(copies))
	}
}

// A mail that may have left is not sent again: nobody could know.
func TestAMailAboutAnAccountThatMayHaveLeftIsNotSentAgain(t *testing.T) {
	b, _ := newBench(t)
	ctx := t.Context()
	const address = "luis@spn.example"
	must(t, b.post.AddUser(address, "x"))
	u, err := b.Store.AddUser(ctx, store.User{Login: "luis", Name: "Luis Paredes", Email: address})
	must(t, err)
	l, err := b.Store.MakeAccountLink(ctx, store.AccountLink{
		User: u.ID, By: "x", Address: address, MadeAt: friday, ExpiresAt: b.Now().Add(time.Hour),
	})
	must(t, err)
	must(t, b.Store.AccountLinkSending(ctx, l.ID, "hash", friday))
	must(t, b.MailAccounts(ctx))
	if got := b.inbox(address); len(got) != 0 {
		t.Errorf("%d mails", len(got))
	}
}
