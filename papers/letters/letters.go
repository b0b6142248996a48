// Package letters is what the agency writes: receipts, answers and internal notices, in Spanish. Mails to a requester
// may have a rendering in her language below, from the same template (courtesy.go).
//
// A letter is written once, as a template that produces plain text with a little structure
// (see blocks.go); the mail's HTML and the page for paper are set from that same text, so the
// three never contradict each other. Everything here is a pure function of Data: the same
// letter gives the same bytes, today and after a crash.
package letters

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Data is what a letter to a requester may say. Compose fills what every letter of a case
// shares; the caller adds what this letter is about.
type Data struct {
	Agency  docket.Agency
	Office  docket.Office
	Zone    *time.Location // the office's; instants are shown in it
	At      time.Time      // when it is written: its date, and the date inside the PDF
	Number  string
	Channel docket.Channel
	Mailbox string // where its mail comes to and goes from

	Procedure    string // name
	DeliveryMode string // name
	// ProcedureEN and DeliveryModeEN are the same in English.
	ProcedureEN, DeliveryModeEN string
	LegalBase                   []docket.Citation

	Requester   docket.Requester
	Subject     string
	Text        string // what was asked, as it was asked
	ReceivedAt  time.Time
	Deadline    docket.Deadline
	TermDays    int    // business days of the time limit; 0 when it is not in business days
	ReceivedBy  string // who took it at the counter; "" = foja itself
	Sheets      int
	Attachments []Attachment // of the receipt: handed in; of an answer: sent with it
	Links       []Attachment // of an answer: to be fetched, because mail does not carry them
	StatusURL   string
	StatusCode  string

	ThreadSubject string // of the mail it answers; the reply keeps it

	Body       string // the officer's words: the answer, or the reasons of a denial
	Ground     docket.Ground
	Items      []ItemAnswer // of an answer by items; Body is what introduces them
	Until      string       // denial: how long the bar lasts
	Resolution string       // denial: classification resolution
	Remedies   []Remedy
	To         calendar.Date   // extension: the new date
	Schedule   []calendar.Date // extension: partial deliveries
	Cents      int             // cost notice, in hundredths of a sol
	Entity     string          // forwarding: the competent agency
	Template   string          // name of the template; "" = that of the kind
	Expiry     string          // what ends on To, by name
	Restarts   bool            // a correction lets the term start again
	Silence    string          // docket.SilenceRule.Kind
	Signer     string          // who answers by law; "" = the office
}

// Attachment is a file named in a letter.
type Attachment struct {
	Name   string
	Size   int64
	SHA256 string
	URL    string        // where it is fetched; "" = it came with the mail
	Until  calendar.Date // until the end of which day
}

// SizeText is the size as people read it: "37 kB", "2,4 MB" (decimal units).
func (a Attachment) SizeText() string {
	switch {
	case a.Size >= 1_000_000:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(a.Size)/1e6), ".", ",", 1)
	case a.Size >= 1000:
		return fmt.Sprintf("%d kB", (a.Size+500)/1000)
	default:
		return fmt.Sprintf("%d bytes", a.Size)
	}
}

// Fingerprint is the head of the file's SHA-256, enough to tell two files apart by eye.
func (a Attachment) Fingerprint() string {
	if len(a.SHA256) < 12 {
		return a.SHA256
	}
	return a.SHA256[:12]
}

// Passed says that the last day is over when the letter is written: it is reported, and never promised.
func (d Data) Passed() bool {
	return !d.Deadline.DueOn.IsZero() && d.Deadline.DueOn.Before(calendar.DateOf(d.At.In(d.zone())))
}

// Amount is the cost as people write it: "S/ 12.50".
func (d Data) Amount() string { return fmt.Sprintf("S/ %d.%02d", d.Cents/100, d.Cents%100) }

// Source is what Compose starts from.
type Source struct {
	Agency     docket.Agency
	Procedure  docket.Procedure
	Calendar   calendar.Calendar
	Request    docket.Request
	Deadline   docket.Deadline
	ReceivedBy string // name of the clerk
	At         time.Time
}

