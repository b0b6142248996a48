// Package norms keeps what administrators set for the whole agency: the calendar, procedures, templates of
// letters, stock texts and holding units. Each change is previewed on the open cases before it counts. How days
// are counted is in calendar and docket. Begin with calendar.go.
package norms
