package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each fixture is named by its oddity. Beside it stands what must be read in it, in the words of foja mail read;
// what is not said there may be anything.
func TestMailReadOfHardMail(t *testing.T) {
	files, err := filepath.Glob("../../mail/testdata/hard/*.eml")
	if err != nil || len(files) < 250 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			expected, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var want, got map[string]any
			if err := json.Unmarshal(expected, &want); err != nil {
				t.Fatal(err)
			}
			printed, err := json.Marshal(describe(raw, []string{"foja@agencia.test"}))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(printed, &got); err != nil {
				t.Fatal(err)
			}
			for key, value := range want {
				if diff := cmp.Diff(value, got[key]); diff != "" {
					t.Errorf("%s:\n%s", key, diff)
				}
			}
		})
	}
}
