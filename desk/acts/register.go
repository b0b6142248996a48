package acts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/access/attempts"
	"foja/calendar"
	"foja/desk/documents"
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
func (s *Service) Register(ctx context.Context, by access.User, f Form) (Registered, error) {
	if err := by.Must(access.Registrars); err != nil {
		return Registered{}, err
	}
	return s.register(ctx, by, f)
}

// KeyOf is the key of a form that somebody without an account sends. The words are part of it: who goes back, changes them and sends the
// form again has written something new, and it must not be answered with what was kept the first time.
func KeyOf(form string, words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return form + "-" + hex.EncodeToString(sum[:8])
}

// content is what a form says, with the names of its files.
func (f Form) content() string {
	names := make([]string, 0, len(f.Files))
	for _, file := range f.Files {
		names = append(names, file.Name)
	}
	f.Token, f.Files = "", nil
	all, err := json.Marshal(f)
	if err != nil {
		return f.Text // no field of a Form fails
	}
	return string(all) + strings.Join(names, "\x00")
}

// RegisterOnline registers what a citizen wrote into the public form. It is received at the moment it comes, like mail.
func (s *Service) RegisterOnline(ctx context.Context, f Form, ip string) (Registered, error) {
	f.Channel, f.ReceivedAt, f.Sheets, f.FromMessage = docket.ChannelWeb, time.Time{}, 0, ""
	if f.Office == "" {
		f.Office = s.core.AgencyFile.Offices[0].ID
	}
	if f.Token != "" {
		f.Token = KeyOf(f.Token, f.content())
	}
	uses := append(s.attempts.AnonymousBytes(ip, documents.BytesOf(f.Files)+int64(len(f.Text))), attempts.LimitAsk.FromAddress(ip))
	if f.Requester.Email != "" { // anyone who types it need not own it
		uses = append(uses, attempts.LimitAskFor.Of(strings.ToLower(mail.Untagged(mail.WireAddress(strings.TrimSpace(f.Requester.Email))))))
	}
	if err := s.attempts.Reserve(ctx, uses...); err != nil {
		return Registered{}, err
	}
	r, err := s.register(ctx, access.User{}, f)
	if err != nil || r.Existed && len(f.Files) == 0 { // nothing was kept; files of a repetition may be others of the same name
		s.attempts.Refund(ctx, uses...)
	}
	return r, err
}

// MayAsk refuses an address that has no request left before the form is read.
func (s *Service) MayAsk(ctx context.Context, ip string) error {
	return s.attempts.MaySpare(ctx, append(s.attempts.AnonymousBytes(ip, 1), attempts.LimitAsk.FromAddress(ip))...)
}

func (s *Service) register(ctx context.Context, by access.User, f Form) (Registered, error) {
	f.tidy()
	if f.Office == "" {
		f.Office = by.Office
	}
	office, known := s.core.AgencyFile.Office(f.Office)
	if !known {
		return Registered{}, access.FieldErrors{docket.Invalid("office", "office.choose")}
	}
	if !by.Sees(office.ID) {
		return Registered{}, access.Forbidden()
	}
	source, err := s.sourceOf(ctx, by, f)
	if err != nil {
		return Registered{}, err
	}
	reg := s.registration(by, f, source)
	pieces, wrong := s.documents.ReadFiles(ctx, store.DocumentAttachment, f.Files)
	r, err := s.core.Store.RequestByKey(ctx, reg.Key)
	existed := err == nil // a repetition is answered whatever it says now
	switch {
	case existed:
	case docket.CodeOf(err) != docket.CodeNotFound:
		return Registered{}, err
	default:
		if err := s.admit(ctx, f, office, &reg, wrong); err != nil {
			return Registered{}, err
		}
	}
	// Files first: anyone who gets a number has her files kept. A repetition links what a crash
	// left between the two.
	ids, err := s.documents.Keep(ctx, "", by.ID, reg.Key, pieces)
	if err != nil {
		return Registered{}, err
	}
	if !existed {
		now := s.core.Now()
		r, existed, err = s.core.Store.Register(ctx, reg, store.RegisterOptions{At: now, Year: now.In(s.core.Zone(office.ID)).Year()})
		if err != nil {
			return Registered{}, err
		}
	}
	if err := s.core.Store.LinkDocuments(ctx, r.ID, ids); err != nil {
		return Registered{}, err
	}
	return s.registered(ctx, r, existed, source)
}

