package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestRegisterKeepsEverything(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		reg := registration("mail:1")
		reg.Channel, reg.Message = docket.ChannelEmail, "abc"
		reg.Requester = docket.Requester{
			Name: "Ñusta Quispe", IDKind: "DNI", IDNumber: "01234567", Address: "Jr. Única 1", Email: "N@example.pe",
			Phone: "1", EmailConsent: true,
		}
		reg.Fields = map[string]string{"prison": "Ancón"}
		reg.ThreadMessageID, reg.ThreadReferences, reg.ThreadSubject = "<a@b>", []string{"<c@d>", "<e@f>"}, "Pedido"
		reg.Sheets, reg.ReceivedBy, reg.DeliveryMode = 3, "u1", "email"
		r := register(t, s, reg)

		want := docket.Request{
			Registration: reg, ID: r.ID, Number: "000001-2026", StatusCode: r.StatusCode, ReplyToken: r.ReplyToken,
			RegisteredAt: noon.Truncate(time.Microsecond),
		}
		want.ReceivedAt = noon.Truncate(time.Microsecond)
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("registered differs (-want +got):\n%s", diff)
		}
		if len(r.StatusCode) != 10 || len(r.ReplyToken) != 26 ||
			strings.ContainsAny(r.StatusCode+strings.ToUpper(r.ReplyToken), "01IO") {
			t.Errorf("code %q, token %q", r.StatusCode, r.ReplyToken)
		}
		for name, read := range map[string]func() (docket.Request, error){
			"id":     func() (docket.Request, error) { return s.Request(ctx, r.ID) },
			"number": func() (docket.Request, error) { return s.RequestByNumber(ctx, " 000001-2026") },
			"status": func() (docket.Request, error) { return s.RequestByStatus(ctx, r.Number, strings.ToLower(r.StatusCode)) },
			"token":  func() (docket.Request, error) { return s.RequestByReplyToken(ctx, strings.ToUpper(r.ReplyToken)) },
			"key":    func() (docket.Request, error) { return s.RequestByKey(ctx, reg.Key) },
		} {
			got, err := read()
			must(t, err)
			if diff := cmp.Diff(r, got); diff != "" {
				t.Errorf("by %s differs:\n%s", name, diff)
			}
		}
		_, err := s.RequestByStatus(ctx, r.Number, "AAAAAAAAAA")
		wantCode(t, err, docket.CodeNotFound)
		_, err = s.RequestByReplyToken(ctx, "")
		wantCode(t, err, docket.CodeNotFound)

		c, err := s.Case(ctx, r.ID)
		must(t, err)
		if c.Seq != 0 || c.State != "" || c.DueOn != reg.DueOn || c.Request != r.ID {
			t.Errorf("case before its workflow: %+v", c)
		}
		unstarted, err := s.UnstartedRequests(ctx, noon.Add(time.Second))
		must(t, err)
		if len(unstarted) != 1 || unstarted[0] != r.ID {
			t.Errorf("unstarted: %v", unstarted)
		}
		if unstarted, err = s.UnstartedRequests(ctx, noon.Add(-time.Second)); err != nil || len(unstarted) != 0 {
			t.Errorf("unstarted too soon: %v %v", unstarted, err)
		}
	})
}

// Foreign text may hold what a database does not take; it is registered all the same.
func TestRegisterAnyText(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		reg := registration("form:1")
		reg.Subject, reg.Text = "a\x00b\xff'; DROP TABLE request; --",
			strings.Repeat("Palabra"+strings.Repeat("x", 100)+" ñ 😀 ", 1000)
		reg.Requester.Name = strings.Repeat("\xf0\x9f", 10)
		var long strings.Builder
		for i := range 30_000 {
			fmt.Fprintf(&long, " w%dw", i)
		}
		reg.Text += long.String()
		r := register(t, s, reg)
		if r.Subject != "ab\uFFFD'; DROP TABLE request; --" {
			t.Errorf("subject is %q", r.Subject)
		}
		if _, n, err := s.Requests(t.Context(), RequestFilter{Text: "w17w drop"}); err != nil || n != 1 {
			t.Errorf("found %d, %v", n, err)
		}
	})
}

