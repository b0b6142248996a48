package desk

import (
	"context"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Who may use which part of the desk. What may be done to a case is the procedure's to say.
var (
	staff      = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	registrars = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager}
	workers    = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead}
	watchers   = []docket.Role{docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	keepers    = []docket.Role{docket.RoleManager, docket.RoleAdministrator}
)

func forbidden() *docket.Error {
	return docket.Refuse(docket.CodeForbidden, "Su rol no permite hacer eso. Pida que lo haga una persona con el rol adecuado.")
}

func noRequest() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "No existe esa solicitud, o es de otra sede. Revise el número.")
}

func (u User) must(roles []docket.Role) error {
	if u.ID == "" || !u.Has(roles...) {
		return forbidden()
	}
	return nil
}

// sees says whether the user works for the office: one with an office works for it only.
func (u User) sees(office string) bool { return u.Office == "" || u.Office == office }

// of says whether the user is one of an office's people; "" is the whole agency's.
func (u User) of(office string) bool { return office == "" || u.sees(office) }

// opened is a case as the desk reads it, with the law that it lives under.
type opened struct {
	request   docket.Request
	kase      docket.Case
	procedure docket.Procedure
	office    docket.Office
	view      calendar.View // of the calendar in force
	law       docket.Law    // that the case is counted with: a closed one stays with its own calendar (law: R9)
	today     calendar.Date
}

// open reads a case for a user. A case of another office does not exist for her.
func (d *Desk) open(ctx context.Context, by User, request string) (opened, error) {
	if err := by.must(staff); err != nil {
		return opened{}, err
	}
	r, err := d.Store.Request(ctx, request)
	if err != nil {
		return opened{}, err
	}
	if !by.sees(r.Office) {
		return opened{}, noRequest()
	}
	return d.read(ctx, r)
}

// read joins a request with its case and its law.
func (d *Desk) read(ctx context.Context, r docket.Request) (opened, error) {
	days, err := d.days(ctx)
	if err != nil {
		return opened{}, err
	}
	c, err := d.Store.Case(ctx, r.ID)
	if err != nil {
		return opened{}, err
	}
	return d.joined(ctx, days, r, c)
}

// readAll reads many cases, in the order of their IDs, as read does one: the register is asked once for all.
func (d *Desk) readAll(ctx context.Context, ids []string) ([]opened, error) {
	days, err := d.days(ctx)
	if err != nil {
		return nil, err
	}
	found, err := d.Store.Cases(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]opened, len(found))
	for i, f := range found {
		if list[i], err = d.joined(ctx, days, f.Request, f.Case); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (d *Desk) joined(ctx context.Context, now *days, r docket.Request, c docket.Case) (opened, error) {
	p, err := d.Deps.Procedures.Version(r.Procedure, r.Version)
	if err != nil {
		return opened{}, err
	}
	if len(c.Ledger) == 0 { // registered a moment ago: its workflow has not spoken yet
		c.Request, c.Procedure, c.Version, c.Office, c.Channel = r.ID, r.Procedure, r.Version, r.Office, r.Channel
		c.Ledger = []docket.LedgerEntry{{Kind: docket.LedgerStart, At: r.RegisteredAt, On: r.ReceivedOn, Received: r.ReceivedAt, Policy: r.Policy, Calendar: now.calendar.Version}}
		c.DueOn, c.AlarmOn, c.Hands = r.DueOn, r.DueOn, docket.HandsReception
	}
	office := d.office(r.Office)
	counted, err := d.daysAt(ctx, now, c.CalendarVersion())
	if err != nil {
		return opened{}, err
	}
	return opened{
		request: r, kase: c, procedure: p, office: office, view: now.view(office), law: d.law(p, office, counted), today: d.Today(r.Office),
	}, nil
}

// deadlines folds the ledger, under both readings of the reception rule (law: R15).
func (o opened) deadlines() (docket.Deadline, *docket.Deadline, error) {
	deadline, other, _, err := o.law.Readings(o.kase.Ledger)
	return deadline, other, err
}

// left counts the business days from today to the due day; negative when it has passed. Days
// that the calendar does not know count as none: a list must not fail for an old case.
func (o opened) left(due calendar.Date) int { return left(o.view, o.today, due) }

func left(view calendar.View, today, due calendar.Date) int {
	if due.IsZero() {
		return 0
	}
	n, err := view.BusinessDaysBetween(today, due)
	if err != nil {
		return 0
	}
	return n
}

// overdue asks it of a date; it is never stored.
func overdue(due, today calendar.Date, closed bool) bool {
	return !closed && !due.IsZero() && due.Before(today)
}

// actors are the user in each of her roles.
func (u User) actors() []docket.Actor {
	var list []docket.Actor
	for _, r := range u.Roles {
		if slices.Contains(staff, r) {
			list = append(list, docket.Actor{User: u.ID, Role: r, Office: u.Office})
		}
	}
	return list
}

// held is the letter that still can be taken back, nil when there is none.
func (o opened) held(now time.Time) *docket.Letter {
	for _, l := range o.kase.Letters {
		if l.Held(now) {
			return &l
		}
	}
	return nil
}
