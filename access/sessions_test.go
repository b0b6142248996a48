package access_test

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"foja/access"
	"foja/desk/desktest"
	"foja/docket"
	"foja/store"
)

func TestOneSeesAndEndsOnesOwnSessionsOnly(t *testing.T) {
	h := desktest.New(t)
	ana, eva := h.Person("Ana", "lima", docket.RoleOfficer), h.Person("Eva", "lima", docket.RoleOfficer)
	for token, u := range map[string]access.User{"a1": ana, "a2": ana, "e1": eva} {
		ends := time.Now().Add(time.Hour)
		data, err := scs.GobCodec{}.Encode(ends, map[string]any{
			store.SessionUserKey: u.ID, store.SessionDeviceKey: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
		})
		h.Must(err)
		h.Must(h.Access.Store.Sessions().CommitCtx(h.Ctx, token, data, ends))
	}
	open, err := h.Access.Sessions(h.Ctx, ana)
	h.Must(err)
	if len(open) != 2 || open[0].Device != "Firefox en Windows" {
		t.Errorf("%+v", open)
	}
	h.Must(h.Access.EndSession(h.Ctx, eva, access.SessionID("a1")))
	h.Must(h.Access.EndSession(h.Ctx, ana, access.SessionID("a2")))
	if open, err = h.Access.Sessions(h.Ctx, ana); err != nil || len(open) != 1 || open[0].ID != access.SessionID("a1") {
		t.Errorf("%+v, %v", open, err)
	}
	if got := access.DeviceWords(""); got != "Equipo desconocido" {
		t.Errorf("%q", got)
	}
}
