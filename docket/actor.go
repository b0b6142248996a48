package docket

// Actor is the person or program that acts. User is the user's ID, never a name.
type Actor struct {
	User   string `json:"user,omitempty"`
	Role   Role   `json:"role"`
	Office string `json:"office,omitempty"`
	// For is the absent user whose deputy User is, where the act is done in that user's name.
	For string `json:"for,omitempty"`
}

// holds reports whether the actor is a user, or acts in her name.
func (a Actor) holds(user string) bool { return a.User == user || a.For != "" && a.For == user }

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
