package sandbox

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"foja/files/sandbox/hostiletest"
)

// Every hostile file is read, or ends its child in time; this program does not grow. FOJA_HOSTILE_SCALE makes them
// larger.
func TestHostileFiles(t *testing.T) {
	if raced {
		t.Skip("under the race detector a child is not confined")
	}
	scale, err := strconv.Atoi(os.Getenv("FOJA_HOSTILE_SCALE"))
	if err != nil {
		scale = 1
	}
	files := hostiletest.Files(scale)
	if len(files) < 40 {
		t.Fatalf("only %d files", len(files))
	}
	const most = 4 * time.Second // for each of two tasks; of a day's ten seconds the end-to-end test knows
	p := pool(t, Options{Time: most})
	before, ends := resident(t), map[Why]int{}
	for _, f := range files {
		if len(f.Bytes) > 25_000_000 {
			t.Errorf("%s has %d bytes: no form takes it", f.Name, len(f.Bytes))
		}
		for _, task := range []Task{Words, Inspect} {
			began := time.Now()
			r, err := p.do(t.Context(), task, f.Bytes)
			took := time.Since(began)
			var ended Ended
			if errors.As(err, &ended) {
				ends[ended.Why]++
			} else if err != nil {
				t.Errorf("%s, %s: %v", f.Name, task, err)
			}
			if took > most/2 || err != nil {
				t.Logf("%-26s %-5s %8d bytes, %6s: %v", f.Name, task, len(f.Bytes), took.Round(time.Millisecond), err)
			}
			if took > most+5*time.Second+startTimeout {
				t.Errorf("%s took %s", f.Name, took)
			}
			if len(r.Words) > mostWords || len(r.Findings) > mostFindings {
				t.Errorf("%s: %d words, %d findings", f.Name, len(r.Words), len(r.Findings))
			}
		}
	}
	grown := resident(t) - before
	t.Logf("%d files; children ended by %v; this program grew by %d MB", len(files), ends, grown>>20)
	if ends[Memory] == 0 {
		t.Log("no file needs more memory than it may have: are the readers bounded now?")
	}
	if grown > 300<<20 {
		t.Errorf("the program grew by %d MB", grown>>20)
	}
	if words, err := p.Words(t.Context(), []byte("Acta")); err != nil || words != "Acta" {
		t.Errorf("afterwards: %q, %v", words, err)
	}
}

// resident is the memory of this process, in bytes.
func resident(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}
