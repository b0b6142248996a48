package upkeep

import (
	"context"
	"fmt"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// Outage is a time in which the mailbox was not read, with what arrived meanwhile.
type Outage struct {
	store.Outage
	Late    []LateMessage
	Address string         // of the mailbox
	Zone    *time.Location // of the certificate: the office that mail belongs to
}

// LateMessage is one of them: its legal day is that of its true arrival, however late it was read.
type LateMessage struct {
	store.LateMessage
	LegalOn calendar.Date // by its arrival (law: R12-R15)
	ReadOn  calendar.Date // what the legal day would be, had it arrived when it was read
	Lost    int           // business days between them: what the office has less
}

// Affected says whether the outage took days from the office.
func (m LateMessage) Affected() bool { return m.LegalOn != m.ReadOn }

// AffectedN counts them.
func (o Outage) AffectedN() (n int) {
	for _, m := range o.Late {
		if m.Affected() {
			n++
		}
	}
	return n
}

// Outages lists the newest outages first, without their messages.
func (s *Service) Outages(ctx context.Context, by access.User) ([]Outage, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	kept, err := s.core.Store.Outages(ctx, 50)
	if err != nil {
		return nil, err
	}
	all := make([]Outage, len(kept))
	for i, o := range kept {
		if all[i], err = s.outage(ctx, o); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// OutageCertificate says on paper when the mailbox was not read, and whose legal day that touches. While the outage
// lasts there is none: it would be wrong a minute later.
func (s *Service) OutageCertificate(ctx context.Context, by access.User, id string) (documents.File, error) {
	if err := by.Must(access.Watchers); err != nil {
		return documents.File{}, err
	}
	kept, err := s.core.Store.Outage(ctx, id)
	if err != nil {
		return documents.File{}, err
	}
	if kept.EndedAt.IsZero() {
		return documents.File{}, docket.Refuse(docket.CodeConflict, "outage.not_over")
	}
	o, err := s.outage(ctx, kept)
	if err != nil {
		return documents.File{}, err
	}
	data := letters.OutageData{
		Agency: s.core.AgencyFile, Address: o.Address, From: o.FromAt, Noticed: o.NoticedAt, Ended: o.EndedAt, Cause: o.Cause, Zone: o.Zone, ID: o.ID,
	}
	for _, m := range o.Late {
		data.Late = append(data.Late, letters.LateMessage{
			Number: m.Number, Fingerprint: m.ID, ArrivedAt: m.ReceivedAt, ReadAt: m.KeptAt, LegalOn: m.LegalOn, ReadOn: m.ReadOn, Lost: m.Lost,
		})
	}
	pdf, err := letters.OutagePDF(data)
	if err != nil {
		return documents.File{}, err
	}
	name := "constancia-interrupcion-" + o.FromAt.In(o.Zone).Format("2006-01-02-1504") + ".pdf"
	return documents.File{Name: name, Type: "application/pdf", Bytes: pdf, SHA256: documents.Fingerprint(pdf)}, nil
}

// outage adds the messages and what the outage did to their legal days.
func (s *Service) outage(ctx context.Context, o store.Outage) (Outage, error) {
	office := s.core.AgencyFile.Offices[0]
	out := Outage{Outage: o, Zone: s.core.Zone(office.ID), Address: s.core.AgencyFile.MailboxAddress(o.Account)}
	late, err := s.core.Store.LateMessages(ctx, o)
	if err != nil {
		return out, err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return out, err
	}
	for _, m := range late {
		at := office
		if m.Request != "" {
			r, err := s.core.Store.Request(ctx, m.Request)
			if err != nil {
				return out, err
			}
			at = s.core.Office(r.Office)
		}
		l := LateMessage{LateMessage: m}
		view, zone := days.View(at), s.core.Zones(at.ID).LawZone
		if l.LegalOn, err = docket.Receive(m.ReceivedAt, docket.ChannelEmail, s.core.Policy, at, zone, view); err != nil {
			return out, err
		}
		if l.ReadOn, err = docket.Receive(m.KeptAt, docket.ChannelEmail, s.core.Policy, at, zone, view); err != nil {
			return out, err
		}
		if l.Lost, err = view.BusinessDaysBetween(l.LegalOn, l.ReadOn); err != nil {
			return out, err
		}
		out.Late = append(out.Late, l)
	}
	return out, nil
}

// MailboxSeen keeps that the mailbox was looked through at an instant, and ends an outage. Call it often.
func (s *Service) MailboxSeen(ctx context.Context, account string, at time.Time) error {
	if err := s.core.Store.SetSetting(ctx, seenKey(account), at.UTC().Format(time.RFC3339Nano)); err != nil {
		return err
	}
	ended, err := s.core.Store.EndOutage(ctx, account, at)
	if err != nil || !ended {
		return err
	}
	s.core.Logger.Warn("the mailbox is read again", "account", account, "since", at)
	return s.core.TellKeepers(ctx, "outage-end:"+account+":"+at.Format(time.RFC3339), "outage",
		"El buzón vuelve a leerse. Lo que llegó mientras tanto y su constancia: Administración, Cuadre")
}

// MailboxLastSeen is when the mailbox was last looked through, by this process or one before it; zero when never.
func (s *Service) MailboxLastSeen(ctx context.Context, account string) (time.Time, error) {
	text, found, err := s.core.Store.GetSetting(ctx, seenKey(account))
	if err != nil || !found {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339Nano, text)
}

// MailboxLost notes an outage that began when the mailbox was last seen, and says so to those who must know.
func (s *Service) MailboxLost(ctx context.Context, account string, since time.Time, cause string) error {
	o, existed, err := s.core.Store.BeginOutage(ctx, store.Outage{Account: account, FromAt: since, NoticedAt: s.core.Now(), Cause: cause})
	if err != nil || existed {
		return err
	}
	s.core.Logger.Error("the mailbox has not been read for too long", "account", account, "since", since, "cause", cause)
	zone := s.core.Zone(s.core.AgencyFile.Offices[0].ID)
	return s.core.TellKeepers(ctx, "outage:"+o.ID, "outage", fmt.Sprintf(
		"El buzón %s no se lee desde el %s. Las solicitudes que lleguen cuentan desde su llegada: avise a quien administra el servidor",
		s.core.AgencyFile.MailboxAddress(account), since.In(zone).Format("02/01/2006 15:04")))
}

func seenKey(account string) string { return "mailbox.seen." + account }
