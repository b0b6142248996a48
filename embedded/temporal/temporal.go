// Package temporal runs a Temporal server inside our own process, on one SQLite file: the
// one-machine default. It is the only importer of go.temporal.io/server; everyone else talks
// to it as to a real cluster, through go.temporal.io/sdk/client with the options of Server.Reach:
// other processes of the machine are refused.
//
// With the build tag slim the package holds only Options and a Start that refuses, so that
// programs for clusters stay small.
package temporal

import (
	"errors"
	"log/slog"
	"time"
)

// Defaults of Options.
const (
	DefaultNamespace = "foja"
	DefaultRetention = 30 * 24 * time.Hour
)

// ErrNoFile is returned by Start when Options.File is empty: a server in memory would lose
// every open request with the process.
var ErrNoFile = errors.New("embedded Temporal: no data file given")

// Options says where the server keeps its state and how it is reached.
type Options struct {
	// File is the SQLite file; created when missing. Keep it apart from the register's.
	File string
	// Namespace is created on the first start. Default DefaultNamespace.
	Namespace string
	// Port of the frontend on 127.0.0.1; 0 chooses a free one.
	Port int
	// Durable makes each commit survive a power cut (synchronous=FULL), at the price of an
	// fsync per commit. Without it (NORMAL) commits survive the death of the process, and a
	// power cut can take the last moments.
	Durable bool
	// SearchAttributes are the namespace's custom ones: name -> Keyword, KeywordList, Text,
	// Int, Double, Bool or Datetime. Ones missing on an existing file are added before start.
	SearchAttributes map[string]string
	// Retention of closed workflows' histories. Default DefaultRetention.
	Retention time.Duration
	// Logger receives the server's log. Default slog.Default().
	Logger *slog.Logger
	// LogLevel is the least level passed on to Logger. Default slog.LevelWarn.
	LogLevel slog.Leveler
}

// withDefaults fills what the caller left out.
func (o Options) withDefaults() Options {
	if o.Namespace == "" {
		o.Namespace = DefaultNamespace
	}
	if o.Retention <= 0 {
		o.Retention = DefaultRetention
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.LogLevel == nil {
		o.LogLevel = slog.LevelWarn
	}
	return o
}
