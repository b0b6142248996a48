//go:build !slim

package temporal

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// threshold is the least level passed on; while the server stops, its parts complain as
// warnings that the others are gone, and only errors pass.
type threshold struct {
	usual    slog.Leveler
	stopping atomic.Bool
}

func (t *threshold) Level() slog.Level {
	if t.stopping.Load() {
		return max(t.usual.Level(), slog.LevelError)
	}
	return t.usual.Level()
}

// noise begins the lines that tell an operator nothing: what config.go leaves out on purpose, and figures that could
// not be sent along with an answer because the person who asked had hung up.
var noise = []string{"HTTP API port has not been set", "unable to add metrics baggage to gRPC trailer"}

// logger hands the server's log to slog, dropping what lies below the level asked for.
type logger struct {
	to    *slog.Logger
	level *threshold
}

var (
	_ log.Logger      = logger{}
	_ log.WithLogger  = logger{}
	_ log.SLogWrapper = logger{}
)

// fatal is what logger panics with where the server would end the process: while Start
// assembles the server it is caught and becomes an error, later it ends the process loudly.
type fatal struct{ msg string }

func (f fatal) Error() string { return f.msg }

func (l logger) log(level slog.Level, msg string, tags []tag.Tag) {
	if level < l.level.Level() || !l.to.Enabled(context.Background(), level) ||
		l.level.stopping.Load() && cutShort(tags) ||
		slices.ContainsFunc(noise, func(n string) bool { return strings.HasPrefix(msg, n) }) {
		return
	}
	l.to.LogAttrs(context.Background(), level, "temporal: "+msg, attrs(tags)...)
}

// cutShort says that a line is about work which the end of the server interrupts: it is done again at the next start.
func cutShort(tags []tag.Tag) bool {
	for _, t := range tags {
		if t.Key() == "error" && strings.Contains(fmt.Sprint(t.Value()), context.Canceled.Error()) {
			return true
		}
	}
	return false
}

func (l logger) Debug(msg string, tags ...tag.Tag)  { l.log(slog.LevelDebug, msg, tags) }
func (l logger) Info(msg string, tags ...tag.Tag)   { l.log(slog.LevelInfo, msg, tags) }
func (l logger) Warn(msg string, tags ...tag.Tag)   { l.log(slog.LevelWarn, msg, tags) }
func (l logger) Error(msg string, tags ...tag.Tag)  { l.log(slog.LevelError, msg, tags) }
func (l logger) DPanic(msg string, tags ...tag.Tag) { l.log(slog.LevelError, msg, tags) }
func (l logger) Panic(msg string, tags ...tag.Tag)  { l.Fatal(msg, tags...) }

// Fatal does not log: anyone who catches the panic reports it, and an uncaught one prints itself.
func (l logger) Fatal(msg string, tags ...tag.Tag) {
	for _, t := range tags {
		if t.Key() == "error" || t.Key() == "address" {
			msg += fmt.Sprintf(" (%v)", t.Value())
		}
	}
	panic(fatal{msg})
}

// With returns a logger that adds tags to every line.
func (l logger) With(tags ...tag.Tag) log.Logger {
	args := make([]any, 0, len(tags))
	for _, a := range attrs(tags) {
		args = append(args, a)
	}
	return logger{to: l.to.With(args...), level: l.level}
}

// SLog serves the SDK clients that the server's own worker service uses.
func (l logger) SLog() *slog.Logger { return slog.New(floor{l.to.Handler(), l.level}) }

func attrs(tags []tag.Tag) []slog.Attr {
	out := make([]slog.Attr, 0, len(tags))
	for _, t := range tags {
		out = append(out, slog.Any(t.Key(), t.Value()))
	}
	return out
}

// floor is a slog.Handler with a least level.
type floor struct {
	slog.Handler
	level slog.Leveler
}

func (f floor) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= f.level.Level() && f.Handler.Enabled(ctx, level)
}

func (f floor) WithAttrs(as []slog.Attr) slog.Handler { return floor{f.Handler.WithAttrs(as), f.level} }

func (f floor) WithGroup(name string) slog.Handler { return floor{f.Handler.WithGroup(name), f.level} }
