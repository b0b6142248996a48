package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
)

// fakeLists keeps what is done with whole lists.
type fakeLists struct {
	ownLists []lists.SavedFilter
	assigned []string
}

func (f *fakeLists) Assignees(_ context.Context, by access.User) ([]core.Choice, error) {
	if !by.Has(access.Assigners...) {
		return nil, nil
	}
	return []core.Choice{{Key: "u-off", Label: "Luis Paredes"}}, nil
}

func (f *fakeLists) AssignAll(_ context.Context, by access.User, _, user string, requests []string) ([]lists.ClaimedCase, error) {
	switch {
	case !by.Has(access.Assigners...):
		return nil, forbidden
	case user == "":
		return nil, access.FieldErrors{docket.Invalid("user", "Elija a quién se asignan.")}
	}
	f.assigned = append(f.assigned, user+": "+strings.Join(requests, " "))
	var done []lists.ClaimedCase
	for _, id := range requests {
		c := lists.ClaimedCase{Number: id}
		if id == "r-closed" {
			c.Refusal = "La solicitud ya está cerrada."
		}
		done = append(done, c)
	}
	return done, nil
}

func (f *fakeLists) SavedFilters(context.Context, access.User) ([]lists.SavedFilter, error) {
	return f.ownLists, nil
}

func (f *fakeLists) SaveFilter(_ context.Context, _ access.User, s lists.SavedFilter) error {
	if s.Name == "" {
		return docket.Invalid("name", "Póngale un nombre.")
	}
	f.ownLists = append(f.ownLists, s)
	return nil
}

func (f *fakeLists) DropFilter(context.Context, access.User, string) error {
	f.ownLists = nil
	return nil
}

func TestManyCasesAreAssignedFromAList(t *testing.T) {
	f := newFake()
	b := as(t, f, "jefa")
	b.get("/requests?open=yes").wants(t, http.StatusOK, `form="assign" name="requests" value="r-123"`, "Luis Paredes", `name="query" value="open=yes"`)
	if a := as(t, f, "funcionario").get("/requests"); strings.Contains(a.body, `form="assign"`) {
		t.Error("an officer may tick what she cannot assign")
	}
	a := b.post("/requests/assign", url.Values{"key": {newKey()}, "query": {"open=yes"}, "user": {"u-off"}, "requests": {"r-1", "r-2"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/requests?open=yes" {
		t.Errorf("%d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	b.get("/requests").wants(t, http.StatusOK, "Se asignaron 2 solicitudes.")
	b.post("/requests/assign", url.Values{"query": {"open=yes"}, "user": {"u-off"}, "requests": {"r-1", "r-closed"}}).
		wants(t, http.StatusUnprocessableEntity, "r-closed: La solicitud ya está cerrada.", `value="open=yes"`)
	b.post("/requests/assign", url.Values{"requests": {"r-1"}}).wants(t, http.StatusUnprocessableEntity, `href="#user"`)
	if got := strings.Join(f.assigned, "; "); got != "u-off: r-1 r-2; u-off: r-1 r-closed" {
		t.Error(got)
	}
}

func TestAFilterIsSavedUnderAName(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	if a := b.get("/requests?open="); strings.Contains(a.body, "Guardar estos filtros") {
		t.Error("no filter is in force, and one can be saved")
	}
	b.post("/requests/filters", url.Values{"query": {"overdue=yes&office=lima"}}).wants(t, http.StatusUnprocessableEntity, `href="#name"`, "Póngale un nombre.")
	a := b.post("/requests/filters", url.Values{"query": {"overdue=yes&office=lima&evil=//malo.example"}, "name": {"Vencidas <b>de</b> Lima"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/requests?office=lima&overdue=yes" || f.ownLists[0].Query != "office=lima&overdue=yes" {
		t.Errorf("%d to %s: %+v", a.StatusCode, a.Header.Get("Location"), f.ownLists)
	}
	b.get("/requests").wants(t, http.StatusOK, `href="/requests?office=lima&amp;overdue=yes"`, "Vencidas &lt;b&gt;de&lt;/b&gt; Lima")
	b.post("/requests/filters", url.Values{"do": {"drop"}, "name": {"Vencidas <b>de</b> Lima"}}).wants(t, http.StatusSeeOther)
	if a := b.get("/requests"); strings.Contains(a.body, "Vencidas &lt;b&gt;") {
		t.Error("it is still there")
	}
}

// From the menu one comes to what is open; that filter can be taken off, and what asks for something else is not narrowed by it.
func TestTheListBeginsWithWhatIsOpen(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	b.get("/requests").wants(t, http.StatusOK, "Situación: En trámite", `href="/requests?open="`, `href="/requests?open=">Quitar todos`)
	for _, path := range []string{"/requests?open=", "/requests?text=Rosa", "/requests?open=no"} {
		if a := b.get(path); strings.Contains(a.body, "Situación: En trámite") {
			t.Errorf("%s is narrowed to what is open", path)
		}
	}
}

func TestHowACaseStandsWithItsLimit(t *testing.T) {
	on := calendar.Date{Year: 2026, Month: 4, Day: 14}
	for _, c := range []struct {
		on              calendar.Date
		left            int
		overdue, closed bool
		want            string
	}{
		{calendar.Date{}, 0, false, false, "Plazo suspendido"},
		{calendar.Date{}, 0, false, true, "Cerrada"},
		{on, 0, false, false, "Vence hoy"},
		{on, 1, false, false, "Queda 1 día hábil"},
		{on, 2, false, false, "Quedan 2 días hábiles"},
		{on, 0, true, false, "Vencida"},
		{on, -1, true, false, "Vencida hace 1 día hábil"},
		{on, -2, true, false, "Vencida hace 2 días hábiles"},
	} {
		if got := due(c.on, c.left, c.overdue, c.closed); got.Words != c.want {
			t.Errorf("%+v: %q", c, got.Words)
		}
	}
}
