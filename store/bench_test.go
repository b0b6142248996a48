package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// FOJA_BENCH_ROWS is how many cases the lists are measured with.
func benchRows() int {
	if n, err := strconv.Atoi(os.Getenv("FOJA_BENCH_ROWS")); err == nil {
		return n
	}
	return 20_000
}

func eachEngineB(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, migrated(b, sqliteDSN(b))) })
	if !onlySQLite() {
		b.Run("postgres", func(b *testing.B) { bench(b, migrated(b, postgresDSN(b))) })
	}
}

var (
	benchToday = calendar.Date{Year: 2026, Month: 3, Day: 11}
	benchUsers []string
)

// fill writes n cases over three years, a twentieth of them open, in one transaction.
func fill(b *testing.B, s *Store, n int) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	benchUsers = nil
	for i := range 20 {
		u, err := s.AddUser(b.Context(), User{Login: fmt.Sprint("u", i), Name: fmt.Sprint("User ", i)})
		must(b, err)
		benchUsers = append(benchUsers, u.ID)
	}
	vocabulary := make([]string, 5000)
	for i := range vocabulary {
		vocabulary[i] = "palabra" + strconv.Itoa(i*7919%100_000)
	}
	must(b, s.inTx(b.Context(), "fill", func(tx *sql.Tx) error {
		for i := 1; i <= n; i++ {
			age := (n - i) * 1000 / n
			reg := registration("bench" + strconv.Itoa(i))
			reg.Office = []string{"lima", "cusco", "puno", "tacna"}[random.IntN(4)]
			reg.Procedure = []string{"public-information", "assistance"}[random.IntN(2)]
			reg.ReceivedOn, reg.DueOn = benchToday.AddDays(-age), benchToday.AddDays(14-age)
			reg.ReceivedAt = reg.ReceivedOn.At(15, 0, time.UTC)
			reg.Text = ""
			for range 60 {
				reg.Text += vocabulary[random.IntN(len(vocabulary))] + " "
			}
			r := docket.Request{
				Registration: reg, ID: fmt.Sprintf("id-%08d", i), Number: fmt.Sprintf("%06d-2026", i), RegisteredAt: reg.ReceivedAt,
				ReplyToken: strconv.Itoa(i),
			}
			if err := insertRequest(b.Context(), tx, r, 2026_000_000+int64(i)); err != nil {
				return err
			}
			if err := insertRequester(b.Context(), tx, r); err != nil {
				return err
			}
			c := docket.Case{
				Request: r.ID, Office: reg.Office, Seq: 1, State: "working", Holder: benchUsers[random.IntN(20)], DueOn: reg.DueOn,
				AlarmOn: reg.DueOn,
				Tasks: []docket.Task{
					{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskClaimed, Role: docket.RoleOfficer, OpenedAt: noon},
				},
			}
			if i < n*19/20 {
				c.State, c.Tasks[0].State = "closed", docket.TaskDone
				c.ClosedAt = reg.DueOn.AddDays(random.IntN(5)-3).At(15, 0, time.UTC)
				c.AnsweredAt = c.ClosedAt
			}
			if err := s.writeCase(b.Context(), tx, c, "x"); err != nil {
				return err
			}
		}
		return nil
	}))
	// As a server that has run for some days would have it.
	if s.engine == postgres {
		_, err := s.write.ExecContext(b.Context(), "VACUUM ANALYZE")
		must(b, err)
	}
	must(b, s.Upkeep(b.Context()))
}

func BenchmarkRegister(b *testing.B) {
	eachEngineB(b, func(b *testing.B, s *Store) {
		i := 0
		for b.Loop() {
			i++
			register(b, s, registration(strconv.Itoa(i)))
		}
	})
}

func BenchmarkRequests(b *testing.B) {
	yes, no := true, false
	eachEngineB(b, func(b *testing.B, s *Store) {
		fill(b, s, benchRows())
		for _, c := range []struct {
			name string
			f    RequestFilter
		}{
			{"all", RequestFilter{}},
			{"newest", RequestFilter{Sort: "-received"}},
			{"deep", RequestFilter{Sort: "-number", Page: Page{Offset: benchRows() - 60}}},
			{"open", RequestFilter{Open: &yes}},
			{"overdue", RequestFilter{OverdueOn: benchToday}},
			{"closed", RequestFilter{Open: &no, Sort: "-received"}},
			{"late", RequestFilter{Late: &yes}},
			{"office", RequestFilter{Office: "lima", Sort: "-received"}},
			{"holder", RequestFilter{Holder: benchUsers[3], Open: &yes}},
			{"states", RequestFilter{States: []string{"working", "review"}}},
			{"period", RequestFilter{
				ReceivedFrom: benchToday.AddDays(-400), ReceivedTo: benchToday.AddDays(-30), Procedure: "assistance",
			}},
			{"outcome", RequestFilter{Outcome: "none", Channel: docket.ChannelEmail}},
			{"two words", RequestFilter{Text: "palabra7919 palabra15838"}},
			{"word of one in a hundred", RequestFilter{Text: "palabra7919", Sort: "-received"}},
			{"word of all", RequestFilter{Text: "requester"}},
		} {
			b.Run(c.name, func(b *testing.B) {
				for b.Loop() {
					if _, _, err := s.Requests(b.Context(), c.f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("tasks", func(b *testing.B) {
			for b.Loop() {
				if _, _, err := s.Tasks(b.Context(), TaskFilter{Office: "lima"}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("duplicates", func(b *testing.B) {
			for b.Loop() {
				if _, err := s.ProbableDuplicates(b.Context(), DuplicateProbe{Name: "Requester bench7", IDNumber: "9bench7"},
					5); err != nil {
					b.Fatal(err)
				}
			}
		})
		for name, figures := range map[string]func() error{
			"board": func() error {
				_, err := s.LoadByHands(b.Context(), benchToday, "", "")
				if err == nil {
					_, err = s.LoadByUnit(b.Context(), benchToday, "", "")
				}
				return err
			},
			"plan": func() error {
				_, err := s.DueByDay(b.Context(), benchToday, benchToday.AddDays(21), "", "")
				if err == nil {
					_, err = s.AnsweredByMonth(b.Context(), benchToday.AddDays(-365), "", "")
				}
				return err
			},
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if err := figures(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		for name, f := range map[string]DashboardFilter{
			"dashboard": {Today: benchToday, WeekEnd: benchToday.AddDays(4)},
			"dashboard of a year": {
				Today: benchToday, WeekEnd: benchToday.AddDays(4), From: benchToday.AddDays(-365), To: benchToday,
			},
			"dashboard of an office": {Today: benchToday, WeekEnd: benchToday.AddDays(4), Office: "lima"},
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Dashboard(b.Context(), f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}
