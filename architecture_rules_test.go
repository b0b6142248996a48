package foja_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// source is one Go file, parsed and not type-checked: the rules speak of imports and names, and must take no minutes.
type source struct {
	path      string // from the top of the module, with slashes
	component string // as in the table of rooms; "" at the top
	test      bool   // also what only tests import: a package whose name ends in test
	lines     int
	tree      *ast.File
}

func read(name, text string) (source, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	lines := strings.Count(text, "\n")
	if !strings.HasSuffix(text, "\n") {
		lines++
	}
	return source{path: name, component: componentOf(path.Dir(name)), test: strings.HasSuffix(name, "_test.go") || forTests(path.Dir(name)), lines: lines, tree: tree}, nil
}

// componentOf is the room that a package belongs to: the longest name in the table that its path begins with, else its first folder.
func componentOf(pack string) string {
	if pack == "." {
		return ""
	}
	for name := pack; name != "."; name = path.Dir(name) {
		if _, is := components[name]; is {
			return name
		}
	}
	first, _, _ := strings.Cut(pack, "/")
	return first
}

func forTests(pack string) bool { return strings.HasSuffix(pack, "test") }

// violations lists what is wrong with a file; shown are the names that workflows shows to others.
func violations(s source, shown map[string]bool) []string {
	var all []string
	for _, rule := range []func(source) []string{
		importRules, foreignImports, readings, clocks, parsing, func(s source) []string { return beyond(s, shown) }, emptyNames, longFiles, goroutines,
	} {
		all = append(all, rule(s)...)
	}
	return all
}

// imports maps the name by which a file calls a package to the package's path.
func imports(s source) map[string]string {
	all := map[string]string{}
	for _, i := range s.tree.Imports {
		where, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue // the parser has accepted it, so this cannot be
		}
		name := path.Base(where)
		if i.Name != nil {
			name = i.Name.Name
		}
		if name == "_" || name == "." {
			name += where // two such imports do not hide each other
		}
		all[name] = where
	}
	return all
}

func paths(s source) []string {
	var all []string
	for _, where := range imports(s) {
		all = append(all, where)
	}
	slices.Sort(all)
	return all
}

// importRules holds the file against the table of rooms.
func importRules(s source) []string {
	own, known := components[s.component]
	if !known {
		return []string{fmt.Sprintf("%s is in no component: add %s to the table in architecture_test.go first", s.path, s.component)}
	}
	var all []string
	pack := path.Dir(s.path)
	floor, divided := subpackages[pack]
	if _, is := subpackages[s.component]; is && !divided {
		return []string{fmt.Sprintf("%s is no known package of %s: add %s to the table in architecture_test.go first", s.path, s.component, pack)}
	}
	for _, where := range paths(s) {
		inside, found := strings.CutPrefix(where, "foja/")
		if !found {
			continue
		}
		if forTests(where) && !s.test {
			all = append(all, fmt.Sprintf("%s imports %s, which is for tests", s.path, where))
			continue
		}
		to := componentOf(inside)
		if to == s.component && divided && !s.test && inside != pack && !slices.Contains(floor, "*") && !slices.Contains(floor, inside) {
			all = append(all, fmt.Sprintf("%s imports %s; %s may import %v of its own room", s.path, where, pack, floor))
			continue
		}
		if to == s.component || slices.Contains(own.may, "*") || slices.Contains(own.may, to) {
			continue
		}
		// A test may look around, but anyone who links the server or the top compiles for minutes, under the race detector
		// too.
		if s.test && inside != serverRoom && to != "cmd" {
			continue
		}
		all = append(all, fmt.Sprintf("%s imports %s; %s may import %v: %s", s.path, where, s.component, own.may, own.why))
	}
	return all
}

// foreignImports holds the file against the list of forbidden packages, and the server against its only room.
func foreignImports(s source) []string {
	var all []string
	for _, where := range paths(s) {
		if below(where, server+"/") && path.Dir(s.path) != serverRoom {
			all = append(all, fmt.Sprintf("%s imports %s: only %s links the server", s.path, where, serverRoom))
			continue
		}
		for _, rule := range forbidden {
			if s.test || s.path == rule.except || !slices.Contains(rule.rooms, s.component) {
				continue
			}
			if slices.ContainsFunc(rule.paths, func(p string) bool { return below(where, p) }) {
				all = append(all, fmt.Sprintf("%s imports %s: %s", s.path, where, rule.why))
			}
		}
	}
	return all
}

// readings finds readers of foreign files where they would run in the main process. Tests may read what they have made.
func readings(s source) []string {
	if s.test || slices.Contains(readers.rooms, s.component) {
		return nil
	}
	var all []string
	for _, where := range paths(s) {
		if inside, ours := strings.CutPrefix(where, "foja/"); ours && !slices.Contains(components[s.component].may, "*") {
			if room := componentOf(inside); !slices.Contains(components[s.component].may, room) {
				continue // that room may not import it anyway, which is reported
			}
		}
		if slices.ContainsFunc(readers.packages, func(p string) bool { return below(where, p) }) {
			all = append(all, fmt.Sprintf("%s imports %s: foreign files are read in the child process, by sandbox", s.path, where))
		}
		for _, word := range said(s, where) {
			if slices.Contains(readers.calls[where], word) {
				all = append(all, fmt.Sprintf("%s says %s.%s: foreign files are read in the child process, by sandbox", s.path, path.Base(where), word))
			}
		}
	}
	return all
}

// below says whether where is the package, or, when the package ends in "/", anything under it.
func below(where, pack string) bool {
	return where == strings.TrimSuffix(pack, "/") || strings.HasSuffix(pack, "/") && strings.HasPrefix(where, pack)
}

