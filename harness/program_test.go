package harness_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"foja/harness"
)

// The program under test is a shell here: what counts is how it is started, read and ended.
func shell(dir, script string, env ...string) harness.Run {
	return harness.Run{Binary: "/bin/sh", Args: []string{"-c", script}, Dir: dir, Env: env}
}

func TestProgramFirstLineAndInterrupt(t *testing.T) {
	t.Setenv("FOJA_LEAK", "yes")
	p := harness.UseProgram(t, shell(harness.Dir(t), `
		trap 'echo bye; exit 7' INT
		echo trouble >&2
		printf '{"seen":"%s","leak":"%s"}\nsecond\n' "$SEEN" "$FOJA_LEAK" # in one write: the interrupt comes right after it
		while :; do sleep 0.05; done`, "SEEN=mine"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var said struct{ Seen, Leak string }
	if err := p.FirstLine(ctx, &said); err != nil {
		t.Fatal(err)
	}
	if said.Seen != "mine" || said.Leak != "" {
		t.Errorf("its environment: %+v", said)
	}
	if err := p.Interrupt(); err != nil {
		t.Fatal(err)
	}
	if code, err := p.Wait(ctx); err != nil || code != 7 {
		t.Errorf("exit code %d, %v", code, err)
	}
	out, err := os.ReadFile(p.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(out), "second\nbye\n") || p.Log() != "trouble" {
		t.Errorf("kept %q and %q", out, p.Log())
	}
}

func TestProgramThatEndsBeforeItSpeaks(t *testing.T) {
	p := harness.UseProgram(t, shell(harness.Dir(t), `echo "no such setting" >&2; exit 2`))
	if err := p.FirstLine(t.Context(), &struct{}{}); err == nil || !strings.Contains(err.Error(), "no such setting") {
		t.Errorf("got %v, want the end of its log", err)
	}
}

func TestKill9(t *testing.T) {
	p := harness.UseProgram(t, shell(harness.Dir(t), `trap '' INT TERM; echo '{}'; while :; do sleep 0.05; done`))
	if err := p.FirstLine(t.Context(), &struct{}{}); err != nil {
		t.Fatal(err)
	}
	if err := p.Kill9(); err != nil {
		t.Fatal(err)
	}
	if code, err := p.Wait(t.Context()); err != nil || code != -1 {
		t.Errorf("exit code %d, %v; want a death by signal", code, err)
	}
}
