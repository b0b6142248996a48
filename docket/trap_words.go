package docket

import (
	"fmt"
	"strings"
)

// PassedWords says in Spanish, in one line, that a sub-deadline ended without its act, what holds
// from then on, and by which rule.
func (p Procedure) PassedWords(e Event) string {
	key, _, _ := strings.Cut(e.Trap, movedMark)
	name, missed := "un acto", "el expediente sigue"
	for _, w := range p.Windows {
		if string(w.Action) == key {
			name, missed = w.Name.ES, w.Missed.ES
		}
	}
	for _, w := range p.Waits {
		if string(w.Action) == key {
			name, missed = w.Name.ES, w.Missed.ES
		}
	}
	switch key {
	case trapAck:
		name, missed = ackName, ackMissed
	case trapDelivery:
		name, missed = deliveryName, deliveryMissed
	case trapSilence:
		name, missed = silenceName, silenceMissed
	case trapExpiring, trapExpired:
		return p.expiryWords(key, e)
	}
	return fmt.Sprintf("Venció sin hacerse: %s. En consecuencia, %s (%s)", name, missed, e.Rule)
}

// The traps that no list of the procedure names.
const (
	trapAck        = "ack"
	ackName        = "Acuse de recibo de la carta enviada por correo"
	ackMissed      = "sin acuse de recibo, la notificación se hace en persona"
	trapDelivery   = "delivery"
	deliveryName   = "Entrega parcial anunciada en el cronograma"
	deliveryMissed = "no se cumplió una fecha del cronograma: equivale a una denegatoria desde el día siguiente"
)
