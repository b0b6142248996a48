package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/lists"
	"foja/docket"
)

// shown is a person's first page, one line for a row: "band: verb number".
func shown(t *testing.T, h *desktest.Env, who access.User) []string {
	t.Helper()
	d, err := h.Lists.Day(h.Ctx, who)
	h.Must(err)
	n, err := h.Lists.Counts(h.Ctx, who)
	h.Must(err)
	if n.Today != d.Asks {
		t.Errorf("the menu of %s counts %d, the page %d", who.Name, n.Today, d.Asks)
	}
	var lines []string
	for _, b := range d.Bands {
		for _, r := range b.Rows {
			also := ""
			for _, a := range r.Also {
				also += " + " + desktest.Words(a)
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %s%s %s", b.Band, desktest.Words(r.Verb), also, strings.TrimLeft(r.Number, "0"))))
		}
	}
	return lines
}

func wants(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

type office struct {
	*desktest.Env
	clerk, officer, other, manager, head access.User
}

func newOffice(t *testing.T) office {
	h := desktest.New(t) // Monday 2 March 2026, 10:30
	return office{
		h, h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Ana", "lima", docket.RoleOfficer),
		h.Person("Marta", "lima", docket.RoleManager), h.Person("Elena", "", docket.RoleHead),
	}
}

// claimed registers a case that the officer holds.
func (h office) claimed(token string) string {
	id := h.Register(h.clerk, desktest.Form(token)).ID
	h.Sent(id)
	h.Do(h.officer, id, acts.Command{Action: docket.ActClaim})
	return id
}

func TestTheFirstPageGoesByBands(t *testing.T) {
	h := newOffice(t)
	h.claimed("t1")
	h.claimed("t2")
	h.Register(h.clerk, desktest.Form("t3"))
	d, err := h.Lists.Day(h.Ctx, h.officer)
	h.Must(err)
	if len(d.Bands) != 0 || d.Later != 2 || len(d.Pool) != 1 || !d.May {
		t.Fatalf("%+v", d)
	}
	wants(t, shown(t, h.Env, h.clerk))

	h.Now = h.Now.AddDate(0, 0, 1) // law: R26: what one may do until tomorrow is no headline
	d, err = h.Lists.Day(h.Ctx, h.officer)
	h.Must(err)
	if len(d.Bands) != 0 {
		t.Errorf("%+v", d.Bands)
	}
	h.Now = h.Now.AddDate(0, 0, 8) // due on Monday the 16th; it is Wednesday the 11th
	wants(t, shown(t, h.Env, h.officer), "week: Responder 1-2026", "week: Responder 2-2026")
	h.Now = h.Now.AddDate(0, 0, 5)
	wants(t, shown(t, h.Env, h.officer), "today: Responder 1-2026", "today: Responder 2-2026")
	h.Now = h.Now.AddDate(0, 0, 1)
	wants(t, shown(t, h.Env, h.officer), "overdue: Responder 1-2026", "overdue: Responder 2-2026")
	_, err = h.Lists.Day(h.Ctx, h.Person("Auditora", "", docket.RoleAuditor))
	h.Code("an auditor's first page", err, docket.CodeForbidden)
}

func TestAHintSaysWhatOneMayDo(t *testing.T) {
	h := newOffice(t)
	h.claimed("t1")
	h.Now = h.Now.AddDate(0, 0, 9)
	d, err := h.Lists.Day(h.Ctx, h.officer)
	h.Must(err)
	row := d.Bands[0].Rows[0]
	if hint := desktest.Words(row.Hint); !strings.HasPrefix(hint, "puede: ") || len(row.Strip) != 10 || row.Legal != desktest.Day(t, "2026-03-16") {
		t.Errorf("%q, %d days, %s", hint, len(row.Strip), row.Legal)
	}
}

func TestADraftWaitsForThoseWhoMayApproveIt(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.officer, id, acts.Command{Action: docket.ActDraft, Text: "Va lo pedido."})
	h.Do(h.officer, id, acts.Command{Action: docket.ActSubmit})
	wants(t, shown(t, h.Env, h.manager), "decide: Aprobar o devolver 1-2026")
	wants(t, shown(t, h.Env, h.head), "decide: Aprobar o devolver 1-2026")
	wants(t, shown(t, h.Env, h.officer))

	h.Do(h.manager, id, acts.Command{Action: docket.ActSendBack, Text: "Falta el anexo."})
	h.Do(h.manager, id, acts.Command{Action: docket.ActDraft, Text: "Va lo pedido, con el anexo."})
	h.Do(h.manager, id, acts.Command{Action: docket.ActSubmit})
	wants(t, shown(t, h.Env, h.manager)) // she wrote it
	wants(t, shown(t, h.Env, h.head), "decide: Aprobar o devolver 1-2026")
}

func TestWhatCameHasADay(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.clerk, id, acts.Command{Action: docket.ActAddMessage, Text: "Llamó y preguntó."})
	wants(t, shown(t, h.Env, h.officer), "came: Leer el mensaje 1-2026")
	h.Now = h.Now.AddDate(0, 0, 2)
	wants(t, shown(t, h.Env, h.officer), "overdue: Leer el mensaje 1-2026")

	h.Do(h.officer, id, acts.Command{Action: docket.ActRespond, Text: "Va lo pedido."})
	h.Sent(id)
	wants(t, shown(t, h.Env, h.officer), "overdue: Leer el mensaje 1-2026") // the case is closed: somebody reads it all the same
	h.Do(h.officer, id, acts.Command{Action: docket.ActDone, Task: openTask(h, id, docket.TaskReadMessage)})
	wants(t, shown(t, h.Env, h.officer))
}

