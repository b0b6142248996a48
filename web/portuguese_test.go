package web

import (
	"go/ast"
	"html"
	"net/http"
	"slices"
	"strings"
	"testing"

	"foja/languages"
)

// The citizen's pages, and what makes them: their templates, their handlers, and what may refuse a citizen.
var (
	citizenTemplates = []string{
		"layout.html", "pages/ask.html", "pages/status_form.html", "pages/status.html", "pages/upload.html", "pages/download.html", "pages/verify.html", "pages/problem.html", "pages/login.html",
		"partials/badge.html", "partials/field.html", "partials/problems.html", "partials/strip.html", "partials/clock_receipt.html", "partials/expiries.html", "partials/logins.html",
	}
	citizenHandlers = []string{"ask.go", "status.go", "upload_link.go", "upload.go", "download.go", "verify.go", "problem.go", "render.go", "middleware.go", "session.go"}
	citizenRefusals = append([]string{"../desk/links/*.go"}, citizenHandlers...)
)

const portuguese = "pt"

// Portuguese says every sentence of the citizen's pages, and of the refusals that they show.
func TestPortugueseSaysTheCitizensPages(t *testing.T) {
	p, n := languages.For(portuguese), 0
	wants := func(where, sentence string) {
		if n++; !p.Has(sentence) {
			t.Errorf("%s: languages/pt.po has no words for %q", where, sentence)
		}
	}
	for _, file := range citizenTemplates {
		for name, source := range sources(t, "templates/"+file) {
			asked, _ := sentencesOfTemplate(t, name, source)
			for sentence := range asked {
				wants(name, sentence)
			}
		}
	}
	for name, source := range sources(t, citizenHandlers...) {
		asked, _ := sentencesOfGo(t, name, source)
		for sentence := range asked {
			wants(name, sentence)
		}
	}
	for name, source := range sources(t, citizenRefusals...) {
		for _, key := range keysOfRefusals(t, name, source) {
			wants(name, key)
		}
	}
	if n < 130 {
		t.Errorf("only %d sentences were found: the test looks at nothing", n)
	}
}

// keysOfRefusals are the keys of a file's refusals.
func keysOfRefusals(t *testing.T, name, source string) (keys []string) {
	t.Helper()
	ast.Inspect(parsed(t, name, source), func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		f, is := call.Fun.(*ast.SelectorExpr)
		if !is || !slices.Contains([]string{"Refuse", "Invalid", "TooMany", "Busy"}, f.Sel.Name) {
			return true
		}
		for _, a := range call.Args {
			if lit, is := a.(*ast.BasicLit); is {
				if key := strings.Trim(lit.Value, `"`); isKey.MatchString(key) {
					keys = append(keys, key)
				}
			}
		}
		return true
	})
	return keys
}

// The pages as a Portuguese reader gets them: no sentence of ours is left in Spanish.
func TestTheCitizensPagesAreInPortuguese(t *testing.T) {
	asked := map[string]bool{}
	for name, source := range sources(t, "templates/*.html", "templates/*/*.html") {
		sentences, _ := sentencesOfTemplate(t, name, source)
		for sentence := range sentences {
			asked[sentence] = true
		}
	}
	for name, source := range sources(t, "*.go") {
		sentences, _ := sentencesOfGo(t, name, source)
		for sentence := range sentences {
			asked[sentence] = true
		}
	}
	p, b := languages.For(portuguese), as(t, newFake(), "")
	for path, words := range map[string]string{
		"/ask": "Apresente um pedido", "/status": "Consulte seu pedido", "/s/000123-2026/K7M2-Q9RT": "Restam 3 dias úteis",
		"/up/good": "Entregue seus arquivos", "/d/good": "Baixar", "/verify": "Verifique uma constância", "/login": "Senha",
		"/nowhere": "Esta página não existe",
	} {
		a := b.do(http.MethodGet, path, "", nil, "Cookie", languageCookie+"="+portuguese)
		if !strings.Contains(a.body, `<html lang="pt"`) || !strings.Contains(a.body, words) {
			t.Errorf("%s is not in Portuguese: no %q", path, words)
		}
		for _, piece := range strings.Split(tags.ReplaceAllString(a.body, "\n"), "\n") {
			piece = strings.TrimSpace(html.UnescapeString(piece))
			if asked[piece] && !p.Has(piece) {
				t.Errorf("%s: languages/pt.po has no words for %q", path, piece)
			}
		}
	}
}

// Everybody is offered every language that there is; the person who is signed in, those that have words for every page.
func TestLanguagesThatAPageOffers(t *testing.T) {
	public := as(t, newFake(), "").get("/status").body
	staff := as(t, newFake(), "funcionario")
	for _, code := range languages.Codes() {
		button := `name="lang" value="` + code + `"`
		if offered := strings.Contains(public, button); offered != (code != languages.Spanish) {
			t.Errorf("a public page offers %s: %t", code, offered)
		}
		want := code != languages.Spanish && languages.Whole(code)
		if offered := strings.Contains(staff.get("/today").body, button); offered != want {
			t.Errorf("a page of the staff offers %s: %t", code, offered)
		}
	}
	if languages.Whole(portuguese) {
		t.Fatal("Portuguese is whole: the test needs another language")
	}
	a := staff.do(http.MethodGet, "/today", "", nil, "Cookie", languageCookie+"="+portuguese)
	if strings.Contains(a.body, `<html lang="pt"`) {
		t.Error("a page of the staff is half in Portuguese")
	}
}
