package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"foja/docket"
	"foja/store"
)

// SavedFilter is a list that a person looks at often.
type SavedFilter = store.SavedFilter

// ListDesk is what people do with whole lists.
type ListDesk interface {
	ClaimAll(ctx context.Context, by User, key string, requests []string) ([]ClaimedCase, error)
	AssignAll(ctx context.Context, by User, key, user string, requests []string) ([]ClaimedCase, error)
	Assignees(ctx context.Context, by User) ([]Choice, error)         // whom one may give cases to; none for who may not
	SavedFilters(ctx context.Context, by User) ([]SavedFilter, error) // one's own
	SaveFilter(ctx context.Context, by User, f SavedFilter) error     // field errors: name
	DropFilter(ctx context.Context, by User, name string) error
}

const (
	mostFilters    = 30
	longestName    = 60
	longestAddress = 2000
)

// SavedFilters lists one's own.
func (d *Desk) SavedFilters(ctx context.Context, by User) ([]SavedFilter, error) {
	if err := by.must(staff); err != nil {
		return nil, err
	}
	return d.Store.SavedFilters(ctx, by.ID)
}

// SaveFilter keeps the address of a list under a name. It gives nobody a right: whoever opens it sees what she may see.
func (d *Desk) SaveFilter(ctx context.Context, by User, f SavedFilter) error {
	if err := by.must(staff); err != nil {
		return err
	}
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	if f.Name == "" || utf8.RuneCountInString(f.Name) > longestName || len(f.Query) > longestAddress {
		return docket.Invalid("name", "Póngale un nombre de hasta %d letras, por ejemplo «Vencidas de Lima».", longestName)
	}
	all, err := d.Store.SavedFilters(ctx, by.ID)
	if err != nil {
		return err
	}
	if len(all) >= mostFilters {
		return docket.Invalid("name", "Ya tiene %d filtros guardados. Quite alguno que no use.", mostFilters)
	}
	return d.Store.SaveFilter(ctx, by.ID, f)
}

// DropFilter forgets one of one's own.
func (d *Desk) DropFilter(ctx context.Context, by User, name string) error {
	if err := by.must(staff); err != nil {
		return err
	}
	return d.Store.DropFilter(ctx, by.ID, name)
}
