// Package histories keeps recorded lives of workflows, as the server tells them, so that the
// tests can replay every shape that was ever shipped. It is no part of any workflow.
package histories

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
)

// Env names the folder into which a test that runs real workflows records them; unset, nothing
// is recorded.
const Env = "FOJA_RECORD_HISTORIES"

// Record writes the history of one run (run "" = the latest) of a workflow to name.json in the
// folder that Env names. A history holds IDs only, never a person's data.
func Record(ctx context.Context, c client.Client, workflowID, run, name string) error {
	dir := os.Getenv(Env)
	if dir == "" {
		return nil
	}
	var h historypb.History
	pages := c.GetWorkflowHistory(ctx, workflowID, run, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for pages.HasNext() {
		e, err := pages.Next()
		if err != nil {
			return fmt.Errorf("history of %s: %w", workflowID, err)
		}
		h.Events = append(h.Events, e)
	}
	text, err := temporalproto.CustomJSONMarshalOptions{Indent: " "}.Marshal(&h)
	if err != nil {
		return fmt.Errorf("history of %s: %w", workflowID, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("record histories: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("record histories: %w", err)
	}
	return nil
}
