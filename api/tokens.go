package api

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
	"foja/access/limits"
	"foja/docket"
)

const (
	tokenDays = 90
)

type tokenInput struct {
	User     string `json:"user"`
	Password string `json:"password"`
	Code     string `json:"code"` // of whom has a second factor
	Name     string `json:"name"` // to recognise it by
	Days     *int   `json:"days"` // nil = tokenDays
}

type tokenView struct {
	Token     string    `json:"token"`
	TokenType string    `json:"token_type"`
	ExpiresAt time.Time `json:"expires_at"`
	User      userView  `json:"user"`
}

// issueToken changes login and password for a bearer token. The secret is shown only this once.
func (s *server) issueToken(w http.ResponseWriter, r *http.Request) error {
	var in tokenInput
	if _, err := read(w, r, &in); err != nil {
		return err
	}
	days := tokenDays
	if in.Days != nil {
		days = *in.Days
	}
	var wrong access.FieldErrors
	if name := strings.TrimSpace(in.Name); name == "" || utf8.RuneCountInString(name) > 100 {
		wrong = append(wrong, docket.Invalid("name", "api.token_name_form"))
	}
	if days < 1 || days > limits.TokenDays {
		wrong = append(wrong, docket.Invalid("days", "token.days_form", "most", limits.TokenDays))
	}
	if len(wrong) > 0 {
		return wrong
	}
	issuer, ok := s.Desk.Accounts.(tokenIssuer)
	if !ok {
		return docket.Refuse(docket.CodeUnavailable, "api.no_tokens_here")
	}
	user, err := s.Desk.Access.SignIn(r.Context(), in.User, in.Password, s.ip(r))
	if docket.CodeOf(err) == access.CodeSecondFactor && in.Code != "" {
		user, err = s.Desk.Access.SignInCode(r.Context(), user.ID, in.Code, s.ip(r))
	}
	if docket.CodeOf(err) == access.CodeSecondFactor {
		return docket.Invalid("code", "api.code_missing")
	}
	if docket.CodeOf(err) == docket.CodeForbidden {
		w.Header().Set("WWW-Authenticate", `Bearer realm="foja"`)
		return docket.Refuse(codeUnauthenticated, "sign_in.wrong")
	}
	if err != nil {
		return err
	}
	until := time.Now().AddDate(0, 0, days).Truncate(time.Second)
	token, err := issuer.IssueToken(r.Context(), user.ID, strings.TrimSpace(in.Name), until)
	if err != nil {
		return err
	}
	return send(w, http.StatusCreated, tokenView{token, "Bearer", until.In(s.zones.of(user.Office)), userOf(user)})
}
