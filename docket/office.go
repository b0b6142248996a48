package docket

import "strings"

// Agency is the public body that runs foja.
type Agency struct {
	Name    string   `yaml:"name" json:"name"`
	Acronym string   `yaml:"acronym" json:"acronym"`
	Address string   `yaml:"address" json:"address"`
	Email   string   `yaml:"email" json:"email"` // address for citizens; From of every letter
	WebURL  string   `yaml:"web_url" json:"web_url"`
	Offices []Office `yaml:"offices" json:"offices"`
	Units   []Unit   `yaml:"units" json:"units"`
	// Mailboxes are the further mailboxes of this installation: settings, not part of the agency file.
	Mailboxes []Mailbox `yaml:"-" json:"-"`
}

// Mailbox is a further address for citizens: mail to it opens cases of its office and procedure, and their letters
// come from it.
type Mailbox struct{ Name, Address, Office, Procedure string }

// Addresses are all addresses for citizens, the agency's own first.
func (a Agency) Addresses() []string {
	all := []string{a.Email}
	for _, m := range a.Mailboxes {
		all = append(all, m.Address)
	}
	return all
}

// MessageID makes the Message-ID of a mail of ours: an ID at the agency's mail domain. It is fixed before the first
// attempt. For mail to others the ID is random: anyone who knows that of one letter must not be able to derive
// another's.
func (a Agency) MessageID(id string) string {
	_, domain, _ := strings.Cut(a.Email, "@")
	return id + "@" + domain
}

// AddressFor is the address of the letters of a case and of their replies.
func (a Agency) AddressFor(office, procedure string) string {
	for _, m := range a.Mailboxes {
		if m.Office == office && m.Procedure == procedure {
			return m.Address
		}
	}
	return a.Email
}

// Mailbox finds a further mailbox by its name.
func (a Agency) Mailbox(name string) (Mailbox, bool) {
	for _, m := range a.Mailboxes {
		if m.Name == name {
			return m, true
		}
	}
	return Mailbox{}, false
}

// Office is a seat of the agency with its own hours, zone and regional calendar.
type Office struct {
	ID      string `yaml:"id" json:"id"`
	Name    string `yaml:"name" json:"name"`
	Address string `yaml:"address" json:"address"`
	Region  string `yaml:"region" json:"region"` // region of the calendar, e.g. "Lima"
	Zone    string `yaml:"zone" json:"zone"`     // IANA name, e.g. "America/Lima"
	Opens   string `yaml:"opens" json:"opens"`   // "08:00", local time
	Closes  string `yaml:"closes" json:"closes"` // "16:30", local time
}

// Unit is a holding unit: an area that keeps records and is asked for them.
type Unit struct {
	ID     string `yaml:"id" json:"id"`
	Name   string `yaml:"name" json:"name"`
	Office string `yaml:"office" json:"office"`
	Email  string `yaml:"email" json:"email,omitempty"`
	// Retired ones are not asked any more; old cases still refer to them.
	Retired bool `yaml:"-" json:"-"`
}

// Owns says whether a mail address is of the unit: its own, or a colleague's of the same domain.
func (u Unit) Owns(address string) bool {
	domain := func(address string) string {
		_, domain, _ := strings.Cut(strings.ToLower(address), "@")
		return domain
	}
	return u.Email != "" && domain(u.Email) == domain(address)
}

// MailboxAddress is the address of a mailbox by its name: the agency's own unless it is a further one.
func (a Agency) MailboxAddress(name string) string {
	if m, ok := a.Mailbox(name); ok {
		return m.Address
	}
	return a.Email
}

// Office finds an office by ID.
func (a Agency) Office(id string) (Office, bool) {
	for _, o := range a.Offices {
		if o.ID == id {
			return o, true
		}
	}
	return Office{}, false
}

// Unit finds a holding unit by ID.
func (a Agency) Unit(id string) (Unit, bool) {
	for _, u := range a.Units {
		if u.ID == id {
			return u, true
		}
	}
	return Unit{}, false
}
