package figures_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// Every number of the board is the total of the list that it leads to, and what waits for a unit is told as such.
func TestTheBoardSaysWhyWhatIsOpenIsNotAnswered(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Marta", "", docket.RoleManager)
	unit := h.Core.Agency().Units[0]
	for i := range 3 {
		id := h.Register(clerk, desktest.Form(fmt.Sprint("t", i))).ID
		h.Sent(id)
		if i < 2 {
			h.Do(officer, id, acts.Command{Action: docket.ActClaim})
		}
		if i < 1 {
			h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: unit.ID, Text: "¿Lo tienen?"})
		}
	}
	for _, late := range []int{0, 1} {
		h.Now = h.Now.AddDate(0, 0, late*30)
		p, err := h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{})
		h.Must(err)
		open := 0
		for _, row := range append(p.Hands, p.Units...) {
			for _, f := range []figures.Figure{row.Open, row.Overdue} {
				_, total, err := h.Lists.Requests(h.Ctx, manager, f.Filter)
				h.Must(err)
				if total != f.N {
					t.Errorf("%s: the number is %d, its list has %d", row.Name, f.N, total)
				}
			}
			if row.Overdue.N != late*row.Open.N || row.Oldest.IsZero() {
				t.Errorf("%s: %d open, %d overdue, since %s", row.Name, row.Open.N, row.Overdue.N, row.Oldest)
			}
		}
		for _, row := range p.Hands {
			open += row.Open.N
		}
		if open != 3 || len(p.Hands) != 2 || len(p.Units) != 1 || desktest.Words(p.Units[0].Name) != unit.Name || p.Units[0].Open.N != 1 {
			t.Errorf("hands %+v, units %+v", p.Hands, p.Units)
		}
	}
}

// The board as files says what the page says, and a manager with an office gets that office's.
func TestTheBoardAsAFile(t *testing.T) {
	h := desktest.New(t)
	clerk, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Marta", "", docket.RoleManager)
	h.Sent(h.Register(clerk, desktest.Form("t1")).ID)
	h.Now = h.Now.AddDate(0, 0, 30)
	file, err := h.Figures.BoardFile(h.Ctx, manager, figures.DashboardFilter{}, "xlsx")
	h.Must(err)
	x, err := excelize.OpenReader(bytes.NewReader(file.Bytes))
	h.Must(err)
	rows, err := x.GetRows("Qué espera, y por qué")
	h.Must(err)
	if len(rows) != 2 || strings.Join(rows[0], "|") != "Por qué|Vencidas|En trámite|La primera vence" || strings.Join(rows[1][1:], "|") != "1|1|16/03/2026" {
		t.Errorf("%q", rows)
	}
	if sum, err := x.GetCellValue("Resumen", "A5"); err != nil || sum != "1 vencida; vencen hoy 0 y esta semana 0, de 1 en trámite." {
		t.Errorf("%q, %v", sum, err)
	}
	rows, err = x.GetRows("Las próximas tres semanas")
	h.Must(err)
	if got := strings.Join(rows[0], "|"); got != "Día|Vencen|Presentes|Capacidad|Holgura" {
		t.Errorf("without history there is no risk to tell: %s", got)
	}
	file, err = h.Figures.BoardFile(h.Ctx, manager, figures.DashboardFilter{}, "pdf")
	h.Must(err)
	if !bytes.HasPrefix(file.Bytes, []byte("%PDF")) || file.Name != "tablero-2026-04-01.pdf" {
		t.Errorf("%s, %d bytes", file.Name, len(file.Bytes))
	}
	_, err = h.Figures.BoardFile(h.Ctx, manager, figures.DashboardFilter{}, "docx")
	h.Code("another format", err, docket.CodeInvalid)
	_, err = h.Figures.BoardFile(h.Ctx, clerk, figures.DashboardFilter{}, "pdf")
	h.Code("a clerk's board", err, docket.CodeForbidden)
}

// The week's board is announced once, on its first business day, from seven o'clock.
func TestTheBoardOfTheWeekIsAnnouncedOnce(t *testing.T) {
	h := desktest.New(t)
	manager := h.Person("Marta", "", docket.RoleManager)
	h.Person("Luis", "lima", docket.RoleOfficer)
	lima := h.Core.Zone("lima")
	for _, c := range []struct {
		at   time.Time
		want int
	}{
		{time.Date(2026, 3, 2, 6, 59, 0, 0, lima), 0},
		{time.Date(2026, 3, 2, 7, 0, 0, 0, lima), 1},
		{time.Date(2026, 3, 2, 9, 0, 0, 0, lima), 1},
		{time.Date(2026, 3, 3, 9, 0, 0, 0, lima), 1},
		{time.Date(2026, 3, 9, 9, 0, 0, 0, lima), 2},
		{time.Date(2026, 6, 29, 9, 0, 0, 0, lima), 2}, // a holiday: Saint Peter and Saint Paul
		{time.Date(2026, 6, 30, 9, 0, 0, 0, lima), 3},
	} {
		h.Now = c.at
		h.Must(h.Figures.BoardWeekly(h.Ctx))
		all, err := h.Core.Store.UnmailedNotices(h.Ctx, h.Now.AddDate(-1, 0, 0))
		h.Must(err)
		if len(all) != c.want {
			t.Errorf("%s: %d notices, want %d", c.at, len(all), c.want)
		}
		for _, n := range all {
			if n.User != manager.ID {
				t.Errorf("told %s", n.User)
			}
		}
	}
}

// What is wrong with the period is said beside its field, though figures and plan are asked for at the same time; and of the past there is no plan.
func TestTheBoardRefusesAPeriodBesideItsField(t *testing.T) {
	h := desktest.New(t)
	manager := h.Person("Marta", "", docket.RoleManager)
	_, _, err := h.Figures.Board(h.Ctx, manager, figures.DashboardFilter{From: desktest.Day(t, "2026-05-01"), To: desktest.Day(t, "2026-01-01")})
	var wrong access.FieldErrors
	if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != "to" {
		t.Errorf("%v", err)
	}
	figures, plan, err := h.Figures.Board(h.Ctx, manager, figures.DashboardFilter{When: "2026-03-02T10:00"})
	h.Must(err)
	if plan != nil || !figures.Past {
		t.Errorf("of the past: %+v", plan)
	}
}
