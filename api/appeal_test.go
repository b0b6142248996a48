package api

import (
	"context"
	"reflect"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/lists"
	"foja/docket"
)

// fakeAppeals keeps the last act.
type fakeAppeals struct {
	n   int
	act acts.AppealCommand
}

func (f *fakeAppeals) Appeals(context.Context, access.User) ([]lists.AppealRow, error) {
	return []lists.AppealRow{
		{Request: "r1", Number: "000001-2026", Office: "Lima", N: 1, Hands: docket.HandsOfficer, FiledAt: noon, Next: docket.Say("Elevar"), Until: date("2026-03-31"), Late: true},
		{Request: "r2", Number: "000002-2026", Office: "Lima", N: 1, Hands: docket.HandsNobody, FiledAt: noon, Next: docket.Say("Concluida"), Ended: true},
	}, nil
}

func (f *fakeAppeals) ActOnAppeal(_ context.Context, _ access.User, _ string, n int, c acts.AppealCommand) (acts.AppealActed, error) {
	f.n, f.act = n, c
	return acts.AppealActed{Seq: 3, State: "ordered"}, nil
}

func TestAppealsAnswerByTheContract(t *testing.T) {
	h := newTestAPI(t)
	rows := as[object](h, h.do(call{method: "GET", path: "/appeals"}), 200)["items"].([]any)
	if first := rows[0].(object); len(rows) != 2 || first["until"] != "2026-03-31" || first["late"] != true {
		t.Errorf("%v", rows)
	}
	body := `{"action":"appeal_decided","ruling":"upheld","days":5,"text":"Resolución","at":"2026-03-27T12:00:00-05:00",` + inJSON("resolucion.txt")
	got := as[object](h, h.do(call{method: "POST", path: "/requests/r1/appeals/2/actions", body: body, key: someKey}), 200)
	if !reflect.DeepEqual(got, object{"request": "r1", "seq": 3.0, "state": "ordered"}) {
		t.Errorf("%v", got)
	}
	if a := h.desk.act; h.desk.n != 2 || a.Action != docket.ActAppealDecided || a.Ruling != "upheld" || a.Days != 5 || a.Text == "" || len(a.Files) != 1 || a.At.IsZero() {
		t.Errorf("%d %+v", h.desk.n, a)
	}
	h.do(call{method: "POST", path: "/requests/r1/appeals/x/actions", body: `{"action":"complied"}`, key: "other-" + someKey, wrong: true})
}
