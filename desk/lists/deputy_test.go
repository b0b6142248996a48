package lists_test

import (
	"strings"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// again is a user as the next request knows her.
func (h office) again(u access.User) access.User {
	u, err := h.Access.UserByID(h.Ctx, u.ID)
	h.Must(err)
	return u
}

func (h office) away(who, deputy access.User) {
	h.Must(h.Accounts.SetAbsence(h.Ctx, h.manager, accounts.Absence{
		User: who.ID, Deputy: deputy.ID, From: desktest.Day(h.TB.(*testing.T), "2026-03-02"), To: desktest.Day(h.TB.(*testing.T), "2026-03-20"),
	}))
}

func TestADeputySeesAndDoesTheWorkInHerName(t *testing.T) {
	h := newOffice(t)
	id := h.claimed("t1")
	h.Do(h.clerk, id, acts.Command{Action: docket.ActAddMessage, Text: "Llamó y preguntó."})
	_, err := h.Acts.Act(h.Ctx, h.other, id, acts.Command{Key: "k", Action: docket.ActDraft, Text: "Va."})
	h.Code("a colleague who is nobody's deputy", err, docket.CodeForbidden)

	h.away(h.officer, h.other)
	deputy := h.again(h.other)
	wants(t, shown(t, h.Env, deputy), "came: Leer el mensaje 1-2026")
	d, err := h.Lists.Day(h.Ctx, deputy)
	h.Must(err)
	if whose := d.Bands[0].Rows[0].Whose; whose != h.officer.Name {
		t.Errorf("in whose name: %q", whose)
	}
	if tasks, n, err := h.Lists.Tasks(h.Ctx, deputy, taskFilter()); err != nil || n != 2 || tasks[0].Number == "" {
		t.Errorf("%d tasks, %v", n, err)
	}
	p, err := h.Cases.Request(h.Ctx, deputy, id)
	h.Must(err)
	found := false
	for _, b := range p.Buttons {
		found = found || b.Action == docket.ActRespond
	}
	if !found {
		t.Error("the deputy has no button to answer")
	}
	h.Do(deputy, id, acts.Command{Action: docket.ActRespond, Text: "Va lo pedido."})
	p, err = h.Cases.Request(h.Ctx, deputy, id)
	h.Must(err)
	signed := false
	for _, l := range p.Timeline {
		signed = signed || strings.Contains(desktest.Words(l.Who), "Ana, suplente de Luis")
	}
	if !signed {
		t.Error("the history does not say in whose name")
	}

	h.Now = h.Now.AddDate(0, 0, 30) // she is back
	if back := h.again(h.other); len(back.For) != 0 {
		t.Errorf("%+v", back.For)
	}
}

// A deputy who is away has a deputy of her own; who wrote a draft approves it in nobody's name.
func TestDeputiesFollowOneAnotherAndNobodyApprovesHerOwn(t *testing.T) {
	h := newOffice(t)
	third, second := h.Person("Inés", "lima", docket.RoleOfficer), h.Person("Raúl", "lima", docket.RoleOfficer, docket.RoleManager)
	id := h.claimed("t1")
	h.away(h.officer, h.other)
	h.away(h.other, third)
	if got := h.again(third).For; len(got) != 2 {
		t.Errorf("%+v", got)
	}
	if got := h.again(h.other).For; len(got) != 0 {
		t.Errorf("%+v", got)
	}
	h.away(h.manager, second)
	second = h.again(second)
	h.Do(h.manager, id, acts.Command{Action: docket.ActDraft, Text: "Va."})
	h.Do(h.manager, id, acts.Command{Action: docket.ActSubmit})
	h.Do(second, id, acts.Command{Action: docket.ActSendBack, Text: "Falta."}) // as herself: a second person
	h.Do(second, id, acts.Command{Action: docket.ActDraft, Text: "Va, completo."})
	h.Do(second, id, acts.Command{Action: docket.ActSubmit})
	_, err := h.Acts.Act(h.Ctx, second, id, acts.Command{Key: "k", Action: docket.ActApprove})
	h.Code("who wrote it, in the name of another", err, docket.CodeForbidden)
}

func TestWhoMayStandInIsChecked(t *testing.T) {
	h := newOffice(t)
	from, to := desktest.Day(t, "2026-03-02"), desktest.Day(t, "2026-03-06")
	set := func(user, deputy access.User) error {
		return h.Accounts.SetAbsence(h.Ctx, h.manager, accounts.Absence{User: user.ID, Deputy: deputy.ID, From: from, To: to})
	}
	h.Code("a clerk for an officer", set(h.officer, h.clerk), docket.CodeInvalid)
	h.Must(set(h.officer, h.other))
	h.Code("twice on the same days", set(h.officer, h.other), docket.CodeInvalid)
	h.Code("in a circle", set(h.other, h.officer), docket.CodeInvalid)
	h.Must(set(h.other, access.User{})) // nobody stands in
	h.Must(h.Upkeep.DeputyWarnings(h.Ctx))
	h.Must(h.Upkeep.DeputyWarnings(h.Ctx))
	told, n, err := h.Lists.Notices(h.Ctx, h.manager, 10, 0)
	if err != nil || n != 2 || !strings.Contains(told[0].Text, "Nadie suple a") {
		t.Errorf("%+v, %v", told, err)
	}
}
