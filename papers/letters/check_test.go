package letters_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"foja/docket"
	"foja/papers/letters"
)

// Each of these would be found only on the day on which a letter takes that branch.
func TestCheckRunsEveryBranch(t *testing.T) {
	for name, c := range map[string]struct{ body, wrong string }{
		"plain":                     {"Estimada {{.Requester.Name}}: {{.Body}}", ""},
		"a field that is not there": {"{{.Numero}}", "Numero"},
		"in a branch":               {"{{if .Cents}}{{.Precio}}{{end}}", "Precio"},
		"in the other branch":       {"{{if .Number}}x{{else}}{{.Precio}}{{end}}", "Precio"},
		"in a branch of a branch": {
			"{{if .Number}}{{if eq .Silence \"negative\"}}x{{else if .Entity}}{{.Precio}}{{end}}{{end}}", "Precio",
		},
		"in a loop":              {"{{range .Items}}{{.Nada}}{{end}}", "Nada"},
		"in a loop over nothing": {"{{range .Items}}x{{else}}{{.Nada}}{{end}}", "Nada"},
		"behind a break":         {"{{range .Schedule}}{{break}}{{.Nada}}{{end}}", "Nada"},
		"with a value":           {"{{with .Ground}}{{.Nada}}{{end}}", "Nada"},
		"with no value":          {"{{with .Ground}}x{{else}}{{.Nada}}{{end}}", "Nada"},
		"in the subject":         {"{{define \"subject\"}}{{if .Until}}{{.Nada}}{{end}}{{end}}x", "Nada"},
		"in a template of its own": {
			"{{define \"own\"}}{{if .Until}}{{.Nada}}{{end}}{{end}}{{if .Resolution}}{{template \"own\" .}}{{end}}", "Nada",
		},
		"a variable of the condition":      {"{{if $e := .Entity}}{{$e}}{{else}}{{$e}}{{end}}", ""},
		"a function with the wrong value":  {"{{if .To}}{{longdate .Number}}{{end}}", "wrong type"},
		"a first entry that may not be":    {"{{(index .Items 0).Name}}", "out of range"},
		"that, where it is looked for":     {"{{if .Items}}{{(index .Items 0)}}{{end}}", ""},
		"a second entry that may not be":   {"{{if .Items}}{{index .Items 1}}{{end}}", "out of range"},
		"that, where it is counted":        {"{{if gt (len .Items) 1}}{{index .Items 1}}{{end}}", ""},
		"no end":                           {"{{range 2000000000}}Estimada persona{{end}}", "no termina"},
		"a condition that cannot be asked": {"{{if eq .Items 3}}x{{end}}", "eq"},
	} {
		err := letters.Check(docket.LetterResponse, c.body)
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: %v, want %q", name, err, c.wrong)
		}
	}
}

func TestCheckPassesEveryShippedTemplate(t *testing.T) {
	files, err := os.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	// they are not about a case
	other := []string{"shared", "notice", "unit_question", "upload_link", "account_link", "account_notice"}
	n := 0
	for _, f := range files {
		name, text := strings.CutSuffix(f.Name(), ".txt")
		if !text || slices.Contains(other, name) {
			continue
		}
		body, err := letters.TemplateOf(name)
		if err == nil {
			err = letters.Check(docket.LetterKind(name), body)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		n++
	}
	if n < 20 {
		t.Errorf("only %d were checked", n)
	}
}

func TestUntemplatedNamesTheLetterAndItsPlace(t *testing.T) {
	p := docket.Procedure{Letters: []docket.LetterRule{
		{Kind: docket.LetterReceipt, Template: "receipt"},
		{Kind: docket.LetterResponse, Template: "respnse"},
		{Kind: docket.LetterDenial, Template: "notice"},
	}}
	mistakes := letters.Untemplated(p)
	if len(mistakes) != 2 ||
		!strings.Contains(mistakes[0].Error(), `letters[1].template: there is no template "respnse"`) {
		t.Errorf("%v", mistakes)
	}
}
