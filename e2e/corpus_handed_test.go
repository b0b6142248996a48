package e2e_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// handed reads testdata/handed.txt, one line of expectation for each letter of testdata/handed. The letters are as
// they were handed to us, byte for byte; a line of expectation for a letter that is not there, or none, is a mistake.
func handed(t *testing.T) (all []corpusLetter) {
	t.Helper()
	text, err := os.ReadFile("testdata/handed.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		name, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok {
			t.Fatalf("no expectation: %q", line)
		}
		raw, err := os.ReadFile(filepath.Join("testdata/handed", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, corpusLetter{name, want, string(raw)})
	}
	files, err := filepath.Glob("testdata/handed/*.eml")
	if err != nil || len(files) != len(all) {
		t.Fatalf("%d letters and %d expectations (%v)", len(files), len(all), err)
	}
	return all
}

// handedWire is the letter as it was handed to us, with the names of the cases and the field that finds it again.
func (l corpusLetter) handedWire(names *strings.Replacer) []byte {
	text := names.Replace(strings.ReplaceAll(l.raw, "\r\n", "\n"))
	return []byte(strings.ReplaceAll(l.mark()+"\n"+text, "\n", "\r\n"))
}

// handedPlace is foja with four cases of Ana Flores, two of them from the handed letters 00-base-a and 00-base-b.
func handedPlace(t *testing.T) (*place, []corpusCase, *strings.Replacer) {
	t.Helper()
	p := embedded(t, "FOJA_ANSWERS_PER_SENDER=0") // Two people write nearly all of the letters.
	ana := p.citizen().Address
	replace := []string{"ana.flores@correo.example", ana, "transparencia@spn.example", p.agency().Address}
	cases := []corpusCase{
		{name: "A", subject: "Pedido de planilla del penal"},
		{name: "B", subject: "Pedido de raciones de alimentos"},
		{name: "5", subject: "Visitas de octubre"},
		{name: "6", subject: "Visitas de noviembre"},
	}
	for i := range cases {
		c := &cases[i]
		if name := map[string]string{"A": "00-base-a", "B": "00-base-b"}[c.name]; name != "" {
			raw, err := os.ReadFile(filepath.Join("testdata/handed", name+".eml"))
			if err != nil {
				t.Fatal(err)
			}
			l := corpusLetter{name: name, raw: string(raw)}
			c.asked = strings.TrimPrefix(name, "00-") + "@correo.example"
			handIn(t, p, l, l.handedWire(strings.NewReplacer(replace...)))
		} else {
			l, _ := p.asked(c.subject)
			c.asked = strings.Trim(l.MessageID, "<>")
		}
		receipt := p.citizen().receipt(t, "<"+c.asked+">")
		file := p.find(c.subject)
		local, _, _ := strings.Cut(receipt.ReplyTo, "@")
		_, c.token, _ = strings.Cut(local, "+")
		c.id, c.number, c.receipt = file.ID, file.Number, receipt.MessageID
		replace = append(replace, "@@T"+c.name+"@@", c.token, "<@@R"+c.name+"@@.receipt.1@spn.example>", c.receipt,
			"{N"+c.name+"}", c.number)
	}
	return p, cases, strings.NewReplacer(append(replace, "000002-2026", cases[1].number)...)
}

// handIn gives a letter to the mail server.
func handIn(t *testing.T, p *place, l corpusLetter, raw []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := submit(ctx, p.SMTPAddr, p.citizen().Address, p.agency().Address, raw); err != nil {
		t.Errorf("%s: the mail server does not take it: %v", l.name, err)
	}
}

// TestLettersAsTheyCome_handed sends the letters that were handed to us because a careless reader does wrong with
// them, all of them to one running system, and looks at what became of each.
func TestLettersAsTheyCome_handed(t *testing.T) {
	t.Parallel()
	letters := handed(t)
	p, cases, names := handedPlace(t)
	for _, l := range letters {
		if !strings.HasPrefix(l.name, "00-base") {
			handIn(t, p, l, l.handedWire(names))
		}
	}
	// Mail that names no ID is delivered twice.
	twice := corpusLetter{name: "s09 again", want: "duplicate"}
	for _, l := range letters {
		if strings.HasPrefix(l.name, "s09-") {
			twice.raw = l.raw
			handIn(t, p, twice, twice.handedWire(names))
		}
	}
	view := openCorpus(t, p, cases)
	for _, l := range append(letters, twice) {
		row := view.row(l)
		for _, want := range strings.Split(names.Replace(unescaped(l.want)), "; ") {
			if err := view.becomes(row, want); err != nil {
				t.Errorf("%s: %v", l.name, err)
			}
		}
	}
	p.alive("the handed letters")
	p.nothingLost()
}
