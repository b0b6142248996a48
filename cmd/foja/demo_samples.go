package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/docket"
	"foja/mail"
	"foja/store"
	"foja/workflows"
)

// samplesSetting remembers, in the register itself, that the samples are in.
const samplesSetting = "demo.samples"

// addSamples registers cases of the last weeks in every state of the main procedures, so that lists and dashboard
// have content. They are registered through the desk like any other case; what happened before today is passed as the
// case's history.
func (d *demo) addSamples(ctx context.Context) error {
	if _, done, err := d.store.GetSetting(ctx, samplesSetting); err != nil || done {
		return err
	}
	d.cmd.say("Bringing in the sample cases …")
	in, err := newImporter(ctx, d)
	if err != nil {
		return err
	}
	cases := samples()
	slices.SortStableFunc(cases, func(a, b sample) int { return b.ago - a.ago }) // numbers follow reception
	for i, s := range cases {
		if err := in.bring(ctx, i, s); err != nil {
			return fmt.Errorf("%s: %w", s.subject, err)
		}
	}
	if err := d.writeSampleMail(ctx); err != nil {
		return err
	}
	if err := in.await(ctx); err != nil {
		return err
	}
	if err := in.desk.Figures.RecountPast(ctx); err != nil { // the first round of jobs ran before the samples existed
		return err
	}
	return d.store.SetSetting(ctx, samplesSetting, time.Now().Format(time.RFC3339))
}

// importer registers cases that have a history. Its desk passes that history to each workflow that it starts.
type importer struct {
	*demo
	core.Workflows // whatever else is done to them is done as always
	desk           *desk.Desk
	users          map[string]access.User
	last           []docket.Command // history of the case being brought in
	brought        []string
}

func newImporter(ctx context.Context, d *demo) (*importer, error) {
	in := &importer{demo: d, users: map[string]access.User{}}
	for _, p := range d.people {
		u, err := d.signedIn(ctx, p.login)
		if err != nil {
			return nil, err
		}
		in.users[p.login] = u
	}
	deps := d.app.desk.Deps
	in.Workflows = deps.Workflows
	deps.Workflows = in
	var err error
	in.desk, err = desk.New(deps)
	return in, err
}

// Start begins the workflow with the history at hand.
func (in *importer) Start(ctx context.Context, request string) error {
	return workflows.StartRequestWith(ctx, in.temporal, workflows.RequestInput{Request: request, History: in.last})
}

// bring registers one sample as the reception of its office received it.
func (in *importer) bring(ctx context.Context, i int, s sample) error {
	office, _ := in.agency.Office(s.office)
	zone, err := time.LoadLocation(office.Zone)
	if err != nil {
		return err
	}
	days := in.days.For(office.Region, office.ID)
	received, err := businessDaysAgo(days, calendar.DateOf(time.Now().In(zone)), s.ago)
	if err != nil {
		return err
	}
	clerk := in.users[s.clerk()]
	at := received.At(9+i%6, (i*17)%60, zone)
	if at.After(time.Now()) {
		at = time.Now().Add(-time.Minute)
	}
	if in.last, err = in.history(ctx, s, i, received, days, zone); err != nil {
		return err
	}
	r, err := in.desk.Acts.Register(ctx, clerk, acts.Form{
		Token: fmt.Sprintf("sample-%d", i), Procedure: s.procedure, Office: s.office, Channel: docket.ChannelCounter,
		Requester: s.requester(i), Subject: s.subject, Text: s.text, DeliveryMode: s.delivery(), Fields: s.fields,
		Sheets: 1 + i%4, ReceivedAt: at,
	})
	if err != nil {
		return err
	}
	in.brought = append(in.brought, r.ID)
	var words []string
	for _, c := range in.last {
		if c.Text != "" {
			words = append(words, c.Text)
		}
	}
	return in.store.LinkDocuments(ctx, r.ID, words)
}

// history makes the commands of a sample's steps, each on its business day after reception.
func (in *importer) history(ctx context.Context, s sample, i int, received calendar.Date, days calendar.View, zone *time.Location) ([]docket.Command, error) {
	var past []docket.Command
	for n, step := range s.steps {
		on := received
		if step.day > 0 {
			var err error
			if on, _, err = days.AddBusinessDays(received, step.day); err != nil {
				return nil, err
			}
		}
		at := on.At(15, n, zone)
		if at.After(time.Now()) {
			at = time.Now().Add(-time.Second)
		}
		who := in.users[step.by]
		c := docket.Command{
			Key: fmt.Sprintf("sample-%d-%d", i, n), Action: step.do, At: at.UTC(),
			By:   docket.Actor{User: who.ID, Role: who.Roles[0], Office: who.Office},
			Unit: step.unit, Ground: step.ground, Cents: step.cents, Expiry: step.expiry,
		}
		if step.to > 0 {
			var err error
			if c.To, _, err = days.AddBusinessDays(received, step.to); err != nil {
				return nil, err
			}
		}
		if step.text != "" {
			doc, err := in.store.KeepDocument(ctx, store.NewDocument{
				Kind: store.DocumentText, Name: string(step.do) + ".txt", Type: "text/plain; charset=utf-8",
				Bytes: []byte(step.text), By: who.ID, Key: c.Key,
			})
			if err != nil {
				return nil, err
			}
			c.Text = doc.ID
		}
		past = append(past, c)
	}
	return past, nil
}

// await waits until every sample stands in the lists.
func (in *importer) await(ctx context.Context) error {
	for _, id := range in.brought {
		for {
			c, err := in.store.Case(ctx, id)
			if err != nil {
				return err
			}
			if c.Seq > 0 {
				break
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	return nil
}

// businessDaysAgo is the business day n before today; 0 is today, or the last one before a
// weekend.
func businessDaysAgo(days calendar.View, today calendar.Date, n int) (calendar.Date, error) {
	for d := today; ; d = d.AddDays(-1) {
		day, err := days.Day(d)
		if err != nil {
			return calendar.Date{}, err
		}
		if !day.Business {
			continue
		}
		if n == 0 {
			return d, nil
		}
		n--
	}
}

// writeSampleMail sends mail for the holding pen, and one request that arrives while the demo starts.
func (d *demo) writeSampleMail(ctx context.Context) error {
	submit := mail.Submitter{Addr: d.post.SMTPAddr(), TLS: mail.TLSNone}
	for i, m := range sampleMail() {
		m.To = mail.Address{Addr: agencyBox.address}
		m.Date, m.MessageID = time.Now(), fmt.Sprintf("sample-%d@correo.example", i)
		r, err := mail.Compose(m)
		if err != nil {
			return err
		}
		if _, err := submit.Submit(ctx, r.Raw, citizenBox.address, r.Rcpts); err != nil {
			return err
		}
	}
	return nil
}
