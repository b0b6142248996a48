//go:build !slim

package temporal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.temporal.io/server/common/log/tag"
)

func TestOnlyWhatTheEndDoesNotExplainIsSaidWhileStopping(t *testing.T) {
	var said bytes.Buffer
	l := logger{to: slog.New(slog.NewTextHandler(&said, nil)), level: &threshold{usual: slog.LevelWarn}}
	interrupted := tag.Error(fmt.Errorf("write failed: %w", context.Canceled))
	l.Error("interrupted in service", interrupted)
	l.level.stopping.Store(true)
	l.Warn("a neighbour is gone")
	l.Error("interrupted by the end", interrupted)
	l.Error("the disk is full", tag.Error(errors.New("no space left")))
	got := said.String()
	for line, want := range map[string]bool{
		"interrupted in service": true, "a neighbour": false, "by the end": false, "disk is full": true,
	} {
		if strings.Contains(got, line) != want {
			t.Errorf("%q said: %v, want %v", line, !want, want)
		}
	}
}
