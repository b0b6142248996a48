package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

type campaignPage struct {
	form
	acts.Campaign
	Ticked map[string]bool
	May    bool
}

func (s *server) newCampaign(r *http.Request, u access.User) (campaignPage, error) {
	c, err := s.Desk.Acts.Campaign(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return campaignPage{}, err
	}
	if len(c.Rows) == 0 {
		return campaignPage{}, docket.Refuse(docket.CodeNotFound, "Esa solicitud no forma parte de una campaña.")
	}
	page := campaignPage{Campaign: c, Ticked: map[string]bool{}, May: u.Has(access.Holders...)}
	for _, row := range c.Rows {
		page.Ticked[row.ID] = row.ClosedAt.IsZero()
	}
	page.form = form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "text", Label: "Texto de la respuesta", Kind: kindLong, Rows: 12},
		{Name: "files", Label: "Archivos", Kind: kindFiles, Optional: true},
	}}}}
	return page, nil
}

func (s *server) campaign(w http.ResponseWriter, r *http.Request, u access.User) error {
	page, err := s.newCampaign(r, u)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "campaign", "Solicitudes con el mismo texto", page)
}

// answerCampaign answers those that were ticked and says of each what became of it.
func (s *server) answerCampaign(w http.ResponseWriter, r *http.Request, u access.User) error {
	files, release, err := uploads(r, "files")
	if err != nil {
		return err
	}
	defer release()
	done, err := s.Desk.Acts.AnswerCampaign(r.Context(), u, mux.Vars(r)["id"], keyOf(r), r.PostForm["requests"], acts.Command{Text: r.PostFormValue("text"), Files: files})
	page, again := s.newCampaign(r, u)
	if again != nil {
		return again
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	answered := 0
	for _, a := range done {
		if a.Refusal == "" {
			answered++
		} else {
			page.Problems = append(page.Problems, problem{"", ofCase(a.Number, a.Refusal)})
		}
	}
	if err != nil && !page.refuse(err) {
		return err
	}
	if len(page.Problems) == 0 {
		s.flash(r, "Se respondió a "+count(answered, "solicitud", "solicitudes")+", con una carta cada una.")
		http.Redirect(w, r, "/requests/"+mux.Vars(r)["id"]+"/campaign", http.StatusSeeOther)
		return nil
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "campaign", "Solicitudes con el mismo texto", page)
}
