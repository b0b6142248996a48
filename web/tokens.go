package web

import (
	"net/http"
	"net/url"
	"strconv"

	"foja/access"
	"foja/access/accounts"
)

// tokensPage are the keys of programs that act in somebody's name.
type tokensPage struct {
	form
	Of        string // user ID; "" = one's own
	Rows      []accounts.Token
	NewSecret string // the secret of a new one, this once
	May       bool   // revoke
	Make      bool   // one's own only
}

func (s *server) newTokens(r *http.Request, u access.User) (tokensPage, error) {
	page := tokensPage{Of: r.FormValue("of"), form: form{Sections: []section{{Fields: []field{
		{Name: "name", Label: "Para qué", Kind: kindText, Autocomplete: "off", Hint: "Para reconocerla después, por ejemplo «guion de estadísticas»."},
		{Name: "days", Label: "Cuántos días vale", Kind: kindNumber, Value: "90", InputMode: "numeric", Width: "short"},
	}}}}}
	page.Sections[0].Fields = append(page.Sections[0].Fields, s.proofField(u)...)
	page.Make = page.Of == "" || page.Of == u.ID
	page.May = page.Make || u.Has(access.AccountKeepers...)
	var err error
	page.Rows, err = s.Desk.Accounts.Tokens(r.Context(), u, page.Of)
	return page, err
}

func (s *server) tokens(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newTokens(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "tokens", "Credenciales de programas", page)
}

// changeTokens makes one, or revokes one.
func (s *server) changeTokens(w http.ResponseWriter, r *http.Request, u access.User) error {
	of := r.PostFormValue("of")
	if id := r.PostFormValue("revoke"); id != "" {
		if err := s.Desk.Accounts.RevokeToken(r.Context(), u, of, id); err != nil {
			return err
		}
		s.flash(r, "La credencial ya no abre.")
		http.Redirect(w, r, (&url.URL{Path: "/account/tokens", RawQuery: url.Values{"of": {of}}.Encode()}).String(), http.StatusSeeOther)
		return nil
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil {
		days = 0 // the desk says what is right
	}
	var told string
	if u, err = s.prove(r, u); err == nil {
		told, err = s.Desk.Accounts.CreateToken(r.Context(), u, of, r.PostFormValue("name"), days)
	}
	page, again := s.newTokens(r, u)
	if again != nil {
		return again
	}
	page.NewSecret = told
	status := http.StatusOK
	if err != nil {
		page.fill(r.PostForm)
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, "tokens", "Credenciales de programas", page)
}