// registration is the form as the store keeps it. The key holds the user, so that nobody is
// answered with what another's token made.
func (s *Service) registration(by access.User, f Form, source *MessageSource) docket.Registration {
	reg := docket.Registration{
		Key: "form:" + by.ID + ":" + f.Token, Procedure: f.Procedure, Office: f.Office, Channel: f.Channel,
		Requester: f.Requester, Subject: f.Subject, Text: f.Text, DeliveryMode: f.DeliveryMode, Fields: f.Fields,
		ReceivedAt: f.ReceivedAt.UTC(), Sheets: f.Sheets, ReceivedBy: by.ID,
	}
	if f.ReceivedAt.IsZero() {
		reg.ReceivedAt = s.core.Now().UTC().Truncate(time.Second)
	}
	if source != nil {
		source.fill(&reg, s.core.EmailConsent)
	}
	return reg
}

// admit checks the form and lets the law give it its dates. bad is what is wrong with its files.
func (s *Service) admit(ctx context.Context, f Form, office docket.Office, reg *docket.Registration, bad access.FieldErrors) error {
	today := s.core.Today(office.ID)
	p, err := s.core.ProcedureSet.For(reg.Procedure, calendar.DateOf(reg.ReceivedAt.In(s.core.Zone(office.ID))))
	if err != nil {
		p, _ = s.core.ProcedureSet.For(reg.Procedure, today) // Admit says below what is wrong
	}
	wrong := f.check(p, s.core.Now(), s.attempts.Limits)
	if s.ours(f.Requester.Email) {
		wrong = append(wrong, docket.Invalid("email", "requester.email_of_agency"))
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	if err := procedures.Admit(s.core.ProcedureSet, days.Calendar, office, s.core.Policy, reg); err != nil {
		var refusal *docket.Error
		if !errors.As(err, &refusal) {
			return err
		}
		if refusal.Field == "" {
			refusal = &docket.Error{Code: docket.CodeInvalid, Field: "received_at", Reason: refusal.Reason}
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
func (s *Service) registered(ctx context.Context, r docket.Request, existed bool, source *MessageSource) (Registered, error) {
	if source != nil {
		if err := source.settle(ctx, s, r); err != nil {
			return Registered{}, err
		}
	}
	if err := s.core.Workflows.Start(ctx, r.ID); err != nil {
		s.core.Logger.Warn("the workflow of a new request could not be started; the sweep will", "request", r.ID, "error", err)
	}
	return Registered{ID: r.ID, Number: r.Number, StatusCode: r.StatusCode, ReceivedAt: r.ReceivedAt, DueOn: r.DueOn, Existed: existed}, nil
}

// likeness puts the codes of a duplicate hint into words.
var likeness = map[string]string{
	"id_number": "mismo documento de identidad", "email": "mismo correo", "name": "mismo nombre", "text": "texto parecido",
}

// Duplicates hints at requests of the last year that the one being typed may repeat. A second
// request is received like the first: this only spares the clerk a surprise.
func (s *Service) Duplicates(ctx context.Context, by access.User, p DuplicateProbe) ([]DuplicateHint, error) {
	if err := by.Must(access.Registrars); err != nil {
		return nil, err
	}
	return s.Hints(ctx, by, p, "", 6)
}

// Hints are at most so many requests that a request being typed may repeat, without the one excepted.
func (s *Service) Hints(ctx context.Context, by access.User, p DuplicateProbe, except string, most int) ([]DuplicateHint, error) {
	found, err := s.core.Store.ProbableDuplicates(ctx, store.DuplicateProbe{
		Name: p.Name, IDNumber: p.IDNumber, Email: p.Email, Text: p.Text, Since: s.core.Today(by.Office).AddDays(-365),
	}, 4*most)
	if err != nil {
		return nil, err
	}
	var hints []DuplicateHint
	for _, f := range found {
		if f.ID == except || !by.Sees(f.Office) || len(hints) == most {
			continue
		}
		h := DuplicateHint{Row: s.lists.Row(f.RequestRow)}
		for _, code := range f.Why {
			h.Why = append(h.Why, likeness[code])
		}
		hints = append(hints, h)
	}
	return hints, nil
}

// ours says whether an address is the agency's own, also with a part behind a plus sign: a letter to it would prove its own delivery.
func (s *Service) ours(email string) bool {
	return email != "" && slices.ContainsFunc(s.core.AgencyFile.Addresses(), func(own string) bool {
		return mail.SameAddress(own, email) || mail.SameAddress(own, mail.Untagged(email))
	})
}
