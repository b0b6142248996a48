package links

import (
	"context"
	"fmt"
	"strings"

	"foja/desk/core"
	"foja/docket"
	"foja/papers/letters"
)

// asked says what the request waits for from its requester, and until when: the first thing
// that she can do. A term whose letter is not known to have arrived has no last day yet.
func (s *Service) asked(ctx context.Context, o core.LoadedCase) (string, error) {
	subDeadlines, err := o.SubDeadlines()
	if err != nil {
		return "", err
	}
	var words []string
	for _, a := range o.Case.Awaiting {
		if a.Done || o.Case.Closed() || !o.Procedure.Takes(o.Case.State, a.For) {
			continue
		}
		until := ""
		for _, subDeadline := range subDeadlines {
			if subDeadline.Action == a.For && subDeadline.Letter == a.Letter {
				until = letters.LongDate(subDeadline.On)
			}
		}
		if sentence := wanted(o.Case, a, until); sentence != "" {
			words = append(words, sentence)
		}
	}
	return strings.Join(words, " "), nil
}

// wanted is what was asked of her, in words.
func wanted(c docket.Case, a docket.Awaited, until string) string {
	term := func(known, unknown string) string {
		if until == "" {
			return unknown
		}
		return fmt.Sprintf(known, until)
	}
	switch a.For {
	case docket.ActCorrect: // law: R20 R22
		return term("Complete su solicitud hasta el %s, todo el día: si no lo hace, se tiene por no presentada y se archiva.",
			"Complete su solicitud dentro de los 2 días hábiles siguientes a aquel en que reciba la carta que se lo pide.") +
			" La carta dice qué falta. Puede responderla por correo o acercarse a la sede."
	case docket.ActPaid: // law: R32
		l, _ := c.Letter(a.Letter)
		return fmt.Sprintf("Pague el costo de reproducción, S/ %d.%02d, y presente la constancia", l.Cents/100, l.Cents%100) +
			term(" hasta el %s: después la solicitud se archiva.", ". Tiene 30 días calendario desde el día siguiente a aquel en que reciba la liquidación.")
	case docket.ActCollected: // law: R33
		return term("Recoja la información en la sede hasta el %s: después la solicitud se archiva.", "Recoja la información en la sede.")
	default:
		return ""
	}
}

// withdrawal says how she may withdraw while she may: until the answer, by any means that can be recorded, and without losing the right to
// ask again (law: TUO of Law 27444, article 189).
func (s *Service) withdrawal(o core.LoadedCase) string {
	if o.Case.Closed() || !o.Case.AnsweredAt.IsZero() || !o.Procedure.Takes(o.Case.State, docket.ActWithdraw) {
		return ""
	}
	return fmt.Sprintf("Mientras no le respondamos puede desistirse: dígalo por correo a %s, con su número en el asunto, o en la sede. Después puede volver a pedir lo mismo.",
		s.core.AgencyFile.AddressFor(o.Office.ID, o.Procedure.Key))
}