// Compose gathers what every letter of a case shares. It fails when the office or its zone is
// unknown: a letter with a wrong hour is worse than none.
func Compose(s Source) (Data, error) {
	office, ok := s.Agency.Office(s.Request.Office)
	if !ok {
		return Data{}, fmt.Errorf("letters: there is no office %q", s.Request.Office)
	}
	zone, err := time.LoadLocation(office.Zone)
	if err != nil {
		return Data{}, fmt.Errorf("letters: zone of office %s: %w", office.ID, err)
	}
	on := calendar.DateOf(s.At.In(zone))
	remedies, err := RemediesOf(s.Procedure.Key, on, s.Calendar.For(office.Region, office.ID))
	if err != nil {
		return Data{}, err
	}
	d := Data{
		Agency: s.Agency, Office: office, Zone: zone, At: s.At,
		Number: s.Request.Number, Channel: s.Request.Channel,
		Mailbox: s.Agency.AddressFor(office.ID, s.Procedure.Key), Procedure: s.Procedure.Name.ES,
		ProcedureEN: s.Procedure.Name.EN, LegalBase: inForce(s.Procedure.LegalBase, on),
		Requester: s.Request.Requester, Subject: s.Request.Subject, Text: s.Request.Text,
		ReceivedAt: s.Request.ReceivedAt, Deadline: s.Deadline, ReceivedBy: s.ReceivedBy, Sheets: s.Request.Sheets,
		StatusURL:  StatusURL(s.Agency.WebURL, s.Request.Number, s.Request.StatusCode),
		StatusCode: s.Request.StatusCode, ThreadSubject: s.Request.ThreadSubject, Remedies: remedies,
		Silence: s.Procedure.Silence.Kind, Restarts: s.Procedure.Restarts(),
	}
	if s.Procedure.TimeLimit.Unit == docket.UnitBusiness {
		d.TermDays = s.Procedure.TimeLimit.N
	}
	for _, mode := range s.Procedure.DeliveryModes {
		if mode.Key == s.Request.DeliveryMode {
			d.DeliveryMode, d.DeliveryModeEN = mode.Name.ES, mode.Name.EN
		}
	}
	return d, nil
}

// inForce keeps the citations that are to be cited on the day (law: R57).
func inForce(all []docket.Citation, on calendar.Date) []docket.Citation {
	var now []docket.Citation
	for _, c := range all {
		if (c.From.IsZero() || !on.Before(c.From)) && (c.Until.IsZero() || !on.After(c.Until)) {
			now = append(now, c)
		}
	}
	return now
}

// StatusURL is the citizen's page of a case, as web/ serves it: <web>/s/<number>/<code>.
func StatusURL(webURL, number, code string) string {
	return strings.TrimRight(webURL, "/") + "/s/" + url.PathEscape(number) + "/" + url.PathEscape(code)
}

// StatusPage is where a citizen types number and code: <web>/status.
func StatusPage(webURL string) string { return strings.TrimRight(webURL, "/") + "/status" }

func (d Data) zone() *time.Location {
	if d.Zone == nil {
		return time.UTC
	}
	return d.Zone
}

// AddLetter adds what one letter says: the words of the person who answers, and what the act that sends it gave.
func (d *Data) AddLetter(p docket.Procedure, l docket.Letter, words string) {
	d.Body = words
	if l.Ground != "" {
		d.Ground, _ = p.Ground(l.Ground)
	}
	if l.Kind == docket.LetterExtension {
		d.Ground, _ = p.Extension.Ground(l.Ground)
	}
	if len(l.Items) > 0 {
		d.Body, d.Items = ItemsOf(p, l.Items, d.Body)
	}
	d.To, d.Schedule, d.Cents, d.Entity = l.To, l.Schedule, l.Cents, l.Entity
	d.Template = p.Template(l.Kind)
	if x, found := p.Expiring(l.Expiry); found {
		d.Expiry = x.Name.ES
	}
}
