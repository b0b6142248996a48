package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"foja/calendar"
	"foja/docket"
)

// CalendarVersion is a published version of the calendar: who published it, by which norm, when.
type CalendarVersion struct {
	Ordinal     int // 1, 2, 3… in the order of publication
	Version     string
	Author      string // user ID; "" = the shipped calendar
	ConfirmedBy string // the second person, where one was needed
	Norm        string
	PublishedAt time.Time
	Hash        string // of the content
	AnnouncedAt time.Time
	Calendar    calendar.Calendar // empty in lists
}

const calendarColumns = `ordinal, version, author, confirmed_by, norm, published_at, hash, told_at`

func (v *CalendarVersion) fields() []any {
	return []any{
		&v.Ordinal, &v.Version, &v.Author, &v.ConfirmedBy, &v.Norm, toTime(&v.PublishedAt), &v.Hash, toTime(&v.AnnouncedAt),
	}
}

func readCalendarLine(row scanner) (v CalendarVersion, err error) {
	err = row.Scan(v.fields()...)
	return v, err
}

func readCalendar(row scanner) (v CalendarVersion, err error) {
	var body string
	if err = row.Scan(append(v.fields(), &body)...); err != nil {
		return CalendarVersion{}, err
	}
	if err := json.Unmarshal([]byte(body), &v.Calendar); err != nil {
		return CalendarVersion{}, fmt.Errorf("calendar %s: %w", v.Version, err)
	}
	return v, nil
}

// PublishCalendar adds a version after base, which must be the latest: the entries were validated against it, and
// another version may have been published meanwhile. The first publication also stores the shipped calendar.
func (s *Store) PublishCalendar(ctx context.Context, base calendar.Calendar, next CalendarVersion) error {
	err := s.inTx(ctx, "publish calendar", func(tx *sql.Tx) error {
		return s.publish(ctx, tx, base, next)
	})
	if isTaken(err) { // two at the same moment, on PostgreSQL
		return calendarMoved()
	}
	return err
}

func (s *Store) publish(ctx context.Context, tx *sql.Tx, base calendar.Calendar, next CalendarVersion) error {
	lines, err := list(ctx, tx, readCalendarLine,
		`SELECT `+calendarColumns+` FROM calendar_version ORDER BY ordinal DESC LIMIT 1`)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		first := CalendarVersion{Ordinal: 1, Calendar: base, PublishedAt: next.PublishedAt, AnnouncedAt: next.PublishedAt}
		if err := s.insertCalendar(ctx, tx, first); err != nil {
			return err
		}
		lines = []CalendarVersion{{Ordinal: 1, Version: base.Version}}
	}
	if lines[0].Version != base.Version {
		return calendarMoved()
	}
	next.Ordinal = lines[0].Ordinal + 1
	return s.insertCalendar(ctx, tx, next)
}

func calendarMoved() *docket.Error {
	return docket.Refuse(docket.CodeConflict,
		"calendar.published_meanwhile")
}

func (s *Store) insertCalendar(ctx context.Context, tx *sql.Tx, v CalendarVersion) error {
	body, err := json.Marshal(v.Calendar)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO calendar_version (`+calendarColumns+
		`, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		v.Ordinal, v.Calendar.Version, v.Author, v.ConfirmedBy, clean(v.Norm), at(s.orNow(v.PublishedAt)), v.Calendar.Hash(),
		at(v.AnnouncedAt), clean(string(body)))
	return err
}

// LatestCalendarVersion is the label of the latest published calendar; "" when none is.
func (s *Store) LatestCalendarVersion(ctx context.Context) (string, error) {
	all, err := list(ctx, s.read, word, `SELECT version FROM calendar_version ORDER BY ordinal DESC LIMIT 1`)
	if err != nil || len(all) == 0 {
		return "", explain("read the latest calendar's version", err)
	}
	return all[0], nil
}

// CalendarByVersion returns a published calendar with its days.
func (s *Store) CalendarByVersion(ctx context.Context, version string) (CalendarVersion, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+calendarColumns+`, body FROM calendar_version WHERE version=$1`,
		clean(version)),
		readCalendar, "read calendar",
		docket.Refuse(docket.CodeNotFound, "calendar.version_unknown"))
}

// CalendarVersions lists what was published, the latest first, without the days.
func (s *Store) CalendarVersions(ctx context.Context) ([]CalendarVersion, error) {
	all, err := list(ctx, s.read, readCalendarLine,
		`SELECT `+calendarColumns+` FROM calendar_version ORDER BY ordinal DESC`)
	return all, explain("list calendars", err)
}

// UnannouncedCalendars are the published versions that were not announced to every open case yet.
func (s *Store) UnannouncedCalendars(ctx context.Context) ([]string, error) {
	all, err := list(ctx, s.read, word, `SELECT version FROM calendar_version WHERE told_at IS NULL ORDER BY ordinal`)
	return all, explain("list calendars", err)
}

// MarkCalendarAnnounced records that every open case was signalled. The first time stays.
func (s *Store) MarkCalendarAnnounced(ctx context.Context, version string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE calendar_version SET told_at=$2 WHERE version=$1 AND told_at IS NULL`,
		version, at(when))
	return explain("mark calendar told", err)
}

// OpenCases lists open cases of some offices, or of all, in the order of their registration, after a position; last
// is the position to continue from.
func (s *Store) OpenCases(ctx context.Context, offices []string, after, limit int) (ids []string, last int, err error) {
	c := &conditions{}
	c.add("r.closed_as = '' AND r.seq > 0 AND r.ordinal > ?", after)
	addIn(c, "r.office", offices)
	return s.openCases(ctx, c, after, limit)
}

// OpenCasesOf is OpenCases of some versions of a procedure, in all offices.
func (s *Store) OpenCasesOf(ctx context.Context, procedure string, versions []string,
	after, limit int,
) (ids []string, last int, err error) {
	c := &conditions{}
	c.add("r.closed_as = '' AND r.seq > 0 AND r.ordinal > ?", after)
	c.add("r.procedure = ?", procedure)
	addIn(c, "r.version", versions)
	return s.openCases(ctx, c, after, limit)
}

func (s *Store) openCases(ctx context.Context, c *conditions, after, limit int) (ids []string, last int, err error) {
	text, args := c.page(Page{Limit: limit})
	type place struct {
		id      string
		ordinal int
	}
	rows, err := list(ctx, s.read, func(row scanner) (p place, err error) {
		err = row.Scan(&p.id, &p.ordinal)
		return p, err
	}, `SELECT r.id, r.ordinal FROM request r`+c.where()+` ORDER BY r.ordinal`+text, args...)
	last = after
	for _, r := range rows {
		ids, last = append(ids, r.id), r.ordinal
	}
	return ids, last, explain("list open cases", err)
}
