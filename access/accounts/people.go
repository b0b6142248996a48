package accounts

import (
	"context"

	"foja/access"
	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// Users lists the people of the agency who can sign in; for a manager with an office, those
// of her office.
func (s *Service) Users(ctx context.Context, by access.User) ([]access.User, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	all, err := s.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	var list []access.User
	for _, u := range all {
		if !u.Disabled && by.Sees(u.Office) {
			list = append(list, access.UserOf(u))
		}
	}
	return list, nil
}

// SetDigest records whether the user wants her notices of assignments once a day.
func (s *Service) SetDigest(ctx context.Context, by access.User, digest bool) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	return s.Store.SetDigest(ctx, by.ID, digest)
}

// Absences lists who is away and who stands in.
func (s *Service) Absences(ctx context.Context, by access.User) ([]Absence, error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, err
	}
	all, err := s.Store.Absences(ctx)
	if err != nil {
		return nil, err
	}
	var list []Absence
	for _, a := range all {
		list = append(list, Absence{ID: a.ID, User: a.User, Deputy: a.Deputy, From: a.From, To: a.To})
	}
	return list, nil
}

// SetAbsence records or removes days away: one's own, or for those who keep the house
// anybody's of their office.
func (s *Service) SetAbsence(ctx context.Context, by access.User, a Absence) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	if a.Remove {
		return s.removeAbsence(ctx, by, a.ID)
	}
	var wrong access.FieldErrors
	no := func(field, key string) { wrong = append(wrong, docket.Invalid(field, key)) }
	away, known, err := s.person(ctx, a.User)
	if err != nil {
		return err
	}
	if !known {
		no("user", "absence.who")
	} else if err := by.Keeps(away); err != nil {
		return err
	}
	deputy, known, err := s.person(ctx, a.Deputy)
	switch {
	case err != nil:
		return err
	case a.Deputy == "": // a manager is told that nobody stands in
	case !known:
		no("deputy", "absence.deputy_missing")
	case a.Deputy == a.User:
		no("deputy", "absence.deputy_is_self")
	case away.ID != "" && !deputy.Sees(away.Office):
		no("deputy", "absence.deputy_of_other_office")
	case away.ID != "" && !deputy.MayStandInFor(away):
		no("deputy", "absence.deputy_without_role")
	}
	switch {
	case !a.From.Valid():
		no("from", "absence.from_missing")
	case !a.To.Valid():
		no("to", "absence.to_missing")
	case a.To.Before(a.From):
		no("to", "absence.to_before_from")
	default:
		if err := s.checkOthers(ctx, a, no); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err = s.Store.AddAbsence(ctx, store.Absence{ID: a.ID, User: a.User, Deputy: a.Deputy, From: a.From, To: a.To})
	return err
}

// checkOthers holds an absence against the others of the same days: none of the same person, and no deputies in a circle.
func (s *Service) checkOthers(ctx context.Context, a Absence, no func(field, key string)) error {
	all, err := s.Store.AbsencesFrom(ctx, a.From)
	if err != nil {
		return err
	}
	same := []store.Absence{{User: a.User, Deputy: a.Deputy}}
	for _, other := range all {
		switch {
		case other.ID == a.ID || other.From.After(a.To):
		case other.User == a.User:
			no("from", "absence.overlaps")
			return nil
		default:
			same = append(same, other)
		}
	}
	if a.Deputy != "" && circles(same, a.User, a.Deputy, len(same)) {
		no("deputy", "absence.circles")
	}
	return nil
}

// circles reports whether the deputies from one on come back to a user.
func circles(all []store.Absence, user, from string, steps int) bool {
	if from == user {
		return true
	}
	if steps == 0 {
		return false
	}
	for _, a := range all {
		if a.User == from && a.Deputy != "" && circles(all, user, a.Deputy, steps-1) {
			return true
		}
	}
	return false
}

func (s *Service) removeAbsence(ctx context.Context, by access.User, id string) error {
	all, err := s.Store.Absences(ctx)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.ID != id {
			continue
		}
		away, _, err := s.person(ctx, a.User)
		if err != nil {
			return err
		}
		if err := by.Keeps(away); err != nil {
			return err
		}
		return s.Store.RemoveAbsence(ctx, id)
	}
	return docket.Refuse(docket.CodeNotFound, "absence.gone")
}

// person finds an active user.
func (s *Service) person(ctx context.Context, id string) (access.User, bool, error) {
	if id == "" {
		return access.User{}, false, nil
	}
	u, err := s.access.UserByID(ctx, id)
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound {
		return access.User{}, false, nil
	}
	return u, err == nil, err
}

// Absence is a user's days away with the deputy who stands in.
type Absence struct {
	ID       string
	User     string
	Deputy   string
	From, To calendar.Date
	Remove   bool
}
