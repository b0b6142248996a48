package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/docket"
)

// appealView is an appeal of a case.
type appealView struct {
	N            int                  `json:"n"`
	State        docket.AppealState   `json:"state"`
	Against      docket.AppealAgainst `json:"against"`
	Route        docket.AppealRoute   `json:"route"`
	Hands        docket.Hands         `json:"hands"`
	FiledAt      time.Time            `json:"filed_at"`
	Ruling       docket.Ruling        `json:"ruling,omitempty"`
	Next         string               `json:"next"`
	SubDeadlines []subDeadlineView    `json:"traps"`
	Late         []subDeadlineView    `json:"late"`
	// DecisionDueOn is the Tribunal's last day; absent before it admitted the appeal, and while its term stands still.
	DecisionDueOn calendar.Date `json:"decision_due_on,omitzero"`
	Timeline      []lineView    `json:"timeline"`
	Actions       []actionView  `json:"actions"`
}

func appealOf(a history.AppealView, zone *time.Location) appealView {
	return appealView{
		a.N, a.State(), a.Against, a.Route, a.Hands(), a.FiledAt.In(zone), a.Ruling, spanishWords.Say(a.Next), each(a.SubDeadlines, subDeadlineOf), each(a.Late, subDeadlineOf),
		a.Decision.DueOn, each(a.Timeline, func(l history.Line) lineView { return lineOf(l, zone) }), each(a.Buttons, actionOf),
	}
}

// subDeadlineView is a sub-deadline: what has to happen until the end of a day, and what holds afterwards.
type subDeadlineView struct {
	On     calendar.Date `json:"on"`
	At     time.Time     `json:"at,omitzero"`
	Name   string        `json:"name"`
	Missed string        `json:"missed,omitempty"`
	Rule   string        `json:"rule"`
	Action docket.Action `json:"action,omitempty"`
	Hands  docket.Hands  `json:"hands"`
}

func subDeadlineOf(t docket.SubDeadline) subDeadlineView {
	return subDeadlineView{t.On, t.At, t.Name, t.Missed, t.Rule, t.Action, t.Hands}
}

// appealRow is an appeal in the list of all.
type appealRow struct {
	Request string        `json:"request"`
	Number  string        `json:"number"`
	Office  string        `json:"office"`
	N       int           `json:"n"`
	Hands   docket.Hands  `json:"hands"`
	FiledAt time.Time     `json:"filed_at"`
	Next    string        `json:"next"`
	Until   calendar.Date `json:"until,omitzero"`
	Late    bool          `json:"late"`
	Ended   bool          `json:"ended"`
}

func (s *server) appeals(w http.ResponseWriter, r *http.Request, u access.User) error {
	rows, err := s.Desk.Lists.Appeals(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, items[appealRow]{each(rows, func(a lists.AppealRow) appealRow {
		return appealRow{a.Request, a.Number, a.Office, a.N, a.Hands, a.FiledAt, spanishWords.Say(a.Next), a.Until, a.Late, a.Ended}
	})})
}

type appealInput struct {
	Action string `json:"action"`
	Text   string `json:"text"`
	At     string `json:"at"` // "" = now
	Ruling string `json:"ruling"`
	Days   int    `json:"days"`
	Files  []file `json:"files"`
}

func (in *appealInput) lock() []file {
	files := in.Files
	in.Files = nil
	return files
}

// actOnAppeal does one act on an appeal.
func (s *server) actOnAppeal(r *http.Request, u access.User, key string, in appealInput, files []documents.Upload) (answer, error) {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return answer{}, errNoPath
	}
	at, err := parseMoment("at", in.At)
	if err != nil {
		return answer{}, err
	}
	id := mux.Vars(r)["id"]
	done, err := s.Desk.Acts.ActOnAppeal(r.Context(), u, id, n, acts.AppealCommand{
		Key: key, Action: docket.Action(in.Action), Text: in.Text, Files: files, At: at, Ruling: in.Ruling, Days: in.Days,
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: actedView{id, done.Seq, done.State}}, nil
}
