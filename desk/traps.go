package desk

import (
	"context"
	"fmt"
	"strings"

	"foja/docket"
)

// traps are the sub-deadlines that are open on the case, as its workflow arms them.
func (d *Desk) traps(ctx context.Context, o opened) ([]docket.Trap, error) {
	law, err := d.law(ctx, o)
	if err != nil {
		return nil, err
	}
	return law.Traps(o.kase)
}

// law is what the case is counted with: its own calendar's version, which a closed one keeps.
func (d *Desk) law(ctx context.Context, o opened) (docket.Law, error) {
	days, err := d.almanac.Version(ctx, o.kase.CalendarVersion())
	return docket.Law{Procedure: o.procedure, Calendar: days, Office: o.office, Zone: d.seat(o.office.ID).lawZone}, err
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
