package docket

import "slices"

// Role is a user's role in the agency; procedures grant actions to roles.
type Role string

// The roles. RoleSystem is foja itself; RoleRequester is the citizen acting by mail.
const (
	RoleReception     Role = "reception"
	RoleOfficer       Role = "officer"
	RoleManager       Role = "manager"
	RoleHead          Role = "head" // head of the body: the last rung of every ladder
	RoleAdministrator Role = "administrator"
	RoleAuditor       Role = "auditor"
	RoleSystem        Role = "system"
	RoleRequester     Role = "requester"
	// RoleUnit is a holding unit that answers by its link, without an account.
	RoleUnit Role = "unit"
	// RoleDeputy is not assigned to users: in a ladder it stands for the deputy of the holder.
	RoleDeputy Role = "deputy"
	// RoleHolder, in a ladder, stands for the holder of the answer task.
	RoleHolder Role = "holder"
)

// RoleSpec is the description of a role. Its names stand in the catalogues of languages/ under "role.". What it may do
// to a case, its procedures say.
type RoleSpec struct {
	Role   Role
	Given  bool // to users
	Alone  bool // a user who has it has no other
	Acts   bool // procedures may grant it actions
	Alarms bool // ladders may name it
	Duties bool // procedures may give it duties
	Rank   int  // above whom it stands in a ladder; 0 = beside it
	Rights []Right
}

// Right is a part of foja that a role may use.
type Right string

// The rights. Each is what the screens and the API ask for; what may be done to a case is its procedure's to say.
const (
	RightRegister        Right = "register"         // take in requests, decide what a message is
	RightWork            Right = "work"             // have tasks
	RightHold            Right = "hold"             // hold cases, ask units
	RightAssign          Right = "assign"           // give work to others
	RightWatch           Right = "watch"            // see figures, the audit, procedures
	RightKeepDays        Right = "keep_days"        // decide about other people's absences
	RightReadRegister    Right = "read_register"    // the statutory register
	RightReadHeld        Right = "read_held"        // the holding pen
	RightStockTexts      Right = "stock_texts"      // write them
	RightWriteCalendar   Right = "write_calendar"   //
	RightSecondCalendar  Right = "second_calendar"  // approve what another has written
	RightWriteProcedures Right = "write_procedures" //
	RightWriteTemplates  Right = "write_templates"  //
	RightReconcile       Right = "reconcile"        // ask for a report now
	RightKeepAccounts    Right = "keep_accounts"    //
	RightReadAccounts    Right = "read_accounts"    //
	RightAuditAccounts   Right = "audit_accounts"   // what was done to accounts
	RightReadSystem      Right = "read_system"      // the system page
	RightCheckMail       Right = "check_mail"       // try the mail account
)

// roleTable is the table of all roles: one entry for each.
var roleTable = []RoleSpec{
	{
		Role: RoleReception, Given: true, Acts: true, Duties: true,
		Rights: []Right{RightRegister, RightWork, RightReadHeld},
	},
	{
		Role: RoleOfficer, Given: true, Acts: true, Alarms: true, Duties: true, Rank: 1,
		Rights: []Right{RightRegister, RightWork, RightHold, RightReadHeld, RightReadRegister, RightStockTexts},
	},
	{
		Role: RoleManager, Given: true, Acts: true, Alarms: true, Duties: true, Rank: 2,
		Rights: []Right{
			RightRegister, RightWork, RightHold, RightAssign, RightWatch, RightKeepDays, RightReadHeld, RightReadRegister,
			RightStockTexts, RightSecondCalendar, RightReconcile,
		},
	},
	{
		Role: RoleHead, Given: true, Acts: true, Alarms: true, Duties: true, Rank: 3,
		Rights: []Right{
			RightWork, RightWatch, RightReadHeld, RightReadRegister, RightSecondCalendar, RightAuditAccounts,
		},
	},
	{
		Role: RoleAdministrator, Given: true, Acts: true,
		Rights: []Right{
			RightWatch, RightKeepDays, RightReadRegister, RightStockTexts, RightWriteCalendar, RightSecondCalendar,
			RightWriteProcedures, RightWriteTemplates, RightReconcile, RightKeepAccounts, RightReadAccounts,
			RightAuditAccounts, RightReadSystem, RightCheckMail,
		},
	},
	{
		Role: RoleAuditor, Given: true, Alone: true,
		Rights: []Right{
			RightWatch, RightReadHeld, RightReadRegister, RightReadAccounts, RightAuditAccounts, RightReadSystem,
		},
	},
	{Role: RoleUnit, Acts: true, Duties: true},
	{Role: RoleHolder, Alarms: true, Duties: true, Rank: 1},
	{Role: RoleDeputy, Alarms: true, Duties: true, Rank: 1},
	{Role: RoleRequester, Duties: true},
	{Role: RoleSystem},
}

// RoleSpecs lists all roles in the order of the table.
func RoleSpecs() []RoleSpec { return slices.Clone(roleTable) }

// RolesWhere lists the roles that match, in the order of the table.
func RolesWhere(match func(RoleSpec) bool) (roles []Role) {
	for _, spec := range roleTable {
		if match(spec) {
			roles = append(roles, spec.Role)
		}
	}
	return roles
}

// RolesWith lists the roles that have a right, in the order of the table.
func RolesWith(right Right) []Role {
	return RolesWhere(func(spec RoleSpec) bool { return slices.Contains(spec.Rights, right) })
}

// rank is the role's place in a ladder.
func rank(r Role) int {
	for _, spec := range roleTable {
		if spec.Role == r {
			return spec.Rank
		}
	}
	return 0
}
