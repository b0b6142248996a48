package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
)

func TestCasePageShowsTheNextLastDays(t *testing.T) {
	f := newFake()
	a := as(t, f, "funcionario").get("/requests/r-123")
	a.wants(t, http.StatusOK, "Próximos vencimientos", "Hasta el lunes 13 de abril de 2026", "Comunicar la liquidación",
		"Después: ya no puede cobrarse la reproducción", "R31", "Hasta el lunes 20 de abril de 2026", "Entrega parcial", "R29")
	f.page.SubDeadlines = nil
	if body := as(t, f, "funcionario").get("/requests/r-123").body; strings.Contains(body, "Próximos vencimientos") {
		t.Error("an empty list has a heading")
	}
}

func TestExtensionWithAWrongDateComesBackWithTheErrorBesideIt(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	for name, values := range map[string]url.Values{
		"to":          {"to": {"2026-02-30"}},
		"schedule":    {"to": {"2026-05-29"}, "schedule": {"2026-05-08\r\n29 de mayo"}},
		"evidence_on": {"to": {"2026-05-29"}, "evidence_on": {"ayer"}},
	} {
		values.Set("action", "extend")
		values.Set("ground", "volume")
		values.Set("text", "lo ya escrito")
		b.post("/requests/r-123/act", values).wants(t, http.StatusUnprocessableEntity,
			`href="#extend-`+name+`"`, `id="extend-`+name+`-error"`, `id="do-extend" name="action" open`, "lo ya escrito", `value="volume" selected`)
	}
	if len(f.commands) != 0 {
		t.Errorf("it was done all the same: %+v", f.commands)
	}
}

func TestExtensionAndCostCarryWhatTheyAsk(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.post("/requests/r-123/act", url.Values{
		"action": {"extend"}, "ground": {"staff"}, "to": {"2026-05-29"}, "schedule": {"2026-05-08\r\n2026-05-29"}, "evidence_on": {"2026-01-15"}, "text": {"x"},
	}).wants(t, http.StatusSeeOther)
	b.post("/requests/r-123/act", url.Values{"action": {"cost_notice"}, "cents": {"S/ 12,50"}}).wants(t, http.StatusSeeOther)
	b.post("/requests/r-123/act", url.Values{"action": {"cost_notice"}, "cents": {"doce"}}).wants(t, 422, `href="#cost_notice-cents"`, `value="doce"`)
	c, want := f.commands[0], []calendar.Date{date(5, 8), date(5, 29)}
	if c.Action != docket.ActExtend || c.To != date(5, 29) || c.EvidenceOn != date(1, 15) || len(c.Schedule) != 2 || c.Schedule[0] != want[0] || c.Schedule[1] != want[1] {
		t.Errorf("%+v", c)
	}
	if f.commands[1].Cents != 1250 {
		t.Errorf("%d", f.commands[1].Cents)
	}
}

func TestAmounts(t *testing.T) {
	for text, want := range map[string]int{"12.50": 1250, "12,5": 1250, "S/ 12": 1200, "s/0.10": 10, "0.29": 29, "-1": -1, "": -1, "1e9": -1, "NaN": -1, "Inf": -1} {
		got, err := cents(text)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d (%v), want %d", text, got, err, want)
		}
	}
}

// A letter is seen before it leaves, as mail and as PDF, with the words that are in the form.
func TestALetterIsSeenBeforeItLeaves(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	b.get("/requests/r-123").wants(t, http.StatusOK, `formaction="/requests/r-123/preview" formtarget="_blank" name="look" value="mail"`, `value="pdf"`)
	words := url.Values{"action": {"respond"}, "text": {"Va lo <pedido>."}, "look": {"mail"}}
	b.post("/requests/r-123/preview", words).wants(t, http.StatusOK, "Así saldrá la carta", "Va lo &lt;pedido&gt;.", "Respuesta a su solicitud &lt;b&gt;", "Nada se envió")
	words.Set("look", "pdf")
	if a := b.post("/requests/r-123/preview", words); a.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("%s", a.Header)
	}
	words.Set("text", "")
	b.post("/requests/r-123/preview", words).wants(t, http.StatusUnprocessableEntity, "Escriba el texto de la respuesta.")
	words.Set("task", "x")
	b.post("/requests/r-123/preview", words).wants(t, http.StatusUnprocessableEntity, "Elija la tarea de la lista.")
	en := b.do(http.MethodPost, "/requests/r-123/preview", "application/x-www-form-urlencoded", strings.NewReader("action=respond&text=Va"), "Cookie", languageCookie+"="+english)
	en.wants(t, http.StatusOK, "How the letter will leave", "Nothing was sent or kept", "Answer, case")
}
