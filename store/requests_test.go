package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
)

// project puts a request into a state that a list can show.
func project(t testing.TB, s *Store, r docket.Request, change func(*docket.Case)) docket.Case {
	t.Helper()
	c, err := s.Case(t.Context(), r.ID)
	must(t, err)
	if c.Seq == 0 {
		c.State, c.Hands = "registered", docket.HandsOfficer
	}
	change(&c)
	c.Seq++
	e := docket.Event{
		Seq: c.Seq, Kind: docket.EventRegistered, At: noon, By: docket.System(), Hands: c.Hands, State: c.State,
	}
	must(t, s.Project(t.Context(), []docket.Event{e}, c))
	return c
}

func numbers(rows []RequestRow) string {
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimLeft(r.Number[:6], "0"))
	}
	return strings.Join(all, " ")
}

func TestRequestFilters(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "rosa", Name: "Rosa O."})
		must(t, err)
		// 1: open, due on the 16th; 2: open, due on the 10th, held; 3: closed in time; 4: closed
		// late; 5: withdrawn; 6: of another office, procedure, channel and day; not started.
		for i := 1; i <= 6; i++ {
			reg := registration(fmt.Sprint(i))
			reg.ReceivedAt = noon.Add(time.Duration(-i) * time.Hour)
			if i == 6 {
				reg.Office, reg.Procedure, reg.Channel = "cusco", "assistance", docket.ChannelEmail
				reg.ReceivedOn, reg.DueOn = date(t, "2026-02-27"), date(t, "2026-03-13")
			}
			r := register(t, s, reg)
			if i == 6 {
				continue
			}
			project(t, s, r, func(c *docket.Case) {
				switch i {
				case 2:
					c.DueOn, c.Holder, c.State = date(t, "2026-03-10"), u.ID, "working"
				case 3:
					c.AnsweredAt = time.Date(2026, 3, 16, 20, 0, 0, 0, time.UTC)
					c.ClosedAt, c.Outcome, c.State, c.Holder = c.AnsweredAt, "given", "closed", u.ID
				case 4:
					c.AnsweredAt = time.Date(2026, 3, 18, 20, 0, 0, 0, time.UTC)
					c.ClosedAt, c.Outcome, c.State = c.AnsweredAt, "late", "closed"
				case 5:
					c.ClosedAt, c.Outcome, c.State = noon, "withdrawn", "closed"
				}
			})
		}
		yes, no := true, false
		for name, c := range map[string]struct {
			f    RequestFilter
			want string
		}{
			"all by due day":        {RequestFilter{}, "2 6 1 3 4 5"},
			"due":                   {RequestFilter{Sort: "due"}, "2 6 1 3 4 5"},
			"last due":              {RequestFilter{Sort: "-due"}, "5 4 3 1 6 2"},
			"received":              {RequestFilter{Sort: "received"}, "6 5 4 3 2 1"},
			"last received":         {RequestFilter{Sort: "-received"}, "1 2 3 4 5 6"},
			"number":                {RequestFilter{Sort: "number"}, "1 2 3 4 5 6"},
			"last number":           {RequestFilter{Sort: "-number"}, "6 5 4 3 2 1"},
			"page":                  {RequestFilter{Sort: "number", Page: Page{Limit: 2, Offset: 2}}, "3 4"},
			"open":                  {RequestFilter{Open: &yes}, "2 6 1"},
			"closed":                {RequestFilter{Open: &no}, "3 4 5"},
			"answered":              {RequestFilter{Answered: &yes}, "3 4"},
			"unanswered and closed": {RequestFilter{Answered: &no, Open: &no}, "5"},
			"late":                  {RequestFilter{Late: &yes}, "4"},
			"in time":               {RequestFilter{Late: &no}, "3"},
			"states":                {RequestFilter{States: []string{"working", "registered"}}, "2 1"},
			"not started":           {RequestFilter{States: []string{""}}, "6"},
			"procedure":             {RequestFilter{Procedure: "assistance"}, "6"},
			"office":                {RequestFilter{Office: "cusco"}, "6"},
			"channel":               {RequestFilter{Channel: docket.ChannelEmail}, "6"},
			"holder":                {RequestFilter{Holder: u.ID}, "2 3"},
			"unclaimed":             {RequestFilter{Unclaimed: true, Open: &yes}, "6 1"},
			"outcome":               {RequestFilter{Outcome: "withdrawn"}, "5"},
			"due from":              {RequestFilter{DueFrom: date(t, "2026-03-13")}, "6 1 3 4 5"},
			"due to":                {RequestFilter{DueTo: date(t, "2026-03-13")}, "2 6"},
			"received from":         {RequestFilter{ReceivedFrom: date(t, "2026-03-02")}, "2 1 3 4 5"},
			"received to":           {RequestFilter{ReceivedTo: date(t, "2026-03-01")}, "6"},
			"overdue":               {RequestFilter{OverdueOn: date(t, "2026-03-13")}, "2"},
			"overdue a day later":   {RequestFilter{OverdueOn: date(t, "2026-03-14")}, "2 6"},
			"text and open":         {RequestFilter{Text: "texts 2026", Open: &yes}, ""},
			"text":                  {RequestFilter{Text: "SUBJECT 2026", Open: &no}, "3 4 5"},
		} {
			rows, total, err := s.Requests(ctx, c.f)
			must(t, err)
			if got := numbers(rows); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
			if want := len(rows); name != "page" && total != want {
				t.Errorf("%s: total %d of %d", name, total, want)
			}
			if name == "page" && total != 6 {
				t.Errorf("total of a page is %d", total)
			}
		}
		_, _, err = s.Requests(ctx, RequestFilter{Sort: "due; DROP TABLE request"})
		wantCode(t, err, docket.CodeInvalid)

		rows, _, err := s.Requests(ctx, RequestFilter{Late: &no})
		must(t, err)
		r, err := s.RequestByNumber(ctx, "000003-2026")
		must(t, err)
		answered := time.Date(2026, 3, 16, 20, 0, 0, 0, time.UTC)
		want := RequestRow{
			ID: r.ID, Number: r.Number, Procedure: "public-information", Office: "lima", Channel: docket.ChannelCounter,
			RequesterName: "Requester 3", Subject: "Subject 3", State: "closed", Hands: docket.HandsOfficer, Holder: u.ID,
			HolderName: "Rosa O.",
			ReceivedAt: r.ReceivedAt, ReceivedOn: r.ReceivedOn, DueOn: r.DueOn, AlarmOn: r.DueOn, Outcome: "given",
			AnsweredAt: answered, ClosedAt: answered,
		}
		if diff := cmp.Diff([]RequestRow{want}, rows); diff != "" {
			t.Errorf("row differs:\n%s", diff)
		}
	})
}

