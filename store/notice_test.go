package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestNotices(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		n := Notice{
			Key: "r1/half/0/u1", User: "u1", Request: "r1", Number: "000001-2026", Alarm: "half", Kind: "remind",
			Text: "Mitad", At: noon.Truncate(time.Microsecond),
		}
		for _, want := range []bool{false, true} {
			existed, err := s.AddNotice(ctx, n)
			must(t, err)
			if existed != want {
				t.Errorf("existed is %v", existed)
			}
		}
		n.ID = NoticeID(n.Key)
		got, err := s.Notice(ctx, n.ID)
		must(t, err)
		if diff := cmp.Diff(n, got); diff != "" {
			t.Errorf("notice differs:\n%s", diff)
		}
		later := Notice{Key: "k2", User: "u1", At: noon.Add(time.Hour)}
		other := Notice{Key: "k3", User: "u2", At: noon}
		for _, n := range []Notice{later, other} {
			_, err := s.AddNotice(ctx, n)
			must(t, err)
		}
		wantCode(t, s.MarkNoticeRead(ctx, n.ID, "u2", noon), docket.CodeNotFound) // not hers
		must(t, s.MarkNoticeRead(ctx, n.ID, "u1", noon))
		must(t, s.MarkNoticeRead(ctx, n.ID, "u1", noon.Add(time.Hour)))
		must(t, s.MarkNoticeMailed(ctx, n.ID, noon))
		wantCode(t, s.MarkNoticeMailed(ctx, "none", noon), docket.CodeNotFound)

		all, total, err := s.Notices(ctx, "u1", false, Page{})
		must(t, err)
		if total != 2 || all[0].Key != "k2" || !all[1].ReadAt.Equal(n.At) || !all[1].MailedAt.Equal(n.At) {
			t.Errorf("%d: %+v", total, all)
		}
		unread, total, err := s.Notices(ctx, "u1", true, Page{Limit: 1})
		must(t, err)
		if total != 1 || unread[0].Key != "k2" {
			t.Errorf("%d: %+v", total, unread)
		}
		_, err = s.AddNotice(ctx, Notice{User: "u1"})
		wantCode(t, err, docket.CodeInvalid)
	})
}

func TestRememberedAnswers(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.Remember(ctx, "u1", "k", "h1", []byte("first\x00"), 201, noon))
		must(t, s.Remember(ctx, "u1", "k", "h2", []byte("second"), 500, noon))
		hash, response, status, found, err := s.Recall(ctx, "u1", "k")
		must(t, err)
		if !found || hash != "h1" || string(response) != "first\x00" || status != 201 {
			t.Errorf("%s %q %d %v", hash, response, status, found)
		}
		if _, _, _, found, err := s.Recall(ctx, "u2", "k"); err != nil || found {
			t.Errorf("another's: %v, %v", found, err)
		}
		if n, err := s.Forget(ctx, noon.Add(time.Second)); err != nil || n != 1 {
			t.Errorf("forgot %d, %v", n, err)
		}
	})
}

func TestSettingsAndTemplates(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		if _, found, err := s.GetSetting(ctx, "a"); err != nil || found {
			t.Errorf("%v, %v", found, err)
		}
		must(t, s.SetSetting(ctx, "a", "1"))
		must(t, s.SetSetting(ctx, "a", "2"))
		if v, found, err := s.GetSetting(ctx, "a"); err != nil || !found || v != "2" {
			t.Errorf("%s, %v, %v", v, found, err)
		}
		if _, _, found, err := s.Template(ctx, "receipt"); err != nil || found {
			t.Errorf("%v, %v", found, err)
		}
		for i, body := range []string{"uno", "dos", ""} {
			version, err := s.SetTemplate(ctx, "receipt", body, "u1")
			must(t, err)
			got, last, found, err := s.Template(ctx, "receipt")
			must(t, err)
			if version != i+1 || last != version || got != body || !found {
				t.Errorf("version %d: %q %d %v", version, got, last, found)
			}
		}
	})
}
