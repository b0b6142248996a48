package store

import (
	"context"
	"strings"

	"foja/docket"
)

// The kinds of line in the yearly return. A number and the list behind it share the key. A key ending in a colon is
// followed by a value: outcome:denied.
const (
	LineInTime       = "in-time"
	LineLate         = "late"
	LineOpen         = "open"
	LineUnattended   = "unattended"
	LineAnnulled     = "annulled" // it was no request: the return does not count it
	LineCounted      = "counted"  // all that the return counts
	LineOverdue      = "overdue"
	LineExtended     = "extended"
	LineAnswered     = "answered"
	LineRecounted    = "recounted"
	LineRecountTime  = "recounted-in-time"
	LineRecountLate  = "recounted-late"
	LineOutcomeOf    = "outcome:"
	LineGroundOf     = "ground:"
	LineExtensionFor = "extension:"
	LineHandsOf      = "hands:"
)

// conditions select the lines of a register.
func (f RegisterFilter) conditions() (*conditions, error) {
	c := &conditions{}
	for _, e := range []struct{ condition, value string }{{"l.procedure = ?", f.Procedure}, {"l.office = ?", f.Office}} {
		if e.value != "" {
			c.add(e.condition, clean(e.value))
		}
	}
	if !f.From.IsZero() {
		c.add("l.received_on >= ?", on(f.From))
	}
	if !f.To.IsZero() {
		c.add("l.received_on <= ?", on(f.To))
	}
	if f.Only == "" {
		return c, nil
	}
	return c, f.addKind(c, f.Only)
}

// addKind selects the lines of one kind. A number and its list use the same condition, so they cannot differ.
func (f RegisterFilter) addKind(c *conditions, only string) error {
	kind, key, keyed := strings.Cut(only, ":")
	if keyed {
		kind += ":"
	}
	switch {
	case only == LineInTime || only == LineLate || only == LineOpen || only == LineUnattended ||
		only == LineAnnulled:
		c.add("l.standing = ?", only)
	case only == LineCounted:
		c.add("l.standing <> ?", LineAnnulled)
	case only == LineOverdue:
		c.add("l.standing = ? AND l.answered_on IS NULL AND l.due_on < ?", LineOpen, on(f.Today))
	case only == LineExtended:
		c.add("l.extended")
	case only == LineAnswered:
		c.add("l.answered_on IS NOT NULL")
	case only == LineRecounted:
		c.add("l.recount_on IS NOT NULL")
	case only == LineRecountTime || only == LineRecountLate:
		c.add("l.recounted = ?", only)
	case key == "":
		return noKind()
	case kind == LineOutcomeOf:
		c.add("l.outcome = ?", clean(key))
	case kind == LineGroundOf:
		c.add("l.ground = ?", clean(key))
	case kind == LineExtensionFor:
		c.add("l.extensions <> replace(l.extensions, ?, '')", " "+clean(key)+" ")
	case kind == LineHandsOf:
		column, known := daysColumn(docket.Hands(key))
		if !known {
			return noKind()
		}
		c.add("l." + column + " > 0")
	default:
		return noKind()
	}
	return nil
}

func noKind() *docket.Error {
	return docket.Invalid("only", "register.group_unknown")
}

// LineCount is the totals of the lines of a filter.
type LineCount struct {
	All   int
	Of    []int              // of each kind requested
	Hands []docket.HandsDays // their business days, by whose hands they were in
}

// CountLines counts the selected lines, and those of each kind given, in one snapshot.
func (s *Store) CountLines(ctx context.Context, f RegisterFilter, kinds ...string) (LineCount, error) {
	c, err := f.conditions()
	if err != nil {
		return LineCount{}, err
	}
	each := &conditions{args: c.args}
	n := LineCount{Of: make([]int, len(kinds)), Hands: make([]docket.HandsDays, len(docket.AllHands))}
	fields, into := []string{"count(*)"}, []any{&n.All}
	for i, kind := range kinds {
		if err := f.addKind(each, kind); err != nil {
			return LineCount{}, err
		}
		fields, into = append(fields, "count(*) FILTER (WHERE "+each.texts[i]+")"), append(into, &n.Of[i])
	}
	for i, h := range docket.AllHands {
		column, _ := daysColumn(h)
		n.Hands[i].Hands = h
		fields, into = append(fields, "COALESCE(sum(l."+column+"), 0)"), append(into, &n.Hands[i].Days)
	}
	err = s.read.QueryRowContext(ctx, `SELECT `+strings.Join(fields, ", ")+` FROM register_line l`+c.where(),
		each.args...).Scan(into...)
	return n, explain("count register lines", err)
}

// LineDays is how many answered requests took so many days.
type LineDays struct{ Business, Calendar, N int }

// DaysTaken counts the selected answered lines by the days that they took.
func (s *Store) DaysTaken(ctx context.Context, f RegisterFilter) ([]LineDays, error) {
	c, err := f.conditions()
	if err != nil {
		return nil, err
	}
	c.add("l.business_days IS NOT NULL")
	all, err := list(ctx, s.read, func(row scanner) (d LineDays, err error) {
		err = row.Scan(&d.Business, &d.Calendar, &d.N)
		return d, err
	}, `SELECT l.business_days, l.calendar_days, count(*) FROM register_line l`+c.where()+
		` GROUP BY l.business_days, l.calendar_days`, c.args...)
	return all, explain("count days taken", err)
}

// ExtensionGrounds counts the selected lines by the grounds of their extensions.
func (s *Store) ExtensionGrounds(ctx context.Context, f RegisterFilter) (map[string]int, error) {
	c, err := f.conditions()
	if err != nil {
		return nil, err
	}
	c.add("l.extensions <> ''")
	all, err := list(ctx, s.read, word, `SELECT l.extensions FROM register_line l`+c.where(), c.args...)
	grounds := map[string]int{}
	for _, keys := range all {
		for _, key := range strings.Fields(keys) {
			grounds[key]++
		}
	}
	return grounds, explain("count grounds of extensions", err)
}
