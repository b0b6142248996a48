package imports

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
	"foja/procedures"
)

// Agency is what rows are held against.
type Agency struct {
	docket.Agency
	Procedures *procedures.Set
	Calendar   calendar.Calendar
	Policy     docket.ReceptionPolicy
	Users      map[string]docket.Actor // by login: ID and office; the role is chosen for each act
	Source     string                  // name of the file, for the history of each case
	Now        time.Time
}

// Paper is something that the case keeps: words, or a file.
type Paper struct {
	Key  string // of one paper of one row, the same in every run
	Kind string // a kind of document of package store
	Name string
	Text string // "" = Path says which file
	Path string
}

// Keep keeps a paper and returns its ID.
type Keep func(Paper) (id string, err error)

// Case is a row with its past.
type Case struct {
	Row          Row
	Registration docket.Registration
	Events       []docket.Event
	Case         docket.Case
	Papers       []string // IDs of what Keep kept
	Warnings     []Fault  // acts that the procedure does not allow, kept as notes
}

// errFault carries a Fault through the builder.
type errFault struct{ Fault }

func (e errFault) Error() string { return e.Text }

func wrong(field, format string, args ...any) error {
	return errFault{Fault{Field: field, Text: fmt.Sprintf(format, args...)}}
}

// Key is the registration's key: the same row of the same procedure is the same case, in whichever file it stands.
func (r Row) Key() string { return "import:" + r.Procedure + ":" + r.Number }

// Build makes the case of a row, as it would stand had foja been there: the reception is counted by the law of its day,
// each act is decided on the case as it then was, and its letters count as handed over on that day. id is the request's
// ID. The error is a *docket.Error of keep, or of a row that cannot be taken; then the faults say why.
func (a Agency) Build(row Row, id string, keep Keep) (Case, []Fault, error) {
	b := builder{Agency: a, out: Case{Row: row}, keep: keep}
	err := b.build(id)
	var f errFault
	var refusal *docket.Error
	switch {
	case err == nil:
		return b.out, nil, nil
	case errors.As(err, &f):
	case errors.As(err, &refusal):
		f.Fault = Fault{Field: refusal.Field, Text: languages.For("en").Say(refusal.Reason)}
	default:
		return Case{}, nil, err
	}
	f.Line, f.Number = row.Line, row.Number
	return Case{}, []Fault{f.Fault}, nil
}

// builder builds one case.
type builder struct {
	Agency
	out  Case
	keep Keep
	law  docket.Law
	zone *time.Location
}

func (b *builder) build(id string) error {
	if err := b.register(); err != nil {
		return err
	}
	reg := b.out.Registration
	events, err := docket.Open(b.law, docket.Opening{
		Request: id, Procedure: reg.Procedure, Version: reg.Version, Office: reg.Office, Channel: reg.Channel,
		ByEmail: reg.Requester.Email != "" && reg.Requester.EmailConsent, // law: R41
		Printed: reg.Channel == docket.ChannelCounter,
	}, docket.LedgerEntry{On: reg.ReceivedOn, Received: reg.ReceivedAt, Policy: reg.Policy}, docket.System(), b.Now)
	if err != nil {
		return err
	}
	b.apply(events)
	if err := b.handOver(reg.ReceivedAt); err != nil {
		return err
	}
	note := fmt.Sprintf("Viene de otro registro, donde tenía el número %s. Importado de %s, línea %d.", b.out.Row.Number,
		b.Source, b.out.Row.Line)
	if err := b.note("origin", note, reg.ReceivedAt); err != nil {
		return err
	}
	if err := b.files(); err != nil {
		return err
	}
	if b.out.Row.Holder != "" {
		holder, err := b.user("holder", b.out.Row.Holder)
		if err != nil {
			return err
		}
		if err := b.claim(holder.User, reg.ReceivedAt); err != nil {
			return err
		}
	}
	for i, act := range b.out.Row.Acts {
		if err := b.act(i, act); err != nil {
			return err
		}
	}
	return nil
}

