package desktest

import (
	"os"
	"testing"

	"foja/files/sandbox"
)

// Main lets the tests' program start itself again to open files: TestMain of every package with tests that use New.
func Main(m *testing.M) {
	sandbox.RunChildIfRequested()
	os.Exit(m.Run())
}
