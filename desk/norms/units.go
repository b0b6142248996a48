package norms

import (
	"cmp"
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"foja/access"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

// Units lists all.
func (s *Service) Units(ctx context.Context, by access.User) ([]docket.Unit, error) {
	if err := by.Must(access.AccountReaders); err != nil {
		return nil, err
	}
	if err := s.core.ReadUnits(ctx); err != nil {
		return nil, err
	}
	all := slices.Clone(s.core.Agency().Units)
	slices.SortStableFunc(all, func(a, b docket.Unit) int {
		return cmp.Or(cmp.Compare(s.core.Office(a.Office).Name, s.core.Office(b.Office).Name), cmp.Compare(a.Name, b.Name))
	})
	return all, nil
}

// SaveUnit adds a unit (ID "") or changes one. A retired one is not asked any more; old cases still name it, and what it was asked before
// it can still answer. Field errors: name, office, email.
func (s *Service) SaveUnit(ctx context.Context, by access.User, u docket.Unit) error {
	if err := by.Must(access.AccountKeepers); err != nil {
		return err
	}
	all, err := s.Units(ctx, by)
	if err != nil {
		return err
	}
	if u.ID != "" && !slices.ContainsFunc(all, func(o docket.Unit) bool { return o.ID == u.ID }) {
		return docket.Refuse(docket.CodeNotFound, "unit.not_found")
	}
	u.Name, u.Email = access.OneLine(u.Name), strings.TrimSpace(u.Email)
	if wrong := s.checkUnit(all, u); len(wrong) > 0 {
		return wrong
	}
	fresh := u.ID == ""
	if fresh {
		u.ID = newUnitID(all, u.Name)
	}
	taken, err := s.core.Store.SaveUnit(ctx, u, by.ID, fresh)
	if err != nil {
		return err
	}
	if taken {
		return docket.Refuse(docket.CodeConflict, "unit.just_added")
	}
	s.core.Logger.Info("a unit was changed", "unit", u.ID, "retired", u.Retired, "by", by.ID)
	return s.core.ReadUnits(ctx)
}

func (s *Service) checkUnit(all []docket.Unit, u docket.Unit) (wrong access.FieldErrors) {
	no := func(field, key string) { wrong = append(wrong, docket.Invalid(field, key)) }
	same := func(o docket.Unit) bool {
		return o.ID != u.ID && o.Office == u.Office && strings.EqualFold(o.Name, u.Name)
	}
	switch {
	case u.Name == "":
		no("name", "unit.name_missing")
	case utf8.RuneCountInString(u.Name) > 120:
		no("name", "name.too_long")
	case slices.ContainsFunc(all, same):
		no("name", "unit.name_taken")
	}
	if !s.accounts.HasOffice(u.Office) {
		no("office", "unit.office_missing")
	}
	if _, err := mail.ParseAddress(u.Email); u.Email != "" && err != nil {
		no("email", "unit.mail_malformed")
	}
	return wrong
}

// newUnitID makes a name that cases can refer to for good out of what people call a unit.
func newUnitID(all []docket.Unit, name string) string {
	words := strings.FieldsFunc(store.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	base := cmp.Or(strings.Join(words, "-"), "area")
	if room := procedures.LongestID - len("-99"); len(base) > room {
		base = strings.TrimRight(base[:room], "-")
	}
	id := base
	for n := 2; slices.ContainsFunc(all, func(o docket.Unit) bool { return o.ID == id }); n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	return id
}
