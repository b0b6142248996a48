package store

import (
	"context"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// RequestFilter selects requests for a list; zero fields do not filter, the others are joined by AND.
type RequestFilter struct {
	// Text is searched by word in number, name, identity number, e-mail address, subject and text, ignoring accents,
	// case and plural.
	Text         string
	States       []string
	Procedure    string
	Office       string
	Holder       string
	Channel      docket.Channel
	Outcome      string
	Open         *bool        // not closed
	Answered     *bool        // an answer went out (a withdrawn request closes without one)
	Late         *bool        // closed with an answer: after the due day (true), or on it or before (false)
	Unclaimed    bool         // without a holder
	Hands        docket.Hands // whose hands it is in
	Unit         string       // holding unit that owes an answer
	DueFrom      calendar.Date
	DueTo        calendar.Date
	AnsweredFrom calendar.Date // by the office's day of the answer
	AnsweredTo   calendar.Date
	// answered by the due date as it stood ("due"), or by the first one ("first"); "" = whether or not
	InTerm       string
	ReceivedFrom calendar.Date // by legal day zero
	ReceivedTo   calendar.Date
	OverdueOn    calendar.Date // open, and due before this day
	Sort         string        // due, -due, received, -received, number, -number; "" = due
	Page
}

// The values of RequestFilter.InTerm.
const (
	InDue   = "due"
	InFirst = "first"
)

// RequestRow is a request in a list.
type RequestRow struct {
	ID            string
	Number        string
	Procedure     string
	Office        string
	Channel       docket.Channel
	RequesterName string
	Subject       string
	State         string // "" until the workflow has written an event
	Hands         docket.Hands
	Holder        string
	HolderName    string
	ReceivedAt    time.Time
	ReceivedOn    calendar.Date
	DueOn         calendar.Date
	AlarmOn       calendar.Date
	Outcome       string
	AnsweredAt    time.Time
	ClosedAt      time.Time
}

const rowColumns = `r.id, r.number, r.procedure, r.office, r.channel, q.name, q.subject, r.state, r.hands, r.holder,
	COALESCE(u.name, ''), r.received_at, r.received_on, r.due_on, r.alarm_on, r.outcome, r.answered_at, r.closed_at`

func rowFields(r *RequestRow) []any {
	return []any{
		&r.ID, &r.Number, &r.Procedure, &r.Office, &r.Channel, &r.RequesterName, &r.Subject, &r.State, &r.Hands, &r.Holder,
		&r.HolderName, toTime(&r.ReceivedAt), toDate(&r.ReceivedOn), toDate(&r.DueOn), toDate(&r.AlarmOn), &r.Outcome,
		toTime(&r.AnsweredAt), toTime(&r.ClosedAt),
	}
}

func readRow(row scanner) (r RequestRow, err error) {
	err = row.Scan(rowFields(&r)...)
	return r, err
}

// The orders of a list; the number breaks ties, so that pages never overlap.
var requestOrders = map[string]string{
	"":          "r.due_on, r.ordinal",
	"due":       "r.due_on, r.ordinal",
	"-due":      "r.due_on DESC, r.ordinal DESC",
	"received":  "r.received_at, r.ordinal",
	"-received": "r.received_at DESC, r.ordinal DESC",
	"number":    "r.ordinal",
	"-number":   "r.ordinal DESC",
}

// Requests lists the requests that a filter chooses, and how many there are in all.
func (s *Store) Requests(ctx context.Context, f RequestFilter) ([]RequestRow, int, error) {
	order, ok := requestOrders[f.Sort]
	if !ok {
		return nil, 0,
			docket.Invalid("sort", "register.sort_unknown")
	}
	c := s.requestConditions(f)
	total, err := count(ctx, s.read, `SELECT count(*) FROM request r`+c.where(), c.args...)
	if err != nil {
		return nil, 0, explain("count requests", err)
	}
	rows, err := s.requestPage(ctx, f, order)
	return rows, total, explain("list requests", err)
}

// requestPage is a page of a list. Requests without a due day (clock suspended) come last in either order by day:
// engines sort NULL differently, and an index serves two queries better than one combined.
func (s *Store) requestPage(ctx context.Context, f RequestFilter, order string) ([]RequestRow, error) {
	if !strings.HasPrefix(order, "r.due_on") {
		return s.requestRows(ctx, s.requestConditions(f), order, f.Page)
	}
	dated := s.requestConditions(f)
	dated.add("r.due_on IS NOT NULL")
	rows, err := s.requestRows(ctx, dated, order, f.Page)
	limit, offset := f.bounds()
	if err != nil || len(rows) == limit {
		return rows, err
	}
	before := offset + len(rows)
	if len(rows) == 0 {
		if before, err = count(ctx, s.read, `SELECT count(*) FROM request r`+dated.where(), dated.args...); err != nil {
			return nil, err
		}
	}
	undated := s.requestConditions(f)
	undated.add("r.due_on IS NULL")
	_, second, _ := strings.Cut(order, ", ")
	rest, err := s.requestRows(ctx, undated, second, Page{Limit: limit - len(rows), Offset: max(0, offset-before)})
	return append(rows, rest...), err
}

func (s *Store) requestRows(ctx context.Context, c *conditions, order string, p Page) ([]RequestRow, error) {
	// The page is selected before its rows are read, because the indexes cover the selection.
	limit, args := c.page(p)
	return list(ctx, s.read, readRow, `SELECT `+rowColumns+`
		FROM (SELECT r.ordinal FROM request r`+c.where()+` ORDER BY `+order+limit+`) p
		JOIN request r ON r.ordinal = p.ordinal JOIN requester q ON q.request = r.id LEFT JOIN app_user u ON u.id = r.holder
		ORDER BY `+order, args...)
}

func (s *Store) requestConditions(f RequestFilter) *conditions {
	c := &conditions{}
	if f.Text != "" {
		s.addSearch(c, f.Text)
	}
	addIn(c, "r.state", f.States)
	for _, same := range []struct{ column, value string }{
		{"r.procedure", f.Procedure},
		{"r.office", f.Office},
		{"r.holder", f.Holder},
		{"r.hands", string(f.Hands)},
		{"r.channel", string(f.Channel)},
		{"r.outcome", f.Outcome},
	} {
		if same.value != "" {
			c.add(same.column+" = ?", clean(same.value))
		}
	}
	if f.Unclaimed {
		c.add("r.holder = ''")
	}
	if f.Unit != "" {
		c.add("EXISTS (SELECT 1 FROM task t WHERE t.request = r.id AND t.state <> 'done' AND t.unit = ?)", f.Unit)
	}
	c.addWhether(f.Open, "r.closed_as = ''", "r.closed_as <> ''")
	c.addWhether(f.Answered, "r.answered_at IS NOT NULL", "r.answered_at IS NULL")
	c.addWhether(f.Late, "r.closed_as = '"+closedLate+"'", "r.closed_as = '"+closedInTime+"'")
	switch f.InTerm {
	case InDue:
		c.add("r.answered_on IS NOT NULL AND (r.due_on IS NULL OR r.answered_on <= r.due_on)")
	case InFirst:
		c.add("r.answered_on <= r.first_due_on")
	}
	for _, bound := range []struct {
		condition string
		day       calendar.Date
	}{
		{"r.due_on >= ?", f.DueFrom},
		{"r.due_on <= ?", f.DueTo},
		{"r.answered_on >= ?", f.AnsweredFrom},
		{"r.answered_on <= ?", f.AnsweredTo},
		{"r.received_on >= ?", f.ReceivedFrom},
		{"r.received_on <= ?", f.ReceivedTo},
		{"r.closed_as = '' AND r.answered_at IS NULL AND r.due_on < ?", f.OverdueOn},
	} {
		if !bound.day.IsZero() {
			c.add(bound.condition, on(bound.day))
		}
	}
	return c
}

func (c *conditions) addWhether(v *bool, yes, no string) {
	switch {
	case v == nil:
	case *v:
		c.add(yes)
	default:
		c.add(no)
	}
}
