package web

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"foja/access/limits"
	"foja/docket"
)

const planted = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`

// plant writes the attack into every text that can be reached from v, except the keys by
// which the screens find things.
func plant(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			plant(v.Elem(), depth)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch v.Type().Field(i).Name {
			case "ID", "Number", "StatusCode", "Action", "Needs", "Zone", "State", "Kind", "Key", "Login", "Roles", "Open":
				continue
			}
			if v.Field(i).CanSet() {
				plant(v.Field(i), depth)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			plant(v.Index(i), depth)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(v.MapIndex(k))
			plant(e, depth)
			v.SetMapIndex(k, e)
		}
	case reflect.String:
		v.SetString(planted)
	}
}

func TestWhatPeopleWriteIsNeverMarkup(t *testing.T) {
	f := newFake()
	for _, part := range []any{&f.page, &f.rows, &f.tasks, &f.held, &f.notices, &f.absences, &f.figures, &f.hints, &f.status, &f.agency, &f.procedures, &f.users} {
		plant(reflect.ValueOf(part).Elem(), 0)
	}
	f.users[0].Office = ""
	for _, p := range pages {
		a := as(t, f, p.login).get(p.path)
		if a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", p.name, a.StatusCode)
		}
		if strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img") || strings.Count(a.body, "<script") != strings.Count(a.body, `<script src="/static/`) {
			t.Errorf("%s: what was planted came out as markup", p.name)
		}
		if p.login != "" && !strings.Contains(a.body, "&lt;script&gt;alert(1)") {
			t.Errorf("%s: the planted text is not shown at all: the test looks at nothing", p.name)
		}
	}
	b := as(t, f, "recepcion")
	for _, a := range []answer{b.get("/requests?text=%3Cscript%3Ealert(1)%3C/script%3E"), b.get("/%3Cscript%3Ealert(1)%3C/script%3E"), b.get("/counter/new?procedure=%22%3E%3Cscript%3Ealert(1)")} {
		if strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s echoes markup", a.Request.URL)
		}
	}
}

func TestFilesAreSavedNotOpened(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	for _, path := range []string{"/requests/r-123/documents/d-1", "/requests/r-123/letters/r-123.receipt.1", "/messages/m-9/files/1", "/messages/m-9/raw", "/demo/mail/1/files/0"} {
		a := b.get(path)
		a.wants(t, http.StatusOK)
		if !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") || a.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
	if got := b.get("/messages/m-9/files/1").Header.Get("Content-Disposition"); strings.Contains(got, "..") || !strings.Contains(got, "ab.html") {
		t.Errorf("a name that means a place: %s", got)
	}
	if got := b.get("/requests/r-123/receipt.pdf").Header.Get("Content-Disposition"); !strings.HasPrefix(got, "inline") {
		t.Errorf("the receipt cannot be printed at once: %s", got)
	}
}

func TestOtherPeoplesCasesDoNotExist(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	for _, path := range []string{"/requests/r-ajena", "/requests/r-ajena/receipt", "/requests/r-ajena/receipt.pdf", "/requests/r-ajena/documents/d-1", "/requests/r-123/documents/d-99", "/requests/r-ajena/letters/x", "/messages/m-9/files/7", "/no-existe"} {
		b.get(path).wants(t, http.StatusNotFound, "<h1")
	}
}

func TestEveryRefusalHasItsPage(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		text   string
	}{
		{docket.Refuse(docket.CodeForbidden, "Es de otra sede."), 403, "Es de otra sede."},
		{docket.Refuse(docket.CodeNotFound, "No está."), 404, "No está."},
		{docket.Refuse(docket.CodeConflict, "Ya se respondió."), 409, "Ya se respondió."},
		{docket.TooMany(90*time.Second, "Espere."), 429, "Espere."},
		{docket.Refuse(docket.CodeUnavailable, "Vuelva en un minuto."), 503, "Intentar de nuevo"},
		{errors.New("pq: relation secret_table"), 500, "Referencia:"},
		{&docket.Error{Code: docket.CodeInternal, Reason: docket.Say("secret_table")}, 500, "Referencia:"},
	} {
		f := newFake()
		b := as(t, f, "funcionario")
		f.fail = c.err
		for _, path := range []string{"/tasks", "/requests", "/notices", "/requests/r-123"} {
			a := b.get(path)
			a.wants(t, c.status, c.text, `<html lang="es"`, "Luis Paredes")
			if wait := a.Header.Get("Retry-After"); (wait == "90") != (c.status == 429) {
				t.Errorf("%d: Retry-After %q", c.status, wait)
			}
			if strings.Contains(a.body, "secret_table") {
				t.Errorf("%s tells what is inside", path)
			}
		}
	}
}

func TestPanicIsAPageAndALogLineWithoutNames(t *testing.T) {
	var log bytes.Buffer
	rooms := newFake().rooms()
	rooms.Links = panicking{rooms.Links}
	h, err := newHandler(Deps{Desk: rooms, SessionStore: memstore.NewWithCleanupInterval(0), Logger: slog.New(slog.NewTextHandler(&log, nil))}, built)
	if err != nil {
		t.Fatal(err)
	}
	a := newBrowser(t, h).get("/s/000123-2026/K7M2-Q9RT")
	a.wants(t, http.StatusInternalServerError, "Referencia:")
	if !strings.Contains(log.String(), "panic in a screen") || strings.Contains(log.String(), "Rosa") || strings.Contains(log.String(), "K7M2") {
		t.Errorf("log: %s", log.String())
	}
}

// Who opens no page for longer than the setting says signs in again.
func TestASessionEndsWhenItIsIdle(t *testing.T) {
	for _, idle := range []time.Duration{0, time.Nanosecond} {
		f := newFake()
		h, err := newHandler(Deps{Desk: f.rooms(), SessionStore: memstore.NewWithCleanupInterval(0), Limits: limits.Limits{SessionIdle: idle}, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}, built)
		if err != nil {
			t.Fatal(err)
		}
		b := newBrowser(t, h)
		b.do("POST", "/login", "application/x-www-form-urlencoded", strings.NewReader("login=recepcion&password=clave-recepcion")).wants(t, http.StatusSeeOther)
		want := http.StatusOK // within two hours, the default
		if idle > 0 {
			want = http.StatusSeeOther
		}
		b.get("/requests").wants(t, want)
	}
}

func TestTooLargeAFormIsRefusedInWords(t *testing.T) {
	f := newFake()
	h, err := newHandler(Deps{Desk: f.rooms(), SessionStore: memstore.NewWithCleanupInterval(0), Limits: limits.Limits{FormBytes: 2000}, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}, built)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, h)
	a := b.do("POST", "/login", "application/x-www-form-urlencoded", strings.NewReader("login=recepcion&password=clave-recepcion"))
	a.wants(t, http.StatusSeeOther)
	kind, body := multipartForm(t, map[string]string{"name": "Rosa", "text": "x"}, "files", "grande.pdf", strings.Repeat("x", 5000))
	b.do("POST", "/counter/new", kind, body).wants(t, http.StatusRequestEntityTooLarge, "Lo que envía pasa de 2 kB")
	if len(f.forms) != 0 {
		t.Error("registered half of it")
	}
}
