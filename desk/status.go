package desk

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"

	"foja/calendar"
	"foja/docket"
	"foja/letters"
)

// Status is what the citizen sees with number and code. A wrong number and a wrong code are
// the same answer, take the same time, and are limited by network address.
func (d *Desk) Status(ctx context.Context, number, code, ip string) (Status, error) {
	o, err := d.citizen(ctx, number, code, ip)
	if err != nil {
		return Status{}, err
	}
	return d.status(ctx, o)
}

// StatusReceipt hands the citizen her receipt.
func (d *Desk) StatusReceipt(ctx context.Context, number, code, ip string) (File, error) {
	o, err := d.citizen(ctx, number, code, ip)
	if err != nil {
		return File{}, err
	}
	return d.receipt(ctx, o)
}

func (d *Desk) citizen(ctx context.Context, number, code, ip string) (opened, error) {
	use := limitStatus.fromAddress(ip)
	if err := d.reserve(ctx, use); err != nil {
		return opened{}, err
	}
	r, err := d.Store.RequestByNumber(ctx, padded(number))
	if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
		return opened{}, err
	}
	want := r.StatusCode
	if want == "" {
		want = "----------" // compared all the same, and never equal: it is not in the alphabet
	}
	given := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	if subtle.ConstantTimeCompare([]byte(given), []byte(want)) != 1 || r.ID == "" {
		return opened{}, docket.Refuse(docket.CodeNotFound, "No hay una solicitud con ese número y ese código. Revíselos en su cargo de recepción.")
	}
	d.refund(ctx, use)
	return d.read(ctx, r)
}

func (d *Desk) status(ctx context.Context, o opened) (Status, error) {
	deadline, _, err := o.deadlines()
	if err != nil {
		return Status{}, err
	}
	c := o.kase
	st := Status{
		Number: o.request.Number, Procedure: o.procedure.Name.ES, ReceivedAt: o.request.ReceivedAt, ReceivedOn: o.request.ReceivedOn,
		Office: o.office, StateName: stateName(o.procedure, c.State), Where: d.where(c), Closed: c.Closed(), AnsweredAt: c.AnsweredAt,
		Overdue: overdue(deadline.DueOn, o.today, c.Closed() || !c.AnsweredAt.IsZero()), Deadline: deadline, Left: o.left(deadline.DueOn),
	}
	st.Expiries = o.expiries()
	if st.Closed {
		st.Outcome = outcomeName(o.procedure, c.Outcome)
	}
	if st.Letters, err = d.statusLetters(ctx, o); err != nil {
		return Status{}, err
	}
	asked, err := d.asked(ctx, o)
	if err != nil {
		return Status{}, err
	}
	if st.Appeals, err = d.appealNews(ctx, o); err != nil {
		return Status{}, err
	}
	remedy, err := d.remedy(o, st.Overdue)
	st.Remedy = strings.Join(strings.Fields(strings.Join([]string{asked, remedy, d.withdrawal(o)}, " ")), " ")
	return st, err
}

// where says with whom the request is, as its requester should hear it.
func (d *Desk) where(c docket.Case) string {
	switch c.Hands {
	case docket.HandsReception:
		return "En mesa de partes"
	case docket.HandsUnit:
		return "En consulta con el área que tendría la información"
	case docket.HandsReviewer:
		return "En revisión antes de responderle"
	case docket.HandsRequester:
		return "A la espera de usted"
	case docket.HandsCarrier:
		if len(c.LettersIn(docket.LetterToPrint)) > 0 {
			return "La respuesta está lista para entregársela en papel"
		}
		return "La respuesta está en camino"
	case docket.HandsNobody:
		return "Nada queda pendiente de nuestra parte"
	default:
		return "Con la persona responsable de responderle"
	}
}

// remedy is what the citizen can do now: contest an answer, or take silence for a refusal.
func (d *Desk) remedy(o opened, late bool) (string, error) {
	answered := !o.kase.AnsweredAt.IsZero()
	if !answered && !late {
		return "", nil
	}
	on := o.today
	if answered {
		on = calendar.DateOf(o.kase.AnsweredAt.In(d.zone(o.office.ID)))
	}
	remedies, err := letters.RemediesOf(o.procedure.Key, on, o.view)
	if err != nil || len(remedies) == 0 {
		return "", err
	}
	r := remedies[0]
	if !answered {
		return d.silence(o.procedure.Silence.Kind, r), nil
	}
	var terms []string
	for _, t := range r.Terms { // law: R44
		term := fmt.Sprintf("%s (%s)", t.Text, t.Cite)
		if !t.Last.IsZero() {
			term += ": hasta el " + letters.PlainDate(t.Last)
		}
		terms = append(terms, term)
	}
	return strings.TrimSpace(fmt.Sprintf("Si no está conforme con la respuesta puede interponer %s. Resuelve: %s. Plazo: %s. %s",
		strings.ToLower(r.Name[:1])+r.Name[1:], r.Body, strings.Join(terms, "; o bien "), r.Note)), nil
}

// silence is what the term passed unanswered means (law: R38, R53).
func (d *Desk) silence(kind string, r letters.Remedy) string {
	switch kind {
	case "negative": // law: R45
		return "El plazo terminó sin respuesta. Puede considerar denegada su solicitud e interponer " + strings.ToLower(r.Name[:1]) + r.Name[1:] +
			", sin límite de tiempo; o esperar: la entidad sigue obligada a responderle."
	case "positive":
		return "El plazo terminó sin respuesta. Pregunte en la sede desde cuándo puede considerar aprobada su solicitud."
	default:
		return "El plazo terminó sin respuesta. La entidad sigue obligada a responderle; puede presentar una queja en la sede."
	}
}
