package docket

import (
	"slices"

	"foja/calendar"
)

// Spread is the distribution of the days of a set of cases. An average hides the few that took very long; the median
// and the 90th percentile show them.
type Spread struct {
	N      int     `json:"n"`
	Mean   float64 `json:"mean"`
	Median int     `json:"median"`
	P90    int     `json:"p90"`
}

// SpreadOf computes the distribution of the days; all zero when there are none.
func SpreadOf(days []int) Spread {
	if len(days) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(days))
	sum := 0
	for _, d := range sorted {
		sum += d
	}
	return Spread{
		N: len(sorted), Mean: float64(sum) / float64(len(sorted)),
		Median: percentile(sorted, 50), P90: percentile(sorted, 90),
	}
}

// percentile uses the nearest rank: the smallest value such that at least p percent of all are not above it, at place
// ceil(n*p/100) counted from 1. The result always is the days of a real case; the median of an even number is the
// lower of the two in the middle.
func percentile(sorted []int, p int) int {
	return sorted[(len(sorted)*p+99)/100-1]
}

// HandsDays is for how many days a case was in somebody's hands.
type HandsDays struct {
	Hands Hands `json:"hands"`
	Days  int   `json:"days"`
}

// AllHands are in the order of a case's life.
var AllHands = []Hands{
	HandsReception, HandsOfficer, HandsUnit, HandsReviewer, HandsCarrier, HandsRequester, HandsNobody,
}

// DaysByHands attributes each of the days to whose hands the case was in when the day began, so that the parts add up
// to the whole. Before its first event a case is with reception. Being holder for a part of a day, as the mail has
// every answer, counts nothing.
func DaysByHands(events []Event, days []calendar.Date, zone Zone) []HandsDays {
	sums := map[Hands]int{}
	for _, day := range days {
		begins, hands := zone.Instant(day, 0, 0), HandsReception
		for _, e := range events {
			if !e.Happened().After(begins) {
				hands = e.Hands
			}
		}
		sums[hands]++
	}
	var list []HandsDays
	for _, h := range AllHands {
		if sums[h] > 0 {
			list = append(list, HandsDays{h, sums[h]})
		}
	}
	return list
}

// Recorded is the part of a history that determines the register's type of answer: up to the first closing. What the
// Tribunal orders later does not change it (law: R51).
func Recorded(events []Event) []Event {
	for i, e := range events {
		if e.Kind == EventClosed {
			return events[:i+1]
		}
	}
	return events
}

// ReturnDueOn is the day by which the authority reports to Congress, in the year given: the last business day of
// March. No norm sets a day for the agencies (law: R60).
func ReturnDueOn(view calendar.View, year int) (calendar.Date, error) {
	return view.BusinessDaysBefore(calendar.Date{Year: year, Month: 4, Day: 1}, 1)
}
