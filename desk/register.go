package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/mail"
	"foja/procedures"
	"foja/store"
)

// Register gives a form its number and its legal dates, and starts its workflow. The same
// token again (of the same user) answers with the request that it made.
//
// Once it has a number the request exists: if the workflow cannot be started now, Sweep starts
// it later, and the citizen leaves with her receipt all the same.
func (d *Desk) Register(ctx context.Context, by User, f Form) (Registered, error) {
	if err := by.must(registrars); err != nil {
		return Registered{}, err
	}
	return d.register(ctx, by, f)
}

// RegisterOnline registers what a citizen wrote into the public form. It is received at the moment it comes, like mail.
func (d *Desk) RegisterOnline(ctx context.Context, f Form, ip string) (Registered, error) {
	f.Channel, f.ReceivedAt, f.Sheets, f.FromMessage = docket.ChannelWeb, time.Time{}, 0, ""
	if f.Office == "" {
		f.Office = d.Deps.Agency.Offices[0].ID
	}
	if f.Token != "" {
		f.Token = keyOf(f.Token, f.Subject, f.Text, f.DeliveryMode, f.Requester.Name, f.Requester.Email, f.Requester.IDNumber)
	}
	uses := append(d.strangerBytes(ip, bytesOf(f.Files)+int64(len(f.Text))), limitAsk.fromAddress(ip))
	if f.Requester.Email != "" { // whoever types it need not own it
		uses = append(uses, limitAskFor.of(strings.ToLower(mail.Untagged(mail.WireAddress(strings.TrimSpace(f.Requester.Email))))))
	}
	if err := d.reserve(ctx, uses...); err != nil {
		return Registered{}, err
	}
	r, err := d.register(ctx, User{}, f)
	if err != nil || r.Existed { // nothing was kept
		d.refund(ctx, uses...)
	}
	return r, err
}

// MayAsk refuses an address that has no request left before the form is read.
func (d *Desk) MayAsk(ctx context.Context, ip string) error {
	return d.maySpare(ctx, append(d.strangerBytes(ip, 1), limitAsk.fromAddress(ip))...)
}

func (d *Desk) register(ctx context.Context, by User, f Form) (Registered, error) {
	f.tidy()
	if f.Office == "" {
		f.Office = by.Office
	}
	office, known := d.Deps.Agency.Office(f.Office)
	if !known {
		return Registered{}, FieldErrors{docket.Invalid("office", "Elija la sede.")}
	}
	if !by.sees(office.ID) {
		return Registered{}, forbidden()
	}
	source, err := d.sourceOf(ctx, by, f)
	if err != nil {
		return Registered{}, err
	}
	reg := d.registration(by, f, source)
	pieces, wrong := d.readFiles(ctx, store.DocumentAttachment, f.Files)
	r, err := d.Store.RequestByKey(ctx, reg.Key)
	existed := err == nil // a repetition is answered whatever it says now
	switch {
	case existed:
	case docket.CodeOf(err) != docket.CodeNotFound:
		return Registered{}, err
	default:
		if err := d.admit(ctx, f, office, &reg, wrong); err != nil {
			return Registered{}, err
		}
	}
	// Files first: whoever gets a number has her files kept. A repetition links what a crash
	// left between the two.
	ids, err := d.keep(ctx, "", by.ID, reg.Key, pieces)
	if err != nil {
		return Registered{}, err
	}
	if !existed {
		now := d.Now()
		r, existed, err = d.Store.Register(ctx, reg, store.RegisterOptions{At: now, Year: now.In(d.zone(office.ID)).Year()})
		if err != nil {
			return Registered{}, err
		}
	}
	if err := d.Store.LinkDocuments(ctx, r.ID, ids); err != nil {
		return Registered{}, err
	}
	return d.registered(ctx, r, existed, source)
}

// registration is the form as the store keeps it. The key holds the user, so that nobody is
// answered with what another's token made.
func (d *Desk) registration(by User, f Form, source *source) docket.Registration {
	reg := docket.Registration{
		Key: "form:" + by.ID + ":" + f.Token, Procedure: f.Procedure, Office: f.Office, Channel: f.Channel,
		Requester: f.Requester, Subject: f.Subject, Text: f.Text, DeliveryMode: f.DeliveryMode, Fields: f.Fields,
		ReceivedAt: f.ReceivedAt.UTC(), Sheets: f.Sheets, ReceivedBy: by.ID,
	}
	if f.ReceivedAt.IsZero() {
		reg.ReceivedAt = d.Now().UTC().Truncate(time.Second)
	}
	if source != nil {
		source.fill(&reg, d.EmailConsent)
	}
	return reg
}

