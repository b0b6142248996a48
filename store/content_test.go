package store

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"foja/docket"
	"foja/files/blobs"
)

// A document is read from any place, wherever its bytes lie, and bytes that are no longer those that were kept are
// never given out whole.
func TestOpenDocument(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, dir := t.Context(), t.TempDir()
		keeper, err := blobs.Open(ctx, blobs.Settings{Where: "dir:" + dir})
		must(t, err)
		for name, size := range map[string]int{"small": 1000, "large": 3 << 20} {
			for _, external := range []bool{false, true} {
				if s.external = nil; external {
					s.external = keeper
				}
				body := bytes.Repeat([]byte(name[:1]+"0123456"), size/8)
				body[0] = map[bool]byte{false: 'i', true: 'o'}[external] // the same bytes are kept once
				kept, err := s.KeepDocument(ctx, NewDocument{Kind: DocumentText, Name: name, Bytes: body})
				must(t, err)
				doc, content, err := s.OpenDocument(ctx, kept.ID)
				must(t, err)
				part := make([]byte, 16)
				_, err = content.Seek(int64(size/2), io.SeekStart)
				must(t, err)
				_, err = io.ReadFull(content, part)
				must(t, err)
				_, err = content.Seek(0, io.SeekStart)
				must(t, err)
				whole, err := io.ReadAll(content)
				must(t, errors.Join(err, content.Close()))
				if !bytes.Equal(whole, body) || !bytes.Equal(part, body[size/2:size/2+16]) || doc.Size != int64(size) {
					t.Errorf("%s, outside %v: %d bytes, part %q", name, external, len(whole), part)
				}
				if !external {
					continue
				}
				body[size-1] ^= 1
				must(t, os.WriteFile(filepath.Join(dir, kept.SHA256[:2], kept.SHA256), body, 0o600))
				_, content, err = s.OpenDocument(ctx, kept.ID)
				must(t, err)
				got, err := io.ReadAll(content)
				if err == nil || len(got) >= size {
					t.Errorf("%s: %d spoilt bytes of %d are given out, %v", name, len(got), size, err)
				}
				must(t, content.Close())
				must(t, os.WriteFile(filepath.Join(dir, kept.SHA256[:2], kept.SHA256), body[:size-1], 0o600))
				if _, _, err = s.OpenDocument(ctx, kept.ID); err == nil {
					t.Errorf("%s: a file that is too short is opened", name)
				}
			}
		}
		_, _, err = s.OpenDocument(ctx, "nothing")
		wantCode(t, err, docket.CodeNotFound)
	})
}

// What stops coming is removed, with the parts that came.
func TestDropStaleUploads(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), noon
		s.clock = func() time.Time { return now }
		id, _, err := s.KeepMessage(ctx, NewMessage{Raw: []byte("m"), Account: "agency", Mailbox: "INBOX", UID: 1})
		must(t, err)
		must(t, s.MakeUploadLink(ctx, UploadLink{
			Message: id, Token: "t", Reason: docket.HeldTooBig, ExpiresAt: noon.AddDate(0, 1, 0),
		}))
		for _, u := range []string{"stale", "going on"} {
			over, err := s.BeginUpload(ctx, Uploading{ID: u, Message: id, Name: u, Size: 10},
				UploadBounds{Files: 2, Link: 20, All: 20})
			must(t, err)
			if over != Within {
				t.Fatalf("%s is beyond %d", u, over)
			}
			must(t, s.AddPart(ctx, u, 0, []byte("01234")))
		}
		if over, err := s.BeginUpload(ctx, Uploading{ID: "third", Message: id, Size: 1},
			UploadBounds{Files: 2, Link: 99, All: 99}); err != nil || over != OverFiles {
			t.Errorf("a third file: %d, %v", over, err)
		}
		now = noon.Add(30 * time.Hour)
		must(t, s.AddPart(ctx, "going on", 5, []byte("5")))
		if n, err := s.DropStaleUploads(ctx, noon.Add(time.Hour)); err != nil || n != 1 {
			t.Errorf("%d removed, %v", n, err)
		}
		if n, err := count(ctx, s.read, `SELECT count(*) FROM upload_part WHERE upload='stale'`); err != nil || n != 0 {
			t.Errorf("%d parts left, %v", n, err)
		}
		if u, err := s.Uploading(ctx, "going on"); err != nil || u.Received != 6 {
			t.Errorf("%+v, %v", u, err)
		}
	})
}