// register fills the registration and chooses the law.
func (b *builder) register() error {
	row := b.out.Row
	if row.Number == "" {
		return wrong("number", "is missing")
	}
	office, known := b.Office(cmp.Or(row.Office, b.Offices[0].ID))
	if !known {
		return wrong("office", "%q is no office of the agency file", row.Office)
	}
	var err error
	if b.zone, err = time.LoadLocation(office.Zone); err != nil {
		return fmt.Errorf("imports: office %s: %w", office.ID, err)
	}
	at, err := ParseTime(row.ReceivedAt, office.Opens, b.zone)
	if err != nil {
		return wrong("received_at", "%v", err)
	}
	if at.After(b.Now) {
		return wrong("received_at", "%s is in the future", row.ReceivedAt)
	}
	channel := docket.Channel(cmp.Or(row.Channel, string(docket.ChannelCounter)))
	if !slices.Contains(channels, channel) {
		return wrong("channel", "%q is none of %v", row.Channel, channels)
	}
	reg := docket.Registration{
		Key: row.Key(), Procedure: row.Procedure, Office: office.ID, Channel: channel, Subject: row.Subject, Text: row.Text,
		DeliveryMode: row.Delivery, Fields: row.Fields, ReceivedAt: at.UTC(), Sheets: row.Sheets,
		Requester: docket.Requester{
			Name: row.Name, IDKind: row.IDKind, IDNumber: row.IDNumber, Address: row.Address, Email: row.Email, Phone: row.Phone,
			EmailConsent: row.EmailConsent,
		},
	}
	switch {
	case reg.Procedure == "":
		return wrong("procedure", "is missing")
	case reg.Requester.Name == "":
		return wrong("name", "is missing")
	case len(reg.Requester.Name) > mostName:
		return wrong("name", "is longer than %d bytes", mostName)
	case reg.Requester.Email != "" && !b.writable(reg.Requester.Email):
		return wrong("email", "%q is no address of a requester", reg.Requester.Email)
	case reg.Subject == "" && reg.Text == "":
		return wrong("text", "is missing, and so is the subject: nothing says what was asked")
	}
	if err := procedures.Admit(b.Procedures, b.Calendar, office, b.Policy, &reg); err != nil {
		return err
	}
	p, err := b.Procedures.Version(reg.Procedure, reg.Version)
	if err != nil {
		return err
	}
	if row.Delivery != "" &&
		!slices.ContainsFunc(p.DeliveryModes, func(m docket.DeliveryMode) bool { return m.Key == row.Delivery }) {
		return wrong("delivery", "%q is no way of delivery of %s", row.Delivery, p.Key)
	}
	b.out.Registration = reg
	b.law = docket.Law{
		Procedure: p, Calendar: b.Calendar, Office: office,
		Zone: docket.ZoneOf(b.zone, at.AddDate(-1, 0, 0), b.Now.AddDate(5, 0, 0)),
	}
	return nil
}

// mostName is how long the name of a requester may be, in bytes.
const mostName = 400

// writable says whether letters can go to an address: it is one, and not the agency's own, where a letter would prove
// its own delivery.
func (b *builder) writable(email string) bool {
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email {
		return false
	}
	return !slices.ContainsFunc(b.Addresses(), func(own string) bool { return strings.EqualFold(own, email) })
}

func (b *builder) apply(events []docket.Event) {
	for _, e := range events {
		b.out.Case.Apply(e)
	}
	b.out.Events = append(b.out.Events, events...)
}

// paper keeps one paper.
func (b *builder) paper(p Paper) (string, error) {
	p.Key = b.out.Row.Key() + ":" + p.Key
	id, err := b.keep(p)
	if err == nil {
		b.out.Papers = append(b.out.Papers, id)
	}
	return id, err
}

// files keeps what the requester handed in.
func (b *builder) files() error {
	for i, path := range b.out.Row.Files {
		if _, err := b.paper(Paper{
			Key: fmt.Sprintf("file:%d", i), Kind: "attachment", Name: baseName(path), Path: path,
		}); err != nil {
			return fileFault("files", path, err)
		}
	}
	return nil
}
