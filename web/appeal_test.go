package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/docket"
)

// fakeAppeals keeps the acts and refuses a proof that is missing.
type fakeAppeals struct{ acts []acts.AppealCommand }

func (f *fakeAppeals) Appeals(context.Context, access.User) ([]lists.AppealRow, error) {
	a := sampleAppeal()
	return []lists.AppealRow{
		{Request: "r-123", Number: "000123-2026", Office: "Sede Central", N: 1, StateName: a.StateName, AgainstName: a.AgainstName, Hands: docket.HandsOfficer, FiledAt: a.FiledAt, Next: a.Next, Until: a.SubDeadlines[0].On},
		{Request: "r-90", Number: "000090-2026", Office: "Sede Central", N: 1, StateName: docket.Say("Resuelta: por cumplir"), AgainstName: docket.Say("la falta de respuesta"), Hands: docket.HandsOfficer, FiledAt: a.FiledAt, Next: docket.Say("Venció el miércoles 8 de abril: Cumplir la resolución del Tribunal e informárselo."), Late: true},
		{Request: "r-70", Number: "000070-2026", Office: "Sede Central", N: 2, StateName: docket.Say("Concluida"), AgainstName: docket.Say("una denegatoria expresa"), Hands: docket.HandsNobody, FiledAt: a.FiledAt, Next: docket.Say("Concluida: Infundada."), Ended: true},
	}, nil
}

func (f *fakeAppeals) ActOnAppeal(_ context.Context, _ access.User, _ string, n int, c acts.AppealCommand) (acts.AppealActed, error) {
	switch {
	case n != 1:
		return acts.AppealActed{}, docket.Refuse(docket.CodeNotFound, "No existe esa apelación.")
	case c.Text == "":
		return acts.AppealActed{}, docket.Invalid("text", "Deje constancia de cómo se elevó la apelación.")
	}
	f.acts = append(f.acts, c)
	return acts.AppealActed{Seq: 2, State: "sent_up"}, nil
}

func sampleAppeal() history.AppealView {
	filed := time.Date(2026, 4, 9, 15, 0, 0, 0, time.UTC)
	return history.AppealView{
		Appeal:    docket.Appeal{Request: "r-123", N: 1, Seq: 1, Against: docket.AgainstSilence, Route: docket.ThroughUs, FiledAt: filed},
		StateName: docket.Say("Por elevar al Tribunal"), AgainstName: docket.Say("la falta de respuesta"), RouteName: docket.Say("en la entidad"),
		Next: docket.Say("Elevar la apelación al Tribunal con el expediente: hasta el lunes 13 de abril de 2026."),
		SubDeadlines: []docket.SubDeadline{{
			Key: "send_up", On: calendar.Date{Year: 2026, Month: 4, Day: 13}, Name: "Elevar la apelación al Tribunal con el expediente", Missed: "es falta grave", Rule: "R46", Action: docket.ActSendUp, Hands: docket.HandsOfficer,
		}},
		Timeline: []history.Line{{Seq: 1, At: filed, Who: docket.Say("Carmen Rojas"), Hands: docket.HandsOfficer, Title: docket.Say("Se presentó una apelación en la entidad contra la falta de respuesta"), Text: "Pasaron diez días y nadie respondió."}},
		Buttons: []core.Button{
			{Action: docket.ActSendUp, Label: docket.Say("Registrar que se elevó"), Needs: []string{"text", "files", "at"}},
			{Action: docket.ActAppealDecided, Label: docket.Say("Registrar la resolución"), Needs: []string{"ruling", "days", "at", "text", "files"}, Choices: map[string][]core.Choice{"ruling": {{Key: "upheld", Label: "Fundada"}, {Key: "denied", Label: "Infundada"}}}},
		},
	}
}

func TestAnAppealIsActedOnFromItsCase(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/requests/r-123").wants(t, 200, `id="appeal-1"`, "Por elevar al Tribunal", `action="/requests/r-123/appeals/1"`, "R46")
	b.get("/appeals").wants(t, 200, `href="/requests/r-90#appeal-1"`, "Vencida", "Concluida")
	b.post("/requests/r-123/appeals/1", url.Values{"action": {"send_up"}, "key": {"k1"}}).
		wants(t, 422, "Deje constancia", `href="#appeal1-send_up-text"`)
	a := b.post("/requests/r-123/appeals/1", url.Values{"action": {"appeal_decided"}, "key": {"k2"}, "text": {"Res. 1"}, "ruling": {"upheld"}, "days": {"5"}, "at": {"2026-04-08T10:00"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/requests/r-123#appeal-1" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if len(f.acts) != 1 || f.acts[0].Ruling != "upheld" || f.acts[0].Days != 5 || f.acts[0].At.UTC().Hour() != 15 || f.acts[0].Key == "" {
		t.Errorf("%+v", f.acts)
	}
	b.post("/requests/r-123/appeals/1", url.Values{"action": {"appeal_decided"}, "text": {"x"}, "days": {"pronto"}}).wants(t, 422, "en cifras")
	b.post("/requests/r-123/appeals/7", url.Values{"action": {"send_up"}, "text": {"x"}}).wants(t, 404)
}
