package docket

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

// Actor is the person or program that acts. User is the user's ID, never a name.
type Actor struct {
	User   string `json:"user,omitempty"`
	Role   Role   `json:"role"`
	Office string `json:"office,omitempty"`
}

// System is the actor of automatic acts.
func System() Actor { return Actor{Role: RoleSystem} }

// Hands says who is to act next, so that the history shows whose delay it was.
type Hands string

// The values of Hands.
const (
	HandsReception Hands = "reception"
	HandsOfficer   Hands = "officer"  // the officer or her unit
	HandsUnit      Hands = "unit"     // a holding unit was asked and has not answered
	HandsReviewer  Hands = "reviewer" // the second person
	HandsRequester Hands = "requester"
	HandsCarrier   Hands = "carrier" // the mail, or the messenger
	HandsNobody    Hands = "nobody"  // closed
)
