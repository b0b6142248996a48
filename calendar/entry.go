package calendar

import (
	"fmt"
	"strings"
)

// Kind says what a day is to the count.
type Kind string

const (
	// Holiday is off by law (law: R3, R5).
	Holiday Kind = "holiday"
	// NonWorkingDay is off by decree (law: R4).
	NonWorkingDay Kind = "non_working_day"
	// ShortDay counts but cannot be the last day: the counter did not keep its
	// normal hours (law: R8).
	ShortDay Kind = "short_day"
	// WorkingDay is a day that a norm adds to the count. It prevails over every
	// other entry of the day except ShortDay, and over the weekend.
	WorkingDay Kind = "working_day"
	// Removed takes back, in an amendment, what is listed for the day and the scope: a norm was repealed, or an entry
	// was a mistake. A calendar never lists it.
	Removed Kind = "removed"
	// Weekend is never an entry: it is what a [Day] says of a plain Saturday or
	// Sunday (law: R2).
	Weekend Kind = "weekend"
)

// Entry is one day that differs from what its weekday says.
type Entry struct {
	Date  Date   `json:"date"`
	Kind  Kind   `json:"kind"`
	Name  string `json:"name"` // as people call it, in Spanish
	Norm  string `json:"norm"` // the law or decree that says so
	Scope Scope  `json:"scope"`
}

type entryKey struct {
	date  Date
	kind  Kind
	scope Scope
}

func (e Entry) key() entryKey { return entryKey{e.Date, e.Kind, e.Scope} }

func (e Entry) validate() error {
	switch {
	case !e.Date.Valid():
		return fmt.Errorf("calendar: %q has no possible date", e.Name)
	case e.Name == "" || e.Norm == "":
		return fmt.Errorf("calendar: %s needs a name and the norm that says so", e.Date)
	case e.Scope.Region != "" && e.Scope.Office != "":
		return fmt.Errorf("calendar: %s has two scopes", e.Date)
	}
	switch e.Kind {
	case ShortDay, Removed:
		return nil
	case Holiday, NonWorkingDay, WorkingDay:
		if e.Scope.Office != "" {
			// law: R7
			return fmt.Errorf("calendar: %s: only a supreme decree or a law sets non-business days, for the nation or a region; "+
				"an office can only report a day of abnormal hours (%s)", e.Date, ShortDay)
		}
		return nil
	default:
		return fmt.Errorf("calendar: %s: kind %q is none of %s, %s, %s, %s", e.Date, e.Kind, Holiday, NonWorkingDay,
			ShortDay, WorkingDay)
	}
}

// Scope is where an entry holds: the whole nation (the zero Scope), one region
// or one office. Regions nest with a slash: an entry for "lima-provincias"
// reaches an office of "lima-provincias/huaral", not the other way round.
type Scope struct {
	Region string
	Office string
}

const (
	nationScope  = "nation"
	regionPrefix = "region:"
	officePrefix = "office:"
)

// ParseScope reads "nation", "region:NAME" or "office:ID"; empty means nation.
func ParseScope(s string) (Scope, error) {
	kind, name, named := strings.Cut(s, ":")
	switch {
	case s == "" || s == nationScope:
		return Scope{}, nil
	case named && name != "" && kind == "region":
		return Scope{Region: RegionName(name)}, nil
	case named && name != "" && kind == "office":
		return Scope{Office: name}, nil
	case strings.HasPrefix(kind, "municip") || kind == "agency":
		// law: R7
		return Scope{}, fmt.Errorf("calendar: scope %q: a municipal holiday, or a day declared by the agency itself, "+
			"does not stop the count, so it never reaches the calendar (R7)", s)
	default:
		return Scope{}, fmt.Errorf("calendar: scope %q is none of nation, region:NAME, office:ID", s)
	}
}

// RegionName spells a region the way calendars do: "La Libertad" becomes
// "la-libertad", "Junín" becomes "junin".
func RegionName(name string) string {
	return regionSpelling.Replace(strings.ToLower(strings.TrimSpace(name)))
}

var regionSpelling = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n",
	" ", "-", "_", "-")

// Covers reports whether an entry of this scope holds for an office in region.
func (s Scope) Covers(region, office string) bool {
	switch {
	case s.Office != "":
		return s.Office == office
	case s.Region != "":
		return region == s.Region || strings.HasPrefix(region, s.Region+"/")
	default:
		return true
	}
}

// String returns what [ParseScope] reads.
func (s Scope) String() string {
	switch {
	case s.Office != "":
		return officePrefix + s.Office
	case s.Region != "":
		return regionPrefix + s.Region
	default:
		return nationScope
	}
}

// MarshalText writes what [Scope.String] shows.
func (s Scope) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what [ParseScope] reads.
func (s *Scope) UnmarshalText(text []byte) error {
	parsed, err := ParseScope(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}
