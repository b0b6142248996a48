package web

import (
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/norms"
	"foja/docket"
)

// calendarPage is the shelf of versions with the form of a new norm; Preview is what it would do.
type calendarPage struct {
	form
	norms.CalendarShelf
	Action   string // where the form goes
	Preview  *norms.CalendarPreview
	Proposal string // ID of what is previewed, when it is a proposal
	Mine     bool
}

func (s *server) calendar(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newCalendar(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "calendar", "Calendario", page)
}

func (s *server) newCalendar(r *http.Request, u access.User) (calendarPage, error) {
	shelf, err := s.Desk.Norms.Calendars(r.Context(), u)
	page := calendarPage{CalendarShelf: shelf, Action: "/calendar"}
	page.form = form{Key: newKey(), Sections: []section{
		{Fields: []field{
			{Name: "kind", Label: "Qué es", Kind: kindSelect, Choices: norms.CalendarKinds()},
			{Name: "scope", Label: "Dónde rige", Kind: kindSelect, Choices: shelf.Scopes},
		}},
		{Fields: []field{
			{Name: "from", Label: "Día", Hint: "El primero, si son varios", Kind: kindDate},
			{Name: "to", Label: "Hasta", Hint: "Solo si son varios días seguidos", Kind: kindDate, Optional: true},
		}},
		{Fields: []field{
			{Name: "name", Label: "Nombre", Hint: "Como se lee en las cartas", Kind: kindText},
			{Name: "norm", Label: "Norma", Hint: "Por ejemplo: DS 100-2026-PCM", Kind: kindText},
		}},
	}}
	return page, err
}

// setCalendar shows what a norm would do, or publishes it.
func (s *server) setCalendar(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newCalendar(r, u)
	if err != nil {
		return err
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	change, err := changeOf(r, page.Key)
	publish := r.PostFormValue("do") == "publish"
	switch {
	case err != nil:
	case publish:
		var out norms.CalendarOutcome
		if out, err = s.Desk.Norms.PublishCalendar(r.Context(), u, change); err == nil {
			return s.published(w, r, out)
		}
	default:
		var p norms.CalendarPreview
		if p, err = s.Desk.Norms.PreviewCalendar(r.Context(), u, change); err == nil {
			page.Preview = &p
			return s.show(w, r, http.StatusOK, "calendar_preview", "Vista previa", page)
		}
	}
	if !page.refuse(err) {
		return err
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "calendar", "Calendario", page)
}

func changeOf(r *http.Request, key string) (norms.CalendarChange, error) {
	c := norms.CalendarChange{
		Key: key, Kind: r.PostFormValue("kind"), Name: r.PostFormValue("name"), Norm: r.PostFormValue("norm"), Scope: r.PostFormValue("scope"),
	}
	return c, parseDays(r.PostFormValue, dayAt{"from", &c.From}, dayAt{"to", &c.To})
}

// published says what became of a change, on the shelf.
func (s *server) published(w http.ResponseWriter, r *http.Request, out norms.CalendarOutcome) error {
	switch {
	case out.Waits:
		s.flash(r, "El cambio acorta algún plazo: espera que otra persona lo publique.")
	case out.Version != "":
		s.flash(r, "Se publicó el calendario {version}. Los expedientes abiertos se recalculan ahora.", "version", out.Version)
	default:
		s.flash(r, "La propuesta se descartó.")
	}
	http.Redirect(w, r, "/calendar", http.StatusSeeOther)
	return nil
}

// calendarProposal shows what a proposal would do, to who may publish it.
func (s *server) calendarProposal(w http.ResponseWriter, r *http.Request, u access.User) error {
	id := mux.Vars(r)["id"]
	p, err := s.Desk.Norms.PreviewProposal(r.Context(), u, id)
	if err != nil {
		return err
	}
	page, err := s.newCalendar(r, u)
	if err != nil {
		return err
	}
	page.Preview, page.Proposal, page.Action = &p, id, "/calendar/proposals/"+url.PathEscape(id)
	for _, waiting := range page.Proposals {
		page.Mine = page.Mine || waiting.ID == id && waiting.Mine
	}
	return s.show(w, r, http.StatusOK, "calendar_preview", "Vista previa", page)
}

func (s *server) settleProposal(w http.ResponseWriter, r *http.Request, u access.User) error {
	do := r.PostFormValue("do")
	if do != "publish" && do != "dismiss" {
		return docket.Refuse(docket.CodeInvalid, "calendar.proposal_undecided")
	}
	out, err := s.Desk.Norms.SettleProposal(r.Context(), u, mux.Vars(r)["id"], do == "publish")
	if err != nil {
		return err
	}
	return s.published(w, r, out)
}

func (s *server) calendarDays(w http.ResponseWriter, r *http.Request, u access.User) error {
	sheet, err := s.Desk.Norms.CalendarDays(r.Context(), u, mux.Vars(r)["version"])
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "calendar_days", printerOf(r).T("Calendario {version}", "version", sheet.Version), sheet)
}

func (s *server) calendarFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	return saved(w, r)(s.Desk.Norms.CalendarFile(r.Context(), u, mux.Vars(r)["version"]))
}
