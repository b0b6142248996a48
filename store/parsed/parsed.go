// Package parsed gives out parsed messages. A message is parsed when it arrives; its outline is
// stored beside the raw bytes, and pages, rules and the search read that. Who needs the bytes of attachments gets the
// whole message, which is remembered for a minute, because the steps of an arrival follow each other. Begin with
// Outline.
package parsed

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"foja/mail"
)

// Store is what the package needs of the register.
type Store interface {
	MessageRaw(ctx context.Context, id string) ([]byte, error)
	Outline(ctx context.Context, message string, version int) (body []byte, found bool, err error)
	KeepOutline(ctx context.Context, message string, version int, body []byte) error
}

// Whole messages are remembered for so long, and so many bytes of them together.
const (
	rememberedFor = time.Minute
	rememberedMax = 16 << 20
)

// Messages gives parsed messages. It is safe for concurrent use.
type Messages struct {
	store Store
	count atomic.Int64

	mu    sync.Mutex
	whole map[string]remembered
	bytes int // of whole
}

type remembered struct {
	message mail.Message
	bytes   int
}

// New builds it over a register.
func New(s Store) *Messages { return &Messages{store: s, whole: map[string]remembered{}} }

// Parses is how many messages were parsed.
func (m *Messages) Parses() int64 { return m.count.Load() }

// Parse parses a message that has just arrived. Keep stores the outcome once the message has its ID.
func (m *Messages) Parse(raw []byte) mail.Message {
	m.count.Add(1)
	return mail.Parse(raw)
}

// Keep stores the outline of a message, and remembers the whole for the next steps. raw are the bytes that it was
// parsed from.
func (m *Messages) Keep(ctx context.Context, id string, raw []byte, parsed mail.Message) error {
	m.remember(id, len(raw), parsed)
	_, err := m.keep(ctx, id, parsed)
	return err
}

func (m *Messages) keep(ctx context.Context, id string, parsed mail.Message) (mail.Message, error) {
	out := parsed.Outline()
	body, err := json.Marshal(out)
	if err != nil {
		return out, fmt.Errorf("outline of message %s: %w", id, err)
	}
	return out, m.store.KeepOutline(ctx, id, mail.ParserVersion, body)
}

// Outline is a message without its bytes.
func (m *Messages) Outline(ctx context.Context, id string) (mail.Message, error) {
	body, found, err := m.store.Outline(ctx, id, mail.ParserVersion)
	if err != nil {
		return mail.Message{}, err
	}
	var out mail.Message
	if found && json.Unmarshal(body, &out) == nil {
		return out, nil
	}
	whole, err := m.Whole(ctx, id) // of an earlier program or parser
	if err != nil {
		return mail.Message{}, err
	}
	return m.keep(ctx, id, whole)
}

// Whole is a message with the bytes of its attachments and its HTML. Nobody changes it: others may have the same one.
func (m *Messages) Whole(ctx context.Context, id string) (mail.Message, error) {
	m.mu.Lock()
	have, known := m.whole[id]
	m.mu.Unlock()
	if known {
		return have.message, nil
	}
	raw, err := m.store.MessageRaw(ctx, id)
	if err != nil {
		return mail.Message{}, err
	}
	parsed := m.Parse(raw)
	m.remember(id, len(raw), parsed)
	return parsed, nil
}

func (m *Messages) remember(id string, size int, parsed mail.Message) {
	for _, a := range parsed.Attachments {
		size += a.Size
	}
	size += len(parsed.Text) + len(parsed.HTML)
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.whole[id]; known || m.bytes+size > rememberedMax {
		return
	}
	m.whole[id] = remembered{parsed, size}
	m.bytes += size
	time.AfterFunc(rememberedFor, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if was, known := m.whole[id]; known {
			m.bytes -= was.bytes
			delete(m.whole, id)
		}
	})
}
