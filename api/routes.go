package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// route is one line of the table from which the router is made and which the tests hold
// against openapi.yaml.
type route struct {
	method string
	path   string // below base
	query  []string
	gives  string // media type of the answer; "" = whatever the file is
	serve  http.Handler
}

const (
	mediaJSON = "application/json"
	mediaPDF  = "application/pdf"
	mediaYAML = "application/yaml"
	mediaZIP  = "application/zip"
)

func (s *server) table() []route {
	var all []route
	get := func(path string, h http.Handler, gives string, query ...string) {
		all = append(all, route{http.MethodGet, path, query, gives, h})
	}
	post := func(path string, h http.Handler) {
		all = append(all, route{http.MethodPost, path, nil, mediaJSON, h})
	}
	get("/openapi.yaml", s.open(s.openapi), mediaYAML)
	get("/status/{number}/{code}", s.open(s.status), mediaJSON)
	get("/receipt-key", s.open(s.receiptKey), mediaJSON)
	post("/tokens", s.open(s.issueToken))

	get("/accounts", s.staff(s.accounts), mediaJSON)
	post("/accounts", s.staff(s.saveAccount))
	post("/accounts/{id}", s.staff(s.saveAccount))
	post("/accounts/{id}/actions", s.staff(s.actOnAccount))
	get("/account-events", s.staff(s.accountEvents), mediaJSON, slices.Concat([]string{"account"}, pageNames)...)

	get("/me", s.staff(s.me), mediaJSON)
	get("/procedures", s.staff(s.procedures), mediaJSON, "on")

	post("/requests", command(s, s.register))
	get("/requests", s.staff(s.requests), mediaJSON, slices.Concat(filterNames, pageNames)...)
	get("/requests/by-number/{number}", s.staff(s.requestByNumber), mediaJSON)
	get("/requests/{id}", s.staff(s.request), mediaJSON, "as_of")
	get("/requests/{id}/receipt", s.staff(s.receipt), mediaPDF)
	get("/requests/{id}/clock-receipt", s.staff(s.clockReceipt), mediaJSON)
	get("/requests/{id}/documents/{document}", s.staff(s.document), "")
	get("/requests/{id}/letters/{letter}", s.staff(s.letter), mediaPDF)
	get("/requests/{id}/case-file.pdf", s.staff(s.caseFilePDF), mediaPDF)
	get("/requests/{id}/case-file.zip", s.staff(s.caseFileZIP), mediaZIP)
	get("/requests/{id}/actions", s.staff(s.actions), mediaJSON)
	post("/requests/{id}/actions", command(s, s.act))
	post("/requests/{id}/appeals/{n}/actions", command(s, s.actOnAppeal))
	get("/appeals", s.staff(s.appeals), mediaJSON)
	post("/duplicates", s.staff(s.duplicates))

	get("/tasks", s.staff(s.tasks), mediaJSON, slices.Concat([]string{"whose"}, pageNames)...)
	get("/today", s.staff(s.day), mediaJSON)
	get("/notices", s.staff(s.notices), mediaJSON, pageNames...)
	get("/held", s.staff(s.heldList), mediaJSON, slices.Concat([]string{"dismissed"}, pageNames)...)
	get("/held/{id}", s.staff(s.held), mediaJSON)
	post("/held/{id}/decision", command(s, s.decide))
	get("/messages/{id}", s.staff(s.message), mediaJSON)
	post("/messages/{id}/move", command(s, s.moveMessage))
	get("/messages/{id}/raw", s.staff(s.messageRaw), "")
	get("/messages/{id}/attachments/{n}", s.staff(s.messageFile), "")
	get("/dashboard", s.staff(s.dashboard), mediaJSON, "from", "to", "procedure", "office", "as_of")
	get("/dashboard/plan", s.staff(s.plan), mediaJSON, "procedure", "office")
	get("/register", s.staff(s.statutoryRegister), mediaJSON, slices.Concat([]string{"from", "to", "procedure", "office", "only"}, pageNames)...)
	get("/returns", s.staff(s.returns), mediaJSON, "year", "procedure", "office")
	get("/reconciliations", s.staff(s.reconciliations), mediaJSON)
	post("/reconciliations", s.staff(s.reconcileNow))
	get("/procedure-versions", s.staff(s.procedureVersions), mediaJSON)
	post("/procedure-versions", command(s, s.publishProcedure))
	post("/procedure-versions/check", s.staff(s.checkProcedure))
	get("/procedure-versions/{key}/{version}", s.staff(s.procedureFile), mediaYAML)
	get("/calendars", s.staff(s.calendars), mediaJSON)
	post("/calendars", command(s, s.publishCalendar))
	post("/calendars/preview", s.staff(s.previewCalendar))
	post("/calendars/proposals/{id}", command(s, s.settleProposal))
	get("/calendars/{version}", s.staff(s.calendarDays), mediaJSON)
	return all
}

// router matches paths as they are sent: a path with "//" or ".." is unknown, not redirected.
func (s *server) router() *mux.Router {
	r := mux.NewRouter().SkipClean(true)
	for _, one := range s.routes {
		methods := []string{one.method}
		if one.method == http.MethodGet {
			methods = append(methods, http.MethodHead) // mux does not think of it
		}
		r.Handle(base+one.path, headers(s.agreed(one))).Methods(methods...)
	}
	r.NotFoundHandler = headers(s.refusing(errNoPath))
	r.MethodNotAllowedHandler = headers(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Allow", strings.Join(allowed(r, req), ", "))
		s.problem(w, req, errNoMethod)
	}))
	return r
}

// allowed asks the router which methods the path knows (RFC 9110 section 15.5.6).
func allowed(router *mux.Router, r *http.Request) []string {
	var methods []string
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		probe := r.Clone(r.Context())
		probe.Method = m
		var match mux.RouteMatch
		if router.Match(probe, &match) && match.MatchErr == nil {
			methods = append(methods, m)
		}
	}
	return methods
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
