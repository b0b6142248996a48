package calendar

import "fmt"

// UnknownYearError says that a calculation needs a day that the calendar (or
// the slice of it at hand) does not know. The remedy is to publish that year.
type UnknownYearError struct {
	Date        Date
	First, Last Date // what is known, both included
	Version     string
}

func (e *UnknownYearError) Error() string {
	return fmt.Sprintf("calendar %s knows %s to %s, not %s", e.Version, e.First, e.Last, e.Date)
}

// UnknownRegionError says that an office or an entry names a region that the
// calendar does not list.
type UnknownRegionError struct {
	Region, Version string
}

func (e *UnknownRegionError) Error() string {
	return fmt.Sprintf("calendar %s has no region %q", e.Version, e.Region)
}

// NotListedError says that an amendment takes back a day that the calendar does not list in that scope.
type NotListedError struct {
	Date  Date
	Scope Scope
}

func (e *NotListedError) Error() string {
	return fmt.Sprintf("calendar: %s is not listed for %s", e.Date, e.Scope)
}
