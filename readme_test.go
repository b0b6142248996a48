package foja_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The arrows between the rooms of the desk that the README draws are those of the table: each is there, and nothing
// more than what follows from them is allowed.
func TestReadmeDrawsTheFloors(t *testing.T) {
	readme := readText(t, "README.md")
	drawn := map[string][]string{}
	for _, line := range regexp.MustCompile(`(?m)^([a-z]+)/ +-> ((?:[a-z]+/ ?)+)$`).FindAllStringSubmatch(readme, -1) {
		for _, to := range strings.Fields(line[2]) {
			if to = "desk/" + strings.TrimSuffix(to, "/"); to != "desk/access" {
				drawn["desk/"+line[1]] = append(drawn["desk/"+line[1]], to)
			}
		}
	}
	var reach func(from, to string) bool
	reach = func(from, to string) bool {
		return slices.ContainsFunc(drawn[from], func(next string) bool { return next == to || reach(next, to) })
	}
	for from, may := range subpackages {
		if !strings.HasPrefix(from, "desk/") || slices.Contains(may, "*") {
			continue
		}
		if from != "desk/core" && len(drawn[from]) == 0 {
			t.Errorf("%s is not drawn", from)
		}
		for _, to := range may {
			if !reach(from, to) {
				t.Errorf("architecture_test.go lets %s import %s, and the README does not draw it", from, to)
			}
		}
		for _, to := range drawn[from] {
			if !slices.Contains(may, to) {
				t.Errorf("the README draws %s on %s, and architecture_test.go forbids it", from, to)
			}
		}
	}
}
