//go:build slim

package temporal

import (
	"context"
	"errors"

	"go.temporal.io/sdk/client"
)

// ErrSlim is what Start returns in a program built with -tags slim.
var ErrSlim = errors.New("this build has no embedded Temporal server; set TEMPORAL_ADDRESS")

// Server is the running server; a slim build never has one.
type Server struct{}

// Start refuses with ErrSlim.
func Start(context.Context, Options) (*Server, error) { return nil, ErrSlim }

// Addr is empty.
func (*Server) Addr() string { return "" }

// Reach does nothing.
func (*Server) Reach(*client.Options) {}

// Stop does nothing.
func (*Server) Stop() {}
