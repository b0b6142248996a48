package api

import "foja/desk"

// The API does not offer the calendar yet: nobody asks the fake for it.
type noCalendar struct{ desk.CalendarDesk }
