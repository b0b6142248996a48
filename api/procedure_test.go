package api

import (
	"context"
	"testing"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/docket"
)

type fakeShelf struct{ body string }

func (f *fakeShelf) ProcedureShelf(context.Context, access.User) ([]norms.ProcedureLine, error) {
	return []norms.ProcedureLine{
		{Key: "p", Version: "1", Name: docket.Text{ES: "Acceso"}, ValidFrom: date("2024-05-17"), ValidUntil: date("2026-05-31"), Term: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness}, InForce: true, Open: 3},
		{Key: "p", Version: "2", Name: docket.Text{ES: "Acceso"}, ValidFrom: date("2026-06-01"), Term: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness}, Author: "Pilar", PublishedAt: noon},
	}, nil
}

func (f *fakeShelf) ProcedureFile(context.Context, access.User, string, string) (documents.File, error) {
	return documents.File{Name: "p-1.yaml", Type: "application/yaml", Bytes: []byte("key: p\n")}, nil
}

func (f *fakeShelf) CheckProcedure(_ context.Context, _ access.User, body string) (norms.ProcedureCheck, error) {
	f.body = body
	return norms.ProcedureCheck{Key: "p", Version: "3", Mistakes: []docket.Sentence{{Key: "línea 2: falta"}}}, nil
}

func (f *fakeShelf) PublishProcedure(_ context.Context, _ access.User, body string) (norms.ProcedureCheck, error) {
	f.body = body
	return norms.ProcedureCheck{Key: "p", Version: "3", Name: docket.Text{ES: "Acceso"}, ValidFrom: date("2026-06-01"), Replaces: "2"}, nil
}

func TestProcedureVersionsAnswerByTheContract(t *testing.T) {
	h := newTestAPI(t)
	lines := as[object](h, h.do(call{method: "GET", path: "/procedure-versions"}), 200)["items"].([]any)
	if first := lines[0].(object); len(lines) != 2 || first["in_force"] != true || first["author"] != nil || first["open"] != 3.0 {
		t.Errorf("%v", lines)
	}
	if r := h.do(call{method: "GET", path: "/procedure-versions/p/1"}); r.Text != "key: p\n" {
		t.Errorf("%q", r.Text)
	}
	check := as[object](h, h.do(call{method: "POST", path: "/procedure-versions/check", body: `{"body":"key: p"}`}), 200)
	if got := check["mistakes"].([]any); len(got) != 1 || h.desk.body != "key: p" {
		t.Errorf("%v", check)
	}
	done := as[object](h, h.do(call{method: "POST", path: "/procedure-versions", body: `{"body":"key: p"}`, key: someKey}), 200)
	if done["valid_from"] != "2026-06-01" || len(done["mistakes"].([]any)) != 0 {
		t.Errorf("%v", done)
	}
}
