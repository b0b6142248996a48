package api

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"reflect"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/history"
	"foja/desk/pen"
	"foja/docket"
)

const (
	form    = `{"procedure":"public-information","office":"madrid","channel":"counter","requester":{"name":"Ana Flores","id_kind":"DNI","id_number":"12345678","address":"Av. 1","email":"ana@correo.example","phone":"999","email_consent":true},"subject":"Presupuesto","text":"Pido.","delivery_mode":"email","fields":{"period":"2025"},"sheets":2,"received_at":"2026-03-27T12:00:00-05:00"`
	claim   = `{"action":"claim"}`
	someKey = "0198d0f2-1111-7000-8000-000000000001"
)

func theForm() acts.Form {
	return acts.Form{
		Procedure: "public-information", Office: "madrid", Channel: docket.ChannelCounter,
		Requester: docket.Requester{Name: "Ana Flores", IDKind: "DNI", IDNumber: "12345678", Address: "Av. 1", Email: "ana@correo.example", Phone: "999", EmailConsent: true},
		Subject:   "Presupuesto", Text: "Pido.", DeliveryMode: "email", Fields: map[string]string{"period": "2025"}, Sheets: 2,
		ReceivedAt: noon,
	}
}

// multi is a multipart body: the JSON and files by name.
func multi(data string, files ...string) (body, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part := must(w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="data"`}, "Content-Type": {mediaJSON}}))
	must(io.WriteString(part, data))
	for _, name := range files {
		must(io.WriteString(must(w.CreateFormFile("files", name)), "content of "+name))
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String(), w.FormDataContentType()
}

func inJSON(name string) string {
	return fmt.Sprintf(`"files":[{"name":%q,"type":"text/plain","content":%q}]}`, name, base64.StdEncoding.EncodeToString([]byte("content of "+name)))
}

func TestRegisterTakesJSONAndMultipart(t *testing.T) {
	data, media := multi(form+"}", "anexo.txt")
	for name, c := range map[string]call{
		"json":      {body: form + "," + inJSON("anexo.txt")},
		"multipart": {body: data, media: media},
	} {
		t.Run(name, func(t *testing.T) {
			h := newTestAPI(t)
			c.method, c.path, c.key = "POST", "/requests", someKey
			r := h.do(c)
			got := as[object](h, r, 201)
			want := object{"id": "r1", "number": "000001-2026", "status_code": "ABCD2345", "received_at": "2026-03-27T18:00:00+01:00", "due_on": "2026-04-14"}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%v", got)
			}
			if r.Header.Get("Location") != "/api/v1/requests/r1" || r.Header.Get("Idempotency-Replayed") != "" {
				t.Errorf("%v", r.Header)
			}
			f := h.desk.form
			if f.Token == "" || strings.Contains(f.Token, someKey) {
				t.Errorf("token %q", f.Token)
			}
			if len(f.Files) != 1 || f.Files[0].Name != "anexo.txt" || string(h.desk.files[0]) != "content of anexo.txt" {
				t.Errorf("%+v %q", f.Files, h.desk.files)
			}
			f.Token, f.Files, f.ReceivedAt = "", nil, f.ReceivedAt.UTC()
			if !reflect.DeepEqual(f, theForm()) {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestActPassesEverythingOn(t *testing.T) {
	h := newTestAPI(t)
	body := `{"action":"deny","text":"No.","documents":["d1"],"task":3,"user":"u3","unit":"archive","message":"m1","ground":"secret",
		"until":"2030","resolution":"R-1","letter":"l1","alarm":"due","office":"norte","items":[{"asked":"Todo","outcome":"part","ground":"secret","withheld":"algo","reasons":"No","until":"2030","resolution":"R-1"}],"at":"2026-03-27T12:00:00-05:00",` + inJSON("prueba.txt")
	got := as[object](h, h.do(call{method: "POST", path: "/requests/r1/actions", body: body, key: someKey}), 200)
	if !reflect.DeepEqual(got, object{"request": "r1", "seq": 4.0, "state": "in_progress"}) {
		t.Errorf("%v", got)
	}
	c := h.desk.command
	if c.Key == "" || len(c.Files) != 1 || string(h.desk.files[0]) != "content of prueba.txt" {
		t.Errorf("%+v", c)
	}
	c.Key, c.Files, c.At = "", nil, c.At.UTC()
	want := acts.Command{
		Action: docket.ActDeny, Text: "No.", Documents: []string{"d1"}, Task: 3, User: "u3", Unit: "archive", Message: "m1", Ground: "secret",
		Until: "2030", Resolution: "R-1", Letter: "l1", Alarm: "due", At: noon, Office: "norte",
		Items: []history.Item{{Asked: "Todo", Outcome: docket.ItemPart, Ground: "secret", Withheld: "algo", Reasons: "No", Until: "2030", Resolution: "R-1"}},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("%+v", c)
	}
}

func TestActInMultipart(t *testing.T) {
	h := newTestAPI(t)
	body, media := multi(`{"action":"respond","text":"Va."}`, "uno.pdf", "dos.pdf")
	as[object](h, h.do(call{method: "POST", path: "/requests/r1/actions", body: body, media: media, key: someKey}), 200)
	if h.desk.command.Action != docket.ActRespond || len(h.desk.files) != 2 || string(h.desk.files[1]) != "content of dos.pdf" || !h.desk.command.At.IsZero() {
		t.Errorf("%+v %q", h.desk.command, h.desk.files)
	}
}

func TestHeldMessagesAreDecided(t *testing.T) {
	for _, c := range []struct {
		body, answer, location string
		want                   pen.Decision
	}{
		{`{"do":"request","request":` + form + `}}`, "r1", "/api/v1/requests/r1", pen.Decision{Do: "request", Form: theForm()}},
		{`{"do":"join","number":"000001-2026"}`, "r1", "/api/v1/requests/r1", pen.Decision{Do: "join", Number: "000001-2026"}},
		{`{"do":"register","address":"ana@b.pe","procedure":"p"}`, "r1", "/api/v1/requests/r1", pen.Decision{Do: "register", Address: "ana@b.pe", Form: acts.Form{Procedure: "p"}}},
		{`{"do":"dismiss","reason":"publicidad"}`, "", "", pen.Decision{Do: "dismiss", Reason: "publicidad"}},
	} {
		h := newTestAPI(t)
		r := h.do(call{method: "POST", path: "/held/m1/decision", body: c.body, key: someKey})
		if got := as[decidedView](h, r, 200); got.Request != c.answer || r.Header.Get("Location") != c.location {
			t.Errorf("%s: %+v %v", c.body, got, r.Header)
		}
		got := h.desk.decision
		if got.Key == "" {
			t.Error("no key")
		}
		got.Key = ""
		if !got.Form.ReceivedAt.IsZero() {
			got.Form.ReceivedAt = got.Form.ReceivedAt.UTC()
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v", got)
		}
	}
}

func TestDuplicatesAreHinted(t *testing.T) {
	h := newTestAPI(t)
	body := `{"name":"Ana","id_number":"1","email":"a@b.pe","text":"x"}`
	got := as[items[duplicateView]](h, h.do(call{method: "POST", path: "/duplicates", body: body}), 200)
	if h.desk.probe != (acts.DuplicateProbe{Name: "Ana", IDNumber: "1", Email: "a@b.pe", Text: "x"}) || len(got.Items) != 1 || got.Items[0].Why[0] != "mismo correo" {
		t.Errorf("%+v %+v", h.desk.probe, got)
	}
}

func TestTokensAreIssued(t *testing.T) {
	h := newTestAPI(t)
	got := as[tokenView](h, h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"right","name":" script ","days":7}`}), 201)
	if got.Token != "foja_secret" || got.User.ID != "u1" || h.desk.issuedFor != "u1" || h.desk.issuedName != "script" || h.desk.ip != "192.0.2.1" {
		t.Errorf("%+v %+v", got, h.desk)
	}
	if left := time.Until(got.ExpiresAt); left < 6*24*time.Hour || left > 8*24*time.Hour || !got.ExpiresAt.Equal(h.desk.until) {
		t.Errorf("expires in %v", left)
	}
	r := h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"wrong","name":"x"}`})
	if p := as[problem](h, r, 401); p.Code != codeUnauthenticated || r.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("%+v", p)
	}
	h.desk.fail = docket.TooMany(15*time.Minute, "Espere 15 minutos.")
	r = h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"right","name":"x"}`})
	if p := as[problem](h, r, 429); p.Code != docket.CodeTooMany || p.Detail != "Espere 15 minutos." || r.Header.Get("Retry-After") != "900" {
		t.Errorf("%+v", p)
	}
	h.desk.fail = nil
	p := as[problem](h, h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"right","name":"","days":0}`, wrong: true}), 422)
	if len(p.Errors) != 2 || p.Errors[0].Field != "name" || p.Errors[1].Field != "days" {
		t.Errorf("%+v", p)
	}
}

// The account of the token has a second factor: nobody gets one for the password alone.
func TestATokenNeedsTheSecondFactor(t *testing.T) {
	h := newTestAPI(t)
	h.desk.fail = docket.Refuse(access.CodeSecondFactor, "Falta el código.")
	for code, want := range map[string]int{"": 422, "111111": 422} {
		p := as[problem](h, h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"right","name":"x","code":"` + code + `"}`}), want)
		if len(p.Errors) != 1 || p.Errors[0].Field != "code" {
			t.Errorf("%q: %+v", code, p)
		}
	}
	if h.desk.issuedFor != "" {
		t.Error("a token was issued")
	}
}

// noTokens is a desk that issues none.
type (
	noTokens      struct{ otherAccounts }
	otherAccounts = Accounts
)

func TestADeskThatIssuesNoTokensSaysSo(t *testing.T) {
	h := newTestAPI(t)
	rooms := h.desk.rooms()
	rooms.Accounts = noTokens{otherAccounts: rooms.Accounts}
	h.handler = New(Deps{Desk: rooms, Memory: h.memory, Logger: silent()})
	p := as[problem](h, h.do(call{method: "POST", path: "/tokens", token: "-", body: `{"user":"mesa","password":"right","name":"x"}`}), 503)
	if p.Code != docket.CodeUnavailable {
		t.Errorf("%+v", p)
	}
}
