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

// hands do what the workflow asks of the world, in memory: every letter is accepted at once.
type hands struct {
	now    func() time.Time
	loaded workflows.Loaded

	mu     sync.Mutex
	events []docket.Event
	kase   docket.Case
}

var _ workflows.Activities = (*hands)(nil)

func (h *hands) LoadLaw(context.Context, workflows.RequestInput) (workflows.Loaded, error) {
	return h.loaded, nil
}

func (h *hands) Project(_ context.Context, in workflows.Projection) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range in.Events {
		if e.Seq > len(h.events) {
			h.events = append(h.events, e)
		}
	}
	h.kase = in.Case
	return nil
}

func (h *hands) PrepareLetter(context.Context, workflows.LetterInput) error { return nil }

func (h *hands) SendLetter(context.Context, string) (workflows.LetterSent, error) {
	return workflows.LetterSent{At: h.now(), Response: "250 ok"}, nil
}

func (h *hands) Notify(context.Context, workflows.NoticeInput) error { return nil }

func (h *hands) Classify(context.Context, workflows.MessageInput) (workflows.Classified, error) {
	return workflows.Classified{}, nil
}

func (h *hands) RegisterMessage(context.Context, workflows.MessageInput) (string, error) {
	return requestID, nil
}

func (h *hands) Settle(context.Context, workflows.SettleInput) error { return nil }

// LoadAppeal reads the law; an appeal has a workflow of its own, whose days are not told here.
func (h *hands) LoadAppeal(context.Context, workflows.AppealRef) (workflows.AppealLoaded, error) {
	return workflows.AppealLoaded{Law: h.loaded.Law}, nil
}

func (h *hands) ProjectAppeal(context.Context, workflows.AppealProjection) error { return nil }

func (h *hands) NotifyAppeal(context.Context, workflows.AppealNotice) error { return nil }

// quiet keeps the engine's lines out of the answer.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
