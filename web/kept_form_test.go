package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// expired is a browser whose session has ended on the server, while a page of the case was open.
func expired(t *testing.T, f *fake, login string) *browser {
	t.Helper()
	b := as(t, f, login)
	here, _ := url.Parse(b.base)
	b.http.Jar.SetCookies(here, []*http.Cookie{{Name: "foja", Value: "gone", Path: "/"}})
	return b
}

func (b *browser) signsIn(login string) answer {
	return b.post("/login", url.Values{"login": {login}, "password": {"clave-" + login}, "next": {"/resume"}})
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	f := newFake()
	b := expired(t, f, "funcionario")
	form := url.Values{"action": {"note"}, "key": {"form-key-0123456789"}, "text": {"Llamé al archivo <b>dos</b> veces."}}
	if to := b.post("/requests/r-123/act", form).Header.Get("Location"); to != "/login?next=/resume" {
		t.Fatalf("to %s", to)
	}
	if to := b.signsIn("funcionario").Header.Get("Location"); to != "/resume" {
		t.Fatalf("after the login to %s", to)
	}
	if len(f.commands) != 0 {
		t.Fatal("the form was sent before anybody signed in")
	}
	page := b.get("/resume")
	page.wants(t, http.StatusOK, "Llamé al archivo &lt;b&gt;dos&lt;/b&gt; veces.", `action="/requests/r-123/act"`, `name="key" value="form-key-0123456789"`, "Enviar ahora")
	b.post("/requests/r-123/act", form).wants(t, http.StatusSeeOther)
	if len(f.commands) != 1 || f.commands[0].Text != "Llamé al archivo <b>dos</b> veces." {
		t.Errorf("%+v", f.commands)
	}
	b.post("/language", url.Values{"lang": {"en"}})
	b.get("/resume").wants(t, http.StatusOK, "Your session ended before the form arrived.", "Send now")
}

// At a shared counter the next person is not shown what the one before her wrote.
func TestWhatWasTypedIsNobodyElses(t *testing.T) {
	f := newFake()
	b := expired(t, f, "funcionario")
	b.post("/requests/r-123/act", url.Values{"action": {"note"}, "text": {"Solo para mí"}})
	b.signsIn("jefa")
	if a := b.get("/resume"); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	b.post("/logout", nil)
	b.signsIn("funcionario")
	if a := b.get("/resume"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("kept after another person had signed in: %d", a.StatusCode)
	}
}

func TestFilesOfALateFormHaveToBeAttachedAgain(t *testing.T) {
	f := newFake()
	b := expired(t, f, "funcionario")
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("files", "../oficio 12.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(strings.Repeat("x", 1<<20))); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"action": "respond", "text": "Va el oficio."} {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	b.do("POST", "/requests/r-123/act", form.FormDataContentType(), &body, "Referer", b.base+"/requests/r-123?action=respond")
	b.signsIn("funcionario")
	a := b.get("/resume")
	a.wants(t, http.StatusOK, "Va el oficio.", "oficio 12.pdf", `href="/requests/r-123?action=respond"`)
	if strings.Contains(a.body, "Enviar ahora") {
		t.Error("an answer could go without its file")
	}
}

func TestPasswordsAreNotKept(t *testing.T) {
	b := expired(t, newFake(), "funcionario")
	if to := b.post("/account", url.Values{"old": {"clave antigua"}, "new": {"clave nueva"}}).Header.Get("Location"); to != "/login" {
		t.Errorf("to %s", to)
	}
}
