package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/lists"
)

type noticesPage struct {
	Notices []lists.Notice
	Key     string
	pager
}

func (s *server) notices(w http.ResponseWriter, r *http.Request, u access.User) error {
	at := offsetOf(r)
	list, total, err := s.Desk.Lists.Notices(r.Context(), u, pageSize, at)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "notices", "Avisos", noticesPage{list, newKey(), newPager(r, at, len(list), total)})
}

func (s *server) readNotice(w http.ResponseWriter, r *http.Request, u access.User) error {
	if err := s.Desk.Lists.ReadNotice(r.Context(), u, mux.Vars(r)["id"]); err != nil {
		return err
	}
	http.Redirect(w, r, "/notices", http.StatusSeeOther)
	return nil
}
