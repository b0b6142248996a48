package accounts

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Account is a person's way in.
type Account struct {
	access.User
	Disabled        bool
	Sessions        int
	HasSecondFactor bool         // by a second factor
	ThroughProvider bool         // signed in through the identity provider
	Link            *AccountLink // open; nil = none
	Held            bool         // one administrator may have it: a second one has not confirmed it
}

// AccountForm is an account as an administrator hands it in.
type AccountForm struct {
	ID, Login, Name, Email, Office string
	Roles                          []string
}

// alone says whether the role is combined with no other: the audit reads all and changes nothing.
func alone(r docket.Role) bool {
	return slices.Contains(docket.RolesWhere(func(spec docket.RoleSpec) bool { return spec.Alone }), r)
}

// Accounts lists everybody, disabled or not.
func (s *Service) Accounts(ctx context.Context, by access.User) ([]Account, error) {
	if err := by.Must(access.AccountReaders); err != nil {
		return nil, err
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	open, err := s.Store.OpenSessions(ctx)
	if err != nil {
		return nil, err
	}
	guarded, err := s.Store.SecondFactors(ctx)
	if err != nil {
		return nil, err
	}
	throughProvider, err := s.Store.Identities(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Account, len(users))
	for i, u := range users {
		list[i] = Account{User: access.UserOf(u), Disabled: u.Disabled, Sessions: open[u.ID], HasSecondFactor: guarded[u.ID], ThroughProvider: throughProvider[u.ID]}
		if list[i].Link, list[i].Held, err = s.awaits(ctx, u.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveAccount makes or changes an account.
func (s *Service) SaveAccount(ctx context.Context, by access.User, f AccountForm) (id string, link AccountLink, err error) {
	if err := by.Must(access.AccountKeepers); err != nil {
		return "", link, err
	}
	roles, wrong := s.checkAccount(&f)
	if err := s.access.Proved(by); err != nil {
		wrong = append(wrong, asField(err))
	}
	if len(wrong) > 0 {
		return "", link, wrong
	}
	if f.ID != "" {
		return f.ID, link, s.changeAccount(ctx, by, f, roles)
	}
	u, err := s.Store.AddUser(ctx, store.User{Login: f.Login, Name: f.Name, Email: f.Email, Office: f.Office, Roles: roles, CreatedAt: s.Now()})
	if err != nil {
		return "", link, err
	}
	s.Logger.Info("an account was made", "user", u.ID, "by", by.ID)
	if err := s.access.Happened(ctx, by, u, access.AccountCreated, access.RoleNames(roles)); err != nil {
		return u.ID, link, err
	}
	link, err = s.makeLink(ctx, by, u, true)
	return u.ID, link, err
}

// asField is a refusal of a field, for a list of them.
func asField(err error) *docket.Error {
	var field *docket.Error
	if errors.As(err, &field) {
		return field
	}
	return docket.Invalid("", "refusal.other", "words", err.Error())
}

// awaits is what an account waits for: a password of its owner's, a second administrator's word.
func (s *Service) awaits(ctx context.Context, id string) (link *AccountLink, held bool, err error) {
	switch l, err := s.Store.OpenAccountLink(ctx, id, s.Now()); {
	case err == nil:
		link = new(linkOf(l))
	case docket.CodeOf(err) != docket.CodeNotFound:
		return nil, false, err
	}
	holds, err := s.heldBy(ctx, id)
	return link, len(holds) > 0, err
}

func (s *Service) checkAccount(f *AccountForm) (roles []docket.Role, wrong access.FieldErrors) {
	no := func(field, key string) { wrong = append(wrong, docket.Invalid(field, key)) }
	f.Login, f.Name, f.Email = strings.TrimSpace(f.Login), access.OneLine(f.Name), strings.TrimSpace(f.Email)
	if f.ID == "" && (f.Login == "" || strings.ContainsAny(f.Login, " \t@")) {
		no("login", "account.login_form")
	}
	if f.Name == "" {
		no("name", "account.name_missing")
	}
	if _, err := mail.ParseAddress(f.Email); f.Email != "" && err != nil {
		no("email", "account.email_form")
	}
	if f.Office != "" && !s.HasOffice(f.Office) {
		no("office", "office.choose_of_list")
	}
	for _, name := range f.Roles {
		if !slices.Contains(access.Staff, docket.Role(name)) {
			no("roles", "role.choose_of_list")
			continue
		}
		roles = append(roles, docket.Role(name))
	}
	if len(f.Roles) == 0 {
		no("roles", "role.none")
	}
	if len(roles) > 1 && slices.ContainsFunc(roles, alone) {
		no("roles", "role.audit_stands_alone")
	}
	return roles, wrong
}

// changeAccount ends the open sessions, so that nobody goes on with the rights of before.
func (s *Service) changeAccount(ctx context.Context, by access.User, f AccountForm, roles []docket.Role) error {
	u, err := s.Store.User(ctx, f.ID)
	if err != nil {
		return err
	}
	if slices.Contains(u.Roles, docket.RoleAdministrator) && !slices.Contains(roles, docket.RoleAdministrator) {
		if err := s.notTheLast(ctx, u.ID); err != nil {
			return err
		}
	}
	if u.ID == by.ID && (!within(roles, u.Roles) || u.Office != "" && u.Office != f.Office) {
		return access.FieldErrors{docket.Invalid("roles", "account.own_roles")}
	}
	before := u
	rights := !slices.Equal(u.Roles, roles) || u.Office != f.Office
	u.Name, u.Email, u.Office, u.Roles = f.Name, f.Email, f.Office, roles
	if err := s.Store.UpdateUser(ctx, u); err != nil {
		return err
	}
	if err := s.tellChanges(ctx, by, before, u); err != nil || !rights {
		return err
	}
	s.Logger.Info("an account's rights were changed", "user", u.ID, "by", by.ID)
	return s.Store.EndSessions(ctx, u.ID)
}

// within says whether one has no role that other lacks.
func within(one, other []docket.Role) bool {
	return !slices.ContainsFunc(one, func(r docket.Role) bool { return !slices.Contains(other, r) })
}

// tellChanges keeps and tells what a form changed, at the address of before. Who may be told of a new address at both.
func (s *Service) tellChanges(ctx context.Context, by access.User, before, after store.User) error {
	if !strings.EqualFold(before.Email, after.Email) {
		if err := s.access.Happened(ctx, by, before, access.AccountAddress, before.Email+" → "+after.Email); err != nil {
			return err
		}
	}
	office := func(id string) string {
		if id == "" {
			return "*" // every office
		}
		return id
	}
	if !slices.Equal(before.Roles, after.Roles) || before.Office != after.Office {
		if err := s.access.Happened(ctx, by, before, access.AccountRoles, access.RoleNames(before.Roles)+" ("+office(before.Office)+") → "+access.RoleNames(after.Roles)+" ("+office(after.Office)+")"); err != nil {
			return err
		}
	}
	if before.Name != after.Name {
		return s.access.Happened(ctx, by, before, access.AccountChanged, before.Name+" → "+after.Name)
	}
	return nil
}

// notTheLast keeps the house from being locked with nobody inside.
func (s *Service) notTheLast(ctx context.Context, id string) error {
	admins, err := s.Store.UsersWithRole(ctx, docket.RoleAdministrator, "")
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(admins, func(u store.User) bool { return u.ID != id }) {
		return docket.Refuse(docket.CodeConflict, "account.last_administrator")
	}
	return nil
}

// ResetPassword ends an account's password, sessions and tokens, and asks for a link with which its owner sets another password.
func (s *Service) ResetPassword(ctx context.Context, by access.User, id string) (AccountLink, error) {
	if err := by.Must(access.AccountKeepers); err != nil {
		return AccountLink{}, err
	}
	if err := s.access.Proved(by); err != nil {
		return AccountLink{}, err
	}
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return AccountLink{}, err
	}
	s.Logger.Info("a password was reset", "user", id, "by", by.ID)
	if err := s.access.Happened(ctx, by, u, access.AccountReset, ""); err != nil {
		return AccountLink{}, err
	}
	if err := s.Store.SetPassword(ctx, id, ""); err != nil {
		return AccountLink{}, err
	}
	return s.makeLink(ctx, by, u, false)
}

// DisableAccount shuts an account, or opens it again. Nobody shuts her own.
func (s *Service) DisableAccount(ctx context.Context, by access.User, id string, disabled bool) error {
	if err := by.Must(access.AccountKeepers); err != nil {
		return err
	}
	if disabled && id == by.ID {
		return docket.Refuse(docket.CodeConflict, "account.own_closing")
	}
	if !disabled {
		if err := s.access.Proved(by); err != nil {
			return err
		}
	}
	s.Logger.Info("an account was shut or opened", "user", id, "disabled", disabled, "by", by.ID)
	if err := s.Store.SetDisabled(ctx, id, disabled); err != nil {
		return err
	}
	kind := access.AccountEnabled
	if disabled {
		kind = access.AccountDisabled
	}
	return s.access.HappenedTo(ctx, by, id, kind, "")
}

// ChangePassword changes one's own, against the old one. Wrong ones are counted as at the sign-in.
func (s *Service) ChangePassword(ctx context.Context, by access.User, old, next, ip string) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	if _, err := s.access.CheckPassword(ctx, by.Login, old, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return docket.Invalid("old", "account.current_password_wrong")
		}
		return err
	}
	u, err := s.Store.User(ctx, by.ID)
	if err != nil {
		return err
	}
	hash, err := s.access.AcceptPassword(ctx, u, "next", next)
	if err != nil {
		return err
	}
	if err := s.Store.SetPassword(ctx, by.ID, hash); err != nil {
		return err
	}
	return s.access.Happened(ctx, by, u, access.AccountPassword, "")
}

// EndSessions ends every open session and every token of an account.
func (s *Service) EndSessions(ctx context.Context, by access.User, id string) error {
	if by.ID != id && !by.Has(access.AccountKeepers...) || by.ID == "" {
		return access.Forbidden()
	}
	if err := s.Store.EndAccess(ctx, id); err != nil {
		return err
	}
	return s.access.HappenedTo(ctx, by, id, access.AccountEnded, "")
}

// HasOffice says whether the agency has an office.
func (s *Service) HasOffice(id string) bool {
	_, known := s.Agency.Office(id)
	return known
}
