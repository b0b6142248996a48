package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/docket"
)

// appealPart is an appeal on its case's page, with the acts open to this user.
type appealPart struct {
	history.AppealView
	Badge  badge
	Panels []panel
	Loc    *time.Location // of the case's office
}

func (s *server) appealParts(p cases.Page) []appealPart {
	var parts []appealPart
	for _, a := range p.Appeals {
		part := appealPart{AppealView: a, Badge: appealBadge(a.Ended(), lateOf(a.Late)), Loc: s.zone(p.Office.ID)}
		if p.AsOf.IsZero() {
			for i, b := range a.Buttons {
				one := newPanel(b, p, i == 0)
				one.Href = "/requests/" + p.Request.ID + "/appeals/" + strconv.Itoa(a.N)
				one.each(func(f *field) {
					f.Prefix = "appeal" + strconv.Itoa(a.N) + "-" + f.Prefix
					f.Optional = f.Optional || f.Name == "text" && b.Action != docket.ActSendUp && b.Action != docket.ActBriefSent && b.Action != docket.ActComplied
				})
				part.Panels = append(part.Panels, one)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

func lateOf(late []docket.SubDeadline) bool {
	for _, t := range late {
		if t.Hands == docket.HandsOfficer {
			return true
		}
	}
	return false
}

func appealBadge(ended, late bool) badge {
	switch {
	case ended:
		return badge{"done", "✓", docket.Say("Concluida")}
	case late:
		return badge{"late", "▲", docket.Say("Vencida")}
	default:
		return badge{"soon", "◐", docket.Say("En trámite")}
	}
}

type appealLine struct {
	lists.AppealRow
	Badge badge
}

func (s *server) appeals(w http.ResponseWriter, r *http.Request, u access.User) error {
	rows, err := s.Desk.Lists.Appeals(r.Context(), u)
	if err != nil {
		return err
	}
	lines := make([]appealLine, len(rows))
	for i, row := range rows {
		lines[i] = appealLine{row, appealBadge(row.Ended, row.Late)}
	}
	return s.show(w, r, http.StatusOK, "appeals", "Apelaciones", lines)
}

// actOnAppeal does one act on an appeal. What is wrong with it comes back on the case's page.
func (s *server) actOnAppeal(w http.ResponseWriter, r *http.Request, u access.User) error {
	id, n, action := mux.Vars(r)["id"], mux.Vars(r)["n"], docket.Action(r.PostFormValue("action"))
	err := s.submitAppeal(r, u, action)
	if err == nil {
		s.flash(r, "Quedó registrado en la apelación.")
		http.Redirect(w, r, "/requests/"+id+"#appeal-"+n, http.StatusSeeOther)
		return nil
	}
	code := codeOf(err)
	if code != docket.CodeInvalid && code != docket.CodeConflict && code != docket.CodeUnavailable {
		return err
	}
	page, again := s.newRequest(r, u)
	if again != nil {
		return err
	}
	for i := range page.Appeals {
		for k := range page.Appeals[i].Panels {
			p := &page.Appeals[i].Panels[k]
			if p.Action != action || strconv.Itoa(page.Appeals[i].N) != n {
				continue
			}
			p.Open, p.Key = true, keyOf(r)
			p.fill(r.PostForm)
			if p.refuse(err) {
				page.Problems = p.Problems
			}
		}
	}
	if len(page.Problems) == 0 {
		page.Problems = []problem{{"", messageOf(err)}}
	}
	status, _ := statusOf(code)
	return s.showRequest(w, r, status, page)
}

func (s *server) submitAppeal(r *http.Request, u access.User, action docket.Action) error {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	id := mux.Vars(r)["id"]
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPage
	}
	c := acts.AppealCommand{Key: keyOf(r), Action: action, Text: get("text"), Ruling: get("ruling")}
	if v := get("days"); v != "" {
		if c.Days, err = strconv.Atoi(v); err != nil {
			return docket.Invalid("days", "form.days_not_a_number")
		}
	}
	if v := get("at"); v != "" {
		p, err := s.Desk.Cases.Request(r.Context(), u, id) // the time is the office's
		if err != nil {
			return err
		}
		if c.At, err = parseMoment("at", v, s.zone(p.Office.ID)); err != nil {
			return err
		}
	}
	files, release, err := uploads(r, "files")
	if err != nil {
		return err
	}
	defer release()
	c.Files = files
	_, err = s.Desk.Acts.ActOnAppeal(r.Context(), u, id, n, c)
	return err
}
