package store

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"foja/calendar"
	"foja/docket"
)

// Absence says who stands in for a user from one day to another, both included.
type Absence struct {
	ID     string
	User   string
	Deputy string
	From   calendar.Date
	To     calendar.Date
}

const absenceColumns = `id, user_id, deputy, from_day, to_day`

func readAbsence(row scanner) (a Absence, err error) {
	err = row.Scan(&a.ID, &a.User, &a.Deputy, toDate(&a.From), toDate(&a.To))
	return a, err
}

// AddAbsence records that a user is away.
func (s *Store) AddAbsence(ctx context.Context, a Absence) (Absence, error) {
	switch {
	case !a.From.Valid():
		return Absence{}, docket.Invalid("from", "absence.first_day_missing")
	case !a.To.Valid() || a.To.Before(a.From):
		return Absence{}, docket.Invalid("to", "absence.last_day_before_first")
	case a.Deputy == a.User:
		return Absence{}, docket.Invalid("deputy", "absence.replaces_self")
	}
	if a.ID == "" {
		a.ID = uuid.NewString()
	}
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO absence (id, user_id, deputy, from_day, to_day) VALUES ($1,$2,$3,$4,$5)`,
		a.ID, a.User, a.Deputy, on(a.From), on(a.To))
	return a, explain("add absence", err)
}

// RemoveAbsence deletes an absence. A missing one is no error.
func (s *Store) RemoveAbsence(ctx context.Context, id string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM absence WHERE id=$1`, id)
	return explain("remove absence", err)
}

// Absences lists all absences, the latest first.
func (s *Store) Absences(ctx context.Context) ([]Absence, error) {
	all, err := list(ctx, s.read, readAbsence, `SELECT `+absenceColumns+` FROM absence ORDER BY from_day DESC, id`)
	return all, explain("list absences", err)
}

// AbsenceOn reports whether a user is away on a day, and who stands in. Of two absences the one that began last
// counts.
func (s *Store) AbsenceOn(ctx context.Context, user string, day calendar.Date) (Absence, bool, error) {
	all, err := list(ctx, s.read, readAbsence, `SELECT `+absenceColumns+` FROM absence
		WHERE user_id=$1 AND from_day<=$2 AND to_day>=$2 ORDER BY from_day DESC, id LIMIT 1`, user, on(day))
	if err != nil || len(all) == 0 {
		return Absence{}, false, explain("read absence", err)
	}
	return all[0], true, nil
}

// AbsencesOn lists who is away on a day; of two absences of a person the one that began last comes first.
func (s *Store) AbsencesOn(ctx context.Context, day calendar.Date) ([]Absence, error) {
	all, err := list(ctx, s.read, readAbsence, `SELECT `+absenceColumns+` FROM absence
		WHERE from_day<=$1 AND to_day>=$1 ORDER BY from_day DESC, id`, on(day))
	return all, explain("list who is away", err)
}

// AbsencesFrom lists the absences that end on a day or later.
func (s *Store) AbsencesFrom(ctx context.Context, day calendar.Date) ([]Absence, error) {
	all, err := list(ctx, s.read, readAbsence, `SELECT `+absenceColumns+` FROM absence WHERE to_day>=$1
		ORDER BY from_day, id`, on(day))
	return all, explain("list absences to come", err)
}

// StandIn follows deputies who are away themselves: it returns who does the work of an absent user; "" = nobody, or she
// is not away.
func StandIn(away []Absence, user string) string {
	seen := map[string]bool{user: true}
	for current := user; ; {
		i := slices.IndexFunc(away, func(a Absence) bool { return a.User == current })
		switch {
		case i < 0 && current == user:
			return ""
		case i < 0:
			return current
		case away[i].Deputy == "" || seen[away[i].Deputy]:
			return ""
		}
		current = away[i].Deputy
		seen[current] = true
	}
}

// StandsInFor lists the absent users whose work a user does.
func StandsInFor(away []Absence, user string) []string {
	var absent []string
	for _, a := range away {
		if StandIn(away, a.User) == user && !slices.Contains(absent, a.User) {
			absent = append(absent, a.User)
		}
	}
	return absent
}
