package access

import (
	"context"
	"strings"
	"time"

	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// What happens to accounts. The words are kept in the register: never change one.
const (
	AccountCreated     = "created"
	AccountChanged     = "changed"        // Detail says what
	AccountAddress     = "address"        // its e-mail address: anyone who has that gets its links
	AccountRoles       = "roles"          // Detail says which, before and after
	AccountReset       = "password_reset" // an administrator asked for a link
	AccountApproved    = "reset_approved" // a second one handed it over
	AccountPassword    = "password_changed"
	AccountLinkUsed    = "password_set" // by its owner, with a link
	AccountFactorOn    = "second_factor_on"
	AccountFactorOff   = "second_factor_off"
	AccountFactorTaken = "second_factor_taken" // by an administrator
	AccountIdentity    = "identity_dropped"
	AccountTied        = "identity_tied"
	AccountInvited     = "identity_invited" // to tie it, by an administrator
	AccountToken       = "token_made"
	AccountTokenEnded  = "token_revoked"
	AccountDisabled    = "disabled"
	AccountEnabled     = "enabled"
	AccountEnded       = "sessions_ended"
	AccountConfirmed   = "confirmed" // a second administrator knows the person
)

// AccountWords says in Spanish what happened.
func AccountWords(kind string) string { return letters.AccountWords(kind) }

// toAdministrators are told to all other administrators too: each can make a person of the agency out of nobody.
var toAdministrators = map[string]bool{
	AccountCreated: true, AccountRoles: true, AccountReset: true, AccountApproved: true, AccountFactorTaken: true, AccountIdentity: true, AccountInvited: true, AccountAddress: true,
}

// AccountEventRow is one thing that happened to an account, in words.
type AccountEventRow struct {
	At              time.Time
	Kind            string
	What, Detail    string // Spanish
	Account, By     string // names; By "" = the operator, on the machine
	AccountID, ByID string
	Place           string
	New             bool // not looked at before
}

// AccountEvents is the audit of accounts, the newest first; user "" = of all.
func (s *Service) AccountEvents(ctx context.Context, by User, user string, limit, offset int) ([]AccountEventRow, int, error) {
	if err := by.Must(AccountAuditors); err != nil {
		return nil, 0, err
	}
	all, total, err := s.Store.AccountEvents(ctx, user, store.Page{Limit: limit, Offset: offset})
	if err != nil {
		return nil, 0, err
	}
	names, err := s.Names(ctx)
	var rows []AccountEventRow
	for _, e := range all {
		rows = append(rows, eventRow(e, names))
	}
	return rows, total, err
}

func eventRow(e store.AccountEvent, names map[string]string) AccountEventRow {
	return AccountEventRow{
		At: e.At, Kind: e.Kind, What: AccountWords(e.Kind), Detail: e.Detail, Account: names[e.User], By: names[e.By], AccountID: e.User, ByID: e.By, Place: e.Place,
	}
}

// ownEvents is how far back one's own page looks.
const ownEvents = 20

// OwnEvents is what happened to one's own account and what one is told of others', the newest first. With seen it is noted as looked at.
func (s *Service) OwnEvents(ctx context.Context, by User, seen bool) ([]AccountEventRow, error) {
	if err := by.Must(Staff); err != nil {
		return nil, err
	}
	all, err := s.Store.AccountNotices(ctx, by.ID, ownEvents)
	if err != nil {
		return nil, err
	}
	names, err := s.Names(ctx)
	if err != nil {
		return nil, err
	}
	var rows []AccountEventRow
	shown := map[string]bool{} // of two addresses of one person
	for _, n := range all {
		if shown[n.Event.ID] {
			continue
		}
		shown[n.Event.ID] = true
		row := eventRow(n.Event, names)
		row.New = n.SeenAt.IsZero()
		rows = append(rows, row)
	}
	if seen {
		err = s.Store.SeeAccountNotices(ctx, by.ID, s.Now())
	}
	return rows, err
}

// UnseenEvents says whether something happened that the user has not looked at.
func (s *Service) UnseenEvents(ctx context.Context, by User) (bool, error) {
	if err := by.Must(Staff); err != nil {
		return false, err
	}
	n, err := s.Store.UnseenAccountNotices(ctx, by.ID)
	return n > 0, err
}

// Happened keeps what was done to an account, and tells its owner at the address that it had before. Who did it to herself is informed as
// well: it may not have been her. By "" is the operator.
func (s *Service) Happened(ctx context.Context, by User, u store.User, kind, detail string) error {
	var tell []store.AccountNotice
	tell = append(tell, store.AccountNotice{User: u.ID, Address: u.Email})
	if toAdministrators[kind] {
		others, err := s.Store.UsersWithRole(ctx, docket.RoleAdministrator, "")
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != by.ID && o.ID != u.ID {
				tell = append(tell, store.AccountNotice{User: o.ID, Address: o.Email})
			}
		}
	}
	args := []any{"user", u.ID}
	if kind == AccountRoles || kind == AccountCreated { // elsewhere it holds addresses, names, and what people typed
		args = append(args, "roles", detail)
	}
	s.Secure(ctx, "account."+kind, by, args...)
	return s.Store.AddAccountEvent(ctx, store.AccountEvent{User: u.ID, Kind: kind, At: s.Now(), By: by.ID, Place: by.Place, Detail: detail}, tell)
}

// HappenedTo is happened for who is only known by her ID.
func (s *Service) HappenedTo(ctx context.Context, by User, id, kind, detail string) error {
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return err
	}
	return s.Happened(ctx, by, u, kind, detail)
}

// RoleNames are roles as the screens call them.
func RoleNames(roles []docket.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, string(r))
	}
	if len(names) == 0 {
		return "ninguna"
	}
	return strings.Join(names, ", ")
}
