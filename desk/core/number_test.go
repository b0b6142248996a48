package core_test

import (
	"strings"
	"testing"

	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/pen"
	"foja/docket"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for given, want := range map[string]string{
		"000015-2026": "000015-2026", "15-2026": "000015-2026", " 015 - 2026 ": "000015-2026", "0000015-2026": "000015-2026",
		"1234567-2026": "1234567-2026", "15": "15", "15-26": "15-26", "-2026": "-2026", "x15-2026": "x15-2026",
		"15-2026-1": "15-2026-1", "+15-2026": "+15-2026", "15-20a6": "15-20a6", "": "",
	} {
		if got := core.Padded(given); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}

func TestACaseIsFoundWithoutTheZerosOfItsNumber(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	r := h.Register(clerk, desktest.Form("t1"))
	short := strings.TrimLeft(r.Number, "0")
	if short == r.Number {
		t.Fatalf("%s has no zeros in front", r.Number)
	}
	st, err := h.Links.Status(h.Ctx, short, r.StatusCode, "192.0.2.1")
	h.Must(err)
	if st.Number != r.Number {
		t.Errorf("the status tells %s", st.Number)
	}
	p, err := h.Cases.RequestByNumber(h.Ctx, clerk, " "+short)
	h.Must(err)
	if p.Request.ID != r.ID {
		t.Errorf("found %s", p.Request.Number)
	}
	joined, err := h.Pen.Decide(h.Ctx, clerk, h.Held(desktest.LetterMail, docket.HeldNumber, ""), pen.Decision{Key: "j", Do: "join", Number: short})
	h.Must(err)
	if joined != r.ID {
		t.Errorf("joined %s", joined)
	}
}
