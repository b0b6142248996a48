package api

import (
	"mime/multipart"
	"strings"
	"testing"

	"foja/access/limits"
	"foja/docket"
)

func TestBodiesAreReadStrictly(t *testing.T) {
	h := newTestAPI(t)
	for _, c := range []struct {
		path, body, media string
		status            int
		code              docket.Code
		field             string
	}{
		{"/requests", `{"procedure":`, "", 400, codeMalformed, ""},
		{"/requests", ``, mediaJSON, 400, codeMalformed, ""},
		{"/requests", `{} {}`, "", 400, codeMalformed, ""},
		{"/requests", `[]`, "", 400, codeMalformed, ""},
		{"/requests", `{"procedur":"x"}`, "", 400, codeMalformed, "procedur"},
		{"/requests", `{"Procedure":"x"}`, "", 400, codeMalformed, "Procedure"},
		{"/requests", `{"requester":{"nombre":"x"}}`, "", 400, codeMalformed, "requester.nombre"},
		{"/requests", `{"files":[{"name":"a","content":""},{"nam":"b"}]}`, "", 400, codeMalformed, "files.1.nam"},
		{"/requests", `{"sheets":"two"}`, "", 400, codeMalformed, "sheets"},
		{"/requests", `{"sheets":1.5}`, "", 400, codeMalformed, "sheets"},
		{"/requests", `{"requester":{"email_consent":"yes"}}`, "", 400, codeMalformed, "requester.email_consent"},
		{"/requests", `{"requester":"Ana"}`, "", 400, codeMalformed, "requester"},
		{"/requests", `{"fields":{"period":2025}}`, "", 400, codeMalformed, "fields"},
		{"/requests", `{"received_at":"2026-03-27T12:00:00"}`, "", 422, docket.CodeInvalid, "received_at"},
		{"/requests", `{"received_at":"2026-02-30T12:00:00-05:00"}`, "", 422, docket.CodeInvalid, "received_at"},
		{"/requests", `{"files":[{"name":"a","content":"***"}]}`, "", 422, docket.CodeInvalid, "files.0.content"},
		{"/requests", `{"files":[` + strings.Repeat(`{"name":"a","content":""},`, 20) + `{"name":"b","content":""}]}`, "", 422, docket.CodeInvalid, "files"},
		{"/requests", `a=b`, "application/x-www-form-urlencoded", 415, codeUnsupportedMedia, ""},
		{"/requests", `{}`, "text/plain", 415, codeUnsupportedMedia, ""},
		{"/requests", `{}`, "multipart/form-data", 400, codeMalformed, ""},
		{"/requests/r1/actions", `{}`, "", 422, docket.CodeInvalid, "action"},
		{"/requests/r1/actions", `{"action":"claim","at":"now"}`, "", 422, docket.CodeInvalid, "at"},
		{"/requests/r1/actions", `{"action":"claim","task":"one"}`, "", 400, codeMalformed, "task"},
		{"/held/m1/decision", `{"do":"request"}`, "", 422, docket.CodeInvalid, "request"},
		{"/held/m1/decision", `{"do":"request","request":{"received_at":"x"}}`, "", 422, docket.CodeInvalid, "request.received_at"},
		{"/held/m1/decision", `{"do":"request","request":{"files":[]}}`, "", 400, codeMalformed, "request.files"},
		{"/held/m1/decision", `{}`, "multipart/form-data; boundary=x", 415, codeUnsupportedMedia, ""},
		{"/duplicates", `{"nombre":"x"}`, "", 400, codeMalformed, "nombre"},
		{"/tokens", `{"user":"mesa","pass":"x"}`, "", 400, codeMalformed, "pass"},
		{"/duplicates", `{"text":"` + strings.Repeat("x", limits.JSONBytes) + `"}`, "", 413, codeTooLarge, ""},
		{"/requests", `{"text":"` + strings.Repeat("x", limits.JSONFilesBytes) + `"}`, "", 413, codeTooLarge, ""},
	} {
		media := c.media
		if media == "" {
			media = mediaJSON
		}
		p := as[problem](h, h.do(call{method: "POST", path: c.path, body: c.body, media: media, key: someKey, wrong: true}), c.status)
		field := ""
		if len(p.Errors) > 0 {
			field = p.Errors[0].Field
		}
		if p.Code != c.code || field != c.field {
			t.Errorf("%s %.60s: %+v", c.path, c.body, p)
		}
		if c.field != "" && c.status == 400 && !strings.Contains(p.Detail, "«"+c.field+"»") {
			t.Errorf("%.60s: the detail does not name the field: %s", c.body, p.Detail)
		}
	}
	h.acts(0)
}

func TestMultipartPartsAreReadStrictly(t *testing.T) {
	h := newTestAPI(t)
	write := func(parts ...string) (string, string) { // name, filename, content
		var b strings.Builder
		w := multipart.NewWriter(&b)
		for i := 0; i < len(parts); i += 3 {
			if parts[i+1] == "" {
				if err := w.WriteField(parts[i], parts[i+2]); err != nil {
					t.Fatal(err)
				}
			} else {
				must(must(w.CreateFormFile(parts[i], parts[i+1])).Write([]byte(parts[i+2])))
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String(), w.FormDataContentType()
	}
	for _, c := range []struct {
		parts []string
		field string
	}{
		{[]string{"files", "a.txt", "x"}, "data"},
		{[]string{"data", "", claim, "data", "", claim}, "data"},
		{[]string{"data", "", claim, "files", "", "no name"}, "data"},
		{[]string{"data", "", claim, "file", "a.txt", "x"}, "file"},
		{[]string{"data", "", claim, "action", "", "claim"}, "action"},
		{[]string{"data", "", `{"act":"claim"}`}, "act"},
		{[]string{"data", "", `{"action":"note",` + inJSON("a.txt")}, "files"},
	} {
		body, media := write(c.parts...)
		p := as[problem](h, h.do(call{method: "POST", path: "/requests/r1/actions", body: body, media: media, key: someKey, wrong: true}), 400)
		if p.Code != codeMalformed || len(p.Errors) != 1 || p.Errors[0].Field != c.field {
			t.Errorf("%q: %+v", c.parts, p)
		}
	}
	h.acts(0)
	body, media := write("data", "command.json", claim) // as "curl -F data=@command.json" sends it
	if r := h.do(call{method: "POST", path: "/requests/r1/actions", body: body, media: media, key: someKey, wrong: true}); r.StatusCode != 200 {
		t.Error(r.Text)
	}
	body, media = multi(claim, "a.txt")
	p := as[problem](h, h.do(call{method: "POST", path: "/requests/r1/actions", body: body[:len(body)-40], media: media, key: someKey, wrong: true}), 400)
	if p.Code != codeMalformed {
		t.Errorf("%+v", p)
	}
}

// FuzzStrictly: whatever a caller sends is read or refused, and what is read was asked for by
// the names of the contract only.
func FuzzStrictly(f *testing.F) {
	for _, seed := range []string{form + "}", claim, `{"files":[{}]}`, `{"requester":null}`, `[[[[`, `{"a":{"b":[]}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var in registerInput
		if err := strictJSON([]byte(body), &in); err != nil && docket.CodeOf(err) != codeMalformed {
			t.Errorf("%q: %v", body, err)
		}
	})
}
