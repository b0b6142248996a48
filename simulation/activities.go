package simulation

import (
	"context"
	"sync"
	"time"

	"foja/docket"
	"foja/workflows"
)

// requestID stands for the request; letters are named by it.
const requestID = "00000000-0000-4000-8000-000000000001"

// activities do what the workflow asks of the world, in memory: every letter is accepted at once.
type activities struct {
	now    func() time.Time
	loaded workflows.Loaded

	mu        sync.Mutex
	events    []docket.Event
	projected docket.Case
}

var _ workflows.Activities = (*activities)(nil)

func (h *activities) LoadLaw(context.Context, workflows.RequestInput) (workflows.Loaded, error) {
	return h.loaded, nil
}

func (h *activities) Project(_ context.Context, in workflows.Projection) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range in.Events {
		if e.Seq > len(h.events) {
			h.events = append(h.events, e)
		}
	}
	h.projected = in.Case
	return nil
}

func (h *activities) PrepareLetter(context.Context, workflows.LetterInput) error { return nil }

func (h *activities) SendLetter(context.Context, string) (workflows.LetterSent, error) {
	return workflows.LetterSent{At: h.now(), Response: "250 ok"}, nil
}

func (h *activities) Notify(context.Context, workflows.NoticeInput) error { return nil }

func (h *activities) Classify(context.Context, workflows.MessageInput) (workflows.Classified, error) {
	return workflows.Classified{}, nil
}

func (h *activities) RegisterMessage(context.Context, workflows.MessageInput) (string, error) {
	return requestID, nil
}

func (h *activities) Settle(context.Context, workflows.SettleInput) error { return nil }

// LoadAppeal reads the law; an appeal has a workflow of its own, whose days are not told here.
func (h *activities) LoadAppeal(context.Context, workflows.AppealRef) (workflows.AppealLoaded, error) {
	return workflows.AppealLoaded{Law: h.loaded.Law}, nil
}

func (h *activities) ProjectAppeal(context.Context, workflows.AppealProjection) error { return nil }

func (h *activities) NotifyAppeal(context.Context, workflows.AppealNotice) error { return nil }

// discardLogger keeps the engine's lines out of the answer.
type discardLogger struct{}

func (discardLogger) Debug(string, ...any) {}
func (discardLogger) Info(string, ...any)  {}
func (discardLogger) Warn(string, ...any)  {}
func (discardLogger) Error(string, ...any) {}
