package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/docket"
)

var (
	errNoPage   = docket.Refuse(docket.CodeNotFound, "Esta página no existe. Revise la dirección o vuelva al inicio.")
	errNoMethod = docket.Refuse(docket.CodeNotFound, "Esta página no se puede usar de ese modo. Vuelva al inicio.")
	errPanic    = errors.New("panic")
)

type problemPage struct {
	Text  docket.Sentence
	Ref   string // to find the line in the log
	Retry bool
}

// statusOf is this border's table from docket.Code to HTTP.
func statusOf(code docket.Code) (status int, title string) {
	switch code {
	case docket.CodeInvalid:
		return http.StatusUnprocessableEntity, "Hay datos por corregir"
	case docket.CodeNotFound:
		return http.StatusNotFound, "No se encontró"
	case docket.CodeForbidden:
		return http.StatusForbidden, "Sin permiso"
	case docket.CodeConflict:
		return http.StatusConflict, "Ya no es posible"
	case docket.CodeTooMany:
		return http.StatusTooManyRequests, "Demasiados intentos"
	case docket.CodeTooLarge:
		return http.StatusRequestEntityTooLarge, "Demasiado grande"
	case docket.CodeUnavailable:
		return http.StatusServiceUnavailable, "No disponible por ahora"
	default:
		return http.StatusInternalServerError, "Algo falló de nuestro lado"
	}
}

// problem shows a refusal as a page. What is not a docket.Error is logged under a reference
// and not shown.
func (s *server) problem(w http.ResponseWriter, r *http.Request, user *access.User, err error) {
	code := codeOf(err)
	status, title := statusOf(code)
	page := problemPage{Text: messageOf(err), Retry: code == docket.CodeUnavailable}
	if code == docket.CodeInternal {
		page.Ref = rand.Text()[:8]
		s.Logger.Error("screen failed", "ref", page.Ref, "method", r.Method, "route", routeOf(r), "err", err)
	}
	askToWait(w, err)
	s.write(w, r, user, status, "problem", title, page, view{})
}

// askToWait tells programs what the message tells people.
func askToWait(w http.ResponseWriter, err error) {
	if wait := docket.WaitOf(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	}
}

// codeOf is docket.CodeOf for what the desk answers: refusals of a whole form are of input too.
func codeOf(err error) docket.Code {
	if len(invalid(err)) > 0 {
		return docket.CodeInvalid
	}
	return docket.CodeOf(err)
}

// messageOf is what a person may read of err.
func messageOf(err error) docket.Sentence {
	if refusals := invalid(err); len(refusals) > 0 {
		return refusals[0].Reason
	}
	var e *docket.Error
	if errors.As(err, &e) && e.Code != docket.CodeInternal {
		return e.Reason
	}
	return docket.Say("No se completó lo que pidió. Nada se perdió de lo ya registrado; vuelva a intentarlo y, si se repite, avise a la administración con la referencia.")
}

// routeOf names the route by its pattern: the path itself can hold a status code.
func routeOf(r *http.Request) string {
	if route := mux.CurrentRoute(r); route != nil {
		if path, err := route.GetPathTemplate(); err == nil {
			return path
		}
	}
	return "?"
}
