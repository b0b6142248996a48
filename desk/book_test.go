package desk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"foja/calendar"
	"foja/docket"
)

// yearOf makes cases whose days were counted by hand on the calendar of March 2026, which has
// no holiday before Thursday 2 April:
//
//	1 received Mon 2, answered Wed 4: 2 business days, in time
//	2 received Mon 2, with the unit from Wed 4 to Tue 17, answered Wed 18 (due Mon 16): 12, late
//	3 received Tue 3, denied on Thu 5: 2
//	4 received Tue 3, withdrawn
//	5 received Tue 3, never answered (due Tue 17)
//	6 received on Wed 18 in Trujillo, still in time
func (h *house) yearOf() (manager, officer User) {
	h.Helper()
	clerk, manager := h.person("Rosa", "", docket.RoleReception), h.person("Carmen", "", docket.RoleManager)
	officer = h.person("Julio", "lima", docket.RoleOfficer)
	at := func(day, hour int) { h.now = time.Date(2026, 3, day, hour+5, 0, 0, 0, time.UTC) }
	ids := map[int]string{}
	take := func(n int, office string) {
		f := form(fmt.Sprint("case ", n))
		f.Office, f.Requester.Name = office, fmt.Sprint("Persona ", n)
		if n == 1 {
			f.Requester.Name, f.Text = "=HYPERLINK(\"http://malo.example\")", "  +1;\"dos\"\ntres"
		}
		ids[n] = h.register(clerk, f).ID
		if office == "lima" {
			h.do(officer, ids[n], Command{Action: docket.ActClaim})
		}
	}
	at(2, 10)
	take(1, "lima")
	take(2, "lima")
	at(3, 10)
	take(3, "lima")
	take(4, "lima")
	take(5, "lima")
	h.do(officer, ids[4], Command{Action: docket.ActWithdraw, Text: "Lo pidió."})
	at(4, 11)
	h.do(officer, ids[1], Command{Action: docket.ActRespond, Text: "Va."})
	h.sent(ids[1])
	h.do(officer, ids[2], Command{Action: docket.ActConsult, Unit: h.Agency().Units[0].ID, Text: "¿Lo tienen?"})
	at(5, 11)
	h.do(officer, ids[3], Command{Action: docket.ActDeny, Ground: "confidential-personal", Text: "Son datos personales.", Until: "Siempre"})
	h.do(manager, ids[3], Command{Action: docket.ActApprove})
	h.sent(ids[3])
	at(17, 15)
	h.do(officer, ids[2], Command{Action: docket.ActConsultAnswer, Text: "Sí."})
	at(18, 12)
	h.do(officer, ids[2], Command{Action: docket.ActRespond, Text: "Va, tarde."})
	h.sent(ids[2])
	take(6, "trujillo")
	return manager, officer
}

