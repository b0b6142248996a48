package web

import (
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/core"
	"foja/docket"
)

// accountsPage lists who can sign in; Link is what was just made for somebody's password.
type accountsPage struct {
	form
	Accounts []accounts.Account
	Offices  map[string]string
	May      bool
	Link     *accounts.AccountLink
	NewLink  string // a link that is shown this once, to the second administrator
	For      string // whose it is
	Invite   string // address that ties an account to its identity, shown this once
}

// accountPage is one account.
type accountPage struct {
	form
	Account accounts.Account
	May     bool
	Mine    bool
	SSO     bool // there is an identity provider
}

func (s *server) newAccounts(r *http.Request, u access.User) (accountsPage, error) {
	all, err := s.Desk.Accounts.Accounts(r.Context(), u)
	return accountsPage{Accounts: all, Offices: s.officeNames(), May: u.Has(access.AccountKeepers...), form: s.accountQuestions(u, accounts.Account{})}, err
}

func (s *server) accountQuestions(u access.User, a accounts.Account) form {
	fields := []field{{Name: "login", Label: "Usuario", Kind: kindText, Width: "half", Autocomplete: "off"}}
	if a.ID != "" {
		fields = nil
	}
	roles := field{Name: "roles", Label: "Funciones", Kind: kindChecks}
	for _, role := range access.Staff {
		roles.Choices = append(roles.Choices, core.Choice{Key: string(role), Words: docket.Say(roleWords[role])})
		if slices.Contains(a.Roles, role) {
			roles.Values = append(roles.Values, string(role))
		}
	}
	office := field{Name: "office", Label: "Sede", Kind: kindSelect, Width: "half", Value: a.Office}
	office.Choices = append([]core.Choice{{Words: docket.Say("Todas")}}, s.officeChoices()...)
	fields = append(fields,
		field{Name: "name", Label: "Nombre completo", Kind: kindText, Width: "half", Value: a.Name, Autocomplete: "off"},
		field{Name: "email", Label: "Correo para los avisos", Kind: kindEmail, Width: "half", Value: a.Email, Optional: true, Autocomplete: "off"}, office, roles)
	fields = append(fields, s.proofField(u)...)
	return form{Key: newKey(), Sections: []section{{Fields: fields}}}
}

func (s *server) accounts(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newAccounts(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "accounts", "Cuentas", page)
}

func accountOf(r *http.Request, id string) accounts.AccountForm {
	return accounts.AccountForm{
		ID: id, Login: r.PostFormValue("login"), Name: r.PostFormValue("name"), Email: r.PostFormValue("email"),
		Office: r.PostFormValue("office"), Roles: r.PostForm["roles"],
	}
}

// addAccount makes an account. Its owner sets the password with a link.
func (s *server) addAccount(w http.ResponseWriter, r *http.Request, u access.User) error {
	u, err := s.prove(r, u)
	var link accounts.AccountLink
	if err == nil {
		_, link, err = s.Desk.Accounts.SaveAccount(r.Context(), u, accountOf(r, ""))
	}
	page, again := s.newAccounts(r, u)
	if again != nil {
		return again
	}
	status := http.StatusOK
	if err != nil {
		page.fill(r.PostForm)
		if !page.refuse(err) {
			return err
		}
		status = http.StatusUnprocessableEntity
	} else {
		page.Link = &link
	}
	page.For = r.PostFormValue("login")
	return s.show(w, r, status, "accounts", "Cuentas", page)
}

func (s *server) newAccount(r *http.Request, u access.User) (accountPage, error) {
	all, err := s.Desk.Accounts.Accounts(r.Context(), u)
	if err != nil {
		return accountPage{}, err
	}
	for _, a := range all {
		if a.ID == mux.Vars(r)["id"] {
			return accountPage{form: s.accountQuestions(u, a), Account: a, May: u.Has(access.AccountKeepers...), Mine: a.ID == u.ID, SSO: s.SSO != nil}, nil
		}
	}
	return accountPage{}, docket.Refuse(docket.CodeNotFound, "account.unknown_here")
}

func (s *server) account(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newAccount(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "account", printerOf(r).T("Cuenta de {name}", "name", page.Account.Name), page)
}

// changeAccount saves an account, asks for a link for its password, shuts or opens it, or ends its sessions.
func (s *server) changeAccount(w http.ResponseWriter, r *http.Request, u access.User) error {
	id := mux.Vars(r)["id"]
	u, err := s.prove(r, u)
	page, again := s.newAccount(r, u)
	if again != nil {
		return again
	}
	said := ""
	if err == nil {
		var shown *accountsPage
		if shown, said, err = s.doToAccount(r, u, page.Account); shown != nil && err == nil {
			return s.show(w, r, http.StatusOK, "accounts", "Cuentas", *shown)
		}
	}
	if err == nil {
		s.flash(r, said)
		http.Redirect(w, r, "/admin/accounts/"+id, http.StatusSeeOther)
		return nil
	}
	page.fill(r.PostForm)
	if code := codeOf(err); code == docket.CodeConflict || code == docket.CodeForbidden {
		page.Problems = []problem{{"", messageOf(err)}}
	} else if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "account", printerOf(r).T("Cuenta de {name}", "name", page.Account.Name), page)
}

