package docket

import "foja/calendar"

// LinkDays is how many calendar days a download link is valid at least (law: R36).
const LinkDays = 30

// LinkLastDay is the last day, whole, on which a link sent on a day can be used.
func LinkLastDay(sent calendar.Date, days int) calendar.Date {
	return sent.AddDays(max(days, LinkDays))
}
