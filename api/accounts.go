package api

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/access/accounts"
	"foja/docket"
)

// accountView is a person's way in.
type accountView struct {
	userView
	Disabled     bool      `json:"disabled"`
	Sessions     int       `json:"sessions"`
	SecondFactor bool      `json:"second_factor"`
	Identity     bool      `json:"identity"`  // tied to the identity provider
	Confirmed    bool      `json:"confirmed"` // false = one administrator may have it
	Link         *linkView `json:"link,omitempty"`
}

// linkView is how the owner of an account comes to her password.
type linkView struct {
	To        string    `json:"to,omitempty"`
	ExpiresAt time.Time `json:"expires_at"`
	Waits     bool      `json:"waits"` // for a second administrator
	Sent      bool      `json:"sent"`
}

func (s *server) linkOf(l accounts.AccountLink, u access.User) *linkView {
	return &linkView{l.To, l.ExpiresAt.In(s.zones.of(u.Office)), l.Waits, l.Sent}
}

func (s *server) accounts(w http.ResponseWriter, r *http.Request, u access.User) error {
	all, err := s.Desk.Accounts.Accounts(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, map[string]any{"items": each(all, func(a accounts.Account) accountView {
		v := accountView{userOf(a.User), a.Disabled, a.Sessions, a.HasSecondFactor, a.ThroughProvider, !a.Held, nil}
		if a.Link != nil {
			v.Link = s.linkOf(*a.Link, u)
		}
		return v
	})})
}

// accountInput is an account as an administrator hands it in. Proof is the caller's own password: a token alone makes nobody.
type accountInput struct {
	Login  string   `json:"login"`
	Name   string   `json:"name"`
	Email  string   `json:"email"`
	Office string   `json:"office"`
	Roles  []string `json:"roles"`
	Proof  string   `json:"proof"`
}

type accountDone struct {
	ID   string    `json:"id"`
	Link *linkView `json:"link,omitempty"`
	URL  string    `json:"url,omitempty"` // of an approved link, told this once
}

// proving is the caller as one who has typed her password, if the body brings it.
func (s *server) proving(r *http.Request, u access.User, proof string) (access.User, error) {
	if proof == "" {
		return u, nil
	}
	return s.Desk.Access.Prove(r.Context(), u, proof, s.ip(r))
}

func (s *server) saveAccount(w http.ResponseWriter, r *http.Request, u access.User) error {
	var in accountInput
	if _, err := read(w, r, &in); err != nil {
		return err
	}
	u, err := s.proving(r, u, in.Proof)
	if err != nil {
		return err
	}
	id := mux.Vars(r)["id"]
	made, link, err := s.Desk.Accounts.SaveAccount(r.Context(), u, accounts.AccountForm{ID: id, Login: in.Login, Name: in.Name, Email: in.Email, Office: in.Office, Roles: in.Roles})
	if err != nil {
		return err
	}
	if id != "" {
		return send(w, http.StatusOK, accountDone{ID: made})
	}
	return send(w, http.StatusCreated, accountDone{ID: made, Link: s.linkOf(link, u)})
}

type accountAct struct {
	Action string `json:"action"`
	Proof  string `json:"proof"`
}

// actOnAccount does what the buttons of an account's page do.
func (s *server) actOnAccount(w http.ResponseWriter, r *http.Request, u access.User) error {
	var in accountAct
	if _, err := read(w, r, &in); err != nil {
		return err
	}
	u, err := s.proving(r, u, in.Proof)
	if err != nil {
		return err
	}
	ctx, done := r.Context(), accountDone{ID: mux.Vars(r)["id"]}
	switch in.Action {
	case "reset_password":
		var link accounts.AccountLink
		if link, err = s.Desk.Accounts.ResetPassword(ctx, u, done.ID); err == nil {
			done.Link = s.linkOf(link, u)
		}
	case "approve_link":
		done.URL, err = s.Desk.Accounts.ApproveLink(ctx, u, done.ID)
	case "confirm":
		err = s.Desk.Accounts.ConfirmAccount(ctx, u, done.ID)
	case "disable", "enable":
		err = s.Desk.Accounts.DisableAccount(ctx, u, done.ID, in.Action == "disable")
	case "take_second_factor":
		err = s.Desk.Access.TakeSecondFactor(ctx, u, done.ID)
	case "drop_identity":
		err = s.Desk.Access.DropIdentity(ctx, u, done.ID)
	case "end_sessions":
		err = s.Desk.Accounts.EndSessions(ctx, u, done.ID)
	default:
		err = docket.Invalid("action", "api.account_action_unknown")
	}
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, done)
}

// accountEventView is one thing that happened to an account.
type accountEventView struct {
	At        time.Time `json:"at"`
	Kind      string    `json:"kind"`
	What      string    `json:"what"`
	Detail    string    `json:"detail,omitempty"`
	AccountID string    `json:"account_id"`
	Account   string    `json:"account"`
	ByID      string    `json:"by_id,omitempty"` // missing: the operator, on the machine
	By        string    `json:"by,omitempty"`
	Address   string    `json:"address,omitempty"`
}

func (s *server) accountEvents(w http.ResponseWriter, r *http.Request, u access.User) error {
	limit, offset, err := window(r.URL.Query())
	if err != nil {
		return err
	}
	all, total, err := s.Desk.Access.AccountEvents(r.Context(), u, r.URL.Query().Get("account"), limit, offset)
	if err != nil {
		return err
	}
	zone := s.zones.of(u.Office)
	return sendPage(w, r, page[accountEventView]{each(all, func(e access.AccountEventRow) accountEventView {
		return accountEventView{e.At.In(zone), e.Kind, e.What, e.Detail, e.AccountID, e.Account, e.ByID, e.By, e.Place}
	}), total, limit, offset})
}
