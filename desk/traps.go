package desk

import (
	"foja/calendar"
	"foja/docket"
)

// traps are the sub-deadlines that are open on the case, as its workflow arms them.
func (o opened) traps() ([]docket.SubDeadline, error) { return o.law.SubDeadlines(o.kase) }

// Expiry is until when something granted holds (law: R56).
type Expiry struct {
	Key, Name string
	On        calendar.Date // last day; zero = without end
	Over      bool          // on the day that it is now, or was
}

// expiries are the last days of what was granted, as the case knows them.
func (o opened) expiries() []Expiry {
	var list []Expiry
	for _, x := range o.kase.Expiries {
		rule, _ := o.procedure.Expiring(x.Key)
		list = append(list, Expiry{x.Key, rule.Name.ES, x.On, !x.On.IsZero() && x.On.Before(o.today)})
	}
	return list
}
