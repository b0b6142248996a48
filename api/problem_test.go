package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/docket"
)

func withCancel(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

func TestEveryCodeHasItsStatus(t *testing.T) {
	for code, status := range map[docket.Code]int{
		docket.CodeInvalid: 422, docket.CodeNotFound: 404, docket.CodeForbidden: 403, docket.CodeConflict: 409, docket.CodeUnavailable: 503, docket.CodeTooMany: 429,
		docket.CodeInternal: 500, "unheard_of": 500,
	} {
		h := newTestAPI(t)
		h.desk.fail = fmt.Errorf("wrapped: %w", &docket.Error{Code: code, Reason: docket.Say("Haga esto."), Rule: "R7", Wait: 90 * time.Second})
		for _, c := range []call{
			{method: "GET", path: "/requests"},
			{method: "GET", path: "/requests/r1"},
			{method: "GET", path: "/requests/r1/actions"},
			{method: "GET", path: "/requests/by-number/000001-2026"},
			{method: "GET", path: "/requests/r1/receipt"},
			{method: "GET", path: "/requests/r1/documents/d1"},
			{method: "GET", path: "/requests/r1/letters/l1"},
			{method: "GET", path: "/tasks"},
			{method: "GET", path: "/notices"},
			{method: "GET", path: "/held"},
			{method: "GET", path: "/held/m1"},
			{method: "GET", path: "/messages/m1/raw"},
			{method: "GET", path: "/messages/m1/attachments/0"},
			{method: "GET", path: "/dashboard"},
			{method: "GET", path: "/status/000001-2026/ABCD2345"},
			{method: "POST", path: "/requests", body: form + "}", key: someKey},
			{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey},
			{method: "POST", path: "/held/m1/decision", body: `{"do":"dismiss","reason":"x"}`, key: someKey},
			{method: "POST", path: "/duplicates", body: `{}`},
		} {
			r := h.do(c)
			if r.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s: %s", c.method, c.path, r.Header.Get("Content-Type"))
			}
			if wait := r.Header.Get("Retry-After"); (wait == "90") != (status == 429 || status == 503) {
				t.Errorf("%s %s: %d, Retry-After %q", c.method, c.path, status, wait)
			}
			p := as[problem](h, r, status)
			if p.Status != status || p.Title == "" || p.Type != "urn:foja:problem:"+string(p.Code) {
				t.Errorf("%s %s: %+v", c.method, c.path, p)
			}
			if status != 500 && (p.Code != code || p.Detail != "Haga esto." || p.Rule != "R7") {
				t.Errorf("%s %s: %+v", c.method, c.path, p)
			}
			if status == 500 && (p.Code != docket.CodeInternal || p.Reason != hidden || p.Ref == "") {
				t.Errorf("%s %s: %+v", c.method, c.path, p)
			}
		}
	}
}

func TestFieldErrorsAreToldByTheirPath(t *testing.T) {
	h := newTestAPI(t)
	h.desk.fail = access.FieldErrors{
		docket.Invalid("name", "requester.name_missing"), {Code: docket.CodeInvalid, Field: "field_period", Reason: docket.Say("field.missing", "field", "Periodo"), Rule: "R9"}, docket.Invalid("text", "note.empty"),
	}
	want := []fieldProblem{{Field: "requester.name", Reason: "requester.name_missing"}, {Field: "fields.period", Reason: "field.missing", Rule: "R9"}, {Field: "text", Reason: "note.empty"}}
	for prefix, c := range map[string]call{
		"":         {path: "/requests", body: form + "}"},
		"request.": {path: "/held/m1/decision", body: `{"do":"request","request":` + form + `}}`},
	} {
		c.method, c.key = "POST", someKey
		p := as[problem](h, h.do(c), 422)
		if p.Code != docket.CodeInvalid || len(p.Errors) != len(want) {
			t.Fatalf("%+v", p)
		}
		for i, e := range p.Errors {
			if e.Field != prefix+want[i].Field || e.Reason != want[i].Reason || e.Detail == "" || e.Rule != want[i].Rule {
				t.Errorf("%+v", e)
			}
		}
	}
	h.desk.fail = docket.Invalid("reason", "Escriba por qué.")
	p := as[problem](h, h.do(call{method: "POST", path: "/held/m1/decision", body: `{"do":"dismiss"}`, key: someKey}), 422)
	if len(p.Errors) != 1 || p.Errors[0].Field != "reason" {
		t.Errorf("%+v", p)
	}
}

