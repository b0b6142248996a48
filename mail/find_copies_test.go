package mail

import (
	"testing"
	"time"
)

func TestFindLetter(t *testing.T) {
	box := newMailbox(t, nil)
	sent := []byte(
		"Message-ID: <x7.carta.1@foja.test>\r\nFrom: a@b.pe\r\nDate: Mon, 30 Nov 2026 09:00:00 +0000\r\n\r\nx\r\n",
	)
	box.put(t, "Received: by mx\r\n"+string(sent))
	box.put(t, "Message-ID: <forged@foja.test>\r\nFrom: a@b.pe\r\n\r\notra cosa\r\n")
	a := Account{Addr: box.addr, TLS: TLSNone, User: "mesa", Password: "clave"}
	find := func(id string, since time.Time) bool {
		t.Helper()
		found, err := FindLetter(t.Context(), a, []string{"No existe", "INBOX"}, id, sent, since)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if !find("x7.carta.1@foja.test", time.Now()) {
		t.Error("not found")
	}
	if find("x8.carta.1@foja.test", time.Now()) || find("7.carta.1@foja.test", time.Now()) {
		t.Error("found what is not there")
	}
	if find("forged@foja.test", time.Time{}) {
		t.Error("a Message-ID alone is taken for the letter")
	}
	if find("x7.carta.1@foja.test", time.Now().Add(time.Hour)) {
		t.Error("the copy of an earlier try proves a later one")
	}
	a.Password = "otra"
	if _, err := FindLetter(t.Context(), a, []string{"INBOX"}, "x@y", sent, time.Time{}); err == nil {
		t.Error("no answer must be an error, not a no")
	}
}

func TestOnlyTheKeyMakesTheIDOfACheck(t *testing.T) {
	id := checkID([]byte("clave"), "spn.example")
	if !IsCheck([]byte("clave"), id) {
		t.Errorf("%s is not known", id)
	}
	for _, forged := range []string{"foja-check.1@spn.example", "foja-check.@spn.example", "foja-check..@x", checkID(
		[]byte("otra"), "spn.example",
	), "unit.1@spn.example"} {
		if IsCheck([]byte("clave"), forged) {
			t.Errorf("%s is taken for ours", forged)
		}
	}
	if IsCheck(nil, checkID(nil, "spn.example")) {
		t.Error("without a key anybody could make one")
	}
}