func TestPageIsBounded(t *testing.T) {
	for _, c := range []struct {
		page          Page
		limit, offset int
	}{
		{Page{}, 50, 0},
		{Page{Limit: -1, Offset: -5}, 50, 0},
		{Page{Limit: 9999, Offset: 3}, 500, 3},
		{Page{Limit: 7}, 7, 0},
	} {
		if limit, offset := c.page.bounds(); limit != c.limit || offset != c.offset {
			t.Errorf("%v: %d, %d", c.page, limit, offset)
		}
	}
}

func TestSearch(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		reg := registration("k1")
		reg.Requester.Name, reg.Requester.Email = "Íñigo Peñaloza Güere", "inigo.p@correo.example"
		reg.Requester.IDNumber = "40506070"
		reg.Subject = "Información sobre licitaciones"
		reg.Text = "Solicito las actas de la comisión y los contratos de luces del penal de Lurigancho, por los últimos meses."
		register(t, s, reg)
		register(t, s, registration("k2"))
		for _, text := range []string{
			"información", "informacion", "INFORMACIONES", "licitación", "licitacion", "acta", "Actas", "comisiones", "contrato",
			"luz", "mes", "penales", "íñigo", "inigo", "Penaloza", "güere guere", "40506070", "inigo.p@correo.example",
			"000001-2026", "1", "1-2026", "lurigancho contrato acta", "contratos, (luces)!", "LICITACIÓN últimos",
		} {
			rows, total, err := s.Requests(t.Context(), RequestFilter{Text: text})
			must(t, err)
			if total != 1 || numbers(rows) != "1" {
				t.Errorf("%q found %q", text, numbers(rows))
			}
		}
		for _, text := range []string{
			"acta inexistente", "!!!", "'", `"`, "OR", "acta OR k2", "acta*", "NEAR(acta)", "a'b", "& | !", "\x00", "\xff",
		} {
			_, total, err := s.Requests(t.Context(), RequestFilter{Text: text})
			must(t, err)
			if want := map[string]int{"acta*": 1}[text]; total != want {
				t.Errorf("%q found %d", text, total)
			}
		}
	})
}

