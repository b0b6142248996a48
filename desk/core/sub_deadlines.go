package core

import (
	"foja/calendar"
	"foja/docket"
)

// SubDeadlines are the sub-deadlines that are open on the case, as its workflow arms them.
func (o LoadedCase) SubDeadlines() ([]docket.SubDeadline, error) { return o.Law.SubDeadlines(o.Case) }

// Expiry is until when something granted holds (law: R56).
type Expiry struct {
	Key  string
	Name docket.Text
	On   calendar.Date // last day; zero = without end
	Over bool          // on the day that it is now, or was
}

// Expiries are the last days of what was granted, as the case holds them.
func (o LoadedCase) Expiries() []Expiry {
	var list []Expiry
	for _, x := range o.Case.Expiries {
		rule, _ := o.Procedure.Expiring(x.Key)
		list = append(list, Expiry{x.Key, rule.Name, x.On, !x.On.IsZero() && x.On.Before(o.Today)})
	}
	return list
}
