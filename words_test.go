package foja_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"foja/languages"
)

// keyOnly are the rooms that refuse by keys: their words stand in languages/.
var keyOnly = []string{"docket", "access", "store", "desk", "workflows", "activities", "procedures", "api"}

// keyFunctions make a sentence of a key: the first text among their arguments that has the shape of one.
var keyFunctions = []string{"Say", "Refuse", "Invalid", "TooMany", "Busy", "needText", "needAny"}

var (
	keyed   = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)
	spanish = regexp.MustCompile(`[áéíóúñ¿¡«»]|(?i: (el|la|los|las|una|del|que|por|para|con|se|su|al) )`)
)

// TestRefusalsAreKeys finds refusals in words, and keys that have no words.
func TestRefusalsAreKeys(t *testing.T) {
	known, n := languages.Keys(), 0
	for _, s := range sourceFiles(t) {
		if s.test || !slices.Contains(keyOnly, strings.Split(s.path, "/")[0]) {
			continue
		}
		ast.Inspect(s.tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || !slices.Contains(keyFunctions, called(call)) {
				return true
			}
			for _, a := range call.Args {
				text, is := literal(a)
				if !is || text == "" {
					continue
				}
				if keyed.MatchString(text) {
					if n++; !slices.Contains(known, text) {
						t.Errorf("%s: languages/es.po has no key %s", s.path, text)
					}
					break // what follows are names of gaps and their values
				}
				if strings.Contains(text, " ") && spanish.MatchString(text) {
					t.Errorf("%s says %q: a refusal is a key, its words stand in languages/es.po", s.path, text)
				}
			}
			return true
		})
	}
	if n < 300 {
		t.Errorf("only %d keys were found: the test looks at nothing", n)
	}
}

// inWords are files of the law that hold Spanish words, and why.
var inWords = map[string]string{
	"docket/appeal_sub_deadline.go": "names of terms, still to become sentences",
	"docket/expiry.go":              "names of terms, still to become sentences",
	"docket/silence.go":             "names of terms, still to become sentences",
	"docket/sub_deadline_text.go":   "names of terms, still to become sentences",
	"docket/working.go":             "the reason of a day is part of a signed clock receipt",
	"docket/fold.go":                "the reason of a day is part of a signed clock receipt",
	"access/password_policy.go":     "a list of words that passwords are made of",
}

// TestTheLawHasNoWords finds Spanish sentences in the rooms that say keys.
func TestTheLawHasNoWords(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sourceFiles(t) {
		if s.test || !slices.Contains([]string{"docket", "access", "store"}, strings.Split(s.path, "/")[0]) {
			continue
		}
		ast.Inspect(s.tree, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.Field:
				return false // its tag
			case *ast.KeyValueExpr:
				if name, is := node.Key.(*ast.Ident); is && name.Name == "ES" {
					return false // a docket.Text has its English beside it
				}
			case *ast.BasicLit:
				text, is := literal(node)
				if !is || !spanish.MatchString(" "+text+" ") ||
					!strings.Contains(text, " ") && s.path != "access/password_policy.go" {
					return true
				}
				if found[s.path] = true; inWords[s.path] == "" {
					t.Errorf("%s says %q: its words belong in languages/", s.path, text)
				}
			}
			return true
		})
	}
	for name := range inWords {
		if !found[name] {
			t.Errorf("%s says nothing in Spanish any more: take it out of inWords", name)
		}
	}
}

// called is the name of the function of a call.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	default:
		return ""
	}
}

func literal(e ast.Expr) (string, bool) {
	l, is := e.(*ast.BasicLit)
	if !is || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}
