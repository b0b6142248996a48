package foja_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestChangeLog holds the sections of CHANGELOG.md: newest first, and one for each tag. scripts/release makes the tags.
func TestChangeLog(t *testing.T) {
	text := readText(t, "CHANGELOG.md")
	section := regexp.MustCompile(`^## (?:Unreleased|(\d+)\.(\d+)\.(\d+)(?: - \d{4}-\d{2}-\d{2})?)$`)
	versions := map[string]bool{}
	var last []string
	for i, heading := range regexp.MustCompile(`(?m)^## .*$`).FindAllString(text, -1) {
		part := section.FindStringSubmatch(heading)
		switch {
		case part == nil:
			t.Errorf("%q is neither \"## Unreleased\" nor \"## X.Y.Z - YYYY-MM-DD\"", heading)
			continue
		case part[1] == "":
			if i > 0 {
				t.Error("Unreleased is not the first section")
			}
			continue
		case last != nil && !later(last, part[1:]):
			t.Errorf("%q stands below an earlier version", heading)
		}
		last = part[1:]
		versions[strings.Join(last, ".")] = true
	}
	if len(versions) == 0 {
		t.Fatal("CHANGELOG.md has no version")
	}
	tags, err := exec.CommandContext(t.Context(), "git", "tag", "--list", "v[0-9]*").Output()
	if err != nil {
		t.Skipf("no repository: %v", err)
	}
	for tag := range strings.FieldsSeq(string(tags)) {
		if !versions[strings.TrimPrefix(tag, "v")] {
			t.Errorf("the tag %s has no section in CHANGELOG.md", tag)
		}
	}
}

// later says whether a version comes after another.
func later(a, b []string) bool {
	for i := range a {
		if len(a[i]) != len(b[i]) {
			return len(a[i]) > len(b[i])
		}
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}
