package docket

// Agency is the public body that runs foja.
type Agency struct {
	Name    string   `yaml:"name" json:"name"`
	Acronym string   `yaml:"acronym" json:"acronym"`
	Address string   `yaml:"address" json:"address"`
	Email   string   `yaml:"email" json:"email"` // where citizens write; From of every letter
	WebURL  string   `yaml:"web_url" json:"web_url"`
	Offices []Office `yaml:"offices" json:"offices"`
	Units   []Unit   `yaml:"units" json:"units"`
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
