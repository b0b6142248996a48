package store

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
)

func TestSessionsAreToldApartAndEndedOneByOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		s.clock = func() time.Time { return noon }
		put := func(token, user, device string, ends time.Duration) {
			t.Helper()
			data, err := scs.GobCodec{}.Encode(noon.Add(ends), map[string]any{
				SessionUserKey:  user,
				SessionSinceKey: noon.Format(time.RFC3339), SessionDeviceKey: device, SessionPlaceKey: "10.0.0.7",
			})
			must(t, err)
			must(t, s.Sessions().CommitCtx(ctx, token, data, noon.Add(ends)))
		}
		put("desk", "u1", "Firefox", time.Hour)
		put("phone", "u1", "Chrome", 2*time.Hour)
		put("other", "u2", "Edge", time.Hour)
		all, err := s.SessionsOf(ctx, "u1")
		must(t, err)
		if len(all) != 2 || all[0].Device != "Chrome" || all[1].ID != SessionID("desk") ||
			!all[1].Since.Equal(noon.Truncate(time.Second)) || all[1].Place != "10.0.0.7" {
			t.Fatalf("%+v", all)
		}
		must(t, s.EndSession(ctx, "u1", SessionID("other"))) // not hers
		must(t, s.EndSession(ctx, "u1", SessionID("phone")))
		must(t, s.EndSession(ctx, "u1", SessionID("phone")))
		for user, want := range map[string]int{"u1": 1, "u2": 1, "": 0} {
			if left, err := s.SessionsOf(ctx, user); err != nil || len(left) != want {
				t.Errorf("%q has %d left, %v", user, len(left), err)
			}
		}
	})
}
