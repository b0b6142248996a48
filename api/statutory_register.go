package api

import (
	"net/http"
	"net/url"

	"foja/access"
	"foja/calendar"
	"foja/desk/figures"
	"foja/docket"
)

// registerRowView is a line of the statutory register.
type registerRowView struct {
	ID           string         `json:"id"`
	Number       string         `json:"number"`
	Procedure    string         `json:"procedure"` // name
	Office       string         `json:"office"`    // name
	Requester    string         `json:"requester_name"`
	Subject      string         `json:"subject"`
	Text         string         `json:"text"`
	ReceivedOn   calendar.Date  `json:"received_on"`
	DueOn        calendar.Date  `json:"due_on,omitzero"`
	AnsweredOn   calendar.Date  `json:"answered_on,omitzero"`
	Recount      calendar.Date  `json:"recounted_due_on,omitzero"`
	BusinessDays *int           `json:"business_days"` // null without an answer
	CalendarDays *int           `json:"calendar_days"`
	Extended     bool           `json:"extended"`
	StateName    string         `json:"state_name"`
	Standing     string         `json:"standing"`
	Numeral      string         `json:"numeral,omitempty"`
	Outcome      keyName        `json:"outcome,omitzero"`
	Ground       keyName        `json:"ground,omitzero"`
	Late         bool           `json:"late"`
	Overdue      bool           `json:"overdue"`
	Lateness     string         `json:"reasons_for_lateness,omitempty"`
	Observations string         `json:"observations,omitempty"`
	Hands        []handsDayView `json:"business_days_by_hands"`
}

type handsDayView struct {
	Hands docket.Hands `json:"hands"`
	Days  int          `json:"days"`
}

func registerRowOf(r figures.RegisterRow) registerRowView {
	return registerRowView{
		ID: r.ID, Number: r.Number, Procedure: spanishWords.Text(r.Procedure), Office: r.Office, Requester: r.Requester, Subject: r.Subject, Text: r.Text,
		ReceivedOn: r.ReceivedOn, DueOn: r.DueOn, AnsweredOn: r.AnsweredOn, Recount: r.Recount, BusinessDays: days(r.BusinessDays), CalendarDays: days(r.CalendarDays),
		Extended: r.Extended, StateName: spanishWords.Say(r.StateName), Standing: r.Standing, Numeral: r.Numeral, Outcome: keyName{r.Outcome, spanishWords.Say(r.OutcomeName)},
		Ground: keyName{r.Ground, spanishWords.Say(r.Denial)}, Late: r.Late, Overdue: r.Overdue, Lateness: spanishWords.Say(r.Lateness), Observations: spanishWords.Say(r.Observations),
		Hands: each(r.Hands, func(h docket.HandsDays) handsDayView { return handsDayView(h) }),
	}
}

func days(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}

// book tells the statutory register of a period; the current year by default.
func (s *server) statutoryRegister(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	from, wrongFrom := day(q, "from")
	to, wrongTo := day(q, "to")
	if wrong := append(wrongFrom, wrongTo...); len(wrong) > 0 {
		return wrong
	}
	f := figures.RegisterFilter{From: from, To: to, Procedure: q.Get("procedure"), Office: q.Get("office"), Only: q.Get("only")}
	var err error
	if f.Limit, f.Offset, err = window(q); err != nil {
		return err
	}
	statutoryRegister, err := s.Desk.Figures.StatutoryRegister(r.Context(), u, f)
	if err != nil {
		return err
	}
	return sendPage(w, r, page[registerRowView]{each(statutoryRegister.Rows, registerRowOf), statutoryRegister.Total, f.Limit, f.Offset})
}

type registerFigureView struct {
	Key      string `json:"key,omitempty"`
	Code     string `json:"code,omitempty"`
	Name     string `json:"name"`
	N        int    `json:"n"`
	Register string `json:"register"` // address of the lines behind it
}

func registerFigureOf(f figures.RegisterFigure) registerFigureView {
	return registerFigureView{f.Key, f.Code, spanishWords.Say(f.Name), f.N, registerURL(f.Filter)}
}

func registerURL(f figures.RegisterFilter) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"from": f.From.String(), "to": f.To.String(), "procedure": f.Procedure, "office": f.Office, "only": f.Only,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return (&url.URL{Path: base + "/register", RawQuery: q.Encode()}).String()
}

type returnView struct {
	Year      int                  `json:"year"`
	Procedure keyName              `json:"procedure"`
	DueOn     calendar.Date        `json:"reference_due_on,omitzero"`
	Received  registerFigureView   `json:"received"`
	Standing  []registerFigureView `json:"standing"`
	Annulled  registerFigureView   `json:"annulled"`
	Overdue   registerFigureView   `json:"overdue"`
	Extended  registerFigureView   `json:"extended"`
	Answered  registerFigureView   `json:"answered"`
	Recounted []registerFigureView `json:"recounted,omitempty"`
	ByOutcome []registerFigureView `json:"by_outcome"`
	ByGround  []registerFigureView `json:"by_ground"`
	ByHands   []registerFigureView `json:"business_days_by_hands"`
	Business  docket.Spread        `json:"business_days"`
	Calendar  docket.Spread        `json:"calendar_days"`
}

// returns tells the yearly return (law: R60).
func (s *server) returns(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	year, wrong := number(q, "year", 0, 2000, 2099)
	if len(wrong) > 0 {
		return wrong
	}
	v, err := s.Desk.Figures.Return(r.Context(), u, figures.ReturnFilter{Year: year, Procedure: q.Get("procedure"), Office: q.Get("office")})
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, returnView{
		Year: v.Year, Procedure: keyName{v.Procedure, spanishWords.Text(v.ProcedureName)}, DueOn: v.DueOn, Received: registerFigureOf(v.Received),
		Standing: each(v.Standing, registerFigureOf), Annulled: registerFigureOf(v.Annulled), Overdue: registerFigureOf(v.Overdue), Extended: registerFigureOf(v.Extended),
		Answered: registerFigureOf(v.Answered), Recounted: each(v.Recounted, registerFigureOf), ByOutcome: each(v.ByOutcome, registerFigureOf), ByGround: each(v.ByGround, registerFigureOf),
		ByHands: each(v.ByHands, registerFigureOf), Business: v.Business, Calendar: v.Calendar,
	})
}
