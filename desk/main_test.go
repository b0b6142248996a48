package desk_test

import (
	"os"
	"testing"

	"foja/files/sandbox"
)

// TestMain lets the tests' program start itself again to open files.
func TestMain(m *testing.M) {
	sandbox.RunChildIfRequested()
	os.Exit(m.Run())
}
