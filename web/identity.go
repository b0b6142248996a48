package web

import (
	"net/http"
	"net/url"

	"foja/access"
	"foja/access/accounts"
)

// permitURL leads to the identity provider and back with what allows an account to be tied. It is a link and no redirect: browsers do not
// follow one from our form to another site.
func permitURL(permit string) string {
	return "/login/sso?next=" + url.QueryEscape("/account") + "&permit=" + url.QueryEscape(permit)
}

// inviteIdentity shows the address to hand over to the account's owner, this once.
func (s *server) inviteIdentity(r *http.Request, u access.User, a accounts.Account) (*accountsPage, error) {
	permit, err := s.Desk.Access.InviteIdentity(r.Context(), u, a.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.newAccounts(r, u)
	if err != nil {
		return nil, err
	}
	list.Invite, list.For = s.Desk.Core.Agency().WebURL+permitURL(permit), a.Login
	return &list, nil
}

// ownIdentity checks the password of somebody who wants to tie her own identity, and shows where to go on.
func (s *server) ownIdentity(w http.ResponseWriter, r *http.Request, u access.User) error {
	permit, err := s.Desk.Access.OwnIdentity(r.Context(), u, r.PostFormValue("identity_password"), s.ip(r))
	page, again := s.newOwn(r, u)
	if again != nil {
		return again
	}
	status := http.StatusOK
	if err != nil {
		refusals := invalid(err)
		if len(refusals) == 0 {
			return err
		}
		status, page.Tie.Error = http.StatusUnprocessableEntity, refusals[0].Reason
		page.Problems = []problem{{page.Tie.ID(), refusals[0].Reason}}
	} else {
		page.Permit = permitURL(permit)
	}
	return s.show(w, r, status, "own", "Mi cuenta", page)
}
