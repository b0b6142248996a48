package procedures

import (
	_ "embed" // the example agency is part of the program
	"errors"
	"fmt"
	"net/mail"
	"os"
	"regexp"
	"time"

	"foja/docket"
)

//go:embed agency.yaml
var exampleAgency []byte

// LoadAgency reads the agency, its offices and its holding units from a YAML file; with an
// empty path, the built-in example.
func LoadAgency(path string) (docket.Agency, error) {
	if path == "" {
		return ReadAgency("agency.yaml", exampleAgency)
	}
	data, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return docket.Agency{}, fmt.Errorf("agency file: %w", err)
	}
	return ReadAgency(path, data)
}

// ReadAgency parses and validates an agency file; errors name the file and what to mend.
func ReadAgency(file string, data []byte) (docket.Agency, error) {
	var a docket.Agency
	if err := decodeStrict(file, data, &a); err != nil {
		return docket.Agency{}, err
	}
	if err := checkAgency(a); err != nil {
		return docket.Agency{}, fmt.Errorf("%s: %w", file, err)
	}
	return a, nil
}

// LongestID is how many letters an office's or a unit's ID may have.
const LongestID = 31

var shortID = regexp.MustCompile(fmt.Sprintf(`^[a-z0-9][a-z0-9-]{0,%d}$`, LongestID-1))

func checkAgency(a docket.Agency) error {
	if a.Name == "" {
		return errors.New("name: the agency needs a name")
	}
	if _, err := mail.ParseAddress(a.Email); err != nil {
		return fmt.Errorf("email: %q is not an address", a.Email)
	}
	if len(a.Offices) == 0 {
		return errors.New("offices: at least one is needed")
	}
	seen := map[string]bool{}
	for _, o := range a.Offices {
		if !shortID.MatchString(o.ID) || seen[o.ID] {
			return fmt.Errorf("offices: id %q must be short, lower case and used once", o.ID)
		}
		seen[o.ID] = true
		if err := checkHours(o); err != nil {
			return fmt.Errorf("office %s: %w", o.ID, err)
		}
	}
	units := map[string]bool{}
	for _, u := range a.Units {
		if !shortID.MatchString(u.ID) || units[u.ID] {
			return fmt.Errorf("units: id %q must be short, lower case and used once", u.ID)
		}
		units[u.ID] = true
		if !seen[u.Office] {
			return fmt.Errorf("unit %s: office %q is not in this file", u.ID, u.Office)
		}
	}
	return nil
}

func checkHours(o docket.Office) error {
	if o.Name == "" || o.Address == "" {
		return errors.New("name and address stand on every receipt: fill them in")
	}
	if _, err := time.LoadLocation(o.Zone); err != nil || o.Zone == "" {
		return fmt.Errorf("zone: %q is not a zone name such as America/Lima", o.Zone)
	}
	opens, err := time.Parse("15:04", o.Opens)
	if err != nil {
		return fmt.Errorf("opens: %q is not a time such as 08:00", o.Opens)
	}
	closes, err := time.Parse("15:04", o.Closes)
	if err != nil {
		return fmt.Errorf("closes: %q is not a time such as 16:30", o.Closes)
	}
	if !opens.Before(closes) {
		return fmt.Errorf("it closes at %s before it opens at %s", o.Closes, o.Opens)
	}
	return nil
}
