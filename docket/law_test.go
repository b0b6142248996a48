package docket_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The rules that the code of this release obeys: each must be cited where it is obeyed.
const (
	obeyedFrom = 1
	obeyedTo   = 16
	rules      = 60
)

var (
	tableRow = regexp.MustCompile(`(?m)^\| R(\d+) \| [^|]+ \| [^|]+ \| [^|]+ \|$`)
	// "law: R3 R5", "law: R8, R9" and "law: R12-R15" in Go; "rule: R21" in data.
	citation = regexp.MustCompile(`(?:law|rule): *(R\d+(?:(?:-|, ?| )R\d+)*)`)
	ruleKey  = regexp.MustCompile(`(-?)R(\d+)`)
)

func TestLaw_everyRuleHasItsArticle(t *testing.T) {
	law, err := os.ReadFile("../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, row := range tableRow.FindAllStringSubmatch(string(law), -1) {
		keys = append(keys, row[1])
	}
	if len(keys) != rules {
		t.Errorf("docs/law.md has %d rules, want %d: %v", len(keys), rules, keys)
	}
	for i, key := range keys {
		if key != strconv.Itoa(i+1) {
			t.Fatalf("the %d-th rule of docs/law.md is R%s", i+1, key)
		}
	}
}

func TestLaw_citationsAreOfRulesThatExist(t *testing.T) {
	obeyed := map[int]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name != ".." && strings.HasPrefix(name, ".") || name == "node_modules" || name == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".yaml" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range citation.FindAllStringSubmatch(string(text), -1) {
			cited, err := expand(found[1])
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			for _, n := range cited {
				if n < 1 || n > rules {
					t.Errorf("%s cites R%d, which docs/law.md does not have", path, n)
				}
				obeyed[n] = obeyed[n] || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := obeyedFrom; n <= obeyedTo; n++ {
		if !obeyed[n] {
			t.Errorf("no code says that it obeys R%d", n)
		}
	}
}

// expand lists the numbers of "R3 R5" or "R12-R15".
func expand(keys string) ([]int, error) {
	var numbers []int
	for _, key := range ruleKey.FindAllStringSubmatch(keys, -1) {
		n, err := strconv.Atoi(key[2])
		if err != nil {
			return nil, err
		}
		if key[1] == "-" {
			first := numbers[len(numbers)-1]
			if n < first {
				return nil, fmt.Errorf("%q runs backwards", keys)
			}
			for k := first + 1; k < n; k++ {
				numbers = append(numbers, k)
			}
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
