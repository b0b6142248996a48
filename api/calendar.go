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

type calendarLine struct {
	Version     string     `json:"version"`
	Author      string     `json:"author,omitempty"` // absent: it came with the program
	ConfirmedBy string     `json:"confirmed_by,omitempty"`
	Norm        string     `json:"norm,omitempty"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	Hash        string     `json:"hash"`
	AnnouncedAt *time.Time `json:"told_at,omitempty"` // absent: open cases are still being told
}

func calendarLineOf(l norms.CalendarLine) calendarLine {
	return calendarLine{l.Version, l.Author, l.ConfirmedBy, l.Norm, timeOf(l.PublishedAt), l.Hash, timeOf(l.AnnouncedAt)}
}

// timeOf leaves a zero time out.
func timeOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type calendarProposal struct {
	ID     string           `json:"id"`
	Author string           `json:"author"`
	Mine   bool             `json:"mine"` // somebody else has to publish it
	Norm   string           `json:"norm"`
	MadeAt time.Time        `json:"made_at"`
	Days   []calendar.Entry `json:"days"`
}

// calendars lists the published versions and what waits for a second person.
func (s *server) calendars(w http.ResponseWriter, r *http.Request, u access.User) error {
	shelf, err := s.Desk.Norms.Calendars(r.Context(), u)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, map[string]any{
		"in_force": shelf.InForce, "items": each(shelf.Versions, calendarLineOf),
		"proposals": each(shelf.Proposals, func(p norms.CalendarProposal) calendarProposal {
			return calendarProposal{p.ID, p.Author, p.Mine, p.Norm, p.MadeAt, p.Entries}
		}),
	})
}

type calendarSheet struct {
	calendarLine
	First calendar.Date    `json:"first"`
	Last  calendar.Date    `json:"last"`
	Days  []calendar.Entry `json:"days"`
}

func (s *server) calendarDays(w http.ResponseWriter, r *http.Request, u access.User) error {
	sheet, err := s.Desk.Norms.CalendarDays(r.Context(), u, mux.Vars(r)["version"])
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, calendarSheet{calendarLineOf(sheet.CalendarLine), sheet.First, sheet.Last, sheet.Entries})
}

// calendarChange is a norm as it is sent.
type calendarChange struct {
	Kind  string        `json:"kind"`
	Name  string        `json:"name"`
	Norm  string        `json:"norm"`
	Scope string        `json:"scope"`
	From  calendar.Date `json:"from"`
	To    calendar.Date `json:"to"`
}

func (c calendarChange) change(key string) norms.CalendarChange {
	return norms.CalendarChange{Key: key, Kind: c.Kind, Name: c.Name, Norm: c.Norm, Scope: c.Scope, From: c.From, To: c.To}
}

type calendarMove struct {
	Request    string        `json:"request"`
	Number     string        `json:"number"`
	Office     string        `json:"office"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
	Shortens   bool          `json:"shortens"`
	StartsLate bool          `json:"starts_late"`
	StopsLate  bool          `json:"stops_late"`
}

type calendarPreview struct {
	Version    string           `json:"version"`
	Days       []calendar.Entry `json:"days"`
	Open       int              `json:"open"`
	Moved      int              `json:"moved"`
	Shortened  int              `json:"shortened"`
	StartsLate int              `json:"starts_late"`
	StopsLate  int              `json:"stops_late"`
	Unknown    int              `json:"unknown"`
	Moves      []calendarMove   `json:"moves"`
}

// previewCalendar says what a norm would do to the open cases; nothing is kept.
func (s *server) previewCalendar(w http.ResponseWriter, r *http.Request, u access.User) error {
	var in calendarChange
	got, err := read(w, r, &in)
	if err != nil {
		return err
	}
	defer got.drop()
	p, err := s.Desk.Norms.PreviewCalendar(r.Context(), u, in.change(""))
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, calendarPreview{
		p.Version, p.Entries, p.Open, p.Moved, p.Shortened, p.StartsLate, p.StopsLate, p.Unknown,
		each(p.Moves, func(m norms.CalendarMove) calendarMove { return calendarMove(m) }),
	})
}

type calendarOutcome struct {
	Version string `json:"version,omitempty"` // absent: it waits, or was dismissed
	Waits   bool   `json:"waits"`             // for a second person
}

// publishCalendar publishes a norm, or keeps it for a second person when it shortens some term.
func (s *server) publishCalendar(r *http.Request, u access.User, key string, in calendarChange, _ []documents.Upload) (answer, error) {
	out, err := s.Desk.Norms.PublishCalendar(r.Context(), u, in.change(key))
	return settled(out), err
}

type settlement struct {
	Publish bool `json:"publish"` // false dismisses it
}

func (s *server) settleProposal(r *http.Request, u access.User, _ string, in settlement, _ []documents.Upload) (answer, error) {
	out, err := s.Desk.Norms.SettleProposal(r.Context(), u, mux.Vars(r)["id"], in.Publish)
	return settled(out), err
}

func settled(out norms.CalendarOutcome) answer {
	return answer{status: http.StatusOK, body: calendarOutcome(out)}
}
