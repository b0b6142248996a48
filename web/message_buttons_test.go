package web

import (
	"net/url"
	"strings"
	"testing"

	"foja/desk/core"
	"foja/docket"
)

// A message that waits to be read offers what it may be, and only what this user may record.
func TestMessageIsRecordedWithOneClick(t *testing.T) {
	f := newFake()
	f.page.Buttons = append(f.page.Buttons, core.Button{Action: docket.ActCorrect, Label: docket.Say("Registrar la subsanación"), Needs: []string{"text", "message"}})
	b := as(t, f, "funcionario")
	page := b.get("/requests/r-123").body
	for _, want := range []string{"Registrar la subsanación con este mensaje", "Registrar el desistimiento con este mensaje", `name="message" value="m-9"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the message does not offer %q", want)
		}
	}
	if strings.Contains(page, "Registrar el pago con este mensaje") {
		t.Error("a payment is offered that nobody waits for")
	}
	if !strings.Contains(page, "Registrar como respuesta de Unidad de Logística") {
		t.Error("it is not offered as the answer of the unit that was asked")
	}
	b.post("/requests/r-123/act", url.Values{"action": {"correct"}, "message": {"m-9"}, "key": {strings.Repeat("k", 20)}})
	if c := f.commands[len(f.commands)-1]; c.Action != docket.ActCorrect || c.Message != "m-9" || c.Text != "" {
		t.Errorf("%+v", c)
	}

	for i := range f.page.Tasks {
		f.page.Tasks[i].State = docket.TaskDone
	}
	if page := b.get("/requests/r-123").body; strings.Contains(page, "con este mensaje") {
		t.Error("a message that was read still offers itself")
	}
}
