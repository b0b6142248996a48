package docket

// Role is what a user is to the agency; procedures grant actions to roles.
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
	// RoleDeputy is not a role that a user has: in a ladder it stands for the deputy of the holder.
	RoleDeputy Role = "deputy"
	// RoleHolder, in a ladder, stands for whoever holds the answer task.
	RoleHolder Role = "holder"
)

// Actor is who does something. User is the user's ID, never a name.
type Actor struct {
	User   string `json:"user,omitempty"`
	Role   Role   `json:"role"`
	Office string `json:"office,omitempty"`
}

// System is foja acting by itself.
func System() Actor { return Actor{Role: RoleSystem} }

// Hands says with whom the case rests: the log must show whose delay it was.
type Hands string

// In whose hands a case can be.
const (
	HandsReception Hands = "reception"
	HandsOfficer   Hands = "officer"  // the officer or her unit
	HandsUnit      Hands = "unit"     // a holding unit was asked and has not answered
	HandsReviewer  Hands = "reviewer" // the second person
	HandsRequester Hands = "requester"
	HandsCarrier   Hands = "carrier" // the mail, or the messenger
	HandsNobody    Hands = "nobody"  // closed
)
