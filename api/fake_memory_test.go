package api

import (
	"context"
	"sync"
	"time"
)

// fakeMemory keeps what the store keeps. The first answer stays.
type fakeMemory struct {
	mu     sync.Mutex
	kept   map[string]keptAnswer
	fail   error // of Remember
	recall error
	// between runs before Remember keeps: another process may be faster.
	between func()
}

type keptAnswer struct {
	hash   string
	body   []byte
	status int
}

func newMemory() *fakeMemory { return &fakeMemory{kept: map[string]keptAnswer{}} }

func (m *fakeMemory) Remember(_ context.Context, scope, key, hash string, response []byte, status int, _ time.Time) error {
	if m.fail != nil {
		return m.fail
	}
	if m.between != nil {
		m.between()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, found := m.kept[scope+" "+key]; !found {
		m.kept[scope+" "+key] = keptAnswer{hash, response, status}
	}
	return nil
}

func (m *fakeMemory) Recall(_ context.Context, scope, key string) (string, []byte, int, bool, error) {
	if m.recall != nil {
		return "", nil, 0, false, m.recall
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, found := m.kept[scope+" "+key]
	return k.hash, k.body, k.status, found, nil
}
