package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/docket"
)

// passwordPage is where the owner of an account sets her password with a link.
type passwordPage struct {
	form
	Token, Login string
	Done         bool
}

func (s *server) newPassword(r *http.Request) (passwordPage, error) {
	token := mux.Vars(r)["token"]
	login, err := s.Desk.Accounts.PasswordLink(r.Context(), token)
	return passwordPage{Token: token, Login: login, form: form{Sections: []section{{Fields: []field{
		{Name: "next", Label: "Contraseña nueva", Kind: kindPassword, Autocomplete: "new-password", Autofocus: true, Hint: "Al menos 10 caracteres. Varias palabras seguidas son fáciles de recordar."},
		{Name: "again", Label: "Otra vez, para evitar errores", Kind: kindPassword, Autocomplete: "new-password"},
	}}}}}, err
}

const passwordTitle = "Su contraseña" //nolint:gosec // a title

func (s *server) passwordForm(w http.ResponseWriter, r *http.Request) error {
	secretAddress(w)
	page, err := s.newPassword(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "password", passwordTitle, page)
}

func (s *server) setPassword(w http.ResponseWriter, r *http.Request) error {
	secretAddress(w)
	page, err := s.newPassword(r)
	if err != nil {
		return err
	}
	next := r.PostFormValue("next")
	if next != r.PostFormValue("again") {
		err = docket.Invalid("again", "password.not_the_same")
	} else {
		_, err = s.Desk.Accounts.SetPassword(r.Context(), page.Token, next, s.ip(r))
	}
	if err == nil {
		page.Done = true
		return s.show(w, r, http.StatusOK, "password", passwordTitle, page)
	}
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "password", passwordTitle, page)
}

// accountAuditPage is what happened to accounts.
type accountAuditPage struct {
	Rows []access.AccountEventRow
	pager
}

// accountAudit lists what happened to accounts; of=ID to one.
func (s *server) accountAudit(w http.ResponseWriter, r *http.Request, u access.User) error {
	offset := offsetOf(r)
	rows, total, err := s.Desk.Access.AccountEvents(r.Context(), u, r.URL.Query().Get("of"), pageSize, offset)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "account_audit", "Auditoría de cuentas", accountAuditPage{rows, newPager(r, offset, len(rows), total)})
}
