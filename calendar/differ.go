package calendar

import "slices"

// Differs reports whether some day counts otherwise in c than in d for one office in one region:
// whether a term there may end on another day.
func (c Calendar) Differs(d Calendar, region, office string) bool {
	if c.First != d.First || c.Last != d.Last || c.CountDecreedDays != d.CountDecreedDays {
		return true
	}
	return !slices.Equal(c.mine(region, office), d.mine(region, office))
}

// mine are the entries that reach an office, in their canonical order.
func (c Calendar) mine(region, office string) []Entry {
	region = RegionName(region)
	var mine []Entry
	for _, e := range c.Entries {
		if e.Scope.Covers(region, office) {
			mine = append(mine, e)
		}
	}
	sortEntries(mine)
	return mine
}
