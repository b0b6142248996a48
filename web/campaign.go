package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

type campaignPage struct {
	form
	acts.Campaign
	Offered map[string]bool // cases that can be answered
	Ticked  map[string]bool
	May     bool
}

func (s *server) newCampaign(r *http.Request, u access.User) (campaignPage, error) {
	c, err := s.Desk.Acts.Campaign(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return campaignPage{}, err
	}
	if len(c.Rows) == 0 {
		return campaignPage{}, docket.Refuse(docket.CodeNotFound, "campaign.none_here")
	}
	page := campaignPage{Campaign: c, Offered: map[string]bool{}, Ticked: map[string]bool{}, May: u.Has(access.Holders...)}
	for _, row := range c.Rows {
		page.Offered[row.ID] = row.ClosedAt.IsZero()
		page.Ticked[row.ID] = true
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
	done, err := s.Desk.Acts.AnswerCampaign(r.Context(), u, mux.Vars(r)["id"], keyOf(r), r.PostForm["requests"], acts.Command{
		Text: r.PostFormValue("text"), Files: files, Documents: r.PostForm["documents"],
		SeenFindings: r.PostFormValue("looked"), UnreadReason: r.PostFormValue("unread_reason"),
	})
	page, again := s.newCampaign(r, u)
	if again != nil {
		return again
	}
	if err := s.campaignComesBack(r, u, &page, err); err != nil {
		return err
	}
	page.fill(r.PostForm)
	page.Key = keyOf(r)
	answered := 0
	for _, a := range done {
		if a.Refusal.IsZero() {
			answered++
		} else {
			page.Problems = append(page.Problems, problem{"", ofCase(a.Number, a.Refusal)})
		}
	}
	if err != nil && !page.refuse(err) {
		return err
	}
	if len(page.Problems) == 0 {
		s.flashN(r, answered, "Se respondió a {n} solicitud, con una carta cada una.", "Se respondió a {n} solicitudes, con una carta cada una.")
		http.Redirect(w, r, "/requests/"+mux.Vars(r)["id"]+"/campaign", http.StatusSeeOther)
		return nil
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "campaign", "Solicitudes con el mismo texto", page)
}

// campaignComesBack puts into a form that is shown again what the officer chose: the cases that she ticked, the files that she attached, and,
// where those say more than they show, the question whether they may go.
func (s *server) campaignComesBack(r *http.Request, u access.User, page *campaignPage, err error) error {
	page.Ticked = map[string]bool{}
	for _, id := range r.PostForm["requests"] {
		page.Ticked[id] = true
	}
	var unlooked acts.UncheckedFiles
	asks := errors.As(err, &unlooked)
	if asks {
		r.PostForm["documents"] = unlooked.Kept
	}
	kept := r.PostForm["documents"]
	if len(kept) == 0 {
		return nil
	}
	of, err := s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	page.keeps("", kept, of.Documents)
	if asks {
		page.look("", kept, of.Documents, unlooked)
	}
	return nil
}
