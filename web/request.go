package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
)

// requestPage is a case with its strip, its alarms and the actions open to this user.
type requestPage struct {
	cases.Page
	Badge     badge
	Closed    bool
	Cells     []cell
	OpenTasks []taskLine
	DoneTasks []taskLine
	Alarms    []alarmLine
	Panels    []panel
	Mode      any // name of the delivery mode; nil = none
	Extra     []extraAnswer
	Outcome   any
	Ground    any
	// ProposedGround is the name of the ground that the proposal invokes.
	ProposedGround any
	Problems       []problem
	Appeals        []appealPart
	Past           form // asks for the moment of an as-of view
	Keys           key
}

func (p requestPage) wrong() bool { return len(p.Problems) > 0 }

// Writing says whether the page comes with a letter being written, which needs the room from the first paint on.
func (p requestPage) Writing() bool {
	return slices.ContainsFunc(p.Panels, func(q panel) bool { return q.Open && q.Letter })
}

// key makes a new idempotency key each time a template asks.
type key struct{}

// New returns a fresh key.
func (key) New() string { return newKey() }

// extraAnswer is one to a question that the procedure asks beside the usual ones.
type extraAnswer struct {
	Name  docket.Text
	Value string
}

type taskLine struct {
	docket.Task
	Holder, Unit string // names
	From         string // of a message to read: whose it is
	At           time.Time
}

type alarmLine struct {
	docket.Alarm
	Name  any
	Badge badge
	Ack   bool // this user can acknowledge it
}

func (s *server) request(w http.ResponseWriter, r *http.Request, u access.User) error {
	status, past := http.StatusOK, asOfForm(r)
	page, err := s.newRequest(r, u)
	if err != nil && past.refuse(err) { // the moment is wrong: the present is shown, and the field at fault
		status = http.StatusUnprocessableEntity
		page, err = s.presentRequest(r, u)
		page.Problems = past.Problems
	}
	if err != nil {
		return err
	}
	page.Past = past
	return s.showRequest(w, r, status, page)
}

func (s *server) showRequest(w http.ResponseWriter, r *http.Request, status int, page requestPage) error {
	v := view{Loc: s.zone(page.Office.ID), Today: page.Today}
	if len(page.Past.Sections) == 0 { // the page of an act that was refused asks for it as well
		page.Past = asOfForm(r)
	}
	if page.AsOf.IsZero() && status == http.StatusOK && r.Method == http.MethodGet {
		v.Live, v.Seen = page.Request.ID, page.ChangeMark
	}
	return s.showIn(w, r, status, "request", printerOf(r).T("Solicitud {number}", "number", page.Request.Number), page, v)
}

func (s *server) newRequest(r *http.Request, u access.User) (requestPage, error) {
	when := r.URL.Query().Get("as_of")
	if when == "" {
		return s.presentRequest(r, u)
	}
	p, err := s.Desk.Cases.RequestAsOf(r.Context(), u, mux.Vars(r)["id"], when)
	if err != nil {
		return requestPage{}, err
	}
	return s.pageOf(p), nil
}

// presentRequest is the case as it is now, with what this user may do to it.
func (s *server) presentRequest(r *http.Request, u access.User) (requestPage, error) {
	p, err := s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return requestPage{}, err
	}
	page := s.pageOf(p)
	return page, s.addStock(r, u, &page)
}

