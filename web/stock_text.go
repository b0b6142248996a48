package web

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/core"
	"foja/desk/norms"
	"foja/docket"
)

// stockTextsPage is the collection of texts that letters are begun with; stockTextPage is one of them.
type stockTextsPage struct {
	form
	Texts []norms.StockText
	Words []core.Choice
	May   bool
}

type stockTextPage struct {
	form
	Text  norms.StockText
	Words []core.Choice
	May   bool
}

func stockTextQuestions(t norms.StockText) form {
	return form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "name", Label: "Nombre", Kind: kindText, Value: t.Name, Autocomplete: "off"},
		{Name: "text", Label: "Texto", Kind: kindLong, Rows: 10, Value: t.Text},
	}}}}
}

func (s *server) newStockTexts(r *http.Request, u access.User) (stockTextsPage, error) {
	all, err := s.Desk.Norms.StockTexts(r.Context(), u)
	return stockTextsPage{form: stockTextQuestions(norms.StockText{}), Texts: all, Words: norms.StockTextWords, May: u.Has(access.StockTextKeepers...)}, err
}

func (s *server) stockTexts(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newStockTexts(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "stock_texts", "Textos modelo", page)
}

func (s *server) addStockText(w http.ResponseWriter, r *http.Request, u access.User) error {
	err := s.Desk.Norms.SaveStockText(r.Context(), u, norms.StockText{Name: r.PostFormValue("name"), Text: r.PostFormValue("text")})
	if err == nil {
		return s.stockTextSaved(w, r, "El texto modelo se añadió.")
	}
	page, again := s.newStockTexts(r, u)
	if again != nil {
		return again
	}
	page.fill(r.PostForm)
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "stock_texts", "Textos modelo", page)
}

func (s *server) newStockText(r *http.Request, u access.User) (stockTextPage, error) {
	all, err := s.Desk.Norms.StockTexts(r.Context(), u)
	if err != nil {
		return stockTextPage{}, err
	}
	for _, t := range all {
		if t.ID == mux.Vars(r)["id"] {
			return stockTextPage{form: stockTextQuestions(t), Text: t, Words: norms.StockTextWords, May: u.Has(access.StockTextKeepers...)}, nil
		}
	}
	return stockTextPage{}, docket.Refuse(docket.CodeNotFound, "Ese texto modelo ya no existe.")
}

func (s *server) stockText(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newStockText(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "stock_text", "Texto modelo", page)
}

// changeStockText saves one, or drops it.
func (s *server) changeStockText(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newStockText(r, u)
	if err != nil {
		return err
	}
	if r.PostFormValue("do") == "drop" {
		if err := s.Desk.Norms.DropStockText(r.Context(), u, page.Text.ID); err != nil {
			return err
		}
		return s.stockTextSaved(w, r, "El texto modelo se borró.")
	}
	err = s.Desk.Norms.SaveStockText(r.Context(), u, norms.StockText{ID: page.Text.ID, Name: r.PostFormValue("name"), Text: r.PostFormValue("text")})
	if err == nil {
		return s.stockTextSaved(w, r, "Los cambios se guardaron.")
	}
	page.fill(r.PostForm)
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "stock_text", "Texto modelo", page)
}

func (s *server) stockTextSaved(w http.ResponseWriter, r *http.Request, said string) error {
	s.flash(r, said)
	http.Redirect(w, r, "/texts", http.StatusSeeOther)
	return nil
}

// addStock offers the collection where words to the requester are written.
func (s *server) addStock(r *http.Request, u access.User, page *requestPage) error {
	var writing []*panel
	for i := range page.Panels {
		p := &page.Panels[i]
		if spec, _ := docket.SpecOf(p.Action); (spec.Preview || spec.Writes) && p.asksFor("text") {
			writing = append(writing, p)
		}
	}
	if len(writing) == 0 || !u.Has(access.StockTextKeepers...) {
		return nil
	}
	all, err := s.Desk.Norms.StockTexts(r.Context(), u)
	if err != nil {
		return err
	}
	choices := []core.Choice{{Label: "Elija"}}
	for _, t := range all {
		choices = append(choices, core.Choice{Key: t.ID, Label: t.Name})
	}
	for _, p := range writing {
		p.Insert = "/requests/" + page.Request.ID + "/insert"
		if len(all) > 0 {
			p.Stock = &field{Name: "stock", Prefix: string(p.Action) + "-", Label: "Texto modelo", Kind: kindSelect, Optional: true, Choices: choices}
		}
	}
	return nil
}

// insertStockText gives the form back as it was typed, with a stock text added. Nothing is done to the case.
func (s *server) insertStockText(w http.ResponseWriter, r *http.Request, u access.User) error {
	action := docket.Action(r.PostFormValue("action"))
	page, err := s.presentRequest(r, u)
	if err != nil {
		return err
	}
	added, err := s.Desk.Norms.StockTextFor(r.Context(), u, page.Request.ID, r.PostFormValue("stock"))
	if code := codeOf(err); err != nil && code != docket.CodeNotFound {
		return err
	}
	for i := range page.Panels {
		p := &page.Panels[i]
		if p.Action != action {
			continue
		}
		p.Open, p.Key = true, keyOf(r)
		p.fill(r.PostForm)
		p.each(func(f *field) {
			switch {
			case f.Name == "text" && err == nil:
				f.Value = strings.TrimLeft(strings.TrimRight(f.Value, " \r\n")+"\n\n"+added, "\n")
				f.Autofocus = true
			case f.Name == "files" && r.MultipartForm != nil && len(r.MultipartForm.File["files"]) > 0:
				f.Hint = "Vuelva a elegir los archivos: el navegador no los conserva."
			}
		})
		if err != nil && p.Stock != nil {
			p.Stock.Error = docket.Say("Elija un texto modelo de la lista.")
			page.Problems = []problem{{p.Stock.ID(), p.Stock.Error}}
		}
	}
	status := http.StatusOK
	if err != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.showRequest(w, r, status, page)
}
