package desktest

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

	"foja/access"
	"foja/access/limits"
	"foja/calendar"
	"foja/desk"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/docket"
	"foja/files/sandbox"
	"foja/procedures"
	"foja/store"
	"foja/store/storetest"
	"foja/workflows"
)

// Env is a desk over a real store, with the law itself in place of the workflows: the same
// functions that they call, without Temporal around them.
type Env struct {
	testing.TB
	*desk.Desk
	Ctx       context.Context
	Now       time.Time
	Workflows *Workflows
	Log       *strings.Builder
}

// Workflows does to a case what its workflow would.
type Workflows struct {
	Announced []string // versions of procedures

	mu      sync.Mutex
	desk    *desk.Desk
	Started map[string]int
	Acts    int
	Undo    time.Duration
	Ended   bool   // the workflows of all cases have ended
	Down    error  // what Start answers while the workflows are away
	Away    error  // what Act answers instead of doing it
	Broken  string // the request whose workflow cannot be started
}

func (l *Workflows) Law(r docket.Request) docket.Law {
	o := l.desk.Core.Office(r.Office)
	p, err := l.desk.Core.ProcedureSet.Current(r.Procedure, r.Version, calendar.DateOf(l.desk.Core.Now()))
	if err != nil {
		panic(err)
	}
	return docket.Law{Procedure: p, Calendar: l.desk.Core.ShippedCalendar, Office: o, Zone: l.desk.Core.Zones(o.ID).LawZone, Undo: l.Undo, BothReadings: true}
}

func (l *Workflows) Start(ctx context.Context, request string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Down != nil {
		return l.Down
	}
	if request == l.Broken {
		return errors.New("its workflow cannot be started")
	}
	l.Started[request]++
	r, err := l.desk.Core.Store.Request(ctx, request)
	if err != nil {
		return err
	}
	if c, err := l.desk.Core.Store.Case(ctx, request); err != nil || c.Seq > 0 {
		return err
	}
	events, err := docket.Open(l.Law(r), docket.Opening{
		Request: r.ID, Procedure: r.Procedure, Version: r.Version, Office: r.Office, Channel: r.Channel,
		ByEmail: r.Requester.Email != "" && r.Requester.EmailConsent, Printed: r.Channel == docket.ChannelCounter,
	}, docket.LedgerEntry{On: r.ReceivedOn, Received: r.ReceivedAt, Policy: r.Policy}, docket.System(), l.desk.Core.Now())
	if err != nil {
		return err
	}
	return l.desk.Core.Store.Project(ctx, events, docket.Replay(events))
}

func (l *Workflows) Act(ctx context.Context, request string, cmd docket.Command) (workflows.Acted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Acts++
	if l.Away != nil {
		return workflows.Acted{}, l.Away
	}
	r, err := l.desk.Core.Store.Request(ctx, request)
	if err != nil {
		return workflows.Acted{}, err
	}
	c, err := l.desk.Core.Store.Case(ctx, request)
	if err != nil {
		return workflows.Acted{}, err
	}
	if c.HasApplied(cmd.Key) {
		return workflows.Acted{Seq: c.Seq, State: c.State}, nil
	}
	if l.Ended && !workflows.RestartsEnded(cmd.Action) {
		return workflows.Acted{}, fmt.Errorf("%w (%w)", docket.Refuse(docket.CodeConflict, "archivado"), serviceerror.NewNotFound("ended"))
	}
	events, err := c.Decide(l.Law(r), cmd, l.desk.Core.Now())
	if err != nil {
		return workflows.Acted{}, err
	}
	for _, e := range events {
		if e.Appeal != nil {
			opened, err := docket.OpenAppeal(*e.Appeal, l.desk.Core.Now())
			if err != nil {
				return workflows.Acted{}, err
			}
			if err := l.projectAppeal(ctx, docket.Appeal{}, opened); err != nil {
				return workflows.Acted{}, err
			}
		}
	}
	return l.Project(ctx, c, events)
}

// Appeal starts an appeal as its workflow does.
func (l *Workflows) Appeal(ctx context.Context, o docket.AppealOpening) (bool, error) {
	have, err := l.desk.Core.Store.Appeals(ctx, o.Request)
	if err != nil || len(have) >= o.N {
		return true, err
	}
	events, err := docket.OpenAppeal(o, l.desk.Core.Now())
	if err != nil {
		return false, err
	}
	return false, l.projectAppeal(ctx, docket.Appeal{}, events)
}

func (l *Workflows) ActOnAppeal(ctx context.Context, ref workflows.AppealRef, cmd docket.AppealCommand) (workflows.AppealActed, error) {
	r, err := l.desk.Core.Store.Request(ctx, ref.Request)
	if err != nil {
		return workflows.AppealActed{}, err
	}
	have, err := l.desk.Core.Store.Appeals(ctx, ref.Request)
	if err != nil {
		return workflows.AppealActed{}, err
	}
	a := have[ref.N-1]
	events, err := a.Decide(l.Law(r), cmd, l.desk.Core.Now())
	if err != nil {
		return workflows.AppealActed{}, err
	}
	if len(events) > 0 {
		err = l.projectAppeal(ctx, a, events)
	}
	return workflows.AppealActed{Seq: a.Seq + len(events)}, err
}

