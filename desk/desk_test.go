package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/serviceerror"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/sandbox"
	"foja/store"
	"foja/store/storetest"
	"foja/workflows"
)

// house is a desk over a real store, with the law itself in place of the workflows: the same
// functions that they call, without Temporal around them.
type house struct {
	testing.TB
	*Desk
	ctx   context.Context
	now   time.Time
	cases *lawful
	log   *strings.Builder
}

// lawful does to a case what its workflow would.
type lawful struct {
	told []string // versions of procedures

	mu      sync.Mutex
	desk    *Desk
	started map[string]int
	acts    int
	undo    time.Duration
	ended   bool   // the workflows of all cases have ended
	down    error  // what Start answers while the workflows are away
	away    error  // what Act answers instead of doing it
	broken  string // the request whose workflow cannot be started
}

func (l *lawful) law(r docket.Request) docket.Law {
	o := l.desk.office(r.Office)
	p, err := l.desk.Deps.Procedures.Current(r.Procedure, r.Version, calendar.DateOf(l.desk.Now()))
	if err != nil {
		panic(err)
	}
	return docket.Law{Procedure: p, Calendar: l.desk.Calendar, Office: o, Zone: l.desk.seat(o.ID).lawZone, Undo: l.undo}
}

func (l *lawful) Start(ctx context.Context, request string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down != nil {
		return l.down
	}
	if request == l.broken {
		return errors.New("its workflow cannot be started")
	}
	l.started[request]++
	r, err := l.desk.Store.Request(ctx, request)
	if err != nil {
		return err
	}
	if c, err := l.desk.Store.Case(ctx, request); err != nil || c.Seq > 0 {
		return err
	}
	events, err := docket.Open(l.law(r), docket.Opening{
		Request: r.ID, Procedure: r.Procedure, Version: r.Version, Office: r.Office, Channel: r.Channel,
		ByEmail: r.Requester.Email != "" && r.Requester.EmailConsent, Printed: r.Channel == docket.ChannelCounter,
	}, docket.LedgerEntry{On: r.ReceivedOn, Received: r.ReceivedAt, Policy: r.Policy}, docket.System(), l.desk.Now())
	if err != nil {
		return err
	}
	return l.desk.Store.Project(ctx, events, docket.Replay(events))
}

func (l *lawful) Act(ctx context.Context, request string, cmd docket.Command) (workflows.Acted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acts++
	if l.away != nil {
		return workflows.Acted{}, l.away
	}
	r, err := l.desk.Store.Request(ctx, request)
	if err != nil {
		return workflows.Acted{}, err
	}
	c, err := l.desk.Store.Case(ctx, request)
	if err != nil {
		return workflows.Acted{}, err
	}
	if c.Did(cmd.Key) {
		return workflows.Acted{Seq: c.Seq, State: c.State}, nil
	}
	if l.ended && !workflows.RestartsEnded(cmd.Action) {
		return workflows.Acted{}, fmt.Errorf("%w (%w)", docket.Refuse(docket.CodeConflict, "archivado"), serviceerror.NewNotFound("ended"))
	}
	events, err := c.Decide(l.law(r), cmd, l.desk.Now())
	if err != nil {
		return workflows.Acted{}, err
	}
	for _, e := range events {
		if e.Appeal != nil {
			opened, err := docket.OpenAppeal(*e.Appeal, l.desk.Now())
			if err != nil {
				return workflows.Acted{}, err
			}
			if err := l.projectAppeal(ctx, docket.Appeal{}, opened); err != nil {
				return workflows.Acted{}, err
			}
		}
	}
	return l.project(ctx, c, events)
}

// Appeal starts an appeal as its workflow does.
func (l *lawful) Appeal(ctx context.Context, o docket.AppealOpening) (bool, error) {
	have, err := l.desk.Store.Appeals(ctx, o.Request)
	if err != nil || len(have) >= o.N {
		return true, err
	}
	events, err := docket.OpenAppeal(o, l.desk.Now())
	if err != nil {
		return false, err
	}
	return false, l.projectAppeal(ctx, docket.Appeal{}, events)
}

func (l *lawful) ActOnAppeal(ctx context.Context, ref workflows.AppealRef, cmd docket.AppealCommand) (workflows.AppealActed, error) {
	r, err := l.desk.Store.Request(ctx, ref.Request)
	if err != nil {
		return workflows.AppealActed{}, err
	}
	have, err := l.desk.Store.Appeals(ctx, ref.Request)
	if err != nil {
		return workflows.AppealActed{}, err
	}
	a := have[ref.N-1]
	events, err := a.Decide(l.law(r), cmd, l.desk.Now())
	if err != nil {
		return workflows.AppealActed{}, err
	}
	if len(events) > 0 {
		err = l.projectAppeal(ctx, a, events)
	}
	return workflows.AppealActed{Seq: a.Seq + len(events)}, err
}

