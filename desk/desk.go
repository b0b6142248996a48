// Package desk is what a person may do, and who may do it: register, claim, ask, answer.
//
// Screens (web) and the JSON API stand on it and on nothing below it. It asks the workflow
// to change a case and the store to show one. Permissions are enforced here and, for actions
// on a case, once more by the workflow's validator: both read docket.Permitted.
package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"

	"foja/calendar"
	"foja/docket"
	"foja/mail"
	"foja/procedures"
	"foja/reconcile"
	"foja/store"
	"foja/virus"
)

// Deps is what the desk works with.
type Deps struct {
	Store *store.Store
	// Temporal reaches the workflows; Cases replaces it in tests.
	Temporal   client.Client
	Cases      Cases
	Procedures *procedures.Set
	Calendar   calendar.Calendar // shipped: it counts until another is published
	Agency     docket.Agency
	Policy     docket.ReceptionPolicy
	// EmailConsent: asking by e-mail counts as consent to be answered by e-mail (law: R41).
	EmailConsent bool
	Now          func() time.Time
	Logger       *slog.Logger
	MailOffice   string       // that requests to the agency's own mailbox belong to; "" = the first
	Security     *slog.Logger // the security log; nil = none
	Limits       Limits
	FactorRoles  []docket.Role                                  // these must have a second factor
	MailTrial    func(ctx context.Context, l TrialLetter) error // nil = no mail server
	Virus        *virus.Scanner                                 // nil = files are not searched for viruses
	Files        Opener                                         // nil = no file is opened: none can be looked into
	// SigningSeed is of the Ed25519 key of clock receipts; nil = the one in the register.
	SigningSeed []byte
	// Settings are those in force; MailCheck tries the mail account, nil = there is none.
	Settings  []Setting
	MailCheck func(ctx context.Context) []mail.Finding
	// Reconciler makes a nothing-lost report; nil where mailbox and engine cannot be reached.
	Reconciler func(ctx context.Context, days int, quick bool) (reconcile.Report, error)
}

// Limits bounds what a person can hand in. Zero fields take the defaults.
type Limits struct {
	FileBytes int64 // of one file; 25 MB
	Files     int   // of one form; 20
	Text      int   // characters of a text; 200 000
	MailBytes int64 // beyond which a mail is not read; 50 MB

	UploadFile    int64 // of one file of an upload link; 200 MB
	UploadLink    int64 // of all files of one link; 500 MB
	UploadAll     int64 // of all links whose mail nobody has decided about; 20 GB
	StrangerBytes int64 // that people without an account may hand in within a day; 10 GB
}

// Desk implements Service.
type Desk struct {
	Deps
	SendsMail bool // false: a link of an account is shown to whoever asked for it
	seats  map[string]seat // by office
	hashes *fairQueue      // bounds the memory that password checks take

	finishing chan struct{} // bounds the memory that files of upload links take when they are whole

	paced sync.Map // of paceKey: []store.Pace
	looks looks    // into files, under way and made

	reading sync.Mutex // held while published procedures are read
	readTo  int        // ordinal of the last one that was

	unitsNow atomic.Pointer[[]docket.Unit] // those of the agency file with what administrators changed; nil = as in the file

	almanac *store.Almanac
	seen    atomic.Pointer[days] // the calendar in force when it was last asked for
	older   sync.Map             // by version: *days, of calendars that were in force before
}

// seat is what an office's place in the world means for time: made once, read on every line
// of every list.
type seat struct {
	zone    *time.Location
	lawZone docket.Zone // the same, as the law's functions want it
}

var _ Service = (*Desk)(nil)

// New checks that nothing is missing and that every office's zone is known.
func New(d Deps) (*Desk, error) {
	if d.Store == nil || d.Procedures == nil || d.Logger == nil {
		return nil, errors.New("desk: store, procedures and logger are needed")
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Cases == nil {
		if d.Temporal == nil {
			return nil, errors.New("desk: a Temporal client is needed")
		}
		d.Cases = temporalCases{d.Temporal}
	}
	if len(d.Agency.Offices) == 0 {
		return nil, errors.New("desk: the agency has no office")
	}
	if d.Policy != docket.OfficeHours && d.Policy != docket.SameDay24x7 {
		return nil, fmt.Errorf("desk: reception policy %q: use %s or %s", d.Policy, docket.OfficeHours, docket.SameDay24x7)
	}
	d.Limits = d.Limits.orDefaults()
	desk := &Desk{Deps: d, SendsMail: d.MailTrial != nil, seats: map[string]seat{}, finishing: make(chan struct{}, uploadsDone), hashes: newFairQueue(hashesAtOnce, hashesByAddress, hashesWaiting)}
	for _, o := range d.Agency.Offices {
		zone, err := time.LoadLocation(o.Zone)
		if err != nil {
			return nil, fmt.Errorf("desk: office %s: %w", o.ID, err)
		}
		view := d.Calendar.For(o.Region, o.ID)
		// A misspelt region would be a holiday lost, on every case: not a day to start on.
		var region *calendar.UnknownRegionError
		if _, err := view.Day(calendar.DateOf(d.Now().In(zone))); errors.As(err, &region) {
			return nil, fmt.Errorf("desk: office %s: %w", o.ID, err)
		}
		desk.seats[o.ID] = seat{zone, docket.ZoneOf(zone, zoneFrom, zoneTo)}
	}
	desk.almanac = store.NewAlmanac(d.Store, d.Calendar)
	desk.seen.Store(desk.daysOf(d.Calendar))
	return desk, nil
}

func (l Limits) orDefaults() Limits {
	if l.FileBytes == 0 {
		l.FileBytes = 25_000_000
	}
	if l.Files == 0 {
		l.Files = 20
	}
	if l.Text == 0 {
		l.Text = 200_000
	}
	if l.MailBytes == 0 {
		l.MailBytes = 50 << 20
	}
	for _, one := range []struct {
		limit     *int64
		otherwise int64
	}{{&l.UploadFile, 200_000_000}, {&l.UploadLink, 500_000_000}, {&l.UploadAll, 20_000_000_000}, {&l.StrangerBytes, 10_000_000_000}} {
		if *one.limit == 0 {
			*one.limit = one.otherwise
		}
	}
	return l
}

// Procedures lists the versions in force on a day, the main one first, then by key.
func (d *Desk) Procedures(on calendar.Date) []docket.Procedure {
	list := slices.Clone(d.Deps.Procedures.InForce(on))
	slices.SortStableFunc(list, func(a, b docket.Procedure) int {
		return -cmp.Compare(one(a.Key == mainProcedure), one(b.Key == mainProcedure))
	})
	return list
}

// mainProcedure is what most people come for: forms begin with it, and the yearly return is of it, where the agency has it.
const mainProcedure = "public-information"

// Today is the civil day in an office's zone; an unknown office means the agency's first.
func (d *Desk) Today(office string) calendar.Date {
	return calendar.DateOf(d.Now().In(d.zone(office)))
}

// office finds an office; the agency's first when it is unknown, so that a page about an old
// case of a closed office can still be shown.
func (d *Desk) office(id string) docket.Office {
	if o, ok := d.Deps.Agency.Office(id); ok {
		return o
	}
	return d.Deps.Agency.Offices[0]
}

// The years for which zones are written down: none of our cases lies outside.
var (
	zoneFrom = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	zoneTo   = time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
)

func (d *Desk) seat(office string) seat { return d.seats[d.office(office).ID] }

func (d *Desk) zone(office string) *time.Location { return d.seat(office).zone }