func TestStem(t *testing.T) {
	for _, pair := range []string{
		"información informaciones", "licitación licitaciones", "acta actas", "luz luces", "ley leyes", "mes meses",
		"preso presa", "interno internas", "oficial oficiales", "penal penales", "obra obras", "contrato contratos",
		"juez jueces", "religioso religiosa", "resolución resoluciones", "base bases", "niño NINOS",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if got, want := stems(a), stems(b); !slices.Equal(got, want) {
			t.Errorf("%s is %v, %s is %v", a, got, b, want)
		}
	}
	// Some do fall together (acta and acto, mes and mesa): the price of a light stemmer.
	for _, pair := range []string{"obra sobre", "penal pena", "mesa mensual", "informe información"} {
		a, b, _ := strings.Cut(pair, " ")
		if slices.Equal(stems(a), stems(b)) {
			t.Errorf("%s and %s meet", a, b)
		}
	}
}

func TestProbableDuplicates(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		reg := registration("1")
		reg.Requester = docket.Requester{Name: "María Elena Quispe Mamani", IDNumber: "4010-2030", Email: "Maria@Example.pe"}
		reg.Text = "Solicito copia de las actas de la junta de economía del año 2025"
		first := register(t, s, reg)
		other := registration("2")
		other.Text = "María pidió algo para Quispe" // names in a text are not the requester's
		register(t, s, other)

		for name, c := range map[string]struct {
			probe DuplicateProbe
			why   string
		}{
			"document":   {DuplicateProbe{IDNumber: "40102030"}, "id_number"},
			"mail":       {DuplicateProbe{Email: " maria@example.PE "}, "email"},
			"name":       {DuplicateProbe{Name: "QUISPE MAMANI maria"}, "name"},
			"text":       {DuplicateProbe{Text: "Solicito copia de las planillas del personal de economía del año 2025"}, ""},
			"same words": {DuplicateProbe{Text: "solicito COPIA de las actas de la junta de economia del año 2025."}, "text"},
			"everything": {DuplicateProbe{
				IDNumber: "40102030", Email: "maria@example.pe", Name: "Maria Quispe", Text: reg.Text,
			}, "id_number email name text"},
			"half a name":   {DuplicateProbe{Name: "Maria"}, ""},
			"nothing":       {DuplicateProbe{}, ""},
			"somebody else": {DuplicateProbe{Name: "Juana Pérez", IDNumber: "1"}, ""},
			"long ago":      {DuplicateProbe{IDNumber: "40102030", Since: calendar.Date{Year: 2026, Month: 3, Day: 3}}, ""},
			"the same day": {
				DuplicateProbe{IDNumber: "40102030", Since: calendar.Date{Year: 2026, Month: 3, Day: 2}}, "id_number",
			},
		} {
			hints, err := s.ProbableDuplicates(ctx, c.probe, 5)
			must(t, err)
			if c.why == "" {
				if len(hints) != 0 {
					t.Errorf("%s: %v", name, hints)
				}
				continue
			}
			if len(hints) != 1 || hints[0].ID != first.ID || strings.Join(hints[0].Why, " ") != c.why {
				t.Errorf("%s: %+v", name, hints)
			}
		}
	})
}

// A request whose clock is suspended has no due day: it comes last in both orders by day, and pages neither repeat nor
// lose one.
func TestSuspendedComeLast(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		for i := 1; i <= 7; i++ {
			project(t, s, register(t, s, registration(fmt.Sprint(i))), func(c *docket.Case) {
				if c.DueOn = date(t, fmt.Sprintf("2026-03-%02d", 20-i)); i == 2 || i == 4 || i == 5 {
					c.DueOn = calendar.Date{}
				}
			})
		}
		for order, want := range map[string]string{
			"due": "7 6 3 1 2 4 5", "-due": "1 3 6 7 5 4 2", "number": "1 2 3 4 5 6 7",
		} {
			for size := 1; size <= 8; size++ {
				var pages []string
				for at := 0; at < 9; at += size {
					rows, total, err := s.Requests(t.Context(), RequestFilter{Sort: order, Page: Page{Limit: size, Offset: at}})
					must(t, err)
					if total != 7 {
						t.Errorf("%d in all", total)
					}
					if len(rows) > 0 {
						pages = append(pages, numbers(rows))
					}
				}
				if got := strings.Join(pages, " "); got != want {
					t.Errorf("%s by %d: %s, want %s", order, size, got, want)
				}
			}
		}
	})
}
