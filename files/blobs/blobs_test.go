package blobs_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/files/blobs"
	"foja/harness"
)

// place is a kind of place, and how its owner finds the file of a sum.
type place struct {
	name string
	open func(t *testing.T) (k blobs.Store, file func(sum string) string)
}

var places = []place{
	{"directory", func(t *testing.T) (blobs.Store, func(string) string) {
		dir := filepath.Join(t.TempDir(), "a", "b")
		return opened(t, blobs.Settings{Where: "dir:" + dir}),
			func(sum string) string { return filepath.Join(dir, sum[:2], sum) }
	}},
	{"object storage", func(t *testing.T) (blobs.Store, func(string) string) {
		s := harness.UseS3(t)
		k := opened(t, blobs.Settings{Where: "s3://" + s.Bucket +
			"/some/prefix", Endpoint: s.Endpoint, Region: "us-east-1", AccessKey: s.AccessKey, SecretKey: s.SecretKey})
		return k, func(sum string) string { return filepath.Join(s.Objects, "some", "prefix", sum[:2], sum) }
	}},
}

func opened(t *testing.T, s blobs.Settings) blobs.Store {
	t.Helper()
	k, err := blobs.Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func all(t *testing.T, k blobs.Store) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := k.Each(t.Context(), func(sum string, since time.Time) error {
		if age := time.Since(since); age < -time.Minute || age > time.Hour {
			t.Errorf("%s is said to lie there since %s", sum, since)
		}
		found[sum] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAPlaceKeepsBytes holds for every place: what was put comes back, once, and what was not is said to be missing.
func TestAPlaceKeepsBytes(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			k, file := p.open(t)
			if n := len(all(t, k)); n != 0 {
				t.Fatalf("%d in a new place", n)
			}
			ctx := t.Context()
			for _, content := range [][]byte{[]byte("una solicitud"), {}, []byte(strings.Repeat("grande ", 1<<20))} {
				sum := blobs.Sum(content)
				if _, err := k.Get(ctx, sum); !errors.Is(err, blobs.ErrMissing) || !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("before it was put: %v", err)
				}
				for range 2 {
					if err := k.Put(ctx, sum, content); err != nil {
						t.Fatal(err)
					}
				}
				if got, err := k.Get(ctx, sum); err != nil || string(got) != string(content) {
					t.Errorf("%d bytes came back of %d, %v", len(got), len(content), err)
				}
				if _, err := os.Stat(file(sum)); err != nil {
					t.Errorf("its owner does not find it: %v", err)
				}
				if !all(t, k)[sum] {
					t.Errorf("%s is not listed", sum)
				}
			}
			if n := len(all(t, k)); n != 3 {
				t.Errorf("%d are listed, want 3", n)
			}
		})
	}
}

// TestHalfAFileIsMended: a process that died, or a disk that filled up, leaves a file that is too short; putting the
// bytes again mends it.
func TestHalfAFileIsMended(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			k, file := p.open(t)
			content := []byte("una solicitud entera")
			sum := blobs.Sum(content)
			if err := k.Put(t.Context(), sum, content); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(file(sum), 5); err != nil {
				t.Fatal(err)
			}
			if err := k.Put(t.Context(), sum, content); err != nil {
				t.Fatal(err)
			}
			if got, err := k.Get(t.Context(), sum); err != nil || string(got) != string(content) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestManyAtOnce: several workers may put the same bytes at the same time.
func TestManyAtOnce(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			k, _ := p.open(t)
			content := []byte(strings.Repeat("x", 1<<16))
			var group sync.WaitGroup
			for range 8 {
				group.Go(func() {
					if err := k.Put(t.Context(), blobs.Sum(content), content); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if got, err := k.Get(t.Context(), blobs.Sum(content)); err != nil || len(got) != 1<<16 {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if n := len(all(t, k)); n != 1 {
				t.Errorf("%d are listed", n)
			}
		})
	}
}

// TestOpenRefuses says what is wrong with a place before the first letter comes.
func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := harness.UseS3(t)
	for want, settings := range map[string]blobs.Settings{
		"a place is dir:PATH": {Where: "ftp://x"},
		"not a directory":     {Where: "dir:" + file},
		"an access key":       {Where: "s3://foja"},
		"NoSuchBucket": {
			Where: "s3://otro", Endpoint: s.Endpoint, Region: "us-east-1", AccessKey: s.AccessKey, SecretKey: s.SecretKey,
		},
		"SignatureDoesNotMatch": {
			Where: "s3://foja", Endpoint: s.Endpoint, Region: "us-east-1", AccessKey: s.AccessKey, SecretKey: "otro",
		},
	} {
		if _, err := blobs.Open(context.Background(), settings); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", settings, err, want)
		}
	}
	if k := opened(t, blobs.Settings{Where: "dir:" + t.TempDir()}); k.Put(t.Context(), "../../etc/x", nil) == nil {
		t.Error("a path is taken for a sum")
	}
}

// A blob is read from any place of it, as often as one likes.
func TestAPartOfABlob(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			k, _ := p.open(t)
			body := []byte(strings.Repeat("0123456789abcdef", 10_000))
			if err := k.Put(t.Context(), blobs.Sum(body), body); err != nil {
				t.Fatal(err)
			}
			content, err := k.Open(t.Context(), blobs.Sum(body))
			if err != nil {
				t.Fatal(err)
			}
			if end, err := content.Seek(0, io.SeekEnd); err != nil || end != int64(len(body)) {
				t.Errorf("it ends at %d, %v", end, err)
			}
			for _, from := range []int64{100_000, 7, 0} {
				if _, err := content.Seek(from, io.SeekStart); err != nil {
					t.Fatal(err)
				}
				if rest, err := io.ReadAll(content); err != nil || string(rest) != string(body[from:]) {
					t.Errorf("from %d: %d bytes, %v", from, len(rest), err)
				}
			}
			if err := content.Close(); err != nil {
				t.Error(err)
			}
			if _, err := k.Open(t.Context(), blobs.Sum([]byte("nothing"))); !errors.Is(err, blobs.ErrMissing) {
				t.Errorf("what is not there: %v", err)
			}
		})
	}
}
