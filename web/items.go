package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
)

// kindItems is a field of several answers: one row for each item of an answer.
const kindItems = "items"

// Rows of an answer by items: those shown at once, and those behind "Más ítems".
const (
	itemsShown   = 2
	itemsOffered = 8
)

// itemRow is one item in the form.
type itemRow struct {
	history.Item
	N        int
	ID       string // of its first question; the others hang on it
	Outcomes []core.Choice
	Grounds  []core.Choice
}

// Chosen says whether a choice is the row's.
func (r itemRow) Chosen(key string) bool {
	return key != "" && (key == string(r.Outcome) || key == r.Ground)
}

// itemRows are the field's items and blank ones behind them.
func (f field) itemRows() []itemRow {
	items := slices.Clone(f.Items)
	for len(items) < max(itemsOffered, len(f.Items)+itemsShown) {
		items = append(items, history.Item{})
	}
	outcomes := append([]core.Choice{{Words: docket.Say("Elija")}}, history.ItemOutcomes()...)
	grounds := append([]core.Choice{{Words: docket.Say("Ninguna")}}, f.Choices...)
	var rows []itemRow
	for i, item := range items {
		rows = append(rows, itemRow{item, i + 1, f.ID() + "-" + strconv.Itoa(i+1), outcomes, grounds})
	}
	return rows
}

func (f field) shown() int { return max(itemsShown, len(f.Items)) }

// FirstRows are the items shown at once, MoreRows those for whom wants them.
func (f field) FirstRows() []itemRow { return f.itemRows()[:f.shown()] }

// MoreRows are blank.
func (f field) MoreRows() []itemRow { return f.itemRows()[f.shown():] }

// itemsOf reads the items that were sent; a row in which nothing was written is none.
func itemsOf(sent url.Values) []history.Item {
	var list []history.Item
	for i := range sent["item_asked"] {
		get := func(name string) string {
			if v := sent["item_"+name]; i < len(v) {
				return strings.TrimSpace(v[i])
			}
			return ""
		}
		item := history.Item{
			Asked: get("asked"), Outcome: docket.ItemOutcome(get("outcome")), Ground: get("ground"),
			Withheld: get("withheld"), Reasons: get("reasons"), Until: get("until"), Resolution: get("resolution"),
		}
		if item != (history.Item{}) {
			list = append(list, item)
		}
	}
	return list
}

// GroundName is a ground's name, for the proposal of an answer by items.
func (p requestPage) GroundName(key string) docket.Text {
	g, _ := p.Procedure.Ground(key)
	return g.Name
}
