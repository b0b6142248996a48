package desk

import (
	"context"

	"foja/docket"
	"foja/store"
)

// Users lists the people of the agency who can sign in; for a manager with an office, those
// of her office.
func (d *Desk) Users(ctx context.Context, by User) ([]User, error) {
	if err := by.must(watchers); err != nil {
		return nil, err
	}
	all, err := d.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	var list []User
	for _, u := range all {
		if !u.Disabled && by.sees(u.Office) {
			list = append(list, userOf(u))
		}
	}
	return list, nil
}

// Absences lists who is away and who stands in.
func (d *Desk) Absences(ctx context.Context, by User) ([]Absence, error) {
	if err := by.must(staff); err != nil {
		return nil, err
	}
	all, err := d.Store.Absences(ctx)
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
func (d *Desk) SetAbsence(ctx context.Context, by User, a Absence) error {
	if err := by.must(staff); err != nil {
		return err
	}
	if a.Remove {
		return d.removeAbsence(ctx, by, a.ID)
	}
	var wrong FieldErrors
	no := func(field, text string) { wrong = append(wrong, docket.Invalid(field, "%s", text)) }
	away, known, err := d.person(ctx, a.User)
	if err != nil {
		return err
	}
	if !known {
		no("user", "Elija quién se ausenta.")
	} else if err := by.keeps(away); err != nil {
		return err
	}
	deputy, known, err := d.person(ctx, a.Deputy)
	switch {
	case err != nil:
		return err
	case !known:
		no("deputy", "Elija quién suple.")
	case a.Deputy == a.User:
		no("deputy", "Elija a otra persona: nadie se suple a sí mismo.")
	case away.ID != "" && !deputy.sees(away.Office):
		no("deputy", "Elija a una persona de la misma sede.")
	}
	switch {
	case !a.From.Valid():
		no("from", "Escriba el primer día de ausencia.")
	case !a.To.Valid():
		no("to", "Escriba el último día de ausencia.")
	case a.To.Before(a.From):
		no("to", "El último día no puede ser anterior al primero.")
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err = d.Store.AddAbsence(ctx, store.Absence{ID: a.ID, User: a.User, Deputy: a.Deputy, From: a.From, To: a.To})
	return err
}

func (d *Desk) removeAbsence(ctx context.Context, by User, id string) error {
	all, err := d.Store.Absences(ctx)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.ID != id {
			continue
		}
		away, _, err := d.person(ctx, a.User)
		if err != nil {
			return err
		}
		if err := by.keeps(away); err != nil {
			return err
		}
		return d.Store.RemoveAbsence(ctx, id)
	}
	return docket.Refuse(docket.CodeNotFound, "Esa ausencia ya no existe. Actualice la página.")
}

// person finds an active user.
func (d *Desk) person(ctx context.Context, id string) (User, bool, error) {
	if id == "" {
		return User{}, false, nil
	}
	u, err := d.UserByID(ctx, id)
	if err != nil && docket.CodeOf(err) == docket.CodeNotFound {
		return User{}, false, nil
	}
	return u, err == nil, err
}

// keeps says whether the user may decide about another's days.
func (u User) keeps(other User) error {
	if u.ID == other.ID || u.Has(keepers...) && u.sees(other.Office) {
		return nil
	}
	return forbidden()
}

// Notices lists the user's own notices, newest first, with whether somebody has acknowledged
// the alarm behind each.
func (d *Desk) Notices(ctx context.Context, by User, limit, offset int) ([]Notice, int, error) {
	if err := by.must(staff); err != nil {
		return nil, 0, err
	}
	rows, total, err := d.Store.Notices(ctx, by.ID, false, store.Page{Limit: limit, Offset: offset})
	if err != nil {
		return nil, 0, err
	}
	cases := map[string]docket.Case{}
	var list []Notice
	for _, n := range rows {
		c, read := cases[n.Request]
		if !read && n.Request != "" {
			if c, err = d.Store.Case(ctx, n.Request); err != nil {
				return nil, 0, err
			}
			cases[n.Request] = c
		}
		list = append(list, Notice{
			ID: n.ID, Request: n.Request, Number: n.Number, Alarm: n.Alarm, Kind: n.Kind, Text: n.Text, At: n.At, ReadAt: n.ReadAt,
			Acked: n.Alarm != "" && !pending(c, n.Alarm),
		})
	}
	return list, total, nil
}

func pending(c docket.Case, alarm string) bool {
	for _, a := range c.PendingAlarms() {
		if a.ID == alarm {
			return true
		}
	}
	return false
}

// ReadNotice marks one of the user's own notices as read.
func (d *Desk) ReadNotice(ctx context.Context, by User, id string) error {
	if err := by.must(staff); err != nil {
		return err
	}
	return d.Store.MarkNoticeRead(ctx, id, by.ID, d.Now())
}
