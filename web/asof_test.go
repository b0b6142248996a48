package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestACaseAsItWasKnown(t *testing.T) {
	a := as(t, newFake(), "funcionario").get("/requests/r-123?as_of=2026-03-30T10:00")
	a.wants(t, http.StatusOK, "Así se conocía el expediente el", "Volver al presente", `href="/requests/r-123"`, `value="2026-03-30T10:00"`)
	main, _, _ := strings.Cut(a.body[strings.Index(a.body, `id="main"`):], "<footer")
	for _, bad := range []string{`method="post"`, "Qué puede hacer", "Se consultó a la Unidad"} {
		if strings.Contains(main, bad) {
			t.Errorf("%q in a page of the past", bad)
		}
	}
}

func TestAMomentThatCannotBeShown(t *testing.T) {
	a := as(t, newFake(), "funcionario").get("/requests/r-123?as_of=2099-01-01")
	a.wants(t, http.StatusUnprocessableEntity, "todavía no ha llegado", `id="past-as_of-error"`, `href="#past-as_of"`, "Qué puede hacer")
	if strings.Contains(a.body, "Así se conocía") {
		t.Error("the present is told as the past")
	}
}

func TestThePresentHasNoBanner(t *testing.T) {
	a := as(t, newFake(), "funcionario").get("/requests/r-123")
	a.wants(t, http.StatusOK, "Ver ese momento")
	if strings.Contains(a.body, "Volver al presente") {
		t.Error("the present is told as the past")
	}
}

// The board of the past has numbers without lists: a list is always of now.
func TestTheBoardAsItWasKnown(t *testing.T) {
	a := as(t, newFake(), "jefa").get("/dashboard?as_of=2026-03-30T10:00")
	a.wants(t, http.StatusOK, "Así se conocían las cifras el 30 mar 2026, 10:00", "Entonces", "Volver al presente")
	if body := a.body; strings.Contains(body, "Las próximas tres semanas") || strings.Contains(body, `class="figure"><a`) {
		t.Error("the past has a plan, or a list")
	}
}

func TestARefusedActLeavesTheWayBackInTime(t *testing.T) {
	as(t, newFake(), "funcionario").post("/requests/r-123/act", url.Values{"action": {"note"}}).wants(t, http.StatusUnprocessableEntity, `name="as_of"`)
}
