package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/upkeep"
	"foja/docket"
)

type reconcilePage struct {
	Reports []upkeep.ReconcileReport
	Outages []upkeep.Outage
	MayRun  bool
	Key     string
}

func (s *server) reconcile(w http.ResponseWriter, r *http.Request, u access.User) error {
	reports, err := s.Desk.Upkeep.Reconciliations(r.Context(), u)
	if err != nil {
		return err
	}
	outages, err := s.Desk.Upkeep.Outages(r.Context(), u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "reconcile", "Cuadre", reconcilePage{reports, outages, u.Has(access.DayKeepers...), newKey()})
}

func (s *server) outageCertificate(w http.ResponseWriter, r *http.Request, u access.User) error {
	return shown(w, r)(s.Desk.Upkeep.OutageCertificate(r.Context(), u, mux.Vars(r)["id"]))
}

func (s *server) reconcileNow(w http.ResponseWriter, r *http.Request, u access.User) error {
	if _, err := s.Desk.Upkeep.Reconcile(r.Context(), u); err != nil {
		return err
	}
	http.Redirect(w, r, "/reconcile", http.StatusSeeOther)
	return nil
}

// fateWords says what became of a message, for counts.
var fateWords = map[string]string{
	string(docket.FateRequest): "solicitudes", string(docket.FateReply): "respuestas", string(docket.FateDuplicate): "repetidos",
	string(docket.FateReport): "informes de entrega", string(docket.FateAutomatic): "automáticos", string(docket.FateOwn): "copias propias",
	string(docket.FateHeld): "por clasificar", string(docket.FateDismissed): "descartados", "unsettled": "sin clasificar todavía",
}

// outboxWords says the state of a letter in the outbox, for counts.
func outboxWords(state string) string {
	if state == "sending" {
		return "Enviándose"
	}
	return letterBadge(docket.LetterState(state)).Words
}