// clocks finds the wall clock and the machine's zones in pure rooms.
func clocks(s source) []string {
	if s.test || !slices.Contains(pure, s.component) {
		return nil
	}
	var all []string
	for _, word := range said(s, "time") {
		if slices.Contains(clockWords, word) {
			all = append(all, fmt.Sprintf("%s says time.%s: %s is pure; the instant and the zone are passed in", s.path, word, s.component))
		}
	}
	return all
}

// parsing finds where a received mail would be parsed again: store/parsed has it parsed already.
func parsing(s source) []string {
	if s.test || s.component != "desk" && s.component != "activities" && s.component != "intake" || s.path == lettersOfOurs {
		return nil
	}
	if slices.Contains(said(s, "foja/mail"), "Parse") {
		return []string{s.path + " says mail.Parse: parsed.Messages gives the message, parsed when it arrived"}
	}
	return nil
}

// lettersOfOurs parses the letters that foja sent, which never arrived.
const lettersOfOurs = "desk/papers/casefile_pieces.go"

// goroutines finds those that a room starts which the race detector does not look at.
func goroutines(s source) []string {
	if s.test || !slices.Contains(noRace, s.component) {
		return nil
	}
	var all []string
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if _, starts := n.(*ast.GoStmt); starts {
			all = append(all, fmt.Sprintf("%s starts a goroutine: take %s out of NORACE in the Makefile", s.path, s.component))
		}
		return true
	})
	return all
}

// beyond finds what desk and activities use of workflows besides its contract.
func beyond(s source, shown map[string]bool) []string {
	if s.test || s.component != "desk" && s.component != "activities" {
		return nil
	}
	var all []string
	for _, word := range said(s, "foja/workflows") {
		if !shown[word] {
			all = append(all, fmt.Sprintf("%s uses workflows.%s, which %v do not declare", s.path, word, contract))
		}
	}
	return all
}

// said lists the names that a file takes from a package, each once.
func said(s source, pack string) []string {
	called := imports(s)
	var all []string
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if from, ok := selector.X.(*ast.Ident); ok && called[from.Name] == pack && !slices.Contains(all, selector.Sel.Name) {
				all = append(all, selector.Sel.Name)
			}
		}
		return true
	})
	return all
}

// contractOf lists what the files of the contract declare.
func contractOf(sources []source) map[string]bool {
	all := map[string]bool{}
	for _, s := range sources {
		if !slices.Contains(contract, s.path) {
			continue
		}
		for _, d := range s.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				all[d.Name.Name] = d.Recv == nil
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						all[spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							all[name.Name] = true
						}
					}
				}
			}
		}
	}
	return all
}

// emptyNames finds packages and folders whose name says nothing.
func emptyNames(s source) []string {
	folders := strings.Split(path.Dir(s.path), "/")
	for _, name := range append(folders, strings.TrimSuffix(s.tree.Name.Name, "_test")) {
		if slices.Contains(nowhere, name) {
			return []string{fmt.Sprintf("%s: the name %s says nothing about what is inside", s.path, name)}
		}
	}
	return nil
}

func longFiles(s source) []string {
	if s.lines <= maxLines {
		return nil
	}
	return []string{fmt.Sprintf("%s has %d lines, more than %d: it does more than one thing", s.path, s.lines, maxLines)}
}

// wideTypes finds types, and interfaces with what they embed, that have too many methods.
func wideTypes(sources []source) []string {
	methods, inherits := map[string]int{}, map[string][]string{}
	for _, s := range sources {
		if s.test {
			continue
		}
		pack := path.Dir(s.path)
		for _, d := range s.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil {
					methods[pack+"."+baseOf(d.Recv.List[0].Type)]++
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					t, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					asks, ok := t.Type.(*ast.InterfaceType)
					if !ok {
						continue
					}
					for _, m := range asks.Methods.List {
						if len(m.Names) > 0 {
							methods[pack+"."+t.Name.Name]++
						} else {
							inherits[pack+"."+t.Name.Name] = append(inherits[pack+"."+t.Name.Name], pack+"."+baseOf(m.Type))
						}
					}
				}
			}
		}
	}
	var count func(name string) int
	count = func(name string) int {
		n := methods[name]
		for _, from := range inherits[name] {
			n += count(from)
		}
		return n
	}
	for name := range inherits {
		methods[name] += 0 // one that only embeds is counted as well
	}
	var all []string
	for name := range methods {
		if n := count(name); n > maxMethods && wide[name] == "" {
			all = append(all, fmt.Sprintf("%s has %d methods, more than %d: divide it by noun, or write in architecture_test.go why not", name, n, maxMethods))
		}
	}
	slices.Sort(all)
	return all
}

// baseOf is the name of a type without star and type parameters; "" when it comes from another package.
func baseOf(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return baseOf(t.X)
	case *ast.IndexExpr:
		return baseOf(t.X)
	case *ast.IndexListExpr:
		return baseOf(t.X)
	default:
		return ""
	}
}

// bigPackages finds packages that are too long.
func bigPackages(sources []source) []string {
	lines := map[string]int{}
	for _, s := range sources {
		if !s.test {
			lines[path.Dir(s.path)] += s.lines
		}
	}
	var all []string
	for pack, n := range lines {
		if n > maxPackage && big[pack] == "" {
			all = append(all, fmt.Sprintf("%s has %d lines, more than %d: divide it, or write in architecture_test.go why not", pack, n, maxPackage))
		}
	}
	slices.Sort(all)
	return all
}
