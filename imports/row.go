package imports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"foja/docket"
)

// Row is one case of an import file.
type Row struct {
	Line int `json:"-"` // in the file, from 1

	Number       string            `json:"number"` // in the system that it comes from
	Procedure    string            `json:"procedure"`
	Office       string            `json:"office"` // "" = the agency's first
	Channel      string            `json:"channel"`
	ReceivedAt   string            `json:"received_at"` // in the office's zone, see ParseTime
	Name         string            `json:"name"`
	IDKind       string            `json:"id_kind"`
	IDNumber     string            `json:"id_number"`
	Address      string            `json:"address"`
	Email        string            `json:"email"`
	EmailConsent bool              `json:"email_consent"`
	Phone        string            `json:"phone"`
	Subject      string            `json:"subject"`
	Text         string            `json:"text"`
	Delivery     string            `json:"delivery"`
	Sheets       int               `json:"sheets"`
	Fields       map[string]string `json:"fields"`
	Holder       string            `json:"holder"` // login of who works on it; "" = nobody yet
	Files        []string          `json:"files"`  // paths of what the requester handed in
	Acts         []Act             `json:"acts"`
}

// Act is something that was done to the case before it came to foja.
type Act struct {
	Do     string   `json:"do"` // a docket.Action
	On     string   `json:"on"` // in the office's zone, see ParseTime
	By     string   `json:"by"` // login; "" = the holder, or nobody whom foja knows
	Text   string   `json:"text"`
	Files  []string `json:"files"`
	Ground string   `json:"ground"`
	Unit   string   `json:"unit"`
	Entity string   `json:"entity"`
	To     string   `json:"to"`          // a date
	Proved string   `json:"evidence_on"` // a date
	Cents  int      `json:"cents"`
}

// Fault is what is wrong with a row, for the person who wrote the file.
type Fault struct {
	Line   int    // in the file, from 1
	Number string // of the row, when it is known
	Field  string // column or key; "" = the row as a whole
	Text   string
}

func (f Fault) String() string {
	where := fmt.Sprintf("line %d", f.Line)
	if f.Number != "" {
		where += " (" + f.Number + ")"
	}
	if f.Field != "" {
		where += ": " + f.Field
	}
	return Printable(where + ": " + f.Text)
}

// Printable is a text of a file as a terminal may show it: what cannot be printed, such as the beginning of a
// terminal's command, stands as its escape.
func Printable(s string) string {
	var out strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			out.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		out.WriteString(quoted[1 : len(quoted)-1])
	}
	return out.String()
}

// timeForms are the ways to write a moment. A date alone stands for the opening hour of the office.
var timeForms = []string{
	"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "02/01/2006 15:04",
}

// ParseTime reads a moment: a date (2026-03-02 or 02/03/2026) alone or with the hour, in the zone given, or RFC 3339. A
// date alone is the opening hour, HH:MM.
func ParseTime(s, opens string, zone *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	for _, form := range []string{"2006-01-02", "02/01/2006"} {
		day, err := time.ParseInLocation(form, s, zone)
		if err != nil {
			continue
		}
		hour, err := time.Parse("15:04", opens)
		if err != nil {
			return day, nil
		}
		return time.Date(day.Year(), day.Month(), day.Day(), hour.Hour(), hour.Minute(), 0, 0, zone), nil
	}
	return time.Time{}, fmt.Errorf("%q is no date: write 2026-03-02, or 2026-03-02 09:30", s)
}

// channels are those through which a case can have come.
var channels = []docket.Channel{docket.ChannelCounter, docket.ChannelEmail, docket.ChannelWeb}
