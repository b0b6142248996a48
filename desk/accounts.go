package desk

import (
	"context"
	"crypto/rand"
	"net/mail"
	"slices"
	"strings"

	"foja/docket"
	"foja/store"
)

// AccountDesk is who may sign in: kept by administrators, read by auditors; and what everybody does with her own account.
type AccountDesk interface {
	Accounts(ctx context.Context, by User) ([]Account, error)
	// SaveAccount makes an account (ID "") or changes one. For a new one it gives the first password, told this once.
	SaveAccount(ctx context.Context, by User, f AccountForm) (id, password string, err error)
	ResetPassword(ctx context.Context, by User, id string) (password string, err error) // ends the open sessions
	DisableAccount(ctx context.Context, by User, id string, disabled bool) error        // ends the open sessions
	ChangePassword(ctx context.Context, by User, old, next, ip string) error            // one's own; ends all sessions
	Sessions(ctx context.Context, by User) ([]OpenSession, error)                       // one's own
	EndSession(ctx context.Context, by User, id string) error                           // one of one's own
	EndSessions(ctx context.Context, by User, id string) error                          // one's own, or anybody's for an administrator
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
	Guarded  bool // by a second factor
	Vouched  bool // signed in through the identity provider
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
	}
	return list, nil
}

// SaveAccount makes or changes an account.
func (d *Desk) SaveAccount(ctx context.Context, by User, f AccountForm) (id, password string, err error) {
	if err := by.must(accountKeepers); err != nil {
		return "", "", err
	}
	roles, wrong := d.checkAccount(&f)
	if len(wrong) > 0 {
		return "", "", wrong
	}
	if f.ID != "" {
		return f.ID, "", d.changeAccount(ctx, by, f, roles)
	}
	password = newPassword()
	hash, err := HashPassword(password)
	if err != nil {
		return "", "", err
	}
	u, err := d.Store.AddUser(ctx, store.User{Login: f.Login, Name: f.Name, Email: f.Email, Office: f.Office, Roles: roles, PasswordHash: hash})
	if err != nil {
		return "", "", err
	}
	d.Logger.Info("an account was made", "user", u.ID, "by", by.ID)
	return u.ID, password, nil
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
	rights := !slices.Equal(u.Roles, roles) || u.Office != f.Office
	u.Name, u.Email, u.Office, u.Roles = f.Name, f.Email, f.Office, roles
	if err := d.Store.UpdateUser(ctx, u); err != nil || !rights {
		return err
	}
	d.Logger.Info("an account's rights were changed", "user", u.ID, "by", by.ID)
	return d.Store.EndSessions(ctx, u.ID)
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

// ResetPassword gives an account a new password, which is told this once.
func (d *Desk) ResetPassword(ctx context.Context, by User, id string) (string, error) {
	if err := by.must(accountKeepers); err != nil {
		return "", err
	}
	password := newPassword()
	hash, err := HashPassword(password)
	if err != nil {
		return "", err
	}
	d.Logger.Info("a password was reset", "user", id, "by", by.ID)
	return password, d.Store.SetPassword(ctx, id, hash)
}

// DisableAccount shuts an account, or opens it again. Nobody shuts her own.
func (d *Desk) DisableAccount(ctx context.Context, by User, id string, disabled bool) error {
	if err := by.must(accountKeepers); err != nil {
		return err
	}
	if disabled && id == by.ID {
		return docket.Refuse(docket.CodeConflict, "No puede cerrar su propia cuenta. Pida que lo haga otra persona de la administración.")
	}
	d.Logger.Info("an account was shut or opened", "user", id, "disabled", disabled, "by", by.ID)
	return d.Store.SetDisabled(ctx, id, disabled)
}

// ChangePassword changes one's own, against the old one. Wrong ones are counted as at the door.
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
	switch {
	case len([]rune(next)) < shortestPassword:
		return docket.Invalid("next", "Use al menos %d caracteres. Varias palabras seguidas son fáciles de recordar.", shortestPassword)
	case len(next) > longestPassword:
		return docket.Invalid("next", "Es demasiado larga.")
	case next == old || strings.EqualFold(next, by.Login):
		return docket.Invalid("next", "Elija una contraseña distinta de la actual y de su usuario.")
	}
	hash, err := HashPassword(next)
	if err != nil {
		return err
	}
	return d.Store.SetPassword(ctx, by.ID, hash)
}

// EndSessions ends every open session of an account.
func (d *Desk) EndSessions(ctx context.Context, by User, id string) error {
	if by.ID != id && !by.Has(accountKeepers...) || by.ID == "" {
		return forbidden()
	}
	return d.Store.EndSessions(ctx, id)
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