func TestRegisterRefusesHalfARegistration(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		for _, spoil := range []func(*docket.Registration){
			func(r *docket.Registration) { r.Key = "" },
			func(r *docket.Registration) { r.Procedure = "" },
			func(r *docket.Registration) { r.Office = "" },
			func(r *docket.Registration) { r.ReceivedAt = time.Time{} },
			func(r *docket.Registration) { r.ReceivedOn.Day = 31; r.ReceivedOn.Month = 2 },
			func(r *docket.Registration) { r.DueOn.Day = 32 },
		} {
			reg := registration("k")
			spoil(&reg)
			_, _, err := s.Register(t.Context(), reg, RegisterOptions{Year: 2026})
			wantCode(t, err, docket.CodeInvalid)
		}
		if r := register(t, s, registration("k")); r.Number != "000001-2026" {
			t.Errorf("a refusal used a number: %s", r.Number)
		}
	})
}

// 200 keys, each said twice, by many hands at once, while other transactions take a number and
// roll back: 200 numbers from 1 to 200, none twice.
func TestNumbersHaveNoGap(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		const keys, hands = 200, 64
		work := make(chan int)
		numbers := make([]map[string]bool, keys)
		existed := make([]int, keys)
		var mu sync.Mutex
		var wg sync.WaitGroup
		for range hands {
			wg.Go(func() {
				for i := range work {
					if i < 0 {
						rollBackANumber(ctx, t, s)
						continue
					}
					r, was, err := s.Register(ctx, registration(fmt.Sprintf("form:%d", i)), RegisterOptions{At: noon, Year: 2026})
					if err != nil {
						t.Errorf("key %d: %v", i, err)
						continue
					}
					mu.Lock()
					if numbers[i] == nil {
						numbers[i] = map[string]bool{}
					}
					numbers[i][r.Number+" "+r.ID] = true
					if was {
						existed[i]++
					}
					mu.Unlock()
				}
			})
		}
		for i := range keys {
			work <- i
			if i%2 == 0 {
				work <- -1
			}
			work <- i
		}
		close(work)
		wg.Wait()

		for i := range keys {
			if len(numbers[i]) != 1 || existed[i] != 1 {
				t.Errorf("key %d gave %v and existed %d times", i, numbers[i], existed[i])
			}
		}
		for n := 1; n <= keys; n++ {
			if _, err := s.RequestByNumber(ctx, fmt.Sprintf("%06d-2026", n)); err != nil {
				t.Errorf("number %d: %v", n, err)
			}
		}
		r, err := s.Reconcile(ctx)
		must(t, err)
		if r.Requests != keys || !r.Balanced() {
			t.Errorf("%+v", r)
		}
	})
}

var errStop = errors.New("stop")

// rollBackANumber takes the next number as Register does and then fails.
func rollBackANumber(ctx context.Context, t *testing.T, s *Store) {
	err := s.inTx(ctx, "roll back", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `INSERT INTO register_counter (year, last) VALUES (2026, 1)
			ON CONFLICT (year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`).Scan(&n); err != nil {
			return err
		}
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Errorf("roll back: %v", err)
	}
}

func TestNumbersStartAnewEachYear(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		// 3:00 UTC on New Year's Day is still the old year in Lima.
		newYear := time.Date(2027, 1, 1, 3, 0, 0, 0, time.UTC)
		for i, c := range []struct {
			at   time.Time
			year int
			want string
		}{{noon, 0, "000001-2026"}, {newYear, 0, "000002-2026"}, {newYear.Add(3 * time.Hour), 0, "000001-2027"}, {
			newYear, 2027, "000002-2027",
		}} {
			r, _, err := s.Register(t.Context(), registration(fmt.Sprint(i)), RegisterOptions{At: c.at, Year: c.year})
			must(t, err)
			if r.Number != c.want {
				t.Errorf("number is %s, want %s", r.Number, c.want)
			}
		}
	})
}
