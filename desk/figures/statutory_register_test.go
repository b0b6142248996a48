package figures_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"foja/calendar"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

func TestTheRegisterTellsWhatTheLawAsks(t *testing.T) {
	h := desktest.New(t)
	manager, officer := h.YearOf()
	register, err := h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{Procedure: "public-information"})
	h.Must(err)
	if register.Total != 6 || register.From != desktest.Day(t, "2026-01-01") || register.To != desktest.Day(t, "2026-12-31") {
		t.Fatalf("%d lines from %s to %s", register.Total, register.From, register.To)
	}
	type told struct {
		Business, Calendar   int
		Answered, Due        string
		Numeral, Outcome     string
		Standing             string
		Late, Overdue        bool
		Denial, Why, Remarks string
	}
	var got []told
	for _, r := range register.Rows {
		got = append(got, told{
			Business: r.BusinessDays, Calendar: r.CalendarDays, Answered: r.AnsweredOn.String(), Due: r.DueOn.String(), Numeral: r.Numeral, Outcome: r.Outcome, Standing: r.Standing, Late: r.Late, Overdue: r.Overdue,
			Denial: desktest.Words(r.Denial), Why: desktest.Words(r.Lateness), Remarks: desktest.Words(r.Observations),
		})
	}
	want := []told{
		{Business: 2, Calendar: 2, Answered: "2026-03-04", Due: "2026-03-16", Numeral: "1", Outcome: "delivered-in-time", Standing: figures.AttendedInTime, Late: false, Overdue: false, Denial: "", Why: "", Remarks: ""},
		{Business: 12, Calendar: 16, Answered: "2026-03-18", Due: "2026-03-16", Numeral: "2", Outcome: "delivered-late", Standing: figures.AttendedLate, Late: true, Overdue: false, Denial: "", Why: "Días hábiles transcurridos: 12. Por quién lo tuvo: responsable 3, área poseedora 9.", Remarks: ""},
		{Business: 2, Calendar: 2, Answered: "2026-03-05", Due: "2026-03-17", Numeral: "3", Outcome: "denied", Standing: figures.Unattended, Late: false, Overdue: false, Denial: "Información confidencial: datos personales y salud (TUO 17.5)", Why: "", Remarks: ""},
		{Business: -1, Calendar: -1, Answered: "", Due: "2026-03-17", Numeral: "7", Outcome: "withdrawn", Standing: figures.Unattended, Late: false, Overdue: false, Denial: "", Why: "", Remarks: ""},
		{Business: -1, Calendar: -1, Answered: "", Due: "2026-03-17", Numeral: "", Outcome: "", Standing: figures.StillOpen, Late: false, Overdue: true, Denial: "", Why: "Días hábiles transcurridos: 11. Por quién lo tuvo: responsable 11.", Remarks: ""},
		{Business: -1, Calendar: -1, Answered: "", Due: "2026-04-01", Numeral: "", Outcome: "", Standing: figures.StillOpen, Late: false, Overdue: false, Denial: "", Why: "", Remarks: ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	register, err = h.Figures.StatutoryRegister(h.Ctx, officer, figures.RegisterFilter{Office: "trujillo"})
	h.Must(err)
	if register.Total != 5 {
		t.Errorf("an officer of Lima sees %d lines, want her office's 5", register.Total)
	}
	register, err = h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{From: desktest.Day(t, "2026-03-03"), To: desktest.Day(t, "2026-03-17"), Limit: 2, Offset: 1})
	h.Must(err)
	if register.Total != 3 || len(register.Rows) != 2 || register.Rows[0].Requester != "Persona 4" {
		t.Errorf("%d, %+v", register.Total, register.Rows)
	}
	_, err = h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{From: desktest.Day(t, "2026-03-03"), To: desktest.Day(t, "2026-03-02")})
	h.Code("period ends before it begins", err, docket.CodeInvalid)
	_, err = h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{Only: "ground:"})
	h.Code("no such group", err, docket.CodeInvalid)
	_, err = h.Figures.RegisterFile(h.Ctx, manager, figures.RegisterFilter{}, "pdf")
	h.Code("no such format", err, docket.CodeInvalid)
}

func TestWhoMayReadTheRegister(t *testing.T) {
	h := desktest.New(t)
	for role, may := range map[docket.Role]struct{ register, yearly bool }{
		docket.RoleReception: {false, false}, docket.RoleOfficer: {true, false}, docket.RoleManager: {true, true}, docket.RoleHead: {true, true},
		docket.RoleAdministrator: {true, true}, docket.RoleAuditor: {true, true},
	} {
		u := h.Person(string(role), "lima", role)
		_, errRegister := h.Figures.StatutoryRegister(h.Ctx, u, figures.RegisterFilter{})
		_, errFile := h.Figures.RegisterFile(h.Ctx, u, figures.RegisterFilter{}, "csv")
		_, errReturn := h.Figures.Return(h.Ctx, u, figures.ReturnFilter{})
		_, errReturnFile := h.Figures.ReturnFile(h.Ctx, u, figures.ReturnFilter{})
		for _, c := range []struct {
			err error
			may bool
		}{{errRegister, may.register}, {errFile, may.register}, {errReturn, may.yearly}, {errReturnFile, may.yearly}} {
			if c.may != (c.err == nil) || !c.may && docket.CodeOf(c.err) != docket.CodeForbidden {
				t.Errorf("%s: %v", role, c.err)
			}
		}
	}
}

