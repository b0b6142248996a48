package main

import (
	"context"

	"foja/workflows"
)

// Decree is the last part of desk.Cases; an importer publishes no calendar.
func (in *importer) Decree(ctx context.Context, version string) error {
	return workflows.StartDecree(ctx, in.temporal, version)
}
