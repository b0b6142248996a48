package e2e_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestHostileMail sends every mail that was written to do harm through the real door. The server at the door may
// refuse one; whatever gets in, the ordinary letter behind it gets its receipt, and in the end nothing is lost.
func TestHostileMail(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../mail/testdata/hostile/*.eml")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	p := embedded(t)
	refused := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".eml")
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		_, err = submit(ctx, p.SMTPAddr, p.citizen().Address, p.agency().Address, raw)
		cancel()
		if err != nil { // said so, or hung up: bare carriage returns never end for some servers
			t.Logf("%s does not get in: %v", name, err)
			refused++
		}
		p.alive(name)
	}
	if refused > len(files)/4 {
		t.Errorf("%d of %d never got in: the test looks at nothing", refused, len(files))
	}
	p.nothingLost()
}