func TestTheYearlyReturn(t *testing.T) {
	h := desktest.New(t)
	manager, _ := h.YearOf()
	r, err := h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{})
	h.Must(err)
	got := map[string]int{"received": r.Received.N, "overdue": r.Overdue.N, "extended": r.Extended.N, "answered": r.Answered.N}
	all := append([]figures.RegisterFigure{r.Received, r.Overdue, r.Extended, r.Answered}, r.Standing...)
	all = append(append(all, r.ByOutcome...), r.ByGround...)
	for _, list := range [][]figures.RegisterFigure{r.Standing, r.ByOutcome, r.ByGround, r.ByHands} {
		for _, f := range list {
			if f.N > 0 {
				got[f.Key] = f.N
			}
		}
	}
	want := map[string]int{
		"received": 6, "overdue": 1, "extended": 0, "answered": 3, figures.AttendedInTime: 1, figures.AttendedLate: 1, figures.StillOpen: 2, figures.Unattended: 2,
		"outcome:delivered-in-time": 1, "outcome:delivered-late": 1, "outcome:denied": 1, "outcome:withdrawn": 1,
		"ground:confidential-personal": 1, "hands:officer": 7, "hands:unit": 9,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// 2, 2 and 12 business days; 2, 2 and 16 calendar days.
	if r.Business != (docket.Spread{N: 3, Mean: 16. / 3, Median: 2, P90: 12}) || r.Calendar != (docket.Spread{N: 3, Mean: 20. / 3, Median: 2, P90: 16}) {
		t.Errorf("business %+v, calendar %+v", r.Business, r.Calendar)
	}
	if r.Year != 2026 || r.DueOn != desktest.Day(t, "2027-03-31") {
		t.Errorf("%d, reference %s", r.Year, r.DueOn)
	}
	for _, f := range all {
		register, err := h.Figures.StatutoryRegister(h.Ctx, manager, f.Filter)
		h.Must(err)
		if register.Total != f.N {
			t.Errorf("%s says %d, its list has %d", f.Name, f.N, register.Total)
		}
	}
	_, err = h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{Year: 26})
	h.Code("no such year", err, docket.CodeInvalid)
}

func TestR60_TheReferenceIsTheLastBusinessDayOfMarch(t *testing.T) {
	h := desktest.New(t)
	for year, want := range map[int]calendar.Date{2026: desktest.Day(t, "2026-03-31"), 2027: desktest.Day(t, "2027-03-31")} {
		got, err := docket.ReturnDueOn(h.Core.DaysLastSeen().View(h.Core.Office("lima")), year)
		h.Must(err)
		if got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

func TestCSVRunsNoFormula(t *testing.T) {
	h := desktest.New(t)
	manager, _ := h.YearOf()
	f, err := h.Figures.RegisterFile(h.Ctx, manager, figures.RegisterFilter{}, "csv")
	h.Must(err)
	text, marked := strings.CutPrefix(string(f.Bytes), "\ufeff")
	if !marked || f.Name != "registro-2026-01-01-a-2026-12-31.csv" {
		t.Errorf("%q begins without the mark of UTF-8", f.Name)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	lines, err := r.ReadAll()
	h.Must(err)
	if len(lines) != 7 {
		t.Fatalf("%d lines", len(lines))
	}
	if got := lines[1]; got[1] != `'=HYPERLINK("http://malo.example")` || !strings.HasPrefix(got[3], "'") || got[7] != "2" || got[9] != "No" || got[6] != "2026-03-04" {
		t.Errorf("%q", got)
	}
}

func TestWorkbooksReadBack(t *testing.T) {
	h := desktest.New(t)
	manager, _ := h.YearOf()
	f, err := h.Figures.ReturnFile(h.Ctx, manager, figures.ReturnFilter{Year: 2026})
	h.Must(err)
	x, err := excelize.OpenReader(bytes.NewReader(f.Bytes))
	h.Must(err)
	defer func() { h.Must(x.Close()) }()
	if diff := cmp.Diff([]string{"Cifras", "Casos"}, x.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	figures, err := x.GetRows("Cifras")
	h.Must(err)
	found := map[string]string{}
	for _, line := range figures {
		if len(line) > 1 {
			found[line[0]] = line[1]
		}
	}
	for name, want := range map[string]string{"Recibidas": "6", "Denegada": "1", "Mediana": "2", "Percentil 90": "12", "Área poseedora": "9", "Fecha de referencia": "31/03/2027"} {
		if found[name] != want {
			t.Errorf("%s: %q, want %s", name, found[name], want)
		}
	}
	cases, err := x.GetRows("Casos")
	h.Must(err)
	if len(cases) != 7 || cases[1][1] != `=HYPERLINK("http://malo.example")` || cases[1][4] != "02/03/2026" {
		t.Errorf("%d lines, %q", len(cases), cases[1])
	}
	if formula, err := x.GetCellFormula("Casos", "B2"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q (%v)", formula, err)
	}
}
