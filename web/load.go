package web

import (
	"net/http"
	"net/url"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/lists"
)

type loadPage struct {
	lists.Load
	To  field
	Key string
}

// load shows the open work of somebody and asks to whom it goes; it is moved as a bulk assignment.
func (s *server) load(w http.ResponseWriter, r *http.Request, u access.User) error {
	load, err := s.Desk.Lists.Load(r.Context(), u, r.URL.Query().Get("of"))
	if err != nil {
		return err
	}
	people, err := s.Desk.Acts.Assignees(r.Context(), u)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(c core.Choice) bool { return c.Key == load.User })
	return s.show(w, r, http.StatusOK, "load", "Traspasar el trabajo", loadPage{
		Load: load, Key: newKey(), To: field{Name: "user", Label: "A quién", Kind: kindSelect, Choices: people},
	})
}

// loadURL is where the open work of somebody is moved.
func loadURL(user string) string { return "/work?" + url.Values{"of": {user}}.Encode() }