func TestTheRegisterTellsWhatTheLawAsks(t *testing.T) {
	h := newHouse(t)
	manager, officer := h.yearOf()
	book, err := h.Book(h.ctx, manager, BookFilter{Procedure: "public-information"})
	h.must(err)
	if book.Total != 6 || book.From != day(t, "2026-01-01") || book.To != day(t, "2026-12-31") {
		t.Fatalf("%d lines from %s to %s", book.Total, book.From, book.To)
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
	for _, r := range book.Rows {
		got = append(got, told{
			r.BusinessDays, r.CalendarDays, r.AnsweredOn.String(), r.DueOn.String(), r.Numeral, r.Outcome, r.Standing, r.Late, r.Overdue,
			r.Denial, r.Lateness, r.Observations,
		})
	}
	want := []told{
		{2, 2, "2026-03-04", "2026-03-16", "1", "delivered-in-time", AttendedInTime, false, false, "", "", ""},
		{12, 16, "2026-03-18", "2026-03-16", "2", "delivered-late", AttendedLate, true, false, "", "Días hábiles transcurridos: 12. Por quién lo tuvo: responsable 3, área poseedora 9.", ""},
		{2, 2, "2026-03-05", "2026-03-17", "3", "denied", Unattended, false, false, "Información confidencial: datos personales y salud (TUO 17.5)", "", ""},
		{-1, -1, "", "2026-03-17", "7", "withdrawn", Unattended, false, false, "", "", ""},
		{-1, -1, "", "2026-03-17", "", "", StillOpen, false, true, "", "Días hábiles transcurridos: 11. Por quién lo tuvo: responsable 11.", ""},
		{-1, -1, "", "2026-04-01", "", "", StillOpen, false, false, "", "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	book, err = h.Book(h.ctx, officer, BookFilter{Office: "trujillo"})
	h.must(err)
	if book.Total != 5 {
		t.Errorf("an officer of Lima sees %d lines, want her office's 5", book.Total)
	}
	book, err = h.Book(h.ctx, manager, BookFilter{From: day(t, "2026-03-03"), To: day(t, "2026-03-17"), Limit: 2, Offset: 1})
	h.must(err)
	if book.Total != 3 || len(book.Rows) != 2 || book.Rows[0].Requester != "Persona 4" {
		t.Errorf("%d, %+v", book.Total, book.Rows)
	}
	_, err = h.Book(h.ctx, manager, BookFilter{From: day(t, "2026-03-03"), To: day(t, "2026-03-02")})
	h.code("period ends before it begins", err, docket.CodeInvalid)
	_, err = h.Book(h.ctx, manager, BookFilter{Only: "ground:"})
	h.code("no such group", err, docket.CodeInvalid)
	_, err = h.BookFile(h.ctx, manager, BookFilter{}, "pdf")
	h.code("no such format", err, docket.CodeInvalid)
}

func TestWhoMayReadTheRegister(t *testing.T) {
	h := newHouse(t)
	for role, may := range map[docket.Role]struct{ book, yearly bool }{
		docket.RoleReception: {false, false}, docket.RoleOfficer: {true, false}, docket.RoleManager: {true, true}, docket.RoleHead: {true, true},
		docket.RoleAdministrator: {true, true}, docket.RoleAuditor: {true, true},
	} {
		u := h.person(string(role), "lima", role)
		_, errBook := h.Book(h.ctx, u, BookFilter{})
		_, errFile := h.BookFile(h.ctx, u, BookFilter{}, "csv")
		_, errReturn := h.Return(h.ctx, u, ReturnFilter{})
		_, errReturnFile := h.ReturnFile(h.ctx, u, ReturnFilter{})
		for _, c := range []struct {
			err error
			may bool
		}{{errBook, may.book}, {errFile, may.book}, {errReturn, may.yearly}, {errReturnFile, may.yearly}} {
			if c.may != (c.err == nil) || !c.may && docket.CodeOf(c.err) != docket.CodeForbidden {
				t.Errorf("%s: %v", role, c.err)
			}
		}
	}
}

func TestTheYearlyReturn(t *testing.T) {
	h := newHouse(t)
	manager, _ := h.yearOf()
	r, err := h.Return(h.ctx, manager, ReturnFilter{})
	h.must(err)
	got := map[string]int{"received": r.Received.N, "overdue": r.Overdue.N, "extended": r.Extended.N, "answered": r.Answered.N}
	all := append([]BookFigure{r.Received, r.Overdue, r.Extended, r.Answered}, r.Standing...)
	all = append(append(all, r.ByOutcome...), r.ByGround...)
	for _, list := range [][]BookFigure{r.Standing, r.ByOutcome, r.ByGround, r.ByHands} {
		for _, f := range list {
			if f.N > 0 {
				got[f.Key] = f.N
			}
		}
	}
	want := map[string]int{
		"received": 6, "overdue": 1, "extended": 0, "answered": 3, AttendedInTime: 1, AttendedLate: 1, StillOpen: 2, Unattended: 2,
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
	if r.Year != 2026 || r.DueOn != day(t, "2027-03-31") {
		t.Errorf("%d, reference %s", r.Year, r.DueOn)
	}
	for _, f := range all {
		book, err := h.Book(h.ctx, manager, f.Filter)
		h.must(err)
		if book.Total != f.N {
			t.Errorf("%s says %d, its list has %d", f.Name, f.N, book.Total)
		}
	}
	_, err = h.Return(h.ctx, manager, ReturnFilter{Year: 26})
	h.code("no such year", err, docket.CodeInvalid)
}

func TestR60_TheReferenceIsTheLastBusinessDayOfMarch(t *testing.T) {
	h := newHouse(t)
	for year, want := range map[int]calendar.Date{2026: day(t, "2026-03-31"), 2027: day(t, "2027-03-31")} {
		got, err := docket.ReturnDueOn(h.seen.Load().view(h.office("lima")), year)
		h.must(err)
		if got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

func TestCSVRunsNoFormula(t *testing.T) {
	h := newHouse(t)
	manager, _ := h.yearOf()
	f, err := h.BookFile(h.ctx, manager, BookFilter{}, "csv")
	h.must(err)
	text, marked := strings.CutPrefix(string(f.Bytes), "\ufeff")
	if !marked || f.Name != "registro-2026-01-01-a-2026-12-31.csv" {
		t.Errorf("%q begins without the mark of UTF-8", f.Name)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	lines, err := r.ReadAll()
	h.must(err)
	if len(lines) != 7 {
		t.Fatalf("%d lines", len(lines))
	}
	if got := lines[1]; got[1] != `'=HYPERLINK("http://malo.example")` || !strings.HasPrefix(got[3], "'") || got[7] != "2" || got[9] != "No" || got[6] != "2026-03-04" {
		t.Errorf("%q", got)
	}
	for s, want := range map[string]string{
		"": "", "Ana": "Ana", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'\t=1", "\rx": "'\rx", " =1": "' =1",
		"＝1": "'＝1", "a=1": "a=1", "'=1": "'=1",
	} {
		if got := unformula(s); got != want {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestWorkbooksReadBack(t *testing.T) {
	h := newHouse(t)
	manager, _ := h.yearOf()
	f, err := h.ReturnFile(h.ctx, manager, ReturnFilter{Year: 2026})
	h.must(err)
	x, err := excelize.OpenReader(bytes.NewReader(f.Bytes))
	h.must(err)
	defer func() { h.must(x.Close()) }()
	if diff := cmp.Diff([]string{"Cifras", "Casos"}, x.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	figures, err := x.GetRows("Cifras")
	h.must(err)
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
	h.must(err)
	if len(cases) != 7 || cases[1][1] != `=HYPERLINK("http://malo.example")` || cases[1][4] != "02/03/2026" {
		t.Errorf("%d lines, %q", len(cases), cases[1])
	}
	if formula, err := x.GetCellFormula("Casos", "B2"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q (%v)", formula, err)
	}
}
