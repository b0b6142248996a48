package blobs_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"foja/files/blobs"
	"foja/harness"
)

// wire stands between the program and the object storage and sees what passes.
type wire struct {
	mu     sync.Mutex
	ranges []string     // of the objects asked for
	passed atomic.Int64 // bytes of answers
}

func (w *wire) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.ranges)
}

type counted struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// object puts content into an object storage, and opens it by way of a wire.
func object(t *testing.T, content []byte) (w *wire, k blobs.Store, file string) {
	t.Helper()
	s := harness.UseS3(t)
	target, err := url.Parse(s.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{}
	proxy := httputil.NewSingleHostReverseProxy(target) // the Host stays as it was signed
	proxy.ModifyResponse = func(r *http.Response) error {
		if r.Request.Method == http.MethodGet && r.Request.Header.Get("Range") != "" {
			w.mu.Lock()
			w.ranges = append(w.ranges, r.Request.Header.Get("Range"))
			w.mu.Unlock()
			r.Body = counted{r.Body, &w.passed}
		}
		return nil
	}
	front := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		defer func() { _ = recover() }() // a client that hangs up ends the copy
		proxy.ServeHTTP(out, r)
	}))
	t.Cleanup(front.Close)
	k = opened(t, blobs.Settings{
		Where: "s3://" + s.Bucket, Endpoint: front.URL, Region: "us-east-1", AccessKey: s.AccessKey, SecretKey: s.SecretKey,
	})
	sum := blobs.Sum(content)
	if err := k.Put(t.Context(), sum, content); err != nil {
		t.Fatal(err)
	}
	return w, k, filepath.Join(s.Objects, sum[:2], sum)
}

func numbers(n int) []byte {
	content := make([]byte, n)
	for i := range content {
		content[i] = byte(i >> 8 * 7)
	}
	return content
}

// A range of an object is asked for when it is read, from where the reader is, and never twice.
func TestAnObjectIsFetchedFromWhereItIsRead(t *testing.T) {
	content := numbers(3 << 20)
	w, k, _ := object(t, content)
	r, err := k.Open(t.Context(), blobs.Sum(content))
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []struct {
		offset int64
		whence int
	}{{5, io.SeekStart}, {0, io.SeekEnd}, {2 << 20, io.SeekStart}} {
		if _, err := r.Seek(to.offset, to.whence); err != nil {
			t.Fatal(err)
		}
	}
	part := make([]byte, 1000)
	read := func(at int64) {
		t.Helper()
		if _, err := io.ReadFull(r, part); err != nil || !bytes.Equal(part, content[at:at+1000]) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	read(2 << 20)
	if at, err := r.Seek(0, io.SeekCurrent); err != nil || at != 2<<20+1000 {
		t.Errorf("it is at %d, %v", at, err)
	}
	read(2<<20 + 1000)
	if _, err := r.Seek(-2000, io.SeekCurrent); err != nil {
		t.Fatal(err)
	}
	read(2 << 20)
	if _, err := r.Seek(-1000, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	read(3<<20 - 1000)
	if n, err := r.Read(part); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %d, %v", n, err)
	}
	if _, err := r.Seek(1, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(part); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("beyond the end: %d, %v", n, err)
	}
	if at, err := r.Seek(-1, io.SeekStart); err == nil {
		t.Errorf("before the beginning is %d", at)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if got, want := w.asked(), []string{"bytes=2097152-", "bytes=2097152-", "bytes=3144728-"}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
}

// A reader that is closed early fetches no more, and so does one whose caller has gone.
func TestAnObjectThatNobodyReadsOnIsNotFetched(t *testing.T) {
	content := numbers(64 << 20)
	w, k, _ := object(t, content)
	ctx, cancel := context.WithCancel(t.Context())
	for _, end := range []func(r io.ReadSeekCloser) error{
		func(r io.ReadSeekCloser) error { return errors.Join(r.Close(), r.Close()) },
		func(r io.ReadSeekCloser) error {
			cancel()
			if _, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
				t.Errorf("after its caller went: %v", err)
			}
			return r.Close()
		},
	} {
		r, err := k.Open(ctx, blobs.Sum(content))
		if err != nil {
			t.Fatal(err)
		}
		part := make([]byte, 1000)
		if _, err := io.ReadFull(r, part); err != nil || !bytes.Equal(part, content[:1000]) {
			t.Fatal(err)
		}
		if err := end(r); err != nil {
			t.Error(err)
		}
	}
	if _, err := k.Get(t.Context(), blobs.Sum(content)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if passed := w.passed.Load(); passed > 32<<20 {
		t.Errorf("%d MB of two times 64 were fetched for 2 kB", passed>>20)
	}
}

// An object that goes between its opening and a read is missing, and does not end early.
func TestAnObjectThatIsGone(t *testing.T) {
	content := numbers(1 << 20)
	_, k, file := object(t, content)
	var readers []io.ReadSeekCloser
	for range 2 {
		r, err := k.Open(t.Context(), blobs.Sum(content))
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	part := make([]byte, 1000)
	if _, err := io.ReadFull(readers[1], part); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := readers[1].Seek(500_000, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	for i, r := range readers {
		if n, err := r.Read(part); n != 0 || !errors.Is(err, blobs.ErrMissing) {
			t.Errorf("reader %d: %d bytes, %v", i, n, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An object that was cut short meanwhile is an error and no short file.
func TestAnObjectThatWasCutShort(t *testing.T) {
	content := numbers(1 << 20)
	_, k, file := object(t, content)
	r, err := k.Open(t.Context(), blobs.Sum(content))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 1000); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err == nil || len(got) == len(content) {
		t.Errorf("%d bytes and no error", len(got))
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}
