package docket_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules that no test is named after yet. The list only shrinks: a rule that is struck off can never again be
// without its test.
var notYet = []int{}

var namedAfter = regexp.MustCompile(`(?m)^func TestR(\d+)_`)

// A test is named after the rule it holds the program to (TestR16_...), so that a reader of docs/law.md finds it.
func TestLaw_rulesHaveATestNamedAfterThem(t *testing.T) {
	tested := rulesInTestNames(t)
	for rule := 1; rule <= rules; rule++ {
		waits := slices.Contains(notYet, rule)
		switch {
		case !tested[rule] && !waits:
			t.Errorf("R%d: no test is named TestR%d_..., and the rule is not in notYet", rule, rule)
		case tested[rule] && waits:
			t.Logf("R%d has its test now: strike it off notYet", rule)
		}
	}
	for rule := range tested {
		if rule < 1 || rule > rules {
			t.Errorf("TestR%d_... is named after a rule that does not exist", rule)
		}
	}
	t.Logf("%d of %d rules have a test named after them; not yet: %v", len(tested), rules, notYet)
}

func rulesInTestNames(t *testing.T) map[int]bool {
	t.Helper()
	tested := map[int]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name != ".." && strings.HasPrefix(name, ".") || name == "node_modules") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, found := range namedAfter.FindAllStringSubmatch(string(text), -1) {
			rule, _ := strconv.Atoi(found[1])
			tested[rule] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tested
}
