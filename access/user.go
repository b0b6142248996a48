package access

import (
	"time"

	"foja/docket"
)

// Whose is the user whose tokens are meant, if u may keep (or, with read, see) them.
func (u User) Whose(user string, read bool) (string, error) {
	if err := u.Must(Staff); err != nil {
		return "", err
	}
	may := AccountKeepers
	if read {
		may = AccountReaders
	}
	if user != "" && user != u.ID && !u.Has(may...) {
		return "", Forbidden()
	}
	if user == "" {
		user = u.ID
	}
	return user, nil
}

// Absent is a person who is away, for her deputy. Roles are those that both have.
type Absent struct {
	ID, Name string
	Roles    []docket.Role
}

// User is a person who is signed in, or the API token's owner.
type User struct {
	ID                string
	Login             string
	Name              string
	Email             string
	Roles             []docket.Role
	Office            string // office ID; "" = every office (head, administrator, auditor)
	Unit              string
	Digest            bool     // notices of assignments come by mail once a day
	For               []Absent // people who are away today and whose deputy she is
	NeedsSecondFactor bool     // must set up a second factor: until then it has no role

	// How she came: when she last typed her password or came from the identity provider (zero for a program), and her network address.
	ProvedAt time.Time
	Place    string
}

// Has says whether the user has one of the roles.
func (u User) Has(roles ...docket.Role) bool {
	for _, have := range u.Roles {
		for _, want := range roles {
			if have == want {
				return true
			}
		}
	}
	return false
}
