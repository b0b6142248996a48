package e2e_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// securityLine is a line of the security log, as far as this test reads it.
type securityLine struct {
	Event, Actor, Login, Address, Outcome, Case, Document, Message, User string
}

func securityLog(t *testing.T, path string) (lines []securityLine, text string) {
	t.Helper()
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(strings.NewReader(string(all))); s.Scan(); {
		var l securityLine
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v", s.Text(), err)
		}
		lines = append(lines, l)
	}
	return lines, string(all)
}

// TestSecurityLog: who came, who was refused and who read or took out what stands in the security log of the running
// program, by whichever door; of a citizen nothing does.
func TestSecurityLog(t *testing.T) {
	p := realIn(t, sqlite)
	path := filepath.Join(p.dir, "security.log")
	p.run.Env = append(p.run.Env, "FOJA_SECURITY_LOG="+path)
	p.opened()
	_, c := p.asked("legajo de seguridad")
	letter := p.letterIs(c.ID, "receipt")
	officer, manager := p.user("officer"), p.user("manager")

	person := p.stranger("127.0.3.1")
	signIn := func(login, password string) {
		t.Helper()
		if _, _, err := person.posts("/login", url.Values{"login": {login}, "password": {password}}); err != nil {
			t.Fatal(err)
		}
	}
	opens := func(want int, path string) {
		t.Helper()
		if status, _, err := person.do(http.MethodGet, path, "", ""); status != want || err != nil {
			t.Errorf("%s: %d, %v", path, status, err)
		}
	}
	signIn(manager.User, "clave equivocada")
	signIn("nadie-de-aqui", "secreto en la casilla de al lado")
	signIn(manager.User, manager.Password)
	opens(http.StatusOK, "/requests/"+c.ID)
	opens(http.StatusOK, "/requests/"+c.ID+"/letters/"+letter.ID)
	opens(http.StatusOK, "/requests/"+c.ID+"/case-file.pdf")
	opens(http.StatusOK, "/messages/"+c.Messages[0].ID+"/raw")
	opens(http.StatusOK, "/register.csv")

	var bytes []byte
	p.get("officer", "/requests/"+c.ID, nil)
	p.get("officer", "/requests/"+c.ID+"/receipt", &bytes)
	p.get("officer", "/messages/"+c.Messages[0].ID, nil)
	ctx, cancel := short()
	defer cancel()
	var no *refusal
	if err := p.call(ctx, "reception", http.MethodGet, "/register", "", nil, nil); !errors.As(err, &no) {
		t.Logf("reception reads the register: %v", err)
	}
	forged := p.card
	forged.Users = []user{{Role: "officer", Token: "foja_inventado"}}
	if err := forged.call(ctx, "officer", http.MethodGet, "/me", "", nil, nil); !errors.As(err, &no) ||
		no.Status != http.StatusUnauthorized {
		t.Errorf("an invented token: %v", err)
	}
	foja(t, p.run.Env, "", "token", "add", officer.User, "--name", "otro")

	lines, text := securityLog(t, path)
	has := func(want securityLine) {
		t.Helper()
		for _, l := range lines {
			if l.Event == want.Event && l.Outcome == want.Outcome && (want.Login == "" || l.Login == want.Login) &&
				(want.Case == "" || l.Case == want.Case) && (want.Document == "" || l.Document == want.Document) &&
				(want.Message == "" || l.Message == want.Message) && (want.Address == "" || l.Address == want.Address) {
				return
			}
		}
		t.Errorf("no line %+v in\n%s", want, text)
	}
	has(securityLine{Event: "sign_in.password", Outcome: "forbidden", Address: "127.0.3.1"})
	has(securityLine{Event: "sign_in.password", Outcome: "ok", Login: manager.User, Address: "127.0.3.1"})
	has(securityLine{Event: "read.case", Outcome: "ok", Login: manager.User, Case: c.ID, Address: "127.0.3.1"})
	has(securityLine{Event: "read.letter", Outcome: "ok", Login: manager.User, Case: c.ID, Document: letter.ID})
	has(securityLine{Event: "export.case_file", Outcome: "ok", Login: manager.User, Case: c.ID})
	has(securityLine{Event: "read.message", Outcome: "ok", Login: manager.User, Message: c.Messages[0].ID})
	has(securityLine{Event: "export.register", Outcome: "ok", Login: manager.User})
	has(securityLine{Event: "read.case", Outcome: "ok", Login: officer.User, Case: c.ID, Address: "127.0.0.1"})
	has(securityLine{Event: "read.letter", Outcome: "ok", Login: officer.User, Case: c.ID, Document: "receipt"})
	has(securityLine{Event: "read.message", Outcome: "ok", Login: officer.User, Message: c.Messages[0].ID})
	has(securityLine{Event: "refused.token", Outcome: "forbidden"})
	has(securityLine{Event: "account.token_made", Login: "(operator)"})
	for _, secret := range []string{
		"nadie-de-aqui", "secreto en", "equivocada", "foja_inventado", p.citizen().Address, "Ana Flores", "legajo",
		manager.Password, officer.Token,
	} {
		if strings.Contains(text, secret) {
			t.Errorf("the log says %q", secret)
		}
	}
}
