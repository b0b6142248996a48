package api

import (
	"context"
	"testing"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/docket"
)

func (f fakeFiguresRoom) StatutoryRegister(context.Context, access.User, figures.RegisterFilter) (figures.StatutoryRegister, error) {
	answered := figures.RegisterRow{
		ID: "r1", Number: "000001-2026", Procedure: docket.Text{ES: "Acceso"}, Office: "Lima", Requester: "Ana Flores", Subject: "Presupuesto", Text: "Copia",
		ReceivedOn: date("2026-03-27"), DueOn: date("2026-04-14"), AnsweredOn: date("2026-04-15"), BusinessDays: 11, CalendarDays: 19, Extended: true,
		StateName: docket.Say("Concluido"), Standing: figures.AttendedLate, Numeral: "2", Outcome: "late", OutcomeName: docket.Say("Tarde"), Ground: "g", Denial: docket.Say("Datos"),
		Late: true, Lateness: docket.Say("Once días"), Observations: docket.Say("Nada"), Hands: []docket.HandsDays{{Hands: docket.HandsUnit, Days: 11}},
	}
	open := figures.RegisterRow{ID: "r2", Number: "000002-2026", ReceivedOn: date("2026-03-27"), BusinessDays: -1, CalendarDays: -1, Standing: figures.StillOpen}
	return figures.StatutoryRegister{Rows: []figures.RegisterRow{answered, open}, Total: 2}, f.trouble()
}

func (f *fakeDesk) BoardFile(context.Context, access.User, figures.DashboardFilter, string) (documents.File, error) {
	return documents.File{}, f.trouble()
}

func (f *fakeDesk) RegisterFile(context.Context, access.User, figures.RegisterFilter, string) (documents.File, error) {
	return documents.File{}, f.trouble()
}

func (f fakeFiguresRoom) Return(context.Context, access.User, figures.ReturnFilter) (figures.Return, error) {
	fig := figures.RegisterFigure{Key: "late", Code: "2", Name: docket.Say("Tarde"), N: 3, Filter: figures.RegisterFilter{From: date("2026-01-01"), Only: "late"}}
	return figures.Return{
		Year: 2026, Procedure: "p", ProcedureName: docket.Text{ES: "Acceso"}, DueOn: date("2027-03-31"), Received: fig, Standing: []figures.RegisterFigure{fig},
		Business: docket.Spread{N: 3, Mean: 4.5, Median: 4, P90: 9},
	}, f.trouble()
}

func (f *fakeDesk) ReturnFile(context.Context, access.User, figures.ReturnFilter) (documents.File, error) {
	return documents.File{}, f.trouble()
}

func TestRegisterAndReturnAnswerByTheContract(t *testing.T) {
	h := newTestAPI(t)
	got := as[object](h, h.do(call{method: "GET", path: "/register?from=2026-03-01&only=late&limit=20"}), 200)
	rows := got["items"].([]any)
	if first := rows[0].(object); first["business_days"] != 11.0 || first["requester_name"] != "Ana Flores" || first["numeral"] != "2" {
		t.Errorf("%v", first)
	}
	if second := rows[1].(object); second["business_days"] != nil || second["answered_on"] != nil {
		t.Errorf("an open case took days: %v", second)
	}
	r := as[object](h, h.do(call{method: "GET", path: "/returns?year=2026"}), 200)
	if fig := r["received"].(object); fig["register"] != "/api/v1/register?from=2026-01-01&only=late" || r["reference_due_on"] != "2027-03-31" {
		t.Errorf("%v", r)
	}
	reports := as[object](h, h.do(call{method: "GET", path: "/reconciliations"}), 200)["items"].([]any)
	if first := reports[0].(object); first["clean"] != false || len(first["differences"].([]any)) != 1 {
		t.Errorf("%v", first)
	}
	if now := as[object](h, h.do(call{method: "POST", path: "/reconciliations"}), 200); now["clean"] != true {
		t.Errorf("%v", now)
	}
	h.do(call{method: "GET", path: "/register?from=mal", wrong: true})
	h.do(call{method: "GET", path: "/returns?year=1", wrong: true})
}
