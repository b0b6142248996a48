package api

import (
	"net/http"
	"net/url"

	"foja/access"
	"foja/calendar"
	"foja/desk/figures"
	"foja/docket"
)

// bookRowView is a line of the statutory register.
type bookRowView struct {
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

func bookRowOf(r figures.BookRow) bookRowView {
	return bookRowView{
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
func (s *server) book(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	from, wrongFrom := day(q, "from")
	to, wrongTo := day(q, "to")
	if wrong := append(wrongFrom, wrongTo...); len(wrong) > 0 {
		return wrong
	}
	f := figures.BookFilter{From: from, To: to, Procedure: q.Get("procedure"), Office: q.Get("office"), Only: q.Get("only")}
	var err error
	if f.Limit, f.Offset, err = window(q); err != nil {
		return err
	}
	book, err := s.Desk.Figures.Book(r.Context(), u, f)
	if err != nil {
		return err
	}
	return sendPage(w, r, page[bookRowView]{each(book.Rows, bookRowOf), book.Total, f.Limit, f.Offset})
}

type bookFigureView struct {
	Key      string `json:"key,omitempty"`
	Code     string `json:"code,omitempty"`
	Name     string `json:"name"`
	N        int    `json:"n"`
	Register string `json:"register"` // address of the lines behind it
}

func bookFigureOf(f figures.BookFigure) bookFigureView {
	return bookFigureView{f.Key, f.Code, spanishWords.Say(f.Name), f.N, bookURL(f.Filter)}
}

func bookURL(f figures.BookFilter) string {
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
	Year      int              `json:"year"`
	Procedure keyName          `json:"procedure"`
	DueOn     calendar.Date    `json:"reference_due_on,omitzero"`
	Received  bookFigureView   `json:"received"`
	Standing  []bookFigureView `json:"standing"`
	Overdue   bookFigureView   `json:"overdue"`
	Extended  bookFigureView   `json:"extended"`
	Answered  bookFigureView   `json:"answered"`
	Recounted []bookFigureView `json:"recounted,omitempty"`
	ByOutcome []bookFigureView `json:"by_outcome"`
	ByGround  []bookFigureView `json:"by_ground"`
	ByHands   []bookFigureView `json:"business_days_by_hands"`
	Business  docket.Spread    `json:"business_days"`
	Calendar  docket.Spread    `json:"calendar_days"`
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
		Year: v.Year, Procedure: keyName{v.Procedure, spanishWords.Text(v.ProcedureName)}, DueOn: v.DueOn, Received: bookFigureOf(v.Received),
		Standing: each(v.Standing, bookFigureOf), Overdue: bookFigureOf(v.Overdue), Extended: bookFigureOf(v.Extended),
		Answered: bookFigureOf(v.Answered), Recounted: each(v.Recounted, bookFigureOf), ByOutcome: each(v.ByOutcome, bookFigureOf), ByGround: each(v.ByGround, bookFigureOf),
		ByHands: each(v.ByHands, bookFigureOf), Business: v.Business, Calendar: v.Calendar,
	})
}
