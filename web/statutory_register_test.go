package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/docket"
)

func (f fakeFiguresRoom) StatutoryRegister(_ context.Context, by access.User, filter figures.RegisterFilter) (figures.StatutoryRegister, error) {
	if !by.Has(access.RegisterReaders...) {
		return figures.StatutoryRegister{}, forbidden
	}
	from, to := filter.From, filter.To
	if from.IsZero() {
		from, to = date(1, 1), date(12, 31)
	}
	statutoryRegister := figures.StatutoryRegister{From: from, To: to}
	if filter.Office == "empty" {
		return statutoryRegister, f.fail
	}
	row := figures.RegisterRow{
		ID: "r-123", Number: "000123-2026", Requester: "Rosa Quispe <b>", Subject: "Contratos", Text: "Copia de los contratos", StateName: docket.Say("Concluido"),
		ReceivedOn: date(3, 2), DueOn: date(3, 16), AnsweredOn: date(3, 18), BusinessDays: 12, CalendarDays: 16, Extended: true,
		Numeral: "2", OutcomeName: docket.Say("Atendida fuera del plazo"), Late: true, Lateness: docket.Say("Días hábiles transcurridos: 12."), Observations: docket.Say("Prórroga hasta el 16/03/2026."),
	}
	open := figures.RegisterRow{ID: "r-124", Number: "000124-2026", Requester: "Juan", Subject: "Otra", StateName: docket.Say("En atención"), ReceivedOn: date(3, 2), BusinessDays: -1, Overdue: true}
	statutoryRegister.Rows, statutoryRegister.Total = []figures.RegisterRow{row, open}, 60
	return statutoryRegister, f.fail
}

func (f fakeFiguresRoom) RegisterFile(_ context.Context, by access.User, _ figures.RegisterFilter, format string) (documents.File, error) {
	if !by.Has(access.RegisterReaders...) {
		return documents.File{}, forbidden
	}
	return documents.File{Name: "registro." + format, Type: "text/csv", Bytes: []byte("a;b")}, f.fail
}

func (f fakeFiguresRoom) Return(_ context.Context, by access.User, filter figures.ReturnFilter) (figures.Return, error) {
	if !by.Has(access.Watchers...) {
		return figures.Return{}, forbidden
	}
	scope := figures.RegisterFilter{From: date(1, 1), To: date(12, 31), Procedure: "public-information"}
	fig := func(n int, only, name string) figures.RegisterFigure {
		chosen := scope
		chosen.Only = only
		return figures.RegisterFigure{Key: only, N: n, Name: docket.Say(name), Filter: chosen}
	}
	out := figures.Return{Year: 2026, Procedure: "public-information", ProcedureName: docket.Text{ES: "Acceso a la información pública"}}
	if filter.Year == 2020 {
		return out, f.fail
	}
	out.DueOn = calendar.Date{Year: 2027, Month: 3, Day: 31}
	out.Received, out.Standing = fig(9, "", "Recibidas"), []figures.RegisterFigure{fig(7, figures.AttendedLate, "Atendidas fuera del plazo")}
	out.Answered = fig(8, "answered", "Respondidas")
	out.ByOutcome, out.ByGround = []figures.RegisterFigure{fig(7, "outcome:delivered", "Entregada")}, []figures.RegisterFigure{fig(1, "ground:confidential-personal", "Datos personales")}
	out.ByHands = []figures.RegisterFigure{fig(40, "hands:unit", "Área poseedora")}
	out.Business = docket.Spread{N: 8, Mean: 7.44, Median: 6, P90: 12}
	return out, f.fail
}

func (f fakeFiguresRoom) BoardFile(_ context.Context, _ access.User, _ figures.DashboardFilter, format string) (documents.File, error) {
	return documents.File{Name: "tablero." + format, Type: "application/x", Bytes: []byte("PK")}, f.fail
}

func (f fakeFiguresRoom) ReturnFile(_ context.Context, by access.User, _ figures.ReturnFilter) (documents.File, error) {
	if !by.Has(access.Watchers...) {
		return documents.File{}, forbidden
	}
	return documents.File{Name: "informe.xlsx", Type: "application/x", Bytes: []byte("PK")}, f.fail
}

func TestTheRegisterTellsEveryField(t *testing.T) {
	f := newFake()
	a := as(t, f, "funcionario").get("/register?from=2026-03-01&to=2026-03-31")
	a.wants(t, http.StatusOK, "Rosa Quispe &lt;b&gt;", "Copia de los contratos", "12 días hábiles", "16 calendario", "Prórroga: sí",
		"2. Atendida fuera del plazo", "Demora: Días hábiles", "Prórroga hasta el 16/03/2026.", "Vencida, sin respuesta",
		`href="/register.csv?from=2026-03-01&amp;procedure=public-information&amp;to=2026-03-31"`, "at=25")
	if strings.Contains(a.body, `href="/returns"`) {
		t.Error("an officer is offered the yearly return")
	}
	as(t, f, "jefa").get("/register?only=late").wants(t, http.StatusOK, "Solo atendidas fuera del plazo", `href="/returns"`)
}

func TestAnEmptyRegisterTeaches(t *testing.T) {
	b := as(t, newFake(), "jefa")
	b.get("/register?office=empty").wants(t, http.StatusOK, "El registro se llena solo")
	b.get("/returns?year=2020").wants(t, http.StatusOK, "No se recibió ninguna solicitud", "El calendario aún no conoce")
	b.get("/register?from=2026-02-30").wants(t, http.StatusUnprocessableEntity, "Escriba una fecha que exista")
	b.get("/returns?year=mil").wants(t, http.StatusUnprocessableEntity, "año de cuatro cifras")
}

func TestEveryNumberOfTheReturnLeadsToItsCases(t *testing.T) {
	a := as(t, newFake(), "jefa").get("/returns?year=2026")
	a.wants(t, http.StatusOK, "miércoles 31 de marzo de 2027", "7,4", `href="/returns.xlsx?`)
	for _, only := range []string{"late", "outcome%3Adelivered", "ground%3Aconfidential-personal", "hands%3Aunit", "answered"} {
		a.wants(t, http.StatusOK, `href="/register?from=2026-01-01&amp;only=`+only+`&amp;procedure=public-information&amp;to=2026-12-31"`)
	}
}

func TestTheRegisterIsHandedOutAsAFile(t *testing.T) {
	a := as(t, newFake(), "auditor").get("/register.csv")
	if d := a.Header.Get("Content-Disposition"); a.StatusCode != http.StatusOK || d != "attachment; filename=registro.csv" {
		t.Errorf("%d %s", a.StatusCode, d)
	}
}
