package calendar

import (
	"iter"
	"slices"
	"sort"
	"time"
)

// View is a calendar as one office lives it. Make it with [Calendar.For]; it
// is immutable and safe for concurrent use. Every method returns an
// [UnknownYearError] rather than step outside the known days, and an
// [UnknownRegionError] if the office's region is not the calendar's.
type View struct {
	calendar *Calendar // for its labels and span only: the days are in marks
	first    int       // serial numbers of the known span
	last     int
	marks    []mark // by serial; the days that differ from their weekday
	err      error
}

// mark is a ruled day.
type mark struct {
	serial int
	ruling
}

// ruling is what the calendar says of a day, without the day.
type ruling struct {
	business bool
	noLast   bool // it counts but cannot be the last day
	kind     Kind
	reason   string
	source   string
	scope    Scope
}

func (e Entry) ruling(business, noLast bool) ruling {
	return ruling{business: business, noLast: noLast, kind: e.Kind, reason: e.Name, source: e.Norm, scope: e.Scope}
}

// Day is what the calendar says of one day, and, in the working of a term,
// which number it got.
type Day struct {
	Date Date `json:"date"`
	// N is the place of the day in a count that starts with 1; 0 when the day
	// was not counted, or when nobody is counting.
	N         int  `json:"n,omitempty"`
	Business  bool `json:"business"`
	CanBeLast bool `json:"can_be_last"`
	// Kind is what makes the day special; empty for an ordinary weekday.
	Kind Kind `json:"kind,omitempty"`
	// Reason is Kind as people say it, in Spanish: "Viernes Santo", "sábado".
	Reason string `json:"reason,omitempty"`
	// Source is the norm behind the reason.
	Source string `json:"source,omitempty"`
	// Scope is where the norm holds; the nation unless Kind says something.
	Scope Scope `json:"scope,omitzero"`
}

// For returns the calendar of one office in one region. Both may be empty: an
// office without a region has only the nation's days.
func (c Calendar) For(region, office string) View {
	region = RegionName(region)
	v := View{calendar: &c, first: c.First.serial(), last: c.Last.serial()}
	if region != "" && !c.knowsRegion(region) {
		v.err = &UnknownRegionError{Region: region, Version: c.Version}
		return v
	}
	var mine []Entry
	for _, e := range c.Entries {
		if e.Scope.Covers(region, office) {
			mine = append(mine, e)
		}
	}
	sortEntries(mine)
	for len(mine) > 0 {
		n := 1
		for n < len(mine) && mine[n].Date == mine[0].Date {
			n++
		}
		serial := mine[0].Date.serial()
		v.marks = append(v.marks, mark{serial, c.rule(serial, mine[:n])})
		mine = mine[n:]
	}
	return v
}

// rule settles a day that has entries. What takes it out of the count is asked
// first; abnormal hours matter only to a day that is in it.
func (c Calendar) rule(serial int, entries []Entry) ruling {
	find := func(k Kind) (Entry, bool) {
		i := slices.IndexFunc(entries, func(e Entry) bool { return e.Kind == k })
		if i < 0 {
			return Entry{}, false
		}
		return entries[i], true
	}
	working, isWorking := find(WorkingDay)
	if !isWorking {
		if e, ok := find(Holiday); ok {
			return e.ruling(false, false) // law: R3 R5
		}
		if off := c.plain(serial); !off.business {
			return off
		}
		if e, ok := find(NonWorkingDay); ok && !c.CountDecreedDays {
			return e.ruling(false, false) // law: R4
		}
	}
	if e, ok := find(ShortDay); ok {
		return e.ruling(true, true) // law: R8
	}
	if isWorking {
		return working.ruling(true, false)
	}
	return c.plain(serial)
}

// plain is what the weekday alone says.
func (c Calendar) plain(serial int) ruling {
	// law: R2
	switch weekday(serial) {
	case time.Saturday:
		return ruling{kind: Weekend, reason: "sábado", source: c.weekendNorm(serial)}
	case time.Sunday:
		return ruling{kind: Weekend, reason: "domingo", source: c.weekendNorm(serial)}
	default:
		return ruling{business: true}
	}
}

// weekendNorm is the norm as it was to be cited on the day (law: R57).
func (c Calendar) weekendNorm(serial int) string {
	for _, n := range c.WeekendNorms {
		if n.Until.IsZero() || serial <= n.Until.serial() {
			return n.Norm
		}
	}
	return ""
}

// Version is the label of the calendar behind the view.
func (v View) Version() string {
	if v.calendar == nil {
		return ""
	}
	return v.calendar.Version
}

// Day tells what the calendar says of d.
func (v View) Day(d Date) (Day, error) {
	w, err := v.walk(d)
	if err != nil {
		return Day{}, err
	}
	return w.day(0), nil
}

// From tells day after day what the calendar says, beginning with d, until the
// caller stops or the known days end: the last pair then carries the error.
func (v View) From(d Date) iter.Seq2[Day, error] {
	return func(yield func(Day, error) bool) {
		w, err := v.walk(d)
		for err == nil {
			if !yield(w.day(0), nil) {
				return
			}
			err = w.forward()
		}
		yield(Day{}, err)
	}
}

// walker steps through the days of a view without searching at each step.
type walker struct {
	view   *View
	serial int
	next   int // index of the first mark at or after serial
	ruling ruling
}

func (v View) walk(from Date) (walker, error) {
	if v.err != nil {
		return walker{}, v.err
	}
	if v.calendar == nil || !from.Valid() {
		return walker{}, &UnknownYearError{Date: from, Version: v.Version()}
	}
	serial := from.serial()
	w := walker{
		view: &v, serial: serial, next: sort.Search(len(v.marks), func(i int) bool { return v.marks[i].serial >= serial }),
	}
	return w, w.look()
}

func (w *walker) forward() error {
	if w.next < len(w.view.marks) && w.view.marks[w.next].serial == w.serial {
		w.next++
	}
	w.serial++
	return w.look()
}

func (w *walker) back() error {
	w.serial--
	if w.next > 0 && w.view.marks[w.next-1].serial == w.serial {
		w.next--
	}
	return w.look()
}

func (w *walker) look() error {
	v := w.view
	if w.serial < v.first || w.serial > v.last {
		return v.calendar.unknown(dateOfSerial(w.serial))
	}
	if w.next < len(v.marks) && v.marks[w.next].serial == w.serial {
		w.ruling = v.marks[w.next].ruling
	} else {
		w.ruling = v.calendar.plain(w.serial)
	}
	return nil
}

func (w *walker) canBeLast() bool { return w.ruling.business && !w.ruling.noLast }

func (w *walker) date() Date { return dateOfSerial(w.serial) }

func (w *walker) day(n int) Day {
	r := w.ruling
	return Day{
		Date: w.date(), N: n, Business: r.business, CanBeLast: w.canBeLast(), Kind: r.kind, Reason: r.reason,
		Source: r.source, Scope: r.scope,
	}
}
