package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// actionView is one action that the user may do to the case now, and what it asks for.
type actionView struct {
	Action  docket.Action           `json:"action"`
	Label   string                  `json:"label"`
	Needs   []string                `json:"needs"`
	Choices map[string][]choiceView `json:"choices"` // for the inputs chosen from a list
}

type choiceView struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

func actionOf(b core.Button) actionView {
	v := actionView{b.Action, spanishWords.Say(b.Label), append([]string{}, b.Needs...), map[string][]choiceView{}}
	for need, choices := range b.Choices {
		v.Choices[need] = each(choices, func(c core.Choice) choiceView { return choiceView{c.Key, labelOf(c)} })
	}
	return v
}

// actions lists what the user may do to a case now: what the screens show as buttons.
func (s *server) actions(w http.ResponseWriter, r *http.Request, u access.User) error {
	p, err := s.Desk.Cases.Request(r.Context(), u, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, items[actionView]{each(p.Buttons, actionOf)})
}

// actInput is an action with what it needs: the fields that its needs name.
type actInput struct {
	Action       string   `json:"action"`
	Text         string   `json:"text"`
	Documents    []string `json:"documents"`
	Looked       string   `json:"looked"`        // from the refusal that told what the files say: a person has seen it
	UnreadReason string   `json:"unread_reason"` // why files leave that could not be looked into
	Task         int      `json:"task"`
	User         string   `json:"user"`
	Unit         string   `json:"unit"`
	Message      string   `json:"message"`
	Ground       string   `json:"ground"`
	Until        string   `json:"until"`
	Resolution   string   `json:"resolution"`
	Letter       string   `json:"letter"`
	Alarm        string   `json:"alarm"`
	At           string   `json:"at"` // "" = now
	To           string   `json:"to"`
	Schedule     []string `json:"schedule"`
	EvidenceOn   string   `json:"evidence_on"`
	Cents        int      `json:"cents"`
	Entity       string   `json:"entity"`
	Office       string   `json:"office"`
	Against      string   `json:"against"`
	Route        string   `json:"route"`
	Expiry       string   `json:"expiry"`
	Vouch        string   `json:"vouch"` // why message is the requester's (or the unit's) although it came from another address
	Items        []item   `json:"items"`
	Files        []file   `json:"files"`
}

// item is one item of an answer by items.
type item struct {
	Asked      string             `json:"asked"`
	Outcome    docket.ItemOutcome `json:"outcome"`
	Ground     string             `json:"ground"`
	Withheld   string             `json:"withheld"`
	Reasons    string             `json:"reasons"`
	Until      string             `json:"until"`
	Resolution string             `json:"resolution"`
}

func (in *actInput) lock() []file {
	files := in.Files
	in.Files = nil
	return files
}

type actedView struct {
	Request string `json:"request"`
	Seq     int    `json:"seq"` // number of the case's last event after it
	State   string `json:"state"`
}

// act does one action on a case.
func (s *server) act(r *http.Request, u access.User, key string, in actInput, files []documents.Upload) (answer, error) {
	if in.Action == "" {
		return answer{}, docket.Invalid("action", "api.action_missing", "address", r.URL.Path)
	}
	at, err := parseMoment("at", in.At)
	if err != nil {
		return answer{}, err
	}
	to, err := parseDay("to", in.To)
	if err != nil {
		return answer{}, err
	}
	evidence, err := parseDay("evidence_on", in.EvidenceOn)
	if err != nil {
		return answer{}, err
	}
	var schedule []calendar.Date
	for _, text := range in.Schedule {
		on, err := parseDay("schedule", text)
		if err != nil {
			return answer{}, err
		}
		schedule = append(schedule, on)
	}
	var answers []history.Item
	for _, i := range in.Items {
		answers = append(answers, history.Item(i))
	}
	id := mux.Vars(r)["id"]
	done, err := s.Desk.Acts.Act(r.Context(), u, id, acts.Command{
		Key: key, Action: docket.Action(in.Action), Text: in.Text, Files: files, Documents: in.Documents, SeenFindings: in.Looked, UnreadReason: in.UnreadReason, Task: in.Task, User: in.User,
		Unit: in.Unit, Message: in.Message, Ground: in.Ground, Until: in.Until, Resolution: in.Resolution, Letter: in.Letter, Alarm: in.Alarm, At: at,
		To: to, Schedule: schedule, EvidenceOn: evidence, Cents: in.Cents, Entity: in.Entity, Items: answers, Office: in.Office,
		Against: in.Against, Route: in.Route, Expiry: in.Expiry, SenderReason: in.Vouch,
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: actedView{id, done.Seq, done.State}}, nil
}
