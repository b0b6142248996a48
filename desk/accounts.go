package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"net/mail"
	"slices"
	"strings"

	"foja/docket"
	"foja/store"
)

// AccountDesk is who may sign in: kept by administrators, read by auditors; and what everybody does with her own account.
type AccountDesk interface {
	Accounts(ctx context.Context, by User) ([]Account, error)
	// SaveAccount makes an account (ID "") or changes one. The owner of a new one sets her first password with a link.
	SaveAccount(ctx context.Context, by User, f AccountForm) (id string, link AccountLink, err error)
	ResetPassword(ctx context.Context, by User, id string) (AccountLink, error)  // ends the password, the sessions and the tokens
	DisableAccount(ctx context.Context, by User, id string, disabled bool) error // ends the sessions and the tokens
	ChangePassword(ctx context.Context, by User, old, next, ip string) error     // one's own; ends all sessions and tokens
	ApproveLink(ctx context.Context, by User, id string) (url string, err error) // told this once, to a second administrator
	ConfirmAccount(ctx context.Context, by User, id string) error
	PasswordLink(ctx context.Context, token string) (login string, err error)
	SetPassword(ctx context.Context, token, next, ip string) (login string, err error)
	Prove(ctx context.Context, by User, password, ip string) (User, error) // as one who has just proved who she is
	Fresh(by User) bool
	AccountEvents(ctx context.Context, by User, user string, limit, offset int) ([]AccountEventRow, int, error)
	OwnEvents(ctx context.Context, by User, seen bool) ([]AccountEventRow, error)
	UnseenEvents(ctx context.Context, by User) (bool, error)
	Sessions(ctx context.Context, by User) ([]OpenSession, error) // one's own
	EndSession(ctx context.Context, by User, id string) error     // one of one's own
	EndSessions(ctx context.Context, by User, id string) error    // one's own, or anybody's for an administrator; and the tokens
	SecondFactorDesk
}

var (
	accountKeepers = []docket.Role{docket.RoleAdministrator}
	accountReaders = []docket.Role{docket.RoleAdministrator, docket.RoleAuditor}
)

// Account is a person's way in.
type Account struct {
	User
	Disabled bool
	Sessions int
	Guarded  bool         // by a second factor
	Vouched  bool         // signed in through the identity provider
	Link     *AccountLink // open; nil = none
	Held     bool         // one administrator may have it: a second one has not confirmed it
}

// AccountForm is an account as an administrator hands it in.
type AccountForm struct {
	ID, Login, Name, Email, Office string
	Roles                          []string
}

// givenRoles are the roles that an account can have, in the order of the form.
var givenRoles = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}

// shortestPassword is what a person may choose; what we give out is longer.
const shortestPassword = 10

