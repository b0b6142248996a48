package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"foja/access"
	"foja/calendar"
	"foja/desk/lists"
	"foja/docket"
)

// filterNames are the parameters of a list of requests.
var filterNames = []string{
	"text", "procedure", "office", "state", "holder", "hands", "unit", "channel", "outcome", "open", "overdue", "due", "late",
	"received_from", "received_to", "due_from", "due_to", "answered", "answered_from", "answered_to", "in_term", "sort",
}

// filterOf reads a filter. It tells everything that is wrong with it at once.
func filterOf(q url.Values) (lists.Filter, error) {
	f := lists.Filter{
		Text: q.Get("text"), Procedure: q.Get("procedure"), Office: q.Get("office"), State: q.Get("state"), Holder: q.Get("holder"),
		Channel: q.Get("channel"), Outcome: q.Get("outcome"), Open: yesNo[q.Get("open")], Overdue: q.Get("overdue") == "true",
		Due: q.Get("due"), Late: yesNo[q.Get("late")], Sort: q.Get("sort"),
		Hands: q.Get("hands"), Unit: q.Get("unit"), Answered: yesNo[q.Get("answered")], InTerm: q.Get("in_term"),
	}
	var wrong access.FieldErrors
	for name, options := range map[string][]string{
		"open": {"true", "false"}, "overdue": {"true", "false"}, "late": {"true", "false"}, "answered": {"true", "false"}, "in_term": {"due", "first"}, "due": {"today", "week"},
		"channel": {string(docket.ChannelEmail), string(docket.ChannelCounter), string(docket.ChannelWeb)},
		"sort":    {"due", "-due", "received", "-received", "number", "-number"},
	} {
		wrong = append(wrong, oneOf(q, name, options...)...)
	}
	for name, d := range map[string]*calendar.Date{
		"received_from": &f.ReceivedFrom, "received_to": &f.ReceivedTo, "due_from": &f.DueFrom, "due_to": &f.DueTo,
		"answered_from": &f.AnsweredFrom, "answered_to": &f.AnsweredTo,
	} {
		var bad access.FieldErrors
		*d, bad = day(q, name)
		wrong = append(wrong, bad...)
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b *docket.Error) int { return strings.Compare(a.Field, b.Field) })
		return f, wrong
	}
	return f, nil
}

var yesNo = map[string]string{"true": "yes", "false": "no"}

// requestsURL is the list that a filter names: every number leads to the cases behind it.
func requestsURL(f lists.Filter) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"text": f.Text, "procedure": f.Procedure, "office": f.Office, "state": f.State, "holder": f.Holder,
		"hands": f.Hands, "unit": f.Unit, "channel": f.Channel, "outcome": f.Outcome, "open": trueFalse(f.Open), "due": f.Due, "late": trueFalse(f.Late), "sort": f.Sort,
		"received_from": f.ReceivedFrom.String(), "received_to": f.ReceivedTo.String(),
		"due_from": f.DueFrom.String(), "due_to": f.DueTo.String(),
		"answered": trueFalse(f.Answered), "answered_from": f.AnsweredFrom.String(), "answered_to": f.AnsweredTo.String(), "in_term": f.InTerm,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Overdue {
		q.Set("overdue", "true")
	}
	return (&url.URL{Path: base + "/requests", RawQuery: q.Encode()}).String()
}

func trueFalse(yesNo string) string {
	if yesNo == "" {
		return ""
	}
	return strconv.FormatBool(yesNo == "yes")
}

func oneOf(q url.Values, name string, options ...string) access.FieldErrors {
	if !q.Has(name) || slices.Contains(options, q.Get(name)) {
		return nil
	}
	return access.FieldErrors{docket.Invalid(name, "api.value_unknown", "known", strings.Join(options, ", "))}
}

func day(q url.Values, name string) (calendar.Date, access.FieldErrors) {
	if !q.Has(name) {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(q.Get(name))
	if err != nil {
		return calendar.Date{}, access.FieldErrors{docket.Invalid(name, "api.date_form")}
	}
	return d, nil
}
