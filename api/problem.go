package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"golang.org/x/text/language"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
	"foja/languages"
)

// Refusals that only this border knows, beside the codes of the docket.
const (
	codeMalformed        docket.Code = "malformed"
	codeUnauthenticated  docket.Code = "unauthenticated"
	codeNoMethod         docket.Code = "method_not_allowed"
	codeNotAcceptable    docket.Code = "not_acceptable"
	codeTooLarge         docket.Code = docket.CodeTooLarge
	codeUnsupportedMedia docket.Code = "unsupported_media_type"
	codeNoKey            docket.Code = "idempotency_key_missing"
	codeKeyReused        docket.Code = "idempotency_key_reused"
)

// statuses is this border's table from docket.Code to HTTP. Whatever is not in it is internal.
var statuses = map[docket.Code]int{
	docket.CodeInvalid:     http.StatusUnprocessableEntity,
	docket.CodeNotFound:    http.StatusNotFound,
	docket.CodeForbidden:   http.StatusForbidden,
	docket.CodeConflict:    http.StatusConflict,
	docket.CodeTooMany:     http.StatusTooManyRequests,
	docket.CodeUnavailable: http.StatusServiceUnavailable,
	docket.CodeInternal:    http.StatusInternalServerError,
	codeMalformed:          http.StatusBadRequest,
	codeUnauthenticated:    http.StatusUnauthorized,
	codeNoMethod:           http.StatusMethodNotAllowed,
	codeNotAcceptable:      http.StatusNotAcceptable,
	codeTooLarge:           http.StatusRequestEntityTooLarge,
	codeUnsupportedMedia:   http.StatusUnsupportedMediaType,
	codeNoKey:              http.StatusBadRequest,
	codeKeyReused:          http.StatusUnprocessableEntity,
}

var (
	errNoPath    = docket.Refuse(docket.CodeNotFound, "api.address_unknown", "base", base)
	errNoMethod  = docket.Refuse(codeNoMethod, "api.method_not_allowed")
	errNoToken   = docket.Refuse(codeUnauthenticated, "api.token_missing", "base", base)
	errBadToken  = docket.Refuse(codeUnauthenticated, "api.token_invalid", "base", base)
	errKeyReused = docket.Refuse(codeKeyReused, "api.key_reused")
	errPanic     = errors.New("panic")
)

// hidden is said in place of what is wrong here.
const hidden = "api.hidden"

// problem is the body of every refusal (RFC 9457).
type problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   docket.Code    `json:"code"`
	Reason string         `json:"reason"` // key of the detail: the same in every language
	Rule   string         `json:"rule,omitempty"`
	Errors []fieldProblem `json:"errors,omitempty"`
	Looked string         `json:"looked,omitempty"` // names the findings in files that were told: for the field of that name
	Ref    string         `json:"ref,omitempty"`    // finds the line in the log
}

// fieldProblem is one field at fault. Field is its path in the body, with dots, or the name of
// the parameter.
type fieldProblem struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
	Reason string `json:"reason"`
	Rule   string `json:"rule,omitempty"`
}

// problem answers a refusal. What is not a docket.Error is logged under a reference and hidden.
func (s *server) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err, wordsFor(r))
	switch p.Code {
	case docket.CodeInternal:
		if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
			return // the caller has gone: no defect of ours, and nobody to tell
		}
		p.Ref = rand.Text()[:8]
		s.Logger.Error("API call failed", "ref", p.Ref, "method", r.Method, "route", routeOf(r), "err", err)
	case docket.CodeTooMany:
		w.Header().Set("Retry-After", strconv.Itoa(int(docket.WaitOf(err).Seconds())))
	case docket.CodeUnavailable:
		w.Header().Set("Retry-After", strconv.Itoa(max(10, int(docket.WaitOf(err).Seconds()))))
	case codeUnauthenticated:
		challenge := `Bearer realm="foja"`
		if errors.Is(err, errBadToken) {
			challenge += `, error="invalid_token"`
		}
		w.Header().Set("WWW-Authenticate", challenge)
	default:
	}
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a caller that hung up needs no answer
}

// tongues are the languages that refusals can be read in; the first is for a person who asks for none of them.
var tongues = func() language.Matcher {
	var tags []language.Tag
	for _, code := range languages.Codes() {
		tags = append(tags, language.Make(code))
	}
	return language.NewMatcher(tags)
}()

// wordsFor is the printer of the language that a call asks for.
func wordsFor(r *http.Request) *languages.Printer {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return spanishWords
	}
	_, i, _ := tongues.Match(wanted...)
	return languages.For(languages.Codes()[i])
}

// spanishWords says what answers other than refusals hold in words.
var spanishWords = languages.For(languages.Spanish)

func problemOf(err error, words *languages.Printer) problem {
	var many access.FieldErrors
	var one *docket.Error
	switch {
	case errors.As(err, &many) && len(many) > 0:
		one = many[0]
	case errors.As(err, &one):
		many = access.FieldErrors{one}
	default:
		one = docket.Refuse(docket.CodeInternal, hidden)
	}
	status, known := statuses[one.Code]
	if !known || one.Code == docket.CodeInternal {
		one, many = docket.Refuse(docket.CodeInternal, hidden), nil
		status = statuses[docket.CodeInternal]
	}
	p := problem{
		Type: "urn:foja:problem:" + string(one.Code), Title: words.Say(docket.Say("api_title." + string(one.Code))),
		Status: status, Detail: words.Error(one), Code: one.Code, Reason: reasonOf(one), Rule: one.Rule,
	}
	if told := (acts.UncheckedFiles{}); errors.As(err, &told) {
		p.Looked = told.Token
	}
	for _, e := range many {
		if e.Field != "" {
			p.Errors = append(p.Errors, fieldProblem{e.Field, words.Error(e), reasonOf(e), e.Rule})
		}
	}
	return p
}

// reasonOf is the key of a refusal's words.
func reasonOf(e *docket.Error) string {
	if e.Reason.IsZero() {
		return "refusal." + string(e.Code)
	}
	return e.Reason.Key
}

// renamed gives the fields of a refusal the names that they have in the caller's body.
func renamed(err error, name func(string) string) error {
	var many access.FieldErrors
	var one *docket.Error
	switch {
	case errors.As(err, &many):
		all := make(access.FieldErrors, len(many))
		for i, e := range many {
			all[i] = &docket.Error{Code: e.Code, Reason: e.Reason, Field: name(e.Field), Rule: e.Rule}
		}
		return all
	case errors.As(err, &one) && one.Field != "":
		return &docket.Error{Code: one.Code, Reason: one.Reason, Field: name(one.Field), Rule: one.Rule}
	}
	return err
}
