package api

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"foja/access"
	"foja/desk/upkeep"
)

type countView struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

type differenceView struct {
	Kind string   `json:"kind"`
	What string   `json:"what"`
	Rows []string `json:"rows"`
}

type reconciliationView struct {
	At          time.Time        `json:"at"`
	Since       time.Time        `json:"since"`
	Clean       bool             `json:"clean"`
	Mailbox     []countView      `json:"mailbox,omitempty"`
	Messages    []countView      `json:"messages"`
	Letters     []countView      `json:"letters"`
	Cases       int              `json:"cases"`
	Open        int              `json:"open"`
	Bytes       int              `json:"bytes_checked"`
	NotChecked  []string         `json:"not_looked,omitempty"`
	Differences []differenceView `json:"differences"`
}

// reconciliations lists the nothing-lost reports, newest first.
func (s *server) reconciliations(w http.ResponseWriter, r *http.Request, u access.User) error {
	reports, err := s.Desk.Upkeep.Reconciliations(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, map[string]any{"items": each(reports, reconciliationOf)})
}

// reconcileNow makes a report now. Anyone who asks twice gets two.
func (s *server) reconcileNow(w http.ResponseWriter, r *http.Request, u access.User) error {
	report, err := s.Desk.Upkeep.Reconcile(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, reconciliationOf(report))
}

func reconciliationOf(r upkeep.ReconcileReport) reconciliationView {
	v := reconciliationView{
		At: r.At, Since: r.Since, Clean: r.Clean(), Mailbox: countsOf(r.Mailbox), Messages: countsOf(r.Messages), Letters: countsOf(r.Letters),
		Cases: r.Cases, Open: r.Open, Bytes: r.Bytes, NotChecked: r.NotChecked, Differences: []differenceView{},
	}
	for _, d := range r.Differences {
		v.Differences = append(v.Differences, differenceView(d))
	}
	return v
}

// countsOf puts counts in the order of their names.
func countsOf(m map[string]int) []countView {
	all := make([]countView, 0, len(m))
	for name, n := range m {
		all = append(all, countView{name, n})
	}
	slices.SortFunc(all, func(a, b countView) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