func (l *Workflows) projectAppeal(ctx context.Context, a docket.Appeal, events []docket.AppealEvent) error {
	a = a.Clone()
	for _, e := range events {
		a.Apply(e)
	}
	return l.desk.Core.Store.ProjectAppeal(ctx, events, a)
}

func (l *Workflows) Project(ctx context.Context, c docket.Case, events []docket.Event) (workflows.Acted, error) {
	c = c.Clone()
	for _, e := range events {
		c.Apply(e)
	}
	return workflows.Acted{Seq: c.Seq, State: c.State}, l.desk.Core.Store.Project(ctx, events, c)
}

// Sent plays the mail server that takes every waiting letter.
func (h *Env) Sent(request string) {
	h.Helper()
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	for {
		c, err := h.Core.Store.Case(h.Ctx, request)
		h.Must(err)
		waiting := c.LettersIn(docket.LetterWaiting)
		if len(waiting) == 0 {
			return
		}
		_, err = h.Workflows.Project(h.Ctx, c, c.LetterSent(h.Workflows.Law(r), waiting[0].ID, h.Now, h.Now))
		h.Must(err)
	}
}

func New(t testing.TB) *Env {
	t.Helper()
	h := &Env{TB: t, Ctx: context.Background(), Log: &strings.Builder{}, Workflows: &Workflows{Started: map[string]int{}}}
	h.Now = time.Date(2026, 3, 2, 15, 30, 0, 0, time.UTC) // Monday 10:30 in Lima
	set, err := procedures.Load()
	h.Must(err)
	days, err := procedures.LoadCalendar()
	h.Must(err)
	agency, err := procedures.LoadAgency("")
	h.Must(err)
	agency.WebURL = "https://foja.example"
	files, err := sandbox.New(sandbox.Options{})
	h.Must(err)
	t.Cleanup(files.Close)
	h.Desk, err = desk.New(desk.Deps{
		Store: storetest.Open(t), Workflows: h.Workflows, Procedures: set, Calendar: days, Agency: agency, Policy: docket.OfficeHours,
		Now: func() time.Time { return h.Now }, Logger: slog.New(slog.NewTextHandler(h.Log, nil)), Limits: limits.Limits{FileBytes: 2000, Files: 3}, Files: files,
	})
	h.Must(err)
	h.Workflows.desk = h.Desk
	return h
}

func (h *Env) Must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// Person adds a user with one role.
func (h *Env) Person(name, office string, roles ...docket.Role) access.User {
	h.Helper()
	login := strings.ToLower(strings.ReplaceAll(name, " ", "."))
	u, err := h.Core.Store.AddUser(h.Ctx, store.User{Login: login, Name: name, Email: store.Fold(login) + "@spn.example", Roles: roles, Office: office})
	h.Must(err)
	return access.UserOf(u)
}

// Fresh is somebody who has just typed her password.
func (h *Env) Fresh(u access.User) access.User {
	u.ProvedAt, u.Place = h.Now, "192.0.2.77"
	return u
}

func (h *Env) Register(by access.User, f acts.Form) acts.Registered {
	h.Helper()
	r, err := h.Acts.Register(h.Ctx, by, f)
	h.Must(err)
	return r
}

func (h *Env) Do(by access.User, request string, c acts.Command) {
	h.Helper()
	if c.Key == "" {
		c.Key = "k" + time.Now().String()
	}
	if _, err := h.Acts.Act(h.Ctx, by, request, c); err != nil {
		h.Fatalf("%s: %v", c.Action, err)
	}
}

func (h *Env) Code(what string, err error, want docket.Code) {
	h.Helper()
	var fields access.FieldErrors
	got := docket.CodeOf(err)
	if errors.As(err, &fields) {
		got = docket.CodeInvalid
	}
	if err == nil || got != want {
		h.Errorf("%s: got %v, want %s", what, err, want)
	}
}

func Form(token string) acts.Form {
	return acts.Form{
		Token: token, Procedure: "public-information", Office: "lima", DeliveryMode: "email", Sheets: 2,
		Requester: docket.Requester{
			Name: "María Ñahui Quispe", IDKind: "DNI", IDNumber: "40123456", Address: "Av. Los Próceres 123",
			Email: "maria@correo.example", EmailConsent: true,
		},
		Subject: "Población penal", Text: "Solicito la población penal de 2020 a 2025 por establecimiento.",
	}
}

func Upload(name, body string) documents.Upload {
	return documents.Upload{Name: name, Body: strings.NewReader(body)}
}

func Day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ContentOf reads a file as it is handed out.
func ContentOf(t testing.TB, f documents.File) string {
	t.Helper()
	content := f.Open()
	defer content.Close() //nolint:errcheck // only read
	all, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