// admit checks the form and lets the law give it its dates. bad is what is wrong with its files.
func (d *Desk) admit(ctx context.Context, f Form, office docket.Office, reg *docket.Registration, bad FieldErrors) error {
	today := d.Today(office.ID)
	p, err := d.Deps.Procedures.For(reg.Procedure, calendar.DateOf(reg.ReceivedAt.In(d.zone(office.ID))))
	if err != nil {
		p, _ = d.Deps.Procedures.For(reg.Procedure, today) // Admit says below what is wrong
	}
	wrong := f.check(p, d.Now(), d.Limits)
	if d.ours(f.Requester.Email) {
		wrong = append(wrong, docket.Invalid("email", "Ese es el correo de la entidad: escriba el del solicitante."))
	}
	days, err := d.days(ctx)
	if err != nil {
		return err
	}
	if err := procedures.Admit(d.Deps.Procedures, days.calendar, office, d.Policy, reg); err != nil {
		var refusal *docket.Error
		if !errors.As(err, &refusal) {
			return err
		}
		if refusal.Field == "" {
			refusal = docket.Invalid("received_at", "%s", refusal.Message)
		}
		wrong = append(wrong, refusal)
	}
	if wrong = append(wrong, bad...); len(wrong) > 0 {
		return wrong
	}
	return nil
}

// registered finishes what follows a number, as often as it takes: the message's files and
// fate, and the workflow.
func (d *Desk) registered(ctx context.Context, r docket.Request, existed bool, source *source) (Registered, error) {
	if source != nil {
		if err := source.settle(ctx, d, r); err != nil {
			return Registered{}, err
		}
	}
	if err := d.Cases.Start(ctx, r.ID); err != nil {
		d.Logger.Warn("the workflow of a new request could not be started; the sweep will", "request", r.ID, "error", err)
	}
	return Registered{ID: r.ID, Number: r.Number, StatusCode: r.StatusCode, ReceivedAt: r.ReceivedAt, DueOn: r.DueOn, Existed: existed}, nil
}

// likeness puts the codes of a duplicate hint into words.
var likeness = map[string]string{
	"id_number": "mismo documento de identidad", "email": "mismo correo", "name": "mismo nombre", "text": "texto parecido",
}

// Duplicates hints at requests of the last year that the one being typed may repeat. A second
// request is received like the first: this only spares the clerk a surprise.
func (d *Desk) Duplicates(ctx context.Context, by User, p DuplicateProbe) ([]DuplicateHint, error) {
	if err := by.must(registrars); err != nil {
		return nil, err
	}
	return d.hints(ctx, by, p, "", 6)
}

func (d *Desk) hints(ctx context.Context, by User, p DuplicateProbe, except string, most int) ([]DuplicateHint, error) {
	found, err := d.Store.ProbableDuplicates(ctx, store.DuplicateProbe{
		Name: p.Name, IDNumber: p.IDNumber, Email: p.Email, Text: p.Text, Since: d.Today(by.Office).AddDays(-365),
	}, 4*most)
	if err != nil {
		return nil, err
	}
	var hints []DuplicateHint
	for _, f := range found {
		if f.ID == except || !by.sees(f.Office) || len(hints) == most {
			continue
		}
		h := DuplicateHint{Row: d.row(f.RequestRow)}
		for _, code := range f.Why {
			h.Why = append(h.Why, likeness[code])
		}
		hints = append(hints, h)
	}
	return hints, nil
}

// ours says whether an address is the agency's own, also with a part behind a plus sign: a letter to it would prove its own delivery.
func (d *Desk) ours(email string) bool {
	return email != "" && slices.ContainsFunc(d.Deps.Agency.Addresses(), func(own string) bool {
		return mail.SameAddress(own, email) || mail.SameAddress(own, mail.Untagged(email))
	})
}
