package web

import (
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"foja/languages"
)

var (
	inWords = regexp.MustCompile(`(Words|Names)$`) // maps to sentences
	isKey   = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)
	letters = regexp.MustCompile(`\p{L}{2}`)
	tags    = regexp.MustCompile(`(?s)<(script|style|code|kbd)\b[^>]*>.*?</(script|style|code|kbd)>|<[^>]*>`)
	spoken  = regexp.MustCompile(`(?:aria-label|title|alt|placeholder|data-broken)="([^"]+)"`)
	// sameEverywhere are words of a template that every language has.
	sameEverywhere = regexp.MustCompile(`^(foja|JSON|PDF|XLSX|CSV|Excel|Alt|G|SHA-256|FOJA_\w+|Error|DNI|RUC|autofocus)$`)
)

// sentencesOfTemplate are the sentences that a template asks for, and the words that stand in it by themselves.
func sentencesOfTemplate(t *testing.T, name, source string) (asked map[string]string, bare []string) {
	t.Helper()
	asked = map[string]string{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	all := map[string]*parse.Tree{}
	if _, err := tree.Parse(source, "", "", all); err != nil {
		t.Fatal(err)
	}
	all[name] = tree
	var pipe func(*parse.PipeNode)
	pipe = func(p *parse.PipeNode) {
		if p == nil {
			return
		}
		for _, c := range p.Cmds {
			var words []string
			for _, a := range c.Args {
				switch a := a.(type) {
				case *parse.StringNode:
					words = append(words, a.Text)
				case *parse.PipeNode:
					pipe(a)
				}
			}
			if f, is := c.Args[0].(*parse.IdentifierNode); is && len(words) > 0 {
				switch f.Ident {
				case "t", "th":
					asked[words[0]] = ""
				case "n":
					asked[words[0]] = words[1]
				}
			}
		}
	}
	var text strings.Builder
	var walk func(parse.Node)
	list := func(l *parse.ListNode) {
		if l != nil {
			for _, n := range l.Nodes {
				walk(n)
			}
		}
	}
	walk = func(n parse.Node) {
		branch := func(b parse.BranchNode) {
			pipe(b.Pipe)
			text.WriteByte('\n')
			list(b.List)
			text.WriteByte('\n')
			list(b.ElseList)
		}
		switch n := n.(type) {
		case *parse.TextNode:
			text.Write(n.Text)
		case *parse.ActionNode:
			pipe(n.Pipe)
			text.WriteByte('0')
		case *parse.TemplateNode:
			pipe(n.Pipe)
		case *parse.IfNode:
			branch(n.BranchNode)
		case *parse.RangeNode:
			branch(n.BranchNode)
		case *parse.WithNode:
			branch(n.BranchNode)
		}
	}
	for _, tr := range all {
		list(tr.Root)
	}
	html := text.String()
	pieces := strings.Split(tags.ReplaceAllString(html, "\n"), "\n")
	for _, m := range spoken.FindAllStringSubmatch(html, -1) {
		pieces = append(pieces, m[1])
	}
	for _, piece := range pieces {
		for _, word := range strings.FieldsFunc(piece, func(r rune) bool { return strings.ContainsRune(" 0·/:(),+", r) }) {
			if letters.MatchString(word) && !sameEverywhere.MatchString(word) && !strings.ContainsAny(word, "=&#;\"") {
				bare = append(bare, piece)
				break
			}
		}
	}
	return asked, bare
}

// saying are the functions whose literals are sentences, with the first argument that is one; labels the fields.
var (
	saying = map[string]int{"T": 0, "N": 1, "flash": 1, "flashN": 2, "Say": 0}
	labels = []string{"Label", "Hint", "Legend"}
	titled = []string{"show", "showIn"}
)

// sentencesOfGo are the sentences that a file asks for, and all of its literals.
func sentencesOfGo(t *testing.T, name, source string) (asked map[string]string, all []string) {
	t.Helper()
	asked = map[string]string{}
	literal := func(e ast.Expr) string {
		if lit, is := e.(*ast.BasicLit); is && lit.Kind == token.STRING {
			words, err := strconv.Unquote(lit.Value)
			if err == nil {
				return words
			}
		}
		return ""
	}
	ask := func(one, many string) {
		if letters.MatchString(one) && !isKey.MatchString(one) && !sameEverywhere.MatchString(one) {
			asked[one] = many
		}
	}
	ast.Inspect(parsed(t, name, source), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			all = append(all, literal(n))
		case *ast.ValueSpec:
			if !inWords.MatchString(n.Names[0].Name) {
				break
			}
			ast.Inspect(n, func(n ast.Node) bool {
				if pair, is := n.(*ast.KeyValueExpr); is {
					ask(literal(pair.Value), "")
				}
				return true
			})
		case *ast.KeyValueExpr:
			if key, is := n.Key.(*ast.Ident); is && slices.Contains(labels, key.Name) {
				ask(literal(n.Value), "")
			}
		case *ast.CallExpr:
			called, is := n.Fun.(*ast.SelectorExpr)
			if !is {
				break
			}
			if at, says := saying[called.Sel.Name]; says && len(n.Args) > at {
				many := ""
				if strings.HasPrefix(called.Sel.Name, "N") || called.Sel.Name == "flashN" {
					many = literal(n.Args[at+1])
				}
				ask(literal(n.Args[at]), many)
			}
			if slices.Contains(titled, called.Sel.Name) && len(n.Args) > 4 {
				ask(literal(n.Args[4]), "")
			}
		}
		return true
	})
	return asked, all
}