func (l *lawful) projectAppeal(ctx context.Context, a docket.Appeal, events []docket.AppealEvent) error {
	a = a.Clone()
	for _, e := range events {
		a.Apply(e)
	}
	return l.desk.Store.ProjectAppeal(ctx, events, a)
}

func (l *lawful) project(ctx context.Context, c docket.Case, events []docket.Event) (workflows.Acted, error) {
	c = c.Clone()
	for _, e := range events {
		c.Apply(e)
	}
	return workflows.Acted{Seq: c.Seq, State: c.State}, l.desk.Store.Project(ctx, events, c)
}

// sent plays the mail server that takes every waiting letter.
func (h *house) sent(request string) {
	h.Helper()
	r, err := h.Store.Request(h.ctx, request)
	h.must(err)
	for {
		c, err := h.Store.Case(h.ctx, request)
		h.must(err)
		waiting := c.LettersIn(docket.LetterWaiting)
		if len(waiting) == 0 {
			return
		}
		_, err = h.cases.project(h.ctx, c, c.LetterSent(h.cases.law(r), waiting[0].ID, h.now, h.now))
		h.must(err)
	}
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{TB: t, ctx: context.Background(), log: &strings.Builder{}, cases: &lawful{started: map[string]int{}}}
	h.now = time.Date(2026, 3, 2, 15, 30, 0, 0, time.UTC) // Monday 10:30 in Lima
	set, err := procedures.Load()
	h.must(err)
	days, err := procedures.LoadCalendar()
	h.must(err)
	agency, err := procedures.LoadAgency("")
	h.must(err)
	agency.WebURL = "https://foja.example"
	files, err := sandbox.New(sandbox.Options{})
	h.must(err)
	t.Cleanup(files.Close)
	h.Desk, err = New(Deps{
		Store: storetest.Open(t), Cases: h.cases, Procedures: set, Calendar: days, Agency: agency, Policy: docket.OfficeHours,
		Now: func() time.Time { return h.now }, Logger: slog.New(slog.NewTextHandler(h.log, nil)), Limits: Limits{FileBytes: 2000, Files: 3}, Files: files,
	})
	h.must(err)
	h.cases.desk = h.Desk
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// person adds a user with one role.
func (h *house) person(name, office string, roles ...docket.Role) User {
	h.Helper()
	login := strings.ToLower(strings.ReplaceAll(name, " ", "."))
	u, err := h.Store.AddUser(h.ctx, store.User{Login: login, Name: name, Email: store.Fold(login) + "@spn.example", Roles: roles, Office: office})
	h.must(err)
	return userOf(u)
}

// fresh is somebody who has just typed her password.
func (h *house) fresh(u User) User {
	u.ProvedAt, u.Place = h.now, "192.0.2.77"
	return u
}

func (h *house) register(by User, f Form) Registered {
	h.Helper()
	r, err := h.Register(h.ctx, by, f)
	h.must(err)
	return r
}

func (h *house) do(by User, request string, c Command) {
	h.Helper()
	if c.Key == "" {
		c.Key = "k" + time.Now().String()
	}
	if _, err := h.Act(h.ctx, by, request, c); err != nil {
		h.Fatalf("%s: %v", c.Action, err)
	}
}

func (h *house) code(what string, err error, want docket.Code) {
	h.Helper()
	var fields FieldErrors
	got := docket.CodeOf(err)
	if errors.As(err, &fields) {
		got = docket.CodeInvalid
	}
	if err == nil || got != want {
		h.Errorf("%s: got %v, want %s", what, err, want)
	}
}

func form(token string) Form {
	return Form{
		Token: token, Procedure: "public-information", Office: "lima", DeliveryMode: "email", Sheets: 2,
		Requester: docket.Requester{
			Name: "María Ñahui Quispe", IDKind: "DNI", IDNumber: "40123456", Address: "Av. Los Próceres 123",
			Email: "maria@correo.example", EmailConsent: true,
		},
		Subject: "Población penal", Text: "Solicito la población penal de 2020 a 2025 por establecimiento.",
	}
}

func upload(name, body string) Upload { return Upload{Name: name, Body: strings.NewReader(body)} }

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// contentOf reads a file as it is handed out.
func contentOf(t testing.TB, f File) string {
	t.Helper()
	content := f.Open()
	defer content.Close() //nolint:errcheck // only read
	all, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
