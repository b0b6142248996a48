package parsed

// Remembered is how many bytes of whole messages are remembered.
func (m *Messages) Remembered() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes
}