// doToAccount does what the button says: it gives words for the next page, or a page that must be shown now.
func (s *server) doToAccount(r *http.Request, u access.User, a accounts.Account) (shown *accountsPage, said string, err error) {
	ctx, id := r.Context(), a.ID
	show := func(link *accounts.AccountLink, told string) (*accountsPage, string, error) {
		list, err := s.newAccounts(r, u)
		list.Link, list.NewLink, list.For = link, told, a.Login
		return &list, "", err
	}
	switch r.PostFormValue("do") {
	case "password":
		link, err := s.Desk.Accounts.ResetPassword(ctx, u, id)
		if err != nil {
			return nil, "", err
		}
		return show(&link, "")
	case "approve":
		told, err := s.Desk.Accounts.ApproveLink(ctx, u, id)
		if err != nil {
			return nil, "", err
		}
		return show(nil, told)
	case "invite":
		shown, err := s.inviteIdentity(r, u, a)
		return shown, "", err
	case "confirm":
		return nil, "La cuenta quedó confirmada.", s.Desk.Accounts.ConfirmAccount(ctx, u, id)
	case "disable":
		return nil, "La cuenta quedó cerrada, con sus sesiones y credenciales.", s.Desk.Accounts.DisableAccount(ctx, u, id, true)
	case "enable":
		return nil, "La cuenta quedó abierta.", s.Desk.Accounts.DisableAccount(ctx, u, id, false)
	case "factor":
		return nil, "El segundo factor se quitó. La persona ingresa con su contraseña y puede poner otro.", s.Desk.Access.TakeSecondFactor(ctx, u, id)
	case "identity":
		return nil, "El vínculo se quitó. Para unir la cuenta a otra identidad hace falta una invitación, o su contraseña.", s.Desk.Access.DropIdentity(ctx, u, id)
	case "end":
		return nil, "Sus sesiones y credenciales se cerraron.", s.Desk.Accounts.EndSessions(ctx, u, id)
	default:
		_, _, err = s.Desk.Accounts.SaveAccount(ctx, u, accountOf(r, id))
		return nil, "Los cambios se guardaron.", err
	}
}

func ownQuestions() form {
	return form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "old", Label: "Contraseña actual", Kind: kindPassword, Autocomplete: "current-password"},
		{Name: "next", Label: "Contraseña nueva", Kind: kindPassword, Autocomplete: "new-password", Hint: "Al menos 10 caracteres. Varias palabras seguidas son fáciles de recordar."},
	}}}}
}

// ownPage is one's own account: the password, and where one is signed in.
type ownPage struct {
	form
	Open   []ownSession
	Factor access.SecondFactor
	Drop   field // the password, to take it away
	Proof  []field
	Events []access.AccountEventRow
	SSO    string // name of the identity provider; "" = none
	Tie    field  // the password, to tie one's identity
	Permit string // the address that does it
}

type ownSession struct {
	access.OpenSession
	This bool // the one that asks
}

func (s *server) newOwn(r *http.Request, u access.User) (ownPage, error) {
	page := ownPage{form: ownQuestions(), Proof: s.proofField(u), Drop: field{Name: "password", Label: "Contraseña, para quitarlo", Kind: kindPassword, Autocomplete: "current-password"}}
	if s.SSO != nil {
		page.SSO = s.SSOName
		page.Tie = field{Name: "identity_password", Label: "Contraseña, para unirla", Kind: kindPassword, Autocomplete: "current-password"}
	}
	open, err := s.Desk.Access.Sessions(r.Context(), u)
	this := access.SessionID(s.sessions.Token(r.Context()))
	for _, o := range open {
		page.Open = append(page.Open, ownSession{o, o.ID == this})
	}
	if err == nil {
		page.Factor, err = s.Desk.Access.SecondFactor(r.Context(), u)
	}
	if err == nil {
		page.Events, err = s.Desk.Access.OwnEvents(r.Context(), u, r.Method == http.MethodGet)
	}
	return page, err
}

func (s *server) own(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newOwn(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "own", "Mi cuenta", page)
}

// changeOwn changes one's own password, or ends one of one's sessions or all of them; after the first and the last one signs in again.
func (s *server) changeOwn(w http.ResponseWriter, r *http.Request, u access.User) error {
	var err error
	switch r.PostFormValue("do") {
	case "end_one":
		if err := s.Desk.Access.EndSession(r.Context(), u, r.PostFormValue("session")); err != nil {
			return err
		}
		s.flash(r, "La sesión se cerró.")
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	case "digest":
		if err := s.Desk.Accounts.SetDigest(r.Context(), u, r.PostFormValue("digest") == "yes"); err != nil {
			return err
		}
		s.flash(r, "Se guardó.")
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	case "identity":
		return s.ownIdentity(w, r, u)
	case "end":
		err = s.Desk.Accounts.EndSessions(r.Context(), u, u.ID)
	default:
		err = s.Desk.Accounts.ChangePassword(r.Context(), u, r.PostFormValue("old"), r.PostFormValue("next"), s.ip(r))
	}
	if err != nil {
		return s.refuseOwn(w, r, u, err)
	}
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// refuseOwn shows the page again with what was wrong.
func (s *server) refuseOwn(w http.ResponseWriter, r *http.Request, u access.User, err error) error {
	page, again := s.newOwn(r, u)
	if again != nil || !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "own", "Mi cuenta", page)
}
