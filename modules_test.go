package foja_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestModulesOfTests holds the blocks of go.mod: the block of modules that only tests import, and the one of modules of
// the program. None of the first is in a binary that is built of ./cmd.
func TestModulesOfTests(t *testing.T) {
	mod := readText(t, "go.mod")
	ofTests, found := strings.CutPrefix(
		regexp.MustCompile(`(?s)// Only tests import these[^\n]*\nrequire \(.*?\n\)`).FindString(mod), "//",
	)
	if !found {
		t.Fatal("go.mod has no block of modules that only tests import")
	}
	var direct, tests []string
	for _, line := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(mod, -1) {
		direct = append(direct, line[1])
		if strings.Contains(ofTests, line[0]+"\n") {
			tests = append(tests, line[1])
		}
	}
	if len(direct) < 30 || len(tests) < 5 {
		t.Fatalf("%d modules, %d of them of tests: the test looks at nothing", len(direct), len(tests))
	}
	program := map[string]string{} // module, and a file of the program that imports it
	walk(t, ".go", func(path string) {
		s, err := read(filepath.ToSlash(path), readText(t, path))
		if err != nil {
			t.Fatal(err)
		}
		if s.test || s.component == "e2e" || s.component == "harness" {
			return
		}
		for _, where := range paths(s) {
			owner := "" // the longest path, since a module can stand below another
			for _, module := range direct {
				if (where == module || strings.HasPrefix(where, module+"/")) && len(module) > len(owner) {
					owner = module
				}
			}
			program[owner] = s.path
		}
	})
	for _, module := range direct {
		file, used := program[module]
		switch isTest := slices.Contains(tests, module); {
		case isTest && used:
			t.Errorf("%s stands in the block of modules that only tests import, but %s imports it", module, file)
		case !isTest && !used:
			t.Errorf("%s stands in the block of the program's modules, but only tests import it", module)
		}
	}
}
