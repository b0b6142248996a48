package docket

import (
	"fmt"
	"strings"
)

// PassedWords says in Spanish, in one line, that a sub-deadline passed without its act, the consequence, and the
// rule.
func (p Procedure) PassedWords(e Event) string {
	key, _, _ := strings.Cut(e.SubDeadline, movedMark)
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
	case keyAck:
		name, missed = ackName, ackMissed
	case keyDelivery:
		name, missed = deliveryName, deliveryMissed
	case keySilence:
		name, missed = silenceName, silenceMissed
	case keyExpiring, keyExpired:
		return p.expiryWords(key, e)
	}
	return fmt.Sprintf("Venció sin hacerse: %s. En consecuencia, %s (%s)", name, missed, e.Rule)
}

// Sub-deadlines that are in no list of the procedure.
const (
	keyAck         = "ack"
	ackName        = "Acuse de recibo de la carta enviada por correo"
	ackMissed      = "sin acuse de recibo, la notificación se hace en persona"
	keyDelivery    = "delivery"
	deliveryName   = "Entrega parcial anunciada en el cronograma"
	deliveryMissed = "no se cumplió una fecha del cronograma: equivale a una denegatoria desde el día siguiente"
)
