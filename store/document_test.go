package store

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestDocuments(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		body := []byte("\x00\xffbytes")
		d, err := s.KeepDocument(ctx, NewDocument{
			Kind: DocumentDraft, Name: "a\x00ñ.pdf", Type: "application/pdf", Bytes: body, By: "u1", Key: "k1",
		})
		must(t, err)
		if d.Name != "añ.pdf" || d.Size != int64(len(body)) || d.SHA256 != sum(body) || d.Request != "" {
			t.Errorf("%+v", d)
		}
		again, err := s.KeepDocument(ctx, NewDocument{Kind: DocumentDraft, Name: "other", Bytes: []byte("other"), Key: "k1"})
		must(t, err)
		if diff := cmp.Diff(d, again); diff != "" {
			t.Errorf("the same key made another document:\n%s", diff)
		}
		// The same bytes under two names are two documents and one blob; no key is no key twice.
		for range 2 {
			copied, err := s.KeepDocument(ctx, NewDocument{Kind: DocumentAttachment, Name: "b", Bytes: body})
			must(t, err)
			if copied.ID == d.ID {
				t.Error("two documents became one")
			}
		}
		if n, err := count(ctx, s.read, `SELECT count(*) FROM blob WHERE sha256=$1`, d.SHA256); err != nil || n != 1 {
			t.Errorf("%d blobs, %v", n, err)
		}
		empty, err := s.KeepDocument(ctx, NewDocument{Kind: DocumentText})
		must(t, err)
		if got, err := s.DocumentBytes(ctx, empty.ID); err != nil || len(got) != 0 {
			t.Errorf("nothing is %q, %v", got, err)
		}
		got, err := s.DocumentBytes(ctx, d.ID)
		must(t, err)
		if !bytes.Equal(got, body) {
			t.Errorf("bytes are %q", got)
		}
		_, err = s.KeepDocument(ctx, NewDocument{Bytes: body})
		wantCode(t, err, docket.CodeInvalid)
		_, err = s.DocumentBytes(ctx, "none")
		wantCode(t, err, docket.CodeNotFound)

		r, other := register(t, s, registration("1")), register(t, s, registration("2"))
		must(t, s.LinkDocuments(ctx, r.ID, []string{d.ID}))
		must(t, s.LinkDocuments(ctx, r.ID, []string{d.ID}))
		wantCode(t, s.LinkDocuments(ctx, other.ID, []string{empty.ID, d.ID}), docket.CodeConflict)
		wantCode(t, s.LinkDocuments(ctx, other.ID, []string{empty.ID, "none"}), docket.CodeNotFound)
		all, err := s.Documents(ctx, r.ID)
		must(t, err)
		d.Request = r.ID
		if diff := cmp.Diff([]Document{d}, all); diff != "" {
			t.Errorf("documents differ:\n%s", diff)
		}
		if all, err := s.Documents(ctx, other.ID); err != nil || len(all) != 0 {
			t.Errorf("half of a refused link stayed: %v, %v", all, err)
		}
	})
}

// A document that is dropped is gone from its case, and so are its words from the search; others stay.
func TestDroppedDocuments(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r, other := register(t, s, registration("1")), register(t, s, registration("2"))
		keep := func(request, key string) Document {
			d, err := s.KeepDocument(ctx, NewDocument{
				Request: request, Kind: DocumentNote, Name: key, Bytes: []byte(key), Key: key,
			})
			must(t, err)
			return d
		}
		stays, goes, foreign := keep(r.ID, "k1"), keep(r.ID, "k2"), keep(other.ID, "k3")
		must(t, s.AddToSearch(ctx, Unsearched{ID: goes.ID, Request: r.ID}, "ornitorrinco"))
		found := func() int {
			_, n, err := s.Requests(ctx, RequestFilter{Text: "ornitorrinco"})
			must(t, err)
			return n
		}
		if found() != 1 {
			t.Error("the words are not found")
		}
		for range 2 {
			must(t, s.DropDocuments(ctx, r.ID, []string{goes.ID, foreign.ID, "none"}))
		}
		if all, err := s.Documents(ctx, r.ID); err != nil || len(all) != 1 || all[0].ID != stays.ID || found() != 0 {
			t.Errorf("%+v, %v, found %d", all, err, found())
		}
		if all, err := s.Documents(ctx, other.ID); err != nil || len(all) != 1 {
			t.Errorf("another case's document went: %+v, %v", all, err)
		}
	})
}

func TestSpoiledDocumentIsNotShown(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		d, err := s.KeepDocument(t.Context(), NewDocument{Kind: DocumentText, Bytes: []byte("right")})
		must(t, err)
		_, err = s.write.ExecContext(t.Context(), `UPDATE blob SET bytes=$1`, []byte("wrong"))
		must(t, err)
		if got, err := s.DocumentBytes(t.Context(), d.ID); err == nil {
			t.Errorf("%q was shown", got)
		}
	})
}
