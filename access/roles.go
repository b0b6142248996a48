package access

import (
	"slices"

	"foja/docket"
)

var accountAuditors = []docket.Role{docket.RoleAdministrator, docket.RoleAuditor, docket.RoleHead}

var (
	AccountKeepers = []docket.Role{docket.RoleAdministrator}
	AccountReaders = []docket.Role{docket.RoleAdministrator, docket.RoleAuditor}
)

// BookReaders may read the statutory register: those who watch, and officers, who are seen to
// by their office.
var BookReaders = append([]docket.Role{docket.RoleOfficer}, Watchers...)

// KeepersOfWork give work to others.
var KeepersOfWork = []docket.Role{docket.RoleManager}

// Who may write the calendar, who may be the second person, and who may read it.
var (
	CalendarWriters   = []docket.Role{docket.RoleAdministrator}
	CalendarSeconders = []docket.Role{docket.RoleAdministrator, docket.RoleManager, docket.RoleHead}
)

// HeldReaders may look into the holding pen, by screens and by API; only registrars decide what a message is.
var HeldReaders = append(slices.Clone(Registrars), docket.RoleHead, docket.RoleAuditor)

// Keeps says whether the user may decide about another's days.
func (u User) Keeps(other User) error {
	if u.ID == other.ID || u.Has(keepers...) && u.Sees(other.Office) {
		return nil
	}
	return Forbidden()
}

var (
	ProcedureWriters = []docket.Role{docket.RoleAdministrator}
	ProcedureReaders = Watchers
)

// Reconcilers may ask for a report now; watchers may read it.
var Reconcilers = []docket.Role{docket.RoleAdministrator, docket.RoleManager}

// Who may use which part of the desk. What may be done to a case is the procedure's to say.
var (
	Staff      = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	Registrars = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager}
	Workers    = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead}
	Watchers   = []docket.Role{docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	keepers    = []docket.Role{docket.RoleManager, docket.RoleAdministrator}
)

// Forbidden is the refusal for a role that may not do something.
func Forbidden() *docket.Error {
	return docket.Refuse(docket.CodeForbidden, "role.may_not")
}

// Must refuses a user who has none of the roles.
func (u User) Must(roles []docket.Role) error {
	if u.ID == "" || !u.Has(roles...) {
		return Forbidden()
	}
	return nil
}

// Sees says whether the user works for the office: one with an office works for it only.
func (u User) Sees(office string) bool { return u.Office == "" || u.Office == office }

// Of says whether the user is one of an office's people; "" is the whole agency's.
func (u User) Of(office string) bool { return office == "" || u.Sees(office) }

// Actors are the user in each of her roles.
func (u User) Actors() []docket.Actor {
	var list []docket.Actor
	for _, r := range u.Roles {
		if slices.Contains(Staff, r) {
			list = append(list, docket.Actor{User: u.ID, Role: r, Office: u.Office})
		}
	}
	return list
}

var StockTextKeepers = []docket.Role{docket.RoleOfficer, docket.RoleManager, docket.RoleAdministrator}

var (
	SystemReaders = []docket.Role{docket.RoleAdministrator, docket.RoleAuditor}
	MailCheckers  = []docket.Role{docket.RoleAdministrator}
)

var TemplateWriters = []docket.Role{docket.RoleAdministrator}
