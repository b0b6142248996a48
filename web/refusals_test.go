package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// refusers are the functions whose words a person reads on a page.
var refusers = []string{"Refuse", "Invalid", "TooMany", "guess", "no"}

// unread are words that no screen shows: what only a program, a file of data or a defect can bring about.
var unread = regexp.MustCompile(`^(La política de recepción|El calendario %s |El peldaño|El cómputo del expediente|La versión %s de %s|El procedimiento %s %s no conoce|El procedimiento %q|No hay plantilla|Falta la clave del registro|Falta la fecha y hora de recepción|Falta el día legal|La fecha de vencimiento no existe|Falta la clase de documento|Falta la huella|Nadie tiene esa identidad|De ese mensaje no se guardó|Esa parte no sigue|Un aviso necesita|Ordene por due|Use [a-z]+(, [a-z]+)*,? o )`)

// Every refusal that a page can show can be read in English.
func TestEveryRefusalCanBeReadInEnglish(t *testing.T) {
	c, err := (&oldWords{}).english(newFake().rooms().Core.Procedures(today))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, source := range sources(t, "../docket/*.go", "../desk/*.go", "../desk/*/*.go", "../access/*.go", "../access/*/*.go", "../api/*.go", "*.go", "../store/*.go", "../papers/letters/*.go", "../procedures/*.go") {
		for _, words := range refusals(t, name, source) {
			n++
			said := sample(words)
			if _, missing := c.Page([]byte("<p>" + said + "</p>")); len(missing) > 0 && !unread.MatchString(words) {
				t.Errorf("%s: no English words for %q (%q)", name, words, missing)
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d refusals were found: the test looks at nothing", n)
	}
}

// parsed is a Go file.
func parsed(t *testing.T, name, source string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// refusals are the Spanish words in a file's refusals.
func refusals(t *testing.T, name, source string) (all []string) {
	t.Helper()
	ast.Inspect(parsed(t, name, source), func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		called := ""
		switch f := call.Fun.(type) {
		case *ast.Ident:
			called = f.Name
		case *ast.SelectorExpr:
			called = f.Sel.Name
		}
		if !slices.Contains(refusers, called) {
			return true
		}
		for _, a := range call.Args {
			if lit, ok := a.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if words, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(words, " ") {
					all = append(all, words)
					break // what follows are its parts
				}
			}
		}
		return true
	})
	return all
}

// sample fills a form of words in as a program would.
func sample(words string) string {
	return strings.NewReplacer("%s", "Xyz", "%d", "7", "%q", `"xyz"`, "%v", "xyz", "%w", "xyz", "%%", "%").Replace(words)
}
