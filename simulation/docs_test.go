package simulation_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/simulation"
)

var update = flag.Bool("update", false, "write docs/simulations.md")

const head = `# Simulations

Each table is a case played through skipped time by the production workflow, from the script of the same name in
docs/simulations. Generated: go test ./simulation -run TestDocs -update.

`

// The tables of the documentation are what the program does.
func TestDocs(t *testing.T) {
	scripts, err := filepath.Glob("../docs/simulations/*.yaml")
	if err != nil || len(scripts) < 3 {
		t.Fatal(scripts, err)
	}
	var b strings.Builder
	b.WriteString(head)
	for i, file := range scripts {
		if i > 0 {
			b.WriteString("\n")
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := simulation.Read(file, data)
		if err != nil {
			t.Fatal(err)
		}
		result, err := simulation.Run(script)
		if err != nil {
			t.Fatal(file, err)
		}
		b.WriteString(result.Markdown())
	}
	const page = "../docs/simulations.md"
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(page); err != nil || string(have) != b.String() {
		t.Errorf("docs/simulations.md is not what the program does (%v): go test ./simulation -run TestDocs -update", err)
	}
}
