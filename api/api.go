// Package api is the house in JSON: what clerks, officers and managers do on screens, other
// programs do here. The desk is its only door and decides who may do what; this room speaks
// HTTP: tokens, idempotency keys, problem+json. openapi.yaml is the contract, held against the
// routes and against every answer of the tests.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"foja/webserver"
)

// Memory keeps the answers to commands, so that a repeated command is answered and not done
// again. *store.Store is one. An answer that is there already stays.
type Memory interface {
	Remember(ctx context.Context, scope, key, requestHash string, response []byte, status int, at time.Time) error
	Recall(ctx context.Context, scope, key string) (requestHash string, response []byte, status int, found bool, err error)
}

// tokenIssuer makes API tokens. The desk is one; its secret is shown once.
type tokenIssuer interface {
	IssueToken(ctx context.Context, userID, name string, until time.Time) (plain string, err error)
}

// Deps is what the API needs from the program that serves it.
type Deps struct {
	Desk   Desk         // needed
	Memory Memory       // needed
	Logger *slog.Logger // nil = slog.Default()
	// Caller tells a request's network address, for the desk's limits; nil = webserver.Direct.
	Caller webserver.Caller
}

type server struct {
	Deps
	zones  zones
	turns  keyLocks
	routes []route
}

// base is the path under which the API is mounted.
const base = "/api/v1"

// New builds the handler of everything under /api/v1. It panics without desk or memory: that
// is a mistake of the program, not of its settings.
func New(d Deps) http.Handler {
	s := newServer(d)
	return s.recovering(s.router())
}

func newServer(d Deps) *server {
	if d.Desk == (Desk{}) || d.Memory == nil {
		panic("api: Deps needs Desk and Memory")
	}
	if d.Logger == nil {
		d.Logger = slog.Default()
	}
	if d.Caller == nil {
		d.Caller = webserver.Direct
	}
	s := &server{Deps: d, turns: keyLocks{held: map[string]chan struct{}{}}}
	s.zones = zonesOf(d.Desk.Core.Agency(), d.Logger)
	s.routes = s.table()
	return s
}
