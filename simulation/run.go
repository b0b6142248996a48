package simulation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/workflows"
)

// Day is one day of the case.
type Day struct {
	Date    calendar.Date `json:"date"`
	Weekday string        `json:"weekday"`
	Count   string        `json:"count"` // the n-th day of the term, or why it is not counted
	Lines   []string      `json:"lines,omitempty"`
}

// Result is a played case.
type Result struct {
	Title     string        `json:"title,omitempty"`
	Procedure string        `json:"procedure"`
	Received  string        `json:"received"`
	DueOn     calendar.Date `json:"due_on"`
	State     string        `json:"state"`
	Outcome   string        `json:"outcome,omitempty"`
	Days      []Day         `json:"days"`
}

const wall = "2006-01-02T15:04"

type entry struct {
	at   time.Time
	text string
}

// Run plays a script. Refusals are part of the answer and not errors.
func Run(s Script) (Result, error) {
	law, start, err := lawOf(&s)
	if err != nil {
		return Result{}, err
	}
	receivedOn, err := docket.Receive(start, s.Channel, docket.OfficeHours, law.Office, law.Zone, law.View())
	if err != nil {
		return Result{}, err
	}
	deadline, err := docket.Fold([]docket.LedgerEntry{{Kind: docket.LedgerStart, On: receivedOn, Event: 1}},
		law.Procedure, law.View())
	if err != nil {
		return Result{}, err
	}
	last := deadline.DueOn.AddDays(7)
	if s.Until != "" {
		if last, err = calendar.ParseDate(s.Until); err != nil {
			return Result{}, docket.Invalid("until", "simulation.no_date", "given", s.Until)
		}
	}
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(discardLogger{})
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(start)
	env.SetTestTimeout(time.Minute)
	h := &activities{now: env.Now, loaded: workflows.Loaded{
		Law: law, Office: law.Office.ID, Channel: s.Channel, ReceivedAt: start, ReceivedOn: receivedOn.String(),
		Policy: docket.OfficeHours, By: docket.System(), ByEmail: s.Channel != docket.ChannelCounter,
		Counter: s.Channel == docket.ChannelCounter,
	}}
	env.RegisterActivity(h)
	env.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	var refusals []entry
	for i, act := range s.Acts {
		cmd, err := act.command(i+1, law.Office.ID)
		if err != nil {
			return Result{}, err
		}
		at, err := instant(fmt.Sprint(act["at"]), law.Zone)
		if err != nil {
			return Result{}, err
		}
		if at.Before(start) {
			return Result{}, docket.Invalid("act", "simulation.act_too_early", "act", i+1)
		}
		refuse := func(err error) {
			if err != nil {
				refusals = append(refusals, entry{at, refused(label(law, cmd.Action), cmd, err)})
			}
		}
		env.RegisterDelayedCallback(func() {
			env.UpdateWorkflow(workflows.UpdateAct, cmd.Key, &testsuite.TestUpdateCallback{
				OnAccept: func() {}, OnReject: refuse, OnComplete: func(_ any, err error) { refuse(err) },
			}, cmd)
		}, at.Sub(start))
	}
	if end := law.Zone.Instant(last.AddDays(1), 0, 0).Sub(start); end > 0 {
		env.RegisterDelayedCallback(env.CancelWorkflow, end)
	} else {
		return Result{}, docket.Invalid("until", "simulation.ends_too_early")
	}
	env.ExecuteWorkflow(workflows.RequestWorkflowName, workflows.RequestInput{Request: requestID})
	var anew *workflow.ContinueAsNewError
	if err := env.GetWorkflowError(); err != nil && !temporal.IsCanceledError(err) && !errors.As(err, &anew) {
		return Result{}, err
	}
	return writeDays(s, law, h, refusals, receivedOn, last)
}

// writeDays writes the days down.
func writeDays(s Script, law docket.Law, h *activities, lines []entry, receivedOn, last calendar.Date) (Result, error) {
	for _, e := range h.events {
		lines = append(lines, entry{e.At, words(law, e)})
	}
	slices.SortStableFunc(lines, func(a, b entry) int { return a.at.Compare(b.at) })
	deadline, err := docket.Fold(h.projected.Ledger, law.Procedure, law.View())
	if err != nil {
		return Result{}, err
	}
	counts := map[calendar.Date]string{receivedOn: "día de la recepción: no se cuenta"}
	for _, d := range deadline.Days {
		if counts[d.Date] = d.Reason; d.Counted {
			counts[d.Date] = fmt.Sprintf("día %d", d.N)
		}
	}
	if counts[deadline.DueOn] != "" {
		counts[deadline.DueOn] += ", vence"
	}
	r := Result{Title: s.Title, Procedure: s.Procedure, Received: s.Received, DueOn: deadline.DueOn, State: stateOf(law,
		h.projected.State)}
	if o, ok := law.Procedure.Outcome(h.projected.Outcome); ok {
		r.Outcome = o.Name.ES
	}
	if c := h.projected; !c.ClosedAt.IsZero() && s.Until == "" {
		last = law.Zone.DateOf(c.ClosedAt)
	}
	first := law.Zone.DateOf(h.loaded.ReceivedAt)
	for date := first; !date.After(last); date = date.AddDays(1) {
		day := Day{Date: date, Weekday: weekdays[date.Weekday()], Count: counts[date]}
		for _, l := range lines {
			if on, hour, minute := law.Zone.Local(l.at); on == date {
				day.Lines = append(day.Lines, fmt.Sprintf("%02d:%02d %s", hour, minute, l.text))
			}
		}
		r.Days = append(r.Days, day)
	}
	return r, nil
}

func instant(text string, zone docket.Zone) (time.Time, error) {
	t, err := time.Parse(wall, text)
	if err != nil {
		return t, docket.Invalid("at", "simulation.no_moment", "given", text)
	}
	return zone.Instant(calendar.DateOf(t), t.Hour(), t.Minute()), nil
}

// lawOf fills what the script leaves out, and finds the law for it.
func lawOf(s *Script) (law docket.Law, start time.Time, err error) {
	s.Procedure, s.Channel = cmp.Or(s.Procedure, "public-information"), cmp.Or(s.Channel, docket.ChannelEmail)
	agency, err := procedures.LoadAgency("")
	if err != nil {
		return law, start, err
	}
	s.Office = cmp.Or(s.Office, agency.Offices[0].ID)
	office, ok := agency.Office(s.Office)
	if !ok {
		return law, start, docket.Invalid("office", "simulation.no_office", "office", s.Office)
	}
	days, region, err := procedures.CalendarFile(s.CalendarFile)
	if err != nil {
		return law, start, err
	}
	office.Region = cmp.Or(region, office.Region)
	loc, err := time.LoadLocation(office.Zone)
	if err != nil {
		return law, start, err
	}
	law = docket.Law{
		Calendar: days, Office: office, Zone: docket.ZoneOf(loc, days.First.At(0, 0, time.UTC), days.Last.At(0, 0, time.UTC)),
	}
	if start, err = instant(s.Received, law.Zone); err != nil {
		return law, start, err
	}
	set, err := procedures.Load()
	if err == nil && s.ProcedureFile != "" {
		set, s.Procedure, err = procedures.AddFile(set, s.ProcedureFile)
	}
	if err != nil {
		return law, start, err
	}
	law.Procedure, err = set.For(s.Procedure, law.Zone.DateOf(start)) // law: R58
	return law, start, err
}
