package workflows_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"foja/workflows"
)

// mostEvents is how many events of Temporal's history a case that is answered, by whatever road, stays under. One that
// is left alone costs more: every day overdue has its alarm. Temporal itself suggests to continue as new at 4,096, and
// the case does. A run of a decree is no case: it hands over after fifty pages.
const (
	mostEvents       = 200
	mostDecreeEvents = 650
)

func eventsIn(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var history struct {
		Events []json.RawMessage `json:"events"`
	}
	if err := json.Unmarshal(text, &history); err != nil {
		t.Fatal(err)
	}
	return len(history.Events)
}

// Recorded lives of every shape that was shipped are replayed: a change of the workflow's code
// that would break an open case fails here. Never delete a file of one that may still be open;
// a change that cannot replay needs workflow.GetVersion.
//
// New ones are recorded by TestRecord on a real server, with FOJA_RECORD_HISTORIES naming the
// folder (build tag record).
func TestRecordedHistories_replay(t *testing.T) {
	files, err := filepath.Glob("testdata/histories/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("testdata/histories is empty: record histories against the real server first (FOJA_RECORD_HISTORIES)")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			most := mostEvents
			if strings.HasPrefix(filepath.Base(file), "decree-") {
				most = mostDecreeEvents
			}
			if n := eventsIn(t, file); n > most {
				t.Errorf("%d events, more than the %d that it is promised to stay under", n, most)
			}
			r := worker.NewWorkflowReplayer()
			r.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
			r.RegisterWorkflowWithOptions(workflows.Message, workflow.RegisterOptions{Name: workflows.MessageWorkflowName})
			r.RegisterWorkflowWithOptions(workflows.Decree, workflow.RegisterOptions{Name: workflows.DecreeWorkflowName})
			r.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
			if err := r.ReplayWorkflowHistoryFromJSONFile(quiet{}, file); err != nil {
				t.Error(err)
			}
		})
	}
}