// Every sentence of our pages is in each whole catalogue, and each catalogue holds no sentence that nobody says.
func TestEverySentenceHasItsTranslation(t *testing.T) {
	asked, literals, n := map[string]string{}, map[string]bool{}, 0
	for name, source := range sources(t, "templates/*.html", "templates/*/*.html") {
		sentences, bare := sentencesOfTemplate(t, name, source)
		for one, many := range sentences {
			asked[one], n = many, n+1
		}
		for _, words := range bare {
			t.Errorf("%s: %q stands outside of {{t}}", name, words)
		}
	}
	for name, source := range sources(t, "*.go") {
		if strings.Contains(name, "demo") {
			continue // what a citizen of the demonstration writes
		}
		sentences, all := sentencesOfGo(t, name, source)
		for one, many := range sentences {
			asked[one], n = many, n+1
		}
		for _, words := range all {
			literals[words] = true
		}
	}
	for name, source := range sources(t, "../papers/letters/templates/*.txt") { // what stands outside is tested there
		sentences, _ := sentencesOfTemplate(t, name, source)
		maps.Copy(asked, sentences)
	}
	if n < 800 {
		t.Errorf("only %d sentences were found: the test looks at nothing", n)
	}
	for _, code := range languages.Codes() {
		if code == languages.Spanish || !languages.Whole(code) {
			continue
		}
		p := languages.For(code)
		for one, many := range asked {
			if !p.Has(one) {
				t.Errorf("languages/%s.po has no words for %q", code, one)
			} else if many != "" && p.N(2, one, many) == many && p.N(1, one, many) == one {
				t.Errorf("languages/%s.po has %q for one thing only, not as a plural", code, one)
			}
		}
	}
	calendars := joined(sources(t, "../procedures/calendars/*.yaml", "../calendar/*.go", "../docket/*.go"))
	for _, code := range languages.Codes() {
		for _, sentence := range languages.Sentences(code) {
			if _, is := asked[sentence]; !is && !literals[sentence] && !strings.Contains(calendars, sentence) {
				t.Errorf("languages/%s.po: nobody says %q any more", code, sentence)
			}
		}
	}
}

// A Spanish sentence of Go that no function says would stay Spanish on every page.
func TestEverySpanishWordOfGoIsSaid(t *testing.T) {
	p := languages.For("en")
	for name, source := range sources(t, "*.go") {
		if strings.Contains(name, "demo") {
			continue
		}
		plurals := map[string]bool{}
		sentences, _ := sentencesOfGo(t, name, source)
		for _, many := range sentences {
			plurals[many] = true
		}
		for _, words := range literals(t, name, source) {
			if ourWords.MatchString(words) && !unspoken.MatchString(words) && !p.Has(words) && !plurals[words] {
				t.Errorf("%s: languages/en.po has no words for %q", name, words)
			}
		}
	}
}
