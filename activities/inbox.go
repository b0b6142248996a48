package activities

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
	"foja/store/parsed"
	"foja/workflows"
)

// settleWait bounds how long the mailbox waits for one message to be settled. After that the message stays in the
// inbox and is tried again, so that one slow case does not block the others.
const settleWait = 30 * time.Second

// Folders are where a message is moved once its bytes are stored and it is settled.
type Folders struct{ Processed, Held, Archive string }

// Inbox handles what the watcher fetched: it stores the bytes, starts the message's workflow, and returns the folder
// for the message.
type Inbox struct {
	Store    *store.Store
	Messages *parsed.Messages // nil = of Store
	Temporal client.Client
	Mailbox  string // the folder it was read from, for the record
	Folders  Folders
	Backlog  *Backlog // decides about mail from before the first start; nil = there is none
	Logger   *slog.Logger
}

// Handle is the watcher's handler. After an error the message stays where it is and nothing is lost: the same bytes
// give the same message, workflow and request next time.
func (i *Inbox) Handle(ctx context.Context, f mail.Fetched) (folder string, err error) {
	messages := i.Messages
	if messages == nil {
		messages = parsed.New(i.Store)
	}
	m := messages.Parse(f.Raw)
	arrival := intake.ArrivalUsual
	if i.Backlog != nil {
		if arrival, err = i.Backlog.Arrival(ctx, f); err != nil {
			return "", fmt.Errorf("how the message came: %w", err)
		}
	}
	// Raw bytes first: they are stored before the mailbox changes.
	id, _, err := i.Store.KeepMessage(ctx, store.NewMessage{
		Raw: f.Raw, Account: f.Account, Mailbox: i.Mailbox, UIDValidity: f.UIDValidity, UID: f.UID,
		ReceivedAt: f.InternalDate, MessageID: m.MessageID, FromAddress: m.From.Addr, Subject: m.Subject,
		Size: f.Size, TooBig: f.TooBig, Arrival: string(arrival),
	})
	if err != nil {
		return "", fmt.Errorf("keep the message: %w", err)
	}
	if err := messages.Keep(ctx, id, f.Raw, m); err != nil {
		return "", fmt.Errorf("keep what the message says: %w", err)
	}
	if err := i.settle(ctx, id); err != nil {
		return "", err
	}
	row, err := i.Store.Message(ctx, id)
	if err != nil {
		return "", err
	}
	i.Logger.Info("message read", "message", id, "fate", row.Fate, "reason", row.Reason)
	switch row.Fate {
	case "":
		return "", fmt.Errorf("message %s is not settled yet", id)
	case docket.FateHeld:
		return i.Folders.Held, nil
	case docket.FateOwn:
		return i.Folders.Archive, nil
	default:
		return i.Folders.Processed, nil
	}
}

// Order is the key by which messages are handled in order of arrival: the sender. Copies of our own letters, which
// come in large numbers, are ordered only among identical ones.
func (i *Inbox) Order(f mail.Fetched) string {
	m, err := netmail.ReadMessage(bytes.NewReader(f.Raw))
	if err != nil {
		return "" // one key for all messages without a readable sender
	}
	if m.Header.Get("X-Loop") != "" {
		return m.Header.Get("Message-Id")
	}
	from := m.Header.Get("From")
	if a, err := netmail.ParseAddress(from); err == nil {
		from = a.Address
	}
	return strings.ToLower(from)
}

// settle runs the message's workflow, or waits for the one that runs. A completed one is not run again, because the
// same bytes are the same message.
func (i *Inbox) settle(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, settleWait)
	defer cancel()
	run, err := i.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.MessageWorkflowID(id), TaskQueue: workflows.TaskQueue,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		// Set explicitly, because the default hides that a message was settled before.
		WorkflowExecutionErrorWhenAlreadyStarted: true,
	}, workflows.MessageWorkflowName, workflows.MessageInput{Message: id})
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		run, err = i.Temporal.GetWorkflow(ctx, workflows.MessageWorkflowID(id), ""), nil
	}
	if err != nil {
		return fmt.Errorf("start the workflow of message %s: %w", id, err)
	}
	if err := run.Get(ctx, nil); err != nil {
		return fmt.Errorf("message %s: %w", id, err)
	}
	return nil
}

// Sweep settles messages whose bytes were stored by a process that died before it started their workflow, and that
// are no longer in the inbox.
func (i *Inbox) Sweep(ctx context.Context, olderThan time.Time) error {
	ids, err := i.Store.UnsettledMessages(ctx, olderThan)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := i.settle(ctx, id); err != nil {
			i.Logger.Warn("a kept message is still not settled", "message", id, "error", err)
		}
	}
	return nil
}