func openTask(h office, id string, kind docket.TaskKind) int {
	c, err := h.Core.Store.Case(h.Ctx, id)
	h.Must(err)
	return c.OpenTasks(kind)[0].ID
}

func TestAnAssignmentIsNewUntilItIsOpened(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.manager, id, acts.Command{Action: docket.ActAssign, User: h.other.ID})
	wants(t, shown(t, h.Env, h.officer))
	wants(t, shown(t, h.Env, h.other), "came: Ver lo que le asignaron 1-2026")
	if told, n, err := h.Lists.Notices(h.Ctx, h.other, 10, 0); err != nil || n != 1 || told[0].Kind != "assigned" {
		t.Errorf("told %+v, %v", told, err)
	}
	_, err := h.Cases.Request(h.Ctx, h.manager, id)
	h.Must(err)
	wants(t, shown(t, h.Env, h.other), "came: Ver lo que le asignaron 1-2026")
	_, err = h.Cases.Request(h.Ctx, h.other, id)
	h.Must(err)
	wants(t, shown(t, h.Env, h.other))
}

func TestAUnitsAnswerWaitsForTheOfficer(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	h.Now = h.Now.AddDate(0, 0, 4) // its three days are over on Thursday the 5th
	wants(t, shown(t, h.Env, h.officer), "overdue: Reclamar la respuesta de "+h.Core.UnitName("archivo")+" 1-2026")
	h.Do(h.clerk, id, acts.Command{Action: docket.ActConsultAnswer, Task: openTask(h, id, docket.TaskConsult), Text: "Lo tenemos."})
	wants(t, shown(t, h.Env, h.officer), "came: Leer la respuesta de "+h.Core.UnitName("archivo")+" 1-2026")
	h.Do(h.officer, id, acts.Command{Action: docket.ActDraft, Text: "Va lo pedido."})
	wants(t, shown(t, h.Env, h.officer))
}

func TestHeldMailWaitsAnHourAndThenForTheManager(t *testing.T) {
	h := newOffice(t)
	m, err := h.Core.Store.Message(h.Ctx, h.Held(desktest.LetterMail, docket.HeldTooMany, ""))
	h.Must(err)
	wants(t, shown(t, h.Env, h.clerk), "came: Clasificar el correo")
	wants(t, shown(t, h.Env, h.manager))
	h.Now = m.KeptAt.AddDate(0, 0, 5) // the store's own clock
	wants(t, shown(t, h.Env, h.clerk), "overdue: Clasificar el correo")
	wants(t, shown(t, h.Env, h.manager), "overdue: Clasificar el correo")
}

func TestAnAppealIsWhoeverHoldsTheCase(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.officer, id, acts.Command{Action: docket.ActRespond, Text: "Va lo pedido."})
	h.Sent(id)
	h.Do(h.clerk, id, acts.Command{Action: docket.ActAppeal, Against: "other", Route: "agency", Text: "Apela."})
	if got := shown(t, h.Env, h.officer); len(got) != 1 || !strings.HasPrefix(got[0], "came: Elevar la apelación") {
		t.Errorf("%q", got)
	}
	wants(t, shown(t, h.Env, h.other))
}

// More than a page of work: what is due first is shown, and how many are due later.
func TestTheFirstPageShowsWhatIsDueFirst(t *testing.T) {
	h := newOffice(t)
	start := h.Now
	for i := range lists.TodayMine + 2 {
		h.Now = start
		if i < 2 { // the two of the next day are registered first, and due last
			h.Now = start.AddDate(0, 0, 1)
		}
		h.Do(h.officer, h.Register(h.clerk, desktest.Form(fmt.Sprint("t", i))).ID, acts.Command{Action: docket.ActClaim})
	}
	h.Now = start.AddDate(0, 0, 14)
	d, err := h.Lists.Day(h.Ctx, h.officer)
	h.Must(err)
	n := 0
	for _, b := range d.Bands {
		for _, r := range b.Rows {
			n++
			if r.DueOn != desktest.Day(t, "2026-03-16") {
				t.Errorf("%s, due on %s, is shown", r.Number, r.DueOn)
			}
		}
	}
	if n != lists.TodayMine || d.Later != 2 {
		t.Errorf("%d are shown, %d are said to be due later", n, d.Later)
	}
}

func taskFilter() lists.TaskFilter { return lists.TaskFilter{Whose: "mine", Limit: 10} }

// Late under one reading of the reception only: the row says both days, and stands under today.
func TestTwoReadingsAreToldAndNotCalledLate(t *testing.T) {
	h := newOffice(t)
	h.Now = h.Now.AddDate(0, 0, 1).Add(10 * 3600 * 1e9) // Tuesday 20:30
	h.claimed("t1")
	h.Now = h.Now.AddDate(0, 0, 15).Add(-10 * 3600 * 1e9) // Wednesday the 18th: ten days from the Wednesday, eleven from the Tuesday
	d, err := h.Lists.Day(h.Ctx, h.officer)
	h.Must(err)
	row := d.Bands[0].Rows[0]
	if d.Bands[0].Band != lists.BandToday || row.Late || row.Legal != desktest.Day(t, "2026-03-18") || !strings.Contains(desktest.Words(row.Truth), "17/03/2026") {
		t.Errorf("%s, %t, %s, %q", d.Bands[0].Band, row.Late, row.Legal, desktest.Words(row.Truth))
	}
	h.Now = h.Now.AddDate(0, 0, 1)
	if got := shown(t, h.Env, h.officer); len(got) != 1 || !strings.HasPrefix(got[0], "overdue: Responder") {
		t.Errorf("%q", got)
	}
}
