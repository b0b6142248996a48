package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"foja/files/blobs"
)

// filled keeps a document and a message, and says under which sums.
func filled(t *testing.T, s *Store, mark string) (document, message string, sums []string) {
	t.Helper()
	d, err := s.KeepDocument(t.Context(), NewDocument{Kind: DocumentText, Bytes: []byte("document " + mark)})
	must(t, err)
	id, _, err := s.KeepMessage(t.Context(),
		NewMessage{Raw: []byte("message " + mark), Account: "agency", Mailbox: "INBOX", UID: uint32(len(mark))})
	must(t, err)
	return d.ID, id, []string{d.SHA256, id}
}

func readBack(t *testing.T, s *Store, document, message, mark string) {
	t.Helper()
	if got, err := s.DocumentBytes(t.Context(), document); err != nil || string(got) != "document "+mark {
		t.Errorf("document %s: %q, %v", mark, got, err)
	}
	if got, err := s.MessageRaw(t.Context(), message); err != nil || string(got) != "message "+mark {
		t.Errorf("message %s: %q, %v", mark, got, err)
	}
}

func audited(t *testing.T, s *Store, looked, damaged int) {
	t.Helper()
	n, bad, err := s.AuditBytes(t.Context())
	if err != nil || n != looked || len(bad) != damaged {
		t.Errorf("%d looked at, damaged %v, %v; want %d and %d", n, bad, err, looked, damaged)
	}
}

// Bytes lie where the store is told to keep them, are read from wherever they lie, and can be moved out and back. What
// is spoilt or gone outside is reported like what is spoilt inside, and what nobody asks for as well.
func TestBytesOutside(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, dir := t.Context(), t.TempDir()
		keeper, err := blobs.Open(ctx, blobs.Settings{Where: "dir:" + dir})
		must(t, err)
		file := func(sum string) string { return filepath.Join(dir, sum[:2], sum) }
		d1, m1, _ := filled(t, s, "inside")
		s.external = keeper
		d2, m2, sums := filled(t, s, "outside")
		for _, sum := range sums {
			if _, err := os.Stat(file(sum)); err != nil {
				t.Error(err)
			}
		}
		if n, err := count(ctx, s.read, `SELECT count(*) FROM blob WHERE length(bytes) > 0`); err != nil || n != 1 {
			t.Errorf("%d documents have bytes inside, %v", n, err)
		}
		both := func() {
			t.Helper()
			readBack(t, s, d1, m1, "inside")
			readBack(t, s, d2, m2, "outside")
			audited(t, s, 4, 0)
		}
		both()
		moved, err := s.MoveBytes(ctx, keeper)
		if err != nil || moved != 2 {
			t.Errorf("%d moved out, %v", moved, err)
		}
		both()
		if kept, unknown, err := s.AuditExternalBlobs(ctx, time.Now().Add(time.Hour)); err != nil || kept != 4 ||
			len(unknown) != 0 {
			t.Errorf("%d outside, unknown %v, %v", kept, unknown, err)
		}

		must(t, os.WriteFile(file(sums[0]), []byte("spoilt"), 0o600))
		must(t, os.Remove(file(sums[1])))
		audited(t, s, 4, 2)
		if got, err := s.DocumentBytes(ctx, d2); err == nil {
			t.Errorf("%q was shown", got)
		}
		s.external = nil
		if moved, err := s.MoveBytes(ctx, keeper); err == nil {
			t.Errorf("%d moved back, spoilt ones too", moved)
		}
		// Of four, the two that are whole are moved, whichever come first.
		if n, err := count(
			ctx, s.read, `SELECT (SELECT count(*) FROM blob WHERE outside) + (SELECT count(*) FROM message_raw WHERE outside)`,
		); err != nil || n != 2 {
			t.Errorf("%d are still outside, %v; want the 2 that are damaged", n, err)
		}
		must(t, os.WriteFile(file(sums[0]), []byte("document outside"), 0o600))
		must(t, os.WriteFile(file(sums[1]), []byte("message outside"), 0o600))
		if _, err := s.MoveBytes(ctx, keeper); err != nil {
			t.Error(err)
		}
		both()
		s.external = keeper
		if kept, unknown, err := s.AuditExternalBlobs(ctx, time.Now().Add(time.Hour)); err != nil || kept != 4 ||
			len(unknown) != 4 {
			t.Errorf("after moving back: %d outside, %d that nobody asks for, %v", kept, len(unknown), err)
		}
		if _, unknown, err := s.AuditExternalBlobs(ctx, time.Now().Add(-time.Hour)); err != nil || len(unknown) != 0 {
			t.Errorf("what was just put there may be about to be asked for: %v, %v", unknown, err)
		}
	})
}
