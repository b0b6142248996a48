package harness

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// CachedFile is a file that takes long to make, such as an empty database with its tables: it is made once in a test
// program, and each test has a copy.
type CachedFile struct {
	Make func(path string) error // leaves nothing open, and no other file that the copy would need

	once  sync.Once
	bytes []byte
	err   error
}

// Copy writes the file to path.
func (m *CachedFile) Copy(t testing.TB, path string) {
	t.Helper()
	m.once.Do(func() { m.bytes, m.err = m.read() })
	if m.err != nil {
		t.Fatal(m.err)
	}
	if err := os.WriteFile(path, m.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (m *CachedFile) read() ([]byte, error) {
	dir, err := os.MkdirTemp("", "foja-made-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left in the system's temporary folder hurts nobody
	path := filepath.Join(dir, "made")
	if err := m.Make(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}
