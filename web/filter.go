package web

import (
	"net/url"

	"foja/desk/lists"
)

// Every list has an address, so that each number of the dashboard can be a link to the cases
// behind it and a person can send it to a colleague.

// queryOf writes a filter as an address; limit and offset are the pager's.
func queryOf(f lists.Filter) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"text": f.Text, "procedure": f.Procedure, "office": f.Office, "state": f.State, "holder": f.Holder,
		"channel": f.Channel, "hands": f.Hands, "unit": f.Unit, "outcome": f.Outcome, "open": f.Open, "due": f.Due, "late": f.Late, "sort": f.Sort,
		"received_from": f.ReceivedFrom.String(), "received_to": f.ReceivedTo.String(),
		"due_from": f.DueFrom.String(), "due_to": f.DueTo.String(),
		"answered": f.Answered, "answered_from": f.AnsweredFrom.String(), "answered_to": f.AnsweredTo.String(), "in_term": f.InTerm,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Overdue {
		q.Set("overdue", "yes")
	}
	return q
}

// requestsURL is the list that a filter names. One that chooses nothing says so: the bare address is the list of what is open.
func requestsURL(f lists.Filter) string { return listOf(queryOf(f)) }

func listOf(q url.Values) string {
	if len(q) == 0 {
		q.Set("open", "")
	}
	return (&url.URL{Path: "/requests", RawQuery: q.Encode()}).String()
}

// filterOf reads a filter from an address. Dates that do not exist are refused.
func filterOf(q url.Values) (lists.Filter, error) {
	f := lists.Filter{
		Text: q.Get("text"), Procedure: q.Get("procedure"), Office: q.Get("office"), State: q.Get("state"), Holder: q.Get("holder"),
		Channel: q.Get("channel"), Outcome: q.Get("outcome"), Open: q.Get("open"), Due: q.Get("due"), Late: q.Get("late"), Sort: q.Get("sort"),
		Hands: q.Get("hands"), Unit: q.Get("unit"), Answered: q.Get("answered"), InTerm: q.Get("in_term"), Overdue: q.Get("overdue") == "yes",
	}
	return f, parseDays(q.Get, dayAt{"received_from", &f.ReceivedFrom}, dayAt{"received_to", &f.ReceivedTo},
		dayAt{"due_from", &f.DueFrom}, dayAt{"due_to", &f.DueTo}, dayAt{"answered_from", &f.AnsweredFrom}, dayAt{"answered_to", &f.AnsweredTo})
}