func (s *server) pageOf(p cases.Page) requestPage {
	closed := !p.Case.ClosedAt.IsZero()
	page := requestPage{Page: p, Closed: closed, Badge: due(p.Deadline.DueOn, p.Left, p.Overdue, closed), Cells: strip(p.Deadline, p.Today)}
	if o, ok := p.Procedure.Outcome(p.Case.Outcome); ok {
		page.Outcome = o.Name
	}
	if g, ok := p.Procedure.Ground(p.Case.Ground); ok {
		page.Ground = g.Name
	}
	if p.Case.Annulled() {
		page.Outcome, page.Ground = core.OutcomeName(p.Procedure, p.Case.Outcome), core.AnnulmentName(p.Procedure, p.Case.Ground)
	}
	if p.Proposal != nil {
		if g, ok := p.Procedure.Ground(p.Proposal.Ground); ok {
			page.ProposedGround = g.Name
		}
	}
	for _, m := range p.Procedure.DeliveryModes {
		if m.Key == p.Request.DeliveryMode {
			page.Mode = m.Name
		}
	}
	for _, f := range p.Procedure.Fields {
		if v := p.Request.Fields[f.Key]; v != "" {
			page.Extra = append(page.Extra, extraAnswer{f.Name, v})
		}
	}
	s.addTasks(&page)
	addAlarms(&page)
	page.Appeals = s.appealParts(p)
	page.Documents = filesOf(p.Documents)
	primary := slices.IndexFunc(p.Buttons, func(b core.Button) bool {
		spec, _ := docket.SpecOf(b.Action)
		return spec.Leads
	})
	for i, b := range p.Buttons {
		if b.Action != docket.ActAcknowledge {
			page.Panels = append(page.Panels, newPanel(b, page.Page, i == primary))
		}
	}
	return page
}

// addTasks puts names to the case's tasks. A holder's name is known where the case or one of
// the actions names it; else the task only says that somebody has it.
func (s *server) addTasks(page *requestPage) {
	names := map[string]string{page.Case.Holder: page.Page.Holder}
	for _, b := range page.Buttons {
		for _, c := range choicesOf(b, "user") {
			names[c.Key] = c.Label
		}
	}
	agency := s.Desk.Core.Agency()
	for _, t := range page.Tasks {
		line := taskLine{Task: t, Holder: names[t.Holder]}
		if unit, ok := agency.Unit(t.Unit); ok {
			line.Unit = unit.Name
		}
		for _, m := range page.Messages {
			if m.ID == t.Ref {
				line.From, line.At = m.FromEmail, m.ReceivedAt
			}
		}
		if t.State == docket.TaskDone {
			page.DoneTasks = append(page.DoneTasks, line)
		} else {
			page.OpenTasks = append(page.OpenTasks, line)
		}
	}
}

func addAlarms(page *requestPage) {
	mine := map[string]bool{}
	for _, b := range page.Buttons {
		if b.Action != docket.ActAcknowledge {
			continue
		}
		for _, c := range choicesOf(b, "alarm") {
			mine[c.Key] = true
		}
	}
	for _, a := range page.Page.Alarms {
		if a.FiredAt.IsZero() {
			continue
		}
		line := alarmLine{Alarm: a, Name: a.Rung}
		for _, rung := range page.Procedure.Ladder {
			if rung.Key == a.Rung {
				line.Name = rung.Name
			}
		}
		switch {
		case !a.AckedAt.IsZero():
			line.Badge = badge{"done", "✓", docket.Say("Atendida")}
		case a.Obsolete:
			line.Badge = badge{"calm", "●", docket.Say("Superada")}
		case a.Kind == docket.RungBreach:
			line.Badge = badge{"late", "▲", docket.Say("Por atender")}
		default:
			line.Badge = badge{"soon", "◐", docket.Say("Por atender")}
		}
		line.Ack = a.AckedAt.IsZero() && !a.Obsolete && mine[a.ID]
		page.Alarms = append(page.Alarms, line)
	}
}

// filesOf are the documents that are files. The words of notes, questions and drafts are
// documents too, but they stand in the timeline, and none must slip into an answer.
func filesOf(all []documents.Document) []documents.Document {
	var list []documents.Document
	for _, d := range all {
		words := d.Kind != "attachment" && strings.HasPrefix(d.Type, "text/plain")
		if !words && d.Kind != "letter" && d.Kind != "receipt" {
			list = append(list, d)
		}
	}
	return list
}
