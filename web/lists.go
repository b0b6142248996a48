package web

import (
	"net/http"
	"net/url"
	"strings"

	"foja/access"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
)

// listTools are what one may do with a list besides reading it.
type listTools struct {
	Key   string
	To    *field        // to whom ticked cases are given; nil = not by this user
	Saved []savedFilter // one's own
	Save  *field        // asks for the name of the filters in force; nil = none are
	Query string        // of the filters in force
}

type savedFilter struct{ Name, Href string }

func (s *server) newListTools(r *http.Request, u access.User, f lists.Filter) (listTools, error) {
	tools := listTools{Key: newKey(), Query: queryOf(f).Encode()}
	people, err := s.Desk.Acts.Assignees(r.Context(), u)
	if err != nil {
		return tools, err
	}
	if len(people) > 0 {
		tools.To = &field{Name: "user", Label: "Asignar las marcadas a", Kind: kindSelect, Choices: append([]core.Choice{{Label: "Elija"}}, people...)}
	}
	saved, err := s.Desk.Lists.SavedFilters(r.Context(), u)
	for _, f := range saved {
		tools.Saved = append(tools.Saved, savedFilter{f.Name, "/requests?" + f.Query})
	}
	if tools.Query != "" {
		tools.Save = &field{Name: "name", Label: "Guardar estos filtros como", Kind: kindText, Autocomplete: "off"}
	}
	return tools, err
}

// assignAll gives the ticked cases to somebody and says of each that stayed why.
func (s *server) assignAll(w http.ResponseWriter, r *http.Request, u access.User) error {
	back, err := filterOf(queryIn(r))
	if err != nil {
		return err
	}
	done, err := s.Desk.Acts.AssignAll(r.Context(), u, keyOf(r), r.PostFormValue("user"), r.PostForm["requests"])
	if err != nil && codeOf(err) != docket.CodeInvalid {
		return err
	}
	var problems []problem
	for _, e := range invalid(err) {
		problems = append(problems, problem{map[string]string{"user": "user"}[e.Field], e.Reason})
	}
	given := 0
	for _, c := range done {
		if c.Refusal == "" {
			given++
		} else {
			problems = append(problems, problem{"", ofCase(c.Number, c.Refusal)})
		}
	}
	if len(problems) > 0 {
		return s.showRequests(w, r, u, queryOf(back), problems)
	}
	s.flash(r, "Se asignaron "+count(given, "solicitud", "solicitudes")+".")
	http.Redirect(w, r, requestsURL(back), http.StatusSeeOther) //nolint:gosec // its path is ours; a caller chooses the query only
	return nil
}

// saveFilter keeps the filters in force under a name, or forgets one.
func (s *server) saveFilter(w http.ResponseWriter, r *http.Request, u access.User) error {
	name := r.PostFormValue("name")
	if r.PostFormValue("do") == "drop" {
		if err := s.Desk.Lists.DropFilter(r.Context(), u, name); err != nil {
			return err
		}
		s.flash(r, "El filtro se quitó.")
		http.Redirect(w, r, "/requests", http.StatusSeeOther)
		return nil
	}
	f, err := filterOf(queryIn(r))
	if err != nil {
		return err
	}
	err = s.Desk.Lists.SaveFilter(r.Context(), u, lists.SavedFilter{Name: name, Query: queryOf(f).Encode()})
	if codeOf(err) == docket.CodeInvalid {
		return s.showRequests(w, r, u, queryOf(f), []problem{{"name", messageOf(err)}})
	}
	if err != nil {
		return err
	}
	s.flash(r, "El filtro quedó guardado en esta página.")
	http.Redirect(w, r, requestsURL(f), http.StatusSeeOther) //nolint:gosec // as above
	return nil
}

// queryIn is the list's address that a form carries; what is no address of a list is dropped by filterOf.
func queryIn(r *http.Request) url.Values {
	q, err := url.ParseQuery(strings.TrimPrefix(r.PostFormValue("query"), "?"))
	if err != nil {
		return url.Values{}
	}
	return q
}

// listed are the rows of a list, with a box to tick at each or without.
type listed struct {
	Rows []lists.Row
	Pick bool
}
