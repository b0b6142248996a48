package web

import (
	"context"
	"net/http"
	"testing"

	"foja/access"
	"foja/desk/core"
	"foja/desk/figures"
	"foja/docket"
)

func (f fakeFiguresRoom) Audit(_ context.Context, _ access.User, a figures.AuditFilter) (figures.Audit, error) {
	out := figures.Audit{From: today.AddDays(-30), To: today, Total: 60}
	if a.Number == "nada" {
		return figures.Audit{From: out.From, To: out.To}, f.fail
	}
	out.Rows = []figures.AuditRow{
		{At: at(4, 9, 10, 2), Who: docket.Say("Luis Paredes"), Role: docket.RoleOfficer, What: docket.Say("Tomó el expediente"), Request: "r-123", Number: "000123-2026", Seq: 5},
		{At: at(4, 9, 9, 58), Who: docket.Say("foja"), What: docket.Say("Solicitud recibida por correo y registrada"), Request: "r-123", Number: "000123-2026", Seq: 1},
	}
	return out, f.fail
}

func (f fakeFiguresRoom) People(context.Context, access.User) ([]core.Choice, error) {
	var list []core.Choice
	for _, u := range f.users {
		list = append(list, core.Choice{Key: u.ID, Label: u.Name})
	}
	return list, f.fail
}

func TestTheAuditPage(t *testing.T) {
	b := as(t, newFake(), "auditor")
	b.get("/audit").wants(t, http.StatusOK, "Tomó el expediente", `href="/requests/r-123"`, `value="2026-03-10"`, "Evento 5")
	b.get("/audit?number=nada").wants(t, http.StatusOK, "Nada se registró")
	b.get("/audit?since=ayer").wants(t, http.StatusUnprocessableEntity, `href="#since"`)
}
