package links

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"foja/access/attempts"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
)

// StatusClockReceipt hands it to the citizen.
func (s *Service) StatusClockReceipt(ctx context.Context, number, code, ip string) (documents.File, error) {
	o, err := s.citizen(ctx, number, code, ip)
	if err != nil {
		return documents.File{}, err
	}
	return s.papers.ClockReceiptOf(ctx, o)
}

// Status is what the citizen sees with number and code. A wrong number and a wrong code are
// the same answer, take the same time, and are limited by network address.
func (s *Service) Status(ctx context.Context, number, code, ip string) (Status, error) {
	o, err := s.citizen(ctx, number, code, ip)
	if err != nil {
		return Status{}, err
	}
	return s.status(ctx, o)
}

// StatusReceipt hands the citizen her receipt.
func (s *Service) StatusReceipt(ctx context.Context, number, code, ip string) (documents.File, error) {
	o, err := s.citizen(ctx, number, code, ip)
	if err != nil {
		return documents.File{}, err
	}
	return s.papers.ReceiptOf(ctx, o)
}

func (s *Service) citizen(ctx context.Context, number, code, ip string) (core.LoadedCase, error) {
	use := attempts.LimitStatus.FromAddress(ip)
	if err := s.attempts.Reserve(ctx, use); err != nil {
		return core.LoadedCase{}, err
	}
	r, err := s.core.Store.RequestByNumber(ctx, core.Padded(number))
	if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
		return core.LoadedCase{}, err
	}
	want := r.StatusCode
	if want == "" {
		want = "----------" // compared all the same, and never equal: it is not in the alphabet
	}
	given := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	if subtle.ConstantTimeCompare([]byte(given), []byte(want)) != 1 || r.ID == "" {
		return core.LoadedCase{}, docket.Refuse(docket.CodeNotFound, "status.unknown")
	}
	s.attempts.Refund(ctx, use)
	return s.core.Read(ctx, r)
}

func (s *Service) status(ctx context.Context, o core.LoadedCase) (Status, error) {
	deadline, _, err := o.Deadlines()
	if err != nil {
		return Status{}, err
	}
	c := o.Case
	st := Status{
		Number: o.Request.Number, Procedure: o.Procedure.Name.ES, ReceivedAt: o.Request.ReceivedAt, ReceivedOn: o.Request.ReceivedOn,
		Office: o.Office, StateName: core.StateName(o.Procedure, c.State), Where: s.where(c), Closed: c.Closed(), AnsweredAt: c.AnsweredAt,
		Overdue: core.Overdue(deadline.DueOn, o.Today, c.Closed() || !c.AnsweredAt.IsZero()), Deadline: deadline, Left: o.Left(deadline.DueOn),
	}
	st.Expiries = o.Expiries()
	if st.Closed {
		st.Outcome = core.OutcomeName(o.Procedure, c.Outcome)
	}
	if st.Letters, err = s.statusLetters(ctx, o); err != nil {
		return Status{}, err
	}
	asked, err := s.asked(ctx, o)
	if err != nil {
		return Status{}, err
	}
	if st.Appeals, err = s.history.AppealNews(ctx, o); err != nil {
		return Status{}, err
	}
	remedy, err := s.remedy(o, st.Overdue)
	st.Remedy = strings.Join(strings.Fields(strings.Join([]string{asked, remedy, s.withdrawal(o)}, " ")), " ")
	return st, err
}

// where says with whom the request is, as its requester should hear it.
func (s *Service) where(c docket.Case) string {
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
func (s *Service) remedy(o core.LoadedCase, late bool) (string, error) {
	answered := !o.Case.AnsweredAt.IsZero()
	if !answered && !late {
		return "", nil
	}
	on := o.Today
	if answered {
		on = calendar.DateOf(o.Case.AnsweredAt.In(s.core.Zone(o.Office.ID)))
	}
	remedies, err := letters.RemediesOf(o.Procedure.Key, on, o.View)
	if err != nil || len(remedies) == 0 {
		return "", err
	}
	r := remedies[0]
	if !answered {
		return s.silence(o.Procedure.Silence.Kind, r), nil
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
func (s *Service) silence(kind string, r letters.Remedy) string {
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

// Status is what the citizen sees.
type Status struct {
	Number     string
	Procedure  string
	ReceivedAt time.Time
	ReceivedOn calendar.Date
	Office     docket.Office
	StateName  docket.Sentence
	Where      string // Spanish: with whom it is
	Closed     bool
	Outcome    docket.Sentence // nothing while open
	AnsweredAt time.Time
	Overdue    bool
	Remedy     string            // Spanish: what the citizen can do now
	Appeals    []docket.Sentence // where each of her appeals is
	Letters    []StatusLetter
	Expiries   []core.Expiry
	Deadline   docket.Deadline
	Left       int
}
