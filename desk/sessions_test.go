package desk

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"foja/docket"
	"foja/store"
)

func TestOneSeesAndEndsOnesOwnSessionsOnly(t *testing.T) {
	h := newHouse(t)
	ana, eva := h.person("Ana", "lima", docket.RoleOfficer), h.person("Eva", "lima", docket.RoleOfficer)
	for token, u := range map[string]User{"a1": ana, "a2": ana, "e1": eva} {
		ends := time.Now().Add(time.Hour)
		data, err := scs.GobCodec{}.Encode(ends, map[string]any{
			store.SessionUserKey: u.ID, store.SessionDeviceKey: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
		})
		h.must(err)
		h.must(h.Store.Sessions().CommitCtx(h.ctx, token, data, ends))
	}
	open, err := h.Sessions(h.ctx, ana)
	h.must(err)
	if len(open) != 2 || open[0].Device != "Firefox en Windows" {
		t.Errorf("%+v", open)
	}
	h.must(h.EndSession(h.ctx, eva, SessionID("a1")))
	h.must(h.EndSession(h.ctx, ana, SessionID("a2")))
	if open, err = h.Sessions(h.ctx, ana); err != nil || len(open) != 1 || open[0].ID != SessionID("a1") {
		t.Errorf("%+v, %v", open, err)
	}
	if got := deviceWords(""); got != "Equipo desconocido" {
		t.Errorf("%q", got)
	}
}