// Accounts lists everybody, disabled or not.
func (d *Desk) Accounts(ctx context.Context, by User) ([]Account, error) {
	if err := by.must(accountReaders); err != nil {
		return nil, err
	}
	users, err := d.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	open, err := d.Store.OpenSessions(ctx)
	if err != nil {
		return nil, err
	}
	guarded, err := d.Store.SecondFactors(ctx)
	if err != nil {
		return nil, err
	}
	vouched, err := d.Store.Identities(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Account, len(users))
	for i, u := range users {
		list[i] = Account{User: userOf(u), Disabled: u.Disabled, Sessions: open[u.ID], Guarded: guarded[u.ID], Vouched: vouched[u.ID]}
		if list[i].Link, list[i].Held, err = d.awaits(ctx, u.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveAccount makes or changes an account.
func (d *Desk) SaveAccount(ctx context.Context, by User, f AccountForm) (id string, link AccountLink, err error) {
	if err := by.must(accountKeepers); err != nil {
		return "", link, err
	}
	roles, wrong := d.checkAccount(&f)
	if err := d.proved(by); err != nil {
		wrong = append(wrong, asField(err))
	}
	if len(wrong) > 0 {
		return "", link, wrong
	}
	if f.ID != "" {
		return f.ID, link, d.changeAccount(ctx, by, f, roles)
	}
	u, err := d.Store.AddUser(ctx, store.User{Login: f.Login, Name: f.Name, Email: f.Email, Office: f.Office, Roles: roles, CreatedAt: d.Now()})
	if err != nil {
		return "", link, err
	}
	d.Logger.Info("an account was made", "user", u.ID, "by", by.ID)
	if err := d.happened(ctx, by, u, AccountCreated, roleNames(roles)); err != nil {
		return u.ID, link, err
	}
	link, err = d.makeLink(ctx, by, u, true)
	return u.ID, link, err
}

// asField is a refusal of a field, for a list of them.
func asField(err error) *docket.Error {
	var field *docket.Error
	if errors.As(err, &field) {
		return field
	}
	return docket.Invalid("", "%s", err.Error())
}

// awaits is what an account waits for: a password of its owner's, a second administrator's word.
func (d *Desk) awaits(ctx context.Context, id string) (link *AccountLink, held bool, err error) {
	switch l, err := d.Store.OpenAccountLink(ctx, id, d.Now()); {
	case err == nil:
		link = new(linkOf(l))
	case docket.CodeOf(err) != docket.CodeNotFound:
		return nil, false, err
	}
	holds, err := d.heldBy(ctx, id)
	return link, len(holds) > 0, err
}

func (d *Desk) checkAccount(f *AccountForm) (roles []docket.Role, wrong FieldErrors) {
	no := func(field, text string) { wrong = append(wrong, docket.Invalid(field, "%s", text)) }
	f.Login, f.Name, f.Email = strings.TrimSpace(f.Login), oneLine(f.Name), strings.TrimSpace(f.Email)
	if f.ID == "" && (f.Login == "" || strings.ContainsAny(f.Login, " \t@")) {
		no("login", "Escriba un nombre de usuario sin espacios ni arroba.")
	}
	if f.Name == "" {
		no("name", "Escriba el nombre completo: sale en las cartas y los cargos.")
	}
	if _, err := mail.ParseAddress(f.Email); f.Email != "" && err != nil {
		no("email", "Ese correo no está bien escrito.")
	}
	if f.Office != "" && !d.hasOffice(f.Office) {
		no("office", "Elija una sede de la lista.")
	}
	for _, name := range f.Roles {
		if !slices.Contains(givenRoles, docket.Role(name)) {
			no("roles", "Elija funciones de la lista.")
			continue
		}
		roles = append(roles, docket.Role(name))
	}
	if len(f.Roles) == 0 {
		no("roles", "Elija al menos una función.")
	}
	if slices.Contains(roles, docket.RoleAuditor) && len(roles) > 1 {
		no("roles", "La auditoría lee todo y no cambia nada: no se combina con otras funciones.")
	}
	return roles, wrong
}

// changeAccount ends the open sessions, so that nobody goes on with the rights of before.
func (d *Desk) changeAccount(ctx context.Context, by User, f AccountForm, roles []docket.Role) error {
	u, err := d.Store.User(ctx, f.ID)
	if err != nil {
		return err
	}
	if slices.Contains(u.Roles, docket.RoleAdministrator) && !slices.Contains(roles, docket.RoleAdministrator) {
		if err := d.notTheLast(ctx, u.ID); err != nil {
			return err
		}
	}
	if u.ID == by.ID && (!within(roles, u.Roles) || u.Office != "" && u.Office != f.Office) {
		return FieldErrors{docket.Invalid("roles", "Nadie se da funciones ni sedes a sí mismo. Pídalo a otra persona de la administración.")}
	}
	before := u
	rights := !slices.Equal(u.Roles, roles) || u.Office != f.Office
	u.Name, u.Email, u.Office, u.Roles = f.Name, f.Email, f.Office, roles
	if err := d.Store.UpdateUser(ctx, u); err != nil {
		return err
	}
	if err := d.tellChanges(ctx, by, before, u); err != nil || !rights {
		return err
	}
	d.Logger.Info("an account's rights were changed", "user", u.ID, "by", by.ID)
	return d.Store.EndSessions(ctx, u.ID)
}

// within says whether one has no role that other lacks.
func within(one, other []docket.Role) bool {
	return !slices.ContainsFunc(one, func(r docket.Role) bool { return !slices.Contains(other, r) })
}

// tellChanges keeps and tells what a form changed, at the address of before. Who may be told of a new address at both.
func (d *Desk) tellChanges(ctx context.Context, by User, before, after store.User) error {
	if !strings.EqualFold(before.Email, after.Email) {
		if err := d.happened(ctx, by, before, AccountAddress, before.Email+" → "+after.Email); err != nil {
			return err
		}
	}
	office := func(id string) string {
		if id == "" {
			return "todas las sedes"
		}
		return id
	}
	if !slices.Equal(before.Roles, after.Roles) || before.Office != after.Office {
		if err := d.happened(ctx, by, before, AccountRoles, roleNames(before.Roles)+" ("+office(before.Office)+") → "+roleNames(after.Roles)+" ("+office(after.Office)+")"); err != nil {
			return err
		}
	}
	if before.Name != after.Name {
		return d.happened(ctx, by, before, AccountChanged, before.Name+" → "+after.Name)
	}
	return nil
}

// notTheLast keeps the house from being locked with nobody inside.
func (d *Desk) notTheLast(ctx context.Context, id string) error {
	admins, err := d.Store.UsersWithRole(ctx, docket.RoleAdministrator, "")
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(admins, func(u store.User) bool { return u.ID != id }) {
		return docket.Refuse(docket.CodeConflict, "Es la única cuenta de administración: dé primero esa función a otra persona.")
	}
	return nil
}

// ResetPassword ends an account's password, sessions and tokens, and asks for a link with which its owner sets another password.
func (d *Desk) ResetPassword(ctx context.Context, by User, id string) (AccountLink, error) {
	if err := by.must(accountKeepers); err != nil {
		return AccountLink{}, err
	}
	if err := d.proved(by); err != nil {
		return AccountLink{}, err
	}
	u, err := d.Store.User(ctx, id)
	if err != nil {
		return AccountLink{}, err
	}
	d.Logger.Info("a password was reset", "user", id, "by", by.ID)
	if err := d.happened(ctx, by, u, AccountReset, ""); err != nil {
		return AccountLink{}, err
	}
	if err := d.Store.SetPassword(ctx, id, ""); err != nil {
		return AccountLink{}, err
	}
	return d.makeLink(ctx, by, u, false)
}

// DisableAccount shuts an account, or opens it again. Nobody shuts her own.
func (d *Desk) DisableAccount(ctx context.Context, by User, id string, disabled bool) error {
	if err := by.must(accountKeepers); err != nil {
		return err
	}
	if disabled && id == by.ID {
		return docket.Refuse(docket.CodeConflict, "No puede cerrar su propia cuenta. Pida que lo haga otra persona de la administración.")
	}
	if !disabled {
		if err := d.proved(by); err != nil {
			return err
		}
	}
	d.Logger.Info("an account was shut or opened", "user", id, "disabled", disabled, "by", by.ID)
	if err := d.Store.SetDisabled(ctx, id, disabled); err != nil {
		return err
	}
	kind := AccountEnabled
	if disabled {
		kind = AccountDisabled
	}
	return d.happenedTo(ctx, by, id, kind, "")
}

// ChangePassword changes one's own, against the old one. Wrong ones are counted as at the sign-in.
func (d *Desk) ChangePassword(ctx context.Context, by User, old, next, ip string) error {
	if err := by.must(staff); err != nil {
		return err
	}
	if _, err := d.checkPassword(ctx, by.Login, old, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return docket.Invalid("old", "Esa no es su contraseña actual.")
		}
		return err
	}
	u, err := d.Store.User(ctx, by.ID)
	if err != nil {
		return err
	}
	hash, err := d.acceptPassword(ctx, u, "next", next)
	if err != nil {
		return err
	}
	if err := d.Store.SetPassword(ctx, by.ID, hash); err != nil {
		return err
	}
	return d.happened(ctx, by, u, AccountPassword, "")
}

// EndSessions ends every open session and every token of an account.
func (d *Desk) EndSessions(ctx context.Context, by User, id string) error {
	if by.ID != id && !by.Has(accountKeepers...) || by.ID == "" {
		return forbidden()
	}
	if err := d.Store.EndAccess(ctx, id); err != nil {
		return err
	}
	return d.happenedTo(ctx, by, id, AccountEnded, "")
}

// newPassword is easy to read out: no letter or digit looks like another.
func newPassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(c)%len(letters)]) // 248 of 256 are even; 78 bits remain
	}
	return b.String()
}
