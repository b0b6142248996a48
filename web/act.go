package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/docket"
)

// act does one action on a case. What is wrong with it comes back on the case's own page,
// with the words that were typed.
func (s *server) act(w http.ResponseWriter, r *http.Request, u access.User) error {
	action := docket.Action(r.PostFormValue("action"))
	err := s.submit(r, u, action)
	if err == nil {
		if text := actWords(action, "done"); text != "" {
			s.flash(r, text)
		}
		to := "/requests/" + mux.Vars(r)["id"]
		if action == docket.ActReroute && u.Office != "" {
			to = "/requests" // the case is not of her office any more
		}
		http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // to is a path of ours
		return nil
	}
	code := codeOf(err)
	if code != docket.CodeInvalid && code != docket.CodeConflict && code != docket.CodeUnavailable {
		return err
	}
	var unlooked acts.UncheckedFiles
	if errors.As(err, &unlooked) {
		r.PostForm["documents"] = append(r.PostForm["documents"], unlooked.Kept...)
	}
	page, again := s.newRequest(r, u)
	if again != nil {
		return err
	}
	for i := range page.Panels {
		p := &page.Panels[i]
		if p.Action != action {
			continue
		}
		p.Open, p.Key = true, keyOf(r)
		if unlooked.FieldErrors != nil {
			p.look(r.PostForm["documents"], page.Documents, unlooked)
		}
		if slices.ContainsFunc(invalid(err), func(e *docket.Error) bool { return e.Field == "vouch" }) {
			p.askSenderReason()
		}
		p.fill(r.PostForm)
		p.seen(page.Proposal) // the one that is shown above it now
		if p.refuse(err) {
			page.Problems = p.Problems
		}
	}
	if len(page.Problems) == 0 { // about the case, or the action is no longer offered
		page.Problems = []problem{{"", messageOf(err)}}
	}
	status, _ := statusOf(code)
	return s.showRequest(w, r, status, page)
}

func (s *server) submit(r *http.Request, u access.User, action docket.Action) error {
	c, release, err := s.command(r, u, action)
	if err != nil {
		return err
	}
	defer release()
	_, err = s.Desk.Acts.Act(r.Context(), u, mux.Vars(r)["id"], c)
	return err
}

// letterPreview is a letter that an act would send, as its reader would see it.
func (s *server) letterPreview(w http.ResponseWriter, r *http.Request, u access.User) error {
	c, release, err := s.command(r, u, docket.Action(r.PostFormValue("action")))
	if err != nil {
		return err
	}
	defer release()
	p, err := s.Desk.Acts.PreviewLetter(r.Context(), u, mux.Vars(r)["id"], c)
	switch {
	case err != nil:
		return err
	case r.PostFormValue("look") == "pdf":
		send(w, r, documents.File{Name: "vista-previa.pdf", Type: "application/pdf", Bytes: p.PDF}, true)
		return nil
	default:
		return s.show(w, r, http.StatusOK, "letter_preview", "Así saldrá la carta", p)
	}
}

// command is an act as its form says it; release lets go of the files that came with it.
func (s *server) command(r *http.Request, u access.User, action docket.Action) (c acts.Command, release func(), err error) {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	c = acts.Command{
		Key: keyOf(r), Action: action, Text: get("text"), Documents: r.PostForm["documents"], User: get("user"), Unit: get("unit"),
		Message: get("message"), Ground: get("ground"), Until: get("until"), Resolution: get("resolution"), Letter: get("letter"), Alarm: get("alarm"),
	}
	c.SeenFindings, c.UnreadReason, c.Seen = get("looked"), get("unread_reason"), get("seen")
	c.SenderReason = get("vouch")
	c.Office, c.Against, c.Route, c.Expiry = get("office"), get("against"), get("route"), get("expiry")
	c.Items = itemsOf(r.PostForm)
	if v := get("task"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			return c, nil, docket.Invalid("task", "form.task_not_chosen")
		}
		c.Task = n
	}
	if err := readActionInputs(&c, get); err != nil {
		return c, nil, err
	}
	if v := get("at"); v != "" {
		p, err := s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"]) // the time is the office's
		if err != nil {
			return c, nil, err
		}
		if c.At, err = parseMoment("at", v, s.zone(p.Office.ID)); err != nil {
			return c, nil, err
		}
	}
	c.Files, release, err = uploads(r, "files")
	return c, release, err
}