func TestInternalErrorsAreLoggedAndHidden(t *testing.T) {
	h := newTestAPI(t)
	var log bytes.Buffer
	h.handler = New(Deps{Desk: h.desk.rooms(), Memory: h.memory, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	h.desk.fail = errors.New("table request is on fire")
	r := h.do(call{method: "GET", path: "/status/000001-2026/ABCD2345", token: "-"})
	p := as[problem](h, r, 500)
	if strings.Contains(p.Detail, "fire") || !strings.Contains(log.String(), "fire") || !strings.Contains(log.String(), p.Ref) {
		t.Errorf("%+v\n%s", p, log.String())
	}
	if strings.Contains(log.String(), "ABCD2345") {
		t.Error("the status code is in the log")
	}
	log.Reset()
	h.desk.panics = true
	as[problem](h, h.do(call{method: "GET", path: "/requests"}), 500)
	if strings.Contains(log.String(), "Ana Flores") || !strings.Contains(log.String(), "panic") {
		t.Error(log.String())
	}
}

func TestACallerThatHungUpIsNoDefect(t *testing.T) {
	h := newTestAPI(t)
	var log bytes.Buffer
	h.handler = New(Deps{Desk: h.desk.rooms(), Memory: h.memory, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	ctx, cancel := withCancel(t)
	cancel()
	h.desk.fail = fmt.Errorf("query: %w", context.Canceled)
	r := httptest.NewRequest("GET", base+"/requests", nil).WithContext(ctx)
	r.Header.Set("Authorization", "Bearer good")
	h.handler.ServeHTTP(httptest.NewRecorder(), r)
	if log.Len() > 0 {
		t.Error(log.String())
	}
}

func TestWithoutATokenNothingIsTold(t *testing.T) {
	h := newTestAPI(t)
	for _, r := range newServer(Deps{Desk: h.desk.rooms(), Memory: h.memory}).routes {
		open := r.path == "/openapi.yaml" || strings.HasPrefix(r.path, "/status/") || r.path == "/tokens" || r.path == "/receipt-key"
		path := strings.NewReplacer("{id}", "r1", "{number}", "000001-2026", "{code}", "ABCD2345", "{n}", "0", "{document}", "d1", "{letter}", "l1").Replace(r.path)
		for _, token := range []string{"-", "forged"} {
			answer := h.do(call{method: r.method, path: path, token: token, wrong: true})
			if open != (answer.StatusCode != 401) {
				t.Errorf("%s %s with token %q: %d", r.method, path, token, answer.StatusCode)
			}
			if challenge := answer.Header.Get("WWW-Authenticate"); !open && (!strings.HasPrefix(challenge, "Bearer ") || strings.Contains(challenge, "invalid_token") != (token == "forged")) {
				t.Errorf("%s %s: %s", r.method, path, challenge)
			}
		}
	}
	h.acts(0)
	r := httptest.NewRequest("GET", base+"/me", nil)
	r.SetBasicAuth("mesa", "right")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != 401 {
		t.Errorf("Basic: %d", w.Code)
	}
	if p := as[problem](h, h.do(call{method: "GET", path: "/me", token: "broken"}), 500); strings.Contains(p.Detail, "secret") {
		t.Errorf("%+v", p)
	}
}

func TestWhatIsNotServedIsAProblem(t *testing.T) {
	h := newTestAPI(t)
	for _, c := range []struct {
		call
		status int
		code   docket.Code
	}{
		{call{method: "GET", path: "/nothing"}, 404, docket.CodeNotFound},
		{call{method: "GET", path: "/requests//r1"}, 404, docket.CodeNotFound},
		{call{method: "GET", path: "/requests/../me"}, 404, docket.CodeNotFound},
		{call{method: "GET", path: "/requests/unknown"}, 404, docket.CodeNotFound},
		{call{method: "GET", path: "/messages/m1/attachments/x"}, 404, docket.CodeNotFound},
		{call{method: "DELETE", path: "/requests/r1"}, 405, codeNoMethod},
		{call{method: "PUT", path: "/requests"}, 405, codeNoMethod},
		{call{method: "GET", path: "/tokens"}, 405, codeNoMethod},
		{call{method: "GET", path: "/requests", accept: "text/html"}, 406, codeNotAcceptable},
		{call{method: "GET", path: "/requests/r1/receipt", accept: "application/json"}, 406, codeNotAcceptable},
		{call{method: "GET", path: "/requests", accept: "*/*, application/json;q=0"}, 406, codeNotAcceptable},
		{call{method: "GET", path: "/requests?stat=open"}, 400, codeMalformed},
		{call{method: "GET", path: "/requests?open=true&open=false"}, 400, codeMalformed},
		{call{method: "GET", path: "/requests/r1?x=1"}, 400, codeMalformed},
		{call{method: "GET", path: "/requests?text=%zz"}, 400, codeMalformed},
		{call{method: "GET", path: "/requests?open=yes&due_from=2026-02-30&limit=5"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/requests?limit=0&offset=-1"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/requests?limit=201"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/requests?sort=name"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/tasks?whose=everybody"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/procedures?on=tomorrow"}, 422, docket.CodeInvalid},
		{call{method: "GET", path: "/dashboard?from=x"}, 422, docket.CodeInvalid},
	} {
		c.wrong = true
		p := as[problem](h, h.do(c.call), c.status)
		if p.Code != c.code || p.Status != c.status || p.Detail == "" {
			t.Errorf("%s %s: %+v", c.method, c.path, p)
		}
	}
	for path, allow := range map[string]string{"/requests": "GET, HEAD, POST", "/me": "GET, HEAD", "/tokens": "POST"} {
		if got := h.do(call{method: "PATCH", path: path, wrong: true}).Header.Get("Allow"); got != allow {
			t.Errorf("%s allows %q", path, got)
		}
	}
	p := as[problem](h, h.do(call{method: "GET", path: "/requests?open=yes&due_from=2026-02-30", wrong: true}), 422)
	if len(p.Errors) != 2 || p.Errors[0].Field != "due_from" || p.Errors[1].Field != "open" {
		t.Errorf("%+v", p.Errors)
	}
}

func TestWhatIsAcceptedIsGiven(t *testing.T) {
	h := newTestAPI(t)
	for _, accept := range []string{"", "*/*", "application/*", "application/json", "text/html, application/json;q=0.5", "text/html,*/*;q=0.1", ";;"} {
		if r := h.do(call{method: "GET", path: "/requests", accept: accept, wrong: true}); r.StatusCode != http.StatusOK {
			t.Errorf("%q: %d", accept, r.StatusCode)
		}
	}
}

// Anyone who asks for English is told in English, anyone who asks for anything else in Spanish.
func TestRefusalsInEnglish(t *testing.T) {
	h := newTestAPI(t)
	h.desk.fail = access.FieldErrors{docket.Invalid("text", "note.empty")}
	for asked, want := range map[string]string{"": "es", "es-PE,es;q=0.9,en;q=0.8": "es", "en-GB,en;q=0.9": "en", "qu": "es", "fr, en;q=0.5": "en", ";;;": "es"} {
		r := h.do(call{method: "GET", path: "/requests", language: asked})
		p := as[problem](h, r, 422)
		words := map[string]string{"es": "Escriba la nota.", "en": "Write the note."}[want]
		title := map[string]string{"es": "Hay datos por corregir", "en": "Some details have to be corrected"}[want]
		if p.Detail != words || p.Errors[0].Detail != words || p.Title != title || p.Reason != "note.empty" || p.Errors[0].Reason != p.Reason {
			t.Errorf("%q: %+v", asked, p)
		}
	}
}
