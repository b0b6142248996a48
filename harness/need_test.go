package harness

import (
	"strings"
	"testing"
)

func TestMissingProgramNamesItsPackage(t *testing.T) {
	_, err := findProgram("no-such-program", "the-package")
	if err == nil || !strings.HasSuffix(err.Error(), "apt-get install the-package") ||
		strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one line that ends with the package", err)
	}
}
