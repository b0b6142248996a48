package web

import (
	"net/http"
	"net/url"
	"strconv"

	"foja/access"
	"foja/desk/figures"
	"foja/docket"
	"foja/languages"
)

type returnsPage struct {
	form
	figures.Return
	XLSX string
}

func returnFilter(q url.Values) (figures.ReturnFilter, error) {
	f := figures.ReturnFilter{Procedure: q.Get("procedure"), Office: q.Get("office")}
	if text := q.Get("year"); text != "" {
		var err error
		if f.Year, err = strconv.Atoi(text); err != nil || f.Year < 1 {
			return f, docket.Invalid("year", "form.not_a_year")
		}
	}
	return f, nil
}

func (s *server) returns(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	page := returnsPage{}
	page.Sections = s.registerQuestions(u, field{Name: "year", Label: "Año", Kind: kindNumber, Width: "short"})
	page.each(func(q *field) {
		if q.Name == "procedure" {
			q.Choices = q.Choices[1:] // a return is of one procedure
		}
	})
	page.fill(q)
	f, err := returnFilter(q)
	status := http.StatusOK
	if err == nil {
		page.Return, err = s.Desk.Figures.Return(r.Context(), u, f)
	}
	if err != nil {
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	page.answered(map[string]string{"year": strconv.Itoa(page.Year), "procedure": page.Procedure})
	page.XLSX = "/returns.xlsx?" + url.Values{"year": {strconv.Itoa(page.Year)}, "procedure": {page.Procedure}, "office": {page.Office}}.Encode()
	return s.show(w, r, status, "returns", "Informe anual", page)
}

func (s *server) returnFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := returnFilter(r.URL.Query())
	if err != nil {
		return err
	}
	return saved(w, r)(s.Desk.Figures.ReturnFile(r.Context(), u, f))
}

// mean says an average with one digit, after the decimal mark.
func mean(p *languages.Printer, v float64) string {
	return decimal(p, strconv.FormatFloat(v, 'f', 1, 64))
}
