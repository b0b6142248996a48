package api

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/norms"
)

type procedureLine struct {
	Key         string        `json:"key"`
	Version     string        `json:"version"`
	Name        string        `json:"name"`
	ValidFrom   calendar.Date `json:"valid_from"`
	ValidUntil  calendar.Date `json:"valid_until,omitzero"`
	Author      string        `json:"author,omitempty"` // absent: it came with the program or its folder
	PublishedAt *time.Time    `json:"published_at,omitempty"`
	InForce     bool          `json:"in_force"`
	Open        int           `json:"open"` // cases that live under it
}

func (s *server) procedureVersions(w http.ResponseWriter, r *http.Request, u access.User) error {
	lines, err := s.Desk.Norms.ProcedureShelf(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, items[procedureLine]{each(lines, func(l norms.ProcedureLine) procedureLine {
		return procedureLine{l.Key, l.Version, spanishWords.Text(l.Name), l.ValidFrom, l.ValidUntil, l.Author, timeOf(l.PublishedAt), l.InForce, l.Open}
	})})
}

func (s *server) procedureFile(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Norms.ProcedureFile(r.Context(), u, mux.Vars(r)["key"], mux.Vars(r)["version"])
	if err != nil {
		return err
	}
	sendFile(w, r, f)
	return nil
}

type procedureText struct {
	Body string `json:"body"` // YAML
}

type procedureCheck struct {
	Key       string        `json:"key"`
	Version   string        `json:"version"`
	Name      string        `json:"name"`
	ValidFrom calendar.Date `json:"valid_from,omitzero"`
	Replaces  string        `json:"replaces,omitempty"`
	Moves     *movesView    `json:"moves,omitempty"`
	Mistakes  []string      `json:"mistakes"`
}

// movesView is what a version would do to the open cases that it takes over.
type movesView struct {
	Open       int `json:"open"`
	Moved      int `json:"moved"`
	Shortened  int `json:"shortened"`
	StartsLate int `json:"starts_late"`
	StopsLate  int `json:"stops_late"`
}

func checkOf(c norms.ProcedureCheck) procedureCheck {
	v := procedureCheck{c.Key, c.Version, spanishWords.Text(c.Name), c.ValidFrom, c.Replaces, nil, append([]string{}, each(c.Mistakes, spanishWords.Say)...)}
	if m := c.Moves; m != nil {
		v.Moves = &movesView{m.Open, m.Moved, m.Shortened, m.StartsLate, m.StopsLate}
	}
	return v
}

// checkProcedure says everything that is wrong with a procedure; nothing is kept.
func (s *server) checkProcedure(w http.ResponseWriter, r *http.Request, u access.User) error {
	var in procedureText
	got, err := read(w, r, &in)
	if err != nil {
		return err
	}
	defer got.drop()
	c, err := s.Desk.Norms.CheckProcedure(r.Context(), u, in.Body)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, checkOf(c))
}

// publishProcedure publishes a version, unless something is wrong with it.
func (s *server) publishProcedure(r *http.Request, u access.User, _ string, in procedureText, _ []documents.Upload) (answer, error) {
	c, err := s.Desk.Norms.PublishProcedure(r.Context(), u, in.Body)
	if err != nil {
		return answer{}, err
	}
	status := http.StatusOK
	if len(c.Mistakes) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return answer{status: status, body: checkOf(c)}, nil
}
