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

// kinds is this border's table from docket.Code to HTTP. Whatever is not in it is internal.
var kinds = map[docket.Code]struct {
	status int
	title  string
}{
	docket.CodeInvalid:     {http.StatusUnprocessableEntity, "Hay datos por corregir"},
	docket.CodeNotFound:    {http.StatusNotFound, "No se encontró"},
	docket.CodeForbidden:   {http.StatusForbidden, "Sin permiso"},
	docket.CodeConflict:    {http.StatusConflict, "Ya no es posible"},
	docket.CodeTooMany:     {http.StatusTooManyRequests, "Demasiados intentos"},
	docket.CodeUnavailable: {http.StatusServiceUnavailable, "No disponible por ahora"},
	docket.CodeInternal:    {http.StatusInternalServerError, "Algo falló de nuestro lado"},
	codeMalformed:          {http.StatusBadRequest, "El pedido está mal formado"},
	codeUnauthenticated:    {http.StatusUnauthorized, "Falta identificarse"},
	codeNoMethod:           {http.StatusMethodNotAllowed, "Método no admitido"},
	codeNotAcceptable:      {http.StatusNotAcceptable, "Formato de respuesta no disponible"},
	codeTooLarge:           {http.StatusRequestEntityTooLarge, "Demasiado grande"},
	codeUnsupportedMedia:   {http.StatusUnsupportedMediaType, "Formato de envío no admitido"},
	codeNoKey:              {http.StatusBadRequest, "Falta la clave de idempotencia"},
	codeKeyReused:          {http.StatusUnprocessableEntity, "Clave de idempotencia ya usada"},
}

var (
	errNoPath    = docket.Refuse(docket.CodeNotFound, "Esta dirección no existe. Las que existen están en %s/openapi.yaml.", base)
	errNoMethod  = docket.Refuse(codeNoMethod, "Esta dirección no admite ese método. La cabecera Allow dice cuáles.")
	errNoToken   = docket.Refuse(codeUnauthenticated, "Envíe su credencial en la cabecera Authorization: Bearer. Se obtiene en POST %s/tokens.", base)
	errBadToken  = docket.Refuse(codeUnauthenticated, "La credencial no es válida o venció. Obtenga otra en POST %s/tokens.", base)
	errKeyReused = docket.Refuse(codeKeyReused, "Esa clave de idempotencia ya se usó para otra operación. Use una nueva.")
	errPanic     = errors.New("panic")
)

const hidden = "No se completó lo que pidió. Nada se perdió de lo ya registrado; repita el pedido con la misma clave de idempotencia y, si vuelve a fallar, avise a la administración con la referencia."

// problem is the body of every refusal (RFC 9457).
type problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   docket.Code    `json:"code"`
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
	Rule   string `json:"rule,omitempty"`
}

// problem answers a refusal. What is not a docket.Error is logged under a reference and hidden.
func (s *server) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
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
	if s.English != nil && wantsEnglish(r) {
		p.say(s.English)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a caller that hung up needs no answer
}

// tongues are what refusals can be read in; the first is for whoever asks for neither.
var tongues = language.NewMatcher([]language.Tag{language.Spanish, language.English})

func wantsEnglish(r *http.Request) bool {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return false
	}
	_, i, _ := tongues.Match(wanted...)
	return i == 1
}

// say puts the words that are for a person into another language.
func (p *problem) say(other func(string) string) {
	p.Title, p.Detail = other(p.Title), other(p.Detail)
	for i := range p.Errors {
		p.Errors[i].Detail = other(p.Errors[i].Detail)
	}
}

// spanishWords says refusals.
var spanishWords = languages.For(languages.Spanish)

func problemOf(err error) problem {
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
	kind, known := kinds[one.Code]
	if !known || one.Code == docket.CodeInternal {
		one, many = docket.Refuse(docket.CodeInternal, hidden), nil
		kind = kinds[docket.CodeInternal]
	}
	p := problem{
		Type: "urn:foja:problem:" + string(one.Code), Title: kind.title, Status: kind.status,
		Detail: spanishWords.Say(one.Reason), Code: one.Code, Rule: one.Rule,
	}
	if told := (acts.Unlooked{}); errors.As(err, &told) {
		p.Looked = told.Token
	}
	for _, e := range many {
		if e.Field != "" {
			p.Errors = append(p.Errors, fieldProblem{e.Field, spanishWords.Say(e.Reason), e.Rule})
		}
	}
	return p
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
