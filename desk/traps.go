package desk

import (
	"fmt"
	"strings"

	"foja/docket"
)

// traps are the sub-deadlines that are open on the case, as its workflow arms them.
func (d *Desk) traps(o opened) ([]docket.Trap, error) {
	law := docket.Law{Procedure: o.procedure, Calendar: d.Calendar, Office: o.office, Zone: d.seat(o.office.ID).lawZone}
	return law.Traps(o.kase)
}

// passed is the end of a sub-deadline in one line, with what holds from then on and the rule.
func (h history) passed(e docket.Event) string {
	key, _, _ := strings.Cut(e.Trap, "@")
	name, missed := "El plazo para un acto", ""
	for _, w := range h.o.procedure.Windows {
		if string(w.Action) == key {
			name, missed = w.Name.ES, w.Missed.ES
		}
	}
	for _, w := range h.o.procedure.Waits {
		if string(w.Action) == key {
			name, missed = w.Name.ES, w.Missed.ES
		}
	}
	switch key {
	case "ack":
		name, missed = "Acuse de recibo", "la carta se notifica en persona"
	case "delivery":
		name, missed = "Entrega parcial", "no se cumplió una fecha del cronograma"
	}
	return fmt.Sprintf("Venció sin hacerse: %s. En consecuencia, %s (%s)", name, missed, e.Rule)
}
