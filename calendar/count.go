package calendar

import "fmt"

// AddBusinessDays returns the last day of a term of n business days after d.
// d is day zero and the next business day is day 1 (law: R1). If the n-th day
// cannot be the last (law: R8) the term rolls to the next one that can. With
// n zero the term ends on d itself, or on the first day after it that can be
// the last. The strip lists every day after d up to the last, each with the
// number that it got. A negative n is an error.
func (v View) AddBusinessDays(d Date, n int) (Date, []Day, error) {
	return v.count(d, n, func(w *walker) bool { return w.ruling.business })
}

// AddCalendarDays returns the last day of a term of n calendar days after d,
// rolled forward to a day that can be the last; a distance term in calendar
// days is added with it (law: R11). The strip is as for
// [View.AddBusinessDays], with every day counted.
func (v View) AddCalendarDays(d Date, n int) (Date, []Day, error) {
	return v.count(d, n, func(*walker) bool { return true })
}

func (v View) count(d Date, n int, counts func(*walker) bool) (Date, []Day, error) {
	if n < 0 {
		return Date{}, nil, fmt.Errorf("calendar: a term of %d days", n)
	}
	w, err := v.walk(d)
	if err != nil {
		return Date{}, nil, err
	}
	strip := make([]Day, 0, n+n/2+4) // a guess that spares regrowth; holidays add few
	for counted := 0; counted < n || !w.canBeLast(); {
		if err := w.forward(); err != nil {
			return Date{}, nil, err
		}
		number := 0
		if counted < n && counts(&w) {
			counted++
			number = counted
		}
		strip = append(strip, w.day(number))
	}
	return w.date(), strip, nil
}

// AddMonths returns the last day of a term of n months after d: date to date,
// first day of the following month if there is no such date (law: R10), then
// rolled forward to a day that can be the last.
func (v View) AddMonths(d Date, n int) (Date, error) {
	return v.Roll(d.AddMonths(n))
}

// Roll returns d if it can be the last day of a term, else the first day after
// it that can.
func (v View) Roll(d Date) (Date, error) {
	w, err := v.walk(d)
	for err == nil && !w.canBeLast() {
		err = w.forward()
	}
	return w.dateOr(err)
}

// NextBusinessDay returns the first business day strictly after d.
func (v View) NextBusinessDay(d Date) (Date, error) {
	w, err := v.walk(d)
	if err == nil {
		err = w.forward()
	}
	for err == nil && !w.ruling.business {
		err = w.forward()
	}
	return w.dateOr(err)
}

// BusinessDaysBefore returns the business day that lies n business days before
// d: with n = 1, the last business day strictly before d. With n zero or less
// it returns d.
func (v View) BusinessDaysBefore(d Date, n int) (Date, error) {
	w, err := v.walk(d)
	for err == nil && n > 0 {
		if err = w.back(); err == nil && w.ruling.business {
			n--
		}
	}
	return w.dateOr(err)
}

// BusinessDaysBetween counts the business days after a up to and including b;
// negative if b is before a. It undoes AddBusinessDays, except that a term
// which rolled off a [ShortDay] also counts the days it rolled over.
func (v View) BusinessDaysBetween(a, b Date) (int, error) {
	if b.Before(a) {
		n, err := v.BusinessDaysBetween(b, a)
		return -n, err
	}
	w, err := v.walk(a)
	if err != nil {
		return 0, err
	}
	n := 0
	for end := b.serial(); w.serial < end; {
		if err := w.forward(); err != nil {
			return 0, err
		}
		if w.ruling.business {
			n++
		}
	}
	return n, nil
}

func (w *walker) dateOr(err error) (Date, error) {
	if err != nil {
		return Date{}, err
	}
	return w.date(), nil
}
