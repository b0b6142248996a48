package access

import (
	"slices"

	"foja/docket"
)

// Who may use which part of the desk, by the table of roles (docket.RoleSpec). What may be done to a case is the
// procedure's to say.
var (
	Staff      = docket.RolesWhere(func(r docket.RoleSpec) bool { return r.Given })
	Registrars = docket.RolesWith(docket.RightRegister)
	Workers    = docket.RolesWith(docket.RightWork)
	Holders    = docket.RolesWith(docket.RightHold)
	Assigners  = docket.RolesWith(docket.RightAssign)
	Watchers   = docket.RolesWith(docket.RightWatch)
	DayKeepers = docket.RolesWith(docket.RightKeepDays)

	RegisterReaders   = docket.RolesWith(docket.RightReadRegister)
	HeldReaders       = docket.RolesWith(docket.RightReadHeld)
	StockTextKeepers  = docket.RolesWith(docket.RightStockTexts)
	CalendarWriters   = docket.RolesWith(docket.RightWriteCalendar)
	CalendarSeconders = docket.RolesWith(docket.RightSecondCalendar)
	ProcedureWriters  = docket.RolesWith(docket.RightWriteProcedures)
	TemplateWriters   = docket.RolesWith(docket.RightWriteTemplates)
	Reconcilers       = docket.RolesWith(docket.RightReconcile)
	AccountKeepers    = docket.RolesWith(docket.RightKeepAccounts)
	AccountReaders    = docket.RolesWith(docket.RightReadAccounts)
	AccountAuditors   = docket.RolesWith(docket.RightAuditAccounts)
	SystemReaders     = docket.RolesWith(docket.RightReadSystem)
	MailCheckers      = docket.RolesWith(docket.RightCheckMail)
)

// Keeps says whether the user may decide about another's days.
func (u User) Keeps(other User) error {
	if u.ID == other.ID || u.Has(DayKeepers...) && u.Sees(other.Office) {
		return nil
	}
	return Forbidden()
}

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

// Actors are the user in each of her roles, and after that in the name of those whose deputy she is.
func (u User) Actors() []docket.Actor {
	var list []docket.Actor
	for _, r := range u.Roles {
		if slices.Contains(Staff, r) {
			list = append(list, docket.Actor{User: u.ID, Role: r, Office: u.Office})
		}
	}
	for _, away := range u.For {
		for _, r := range away.Roles {
			list = append(list, docket.Actor{User: u.ID, Role: r, Office: u.Office, For: away.ID})
		}
	}
	return list
}

// ActorsOn are the actors with those first who act in the name of the holder of a case.
func (u User) ActorsOn(holder string) []docket.Actor {
	list := u.Actors()
	if holder == "" || holder == u.ID {
		return list
	}
	slices.SortStableFunc(list, func(a, b docket.Actor) int { return rankFor(a, holder) - rankFor(b, holder) })
	return list
}

func rankFor(a docket.Actor, holder string) int {
	if a.For == holder {
		return 0
	}
	return 1
}

// Owners are the people whose work the user does: herself, and those whose deputy she is.
func (u User) Owners() []string {
	owners := []string{u.ID}
	for _, away := range u.For {
		owners = append(owners, away.ID)
	}
	return owners
}

// NameFor is the name of the person in whose name the user works on what somebody holds; "" = in her own.
func (u User) NameFor(holder string) string {
	for _, away := range u.For {
		if away.ID == holder {
			return away.Name
		}
	}
	return ""
}
