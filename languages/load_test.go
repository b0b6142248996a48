package languages

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// A language is its file: one put beside the others is one of the languages, with no change of code.
func TestALanguageIsAFile(t *testing.T) {
	folder := fstest.MapFS{"qu.po": {Data: []byte("msgid \"\"\nmsgstr \"\"\n\"Language: qu\\n\"\n\nmsgid \"due.today\"\nmsgstr \"Kunan tukun\"\n")}}
	for _, code := range Codes() {
		b, err := fs.ReadFile(files, code+".po")
		if err != nil {
			t.Fatal(err)
		}
		folder[code+".po"] = &fstest.MapFile{Data: b}
	}
	all, err := load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := codesOf(all), append(Codes(), "qu"); !slices.Equal(got, want) {
		t.Errorf("the languages are %v, want %v", got, want)
	}
	p := &Printer{own: all["qu"], spanish: all[Spanish]}
	if got := p.T("due.today"); got != "Kunan tukun" {
		t.Errorf("%q", got)
	}
	if got := p.T("due.overdue"); got != "Vencida" { // what it has no words for stays Spanish
		t.Errorf("%q", got)
	}
}
