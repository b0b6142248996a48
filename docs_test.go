package foja_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"foja/config"
)

var update = flag.Bool("update", false, "write the generated part of docs/operate.md")

// The operator's table of settings is the program's.
func TestOperateSettings(t *testing.T) {
	var b strings.Builder
	b.WriteString("\n| setting | value | default | what it is |\n|---|---|---|---|\n")
	for _, s := range config.Settings() {
		kind, value := s.Type, ""
		if s.Secret {
			kind += "; secret"
		}
		if s.Default != "" {
			value = "`" + s.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.Name, kind, value, s.Help)
	}
	generated := regexp.MustCompile(`(?s)(<!-- settings:[^\n]*-->\n).*(<!-- /settings -->)`)
	text := readText(t, "docs/operate.md")
	if !generated.MatchString(text) {
		t.Fatal("docs/operate.md has lost the marks around its table of settings")
	}
	want := generated.ReplaceAllString(text, "${1}"+strings.ReplaceAll(b.String(), "$", "$$")+"\n${2}")
	switch {
	case text == want:
	case *update:
		if err := os.WriteFile("docs/operate.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/operate.md does not show the settings as they are: go test . -run TestOperateSettings -update")
	}
}

// theSDKs are the log lines that Temporal's SDK writes.
var theSDKs = map[string]bool{"Activity error": true, "Workflow task duration exceeded 5 seconds": true}

// What the operator is told to look for in the log is what the program says there.
func TestOperateLogLines(t *testing.T) {
	_, table, _ := strings.Cut(readText(t, "docs/operate.md"), "| line | means | do |")
	table, _, _ = strings.Cut(table, "\n\n")
	lines := regexp.MustCompile("(?m)^\\| `([^|]+)` \\|").FindAllStringSubmatch(table, -1)
	if len(lines) < 10 {
		t.Fatalf("only %d lines found in docs/operate.md", len(lines))
	}
	var program strings.Builder
	walk(t, ".go", func(path string) {
		if !strings.HasSuffix(path, "_test.go") {
			program.WriteString(readText(t, path))
		}
	})
	for _, found := range lines {
		for _, line := range strings.Split(found[1], "`, `") {
			if !theSDKs[line] && !strings.Contains(program.String(), `"`+line+`"`) {
				t.Errorf("docs/operate.md explains the log line %q, which nobody writes", line)
			}
		}
	}
}

func TestGlossaryNamesExist(t *testing.T) {
	names := map[string]bool{}
	for _, room := range []string{"docket", "workflows"} {
		files, err := filepath.Glob(room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				collect(t, file, names)
			}
		}
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\| [^|]+ \\|$").FindAllStringSubmatch(readText(t,
		"docs/glossary.md"), -1)
	if len(rows) < 50 {
		t.Fatalf("only %d rows found in docs/glossary.md", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if name := row[1]; !names[name] || seen[name] || !ast.IsExported(name) {
			t.Errorf("docs/glossary.md: %s is no exported name of docket or workflows, or stands there twice", name)
		}
		seen[row[1]] = true
	}
}

// collect adds a file's top-level names, and its structs' fields as Type.Field.
func collect(t *testing.T, file string, names map[string]bool) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, object := range tree.Scope.Objects {
		names[name] = true
		spec, ok := object.Decl.(*ast.TypeSpec)
		if !ok {
			continue
		}
		shape, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range shape.Fields.List {
			for _, n := range field.Names {
				names[name+"."+n.Name] = true
			}
		}
	}
}

func TestDocumentsLinkToWhatExists(t *testing.T) {
	links := 0
	walk(t, ".md", func(path string) {
		n, broken := brokenLinks(path, readText(t, path))
		links += n
		for _, link := range broken {
			t.Errorf("%s links to %s, which is not there", path, link)
		}
	})
	if links < 20 {
		t.Errorf("only %d links found: the test looks in the wrong place", links)
	}
	if _, broken := brokenLinks("docs/x.md",
		"[a](operate.md) [b](../nowhere.md) [c](operate.md#no-such-part) [d](#gone) [e](https://x.example/)\n# Here"); len(
		broken,
	) != 3 {
		t.Errorf("of five links three are dead, found %q", broken)
	}
}

var (
	mdLink    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	mdHeading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
)

// brokenLinks counts the relative links of a document and returns those that lead nowhere.
func brokenLinks(path, text string) (n int, broken []string) {
	for _, found := range mdLink.FindAllStringSubmatch(text, -1) {
		link := found[1]
		if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
			continue
		}
		n++
		file, part, _ := strings.Cut(link, "#")
		target := text
		if file != "" {
			to := filepath.Join(filepath.Dir(path), file)
			if _, err := os.Stat(to); err != nil {
				broken = append(broken, link)
				continue
			}
			if part == "" {
				continue
			}
			bytes, err := os.ReadFile(to)
			if err != nil {
				broken = append(broken, link)
				continue
			}
			target = string(bytes)
		}
		if !anchors(target)[part] {
			broken = append(broken, link)
		}
	}
	return n, broken
}

// anchors are the names that a reader's program gives to a document's headings.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, heading := range mdHeading.FindAllStringSubmatch(text, -1) {
		all[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, heading[1])] = true
	}
	return all
}

func TestDecisionsAreListedAndHaveAStatus(t *testing.T) {
	files, err := filepath.Glob("docs/decisions/0*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d decisions found: %v", len(files), err)
	}
	index := readText(t, "docs/decisions/README.md")
	numbers := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file)
		number, _, _ := strings.Cut(name, "-")
		if other, taken := numbers[number]; taken {
			t.Errorf("%s and %s have the same number", other, name)
		}
		numbers[number] = name
		if !regexp.MustCompile(`(?m)^\*\*Status:\*\* \S`).MatchString(readText(t, file)) {
			t.Errorf("%s does not say whether it is in force: **Status:** …", file)
		}
		if n := strings.Count(index, "- ["+number+"]("+name+") "); n != 1 {
			t.Errorf("docs/decisions/README.md lists %s %d times, want once", name, n)
		}
	}
}

// walk visits our own files with an extension.
func walk(t *testing.T, ext string, visit func(path string)) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && path != "." &&
			(strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
			return filepath.SkipDir
		}
		if !entry.IsDir() && filepath.Ext(path) == ext {
			visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What docs/security.md calls tested is tested: each test that it names is there, in the room that it names.
func TestSecurityNamesItsTests(t *testing.T) {
	n := 0
	for _, cell := range regexp.MustCompile(`(?m)^\|.*\| ([^|]+) \|$`).FindAllStringSubmatch(readText(t,
		"docs/security.md"), -1) {
		room := ""
		for _, named := range regexp.MustCompile("`(?:([a-z0-9/]+): )?(Test[^`]+)`").FindAllStringSubmatch(cell[1], -1) {
			if named[1] != "" {
				room = named[1]
			}
			n++
			found := false
			files, err := filepath.Glob(room + "/*_test.go")
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				found = found || strings.Contains(readText(t, file), "func "+named[2]+"(")
			}
			if !found {
				t.Errorf("docs/security.md names %s in %q, which is not there", named[2], room)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d tests are named: the test looks at nothing", n)
	}
}
