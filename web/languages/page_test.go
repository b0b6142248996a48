package languages

import (
	"slices"
	"strings"
	"testing"
)

func translator(t *testing.T) *Catalogue {
	t.Helper()
	c, err := English()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSentences(t *testing.T) {
	c := translator(t)
	for spanish, want := range map[string]string{
		"Quedan 3 días hábiles":                           "3 business days left",
		"Queda 1 día hábil":                               "1 business day left",
		"Vence el miércoles 4 de marzo de 2026":           "Due on Wednesday 4 March 2026",
		"4 mar 2026, 10:32":                               "4 Mar 2026, 10:32",
		"marzo de 2026":                                   "March 2026",
		"Hasta el 9 set 2026":                             "By 9 Sep 2026",
		"48,3 MB":                                         "48.3 MB",
		"Recibida · en manos de mesa de partes":           "Received · in the hands of reception",
		"· Sede Central · contra una denegatoria expresa": "· Sede Central · against an express denial",
		"000123-2026":                                     "000123-2026",
		"R18":                                             "R18", // a rule's key is a word, and no word of ours
		"Concluido: Fundada":                              "Closed: Upheld",
	} {
		if got, _ := c.Say(spanish); got != want {
			t.Errorf("%q: %q, want %q", spanish, got, want)
		}
	}
	if _, missing := c.Say("Esto no lo dice nadie el 4 de marzo de 2026"); !slices.Equal(missing, []string{"Esto no lo dice nadie el {1}"}) {
		t.Errorf("missing %q", missing)
	}
}

// What is not ours to translate stays byte for byte, however deep it lies.
func TestPageLeavesWhatPeopleWrote(t *testing.T) {
	c := translator(t)
	in := `<html lang="es"><p title="Vence hoy">Vence hoy</p><div translate="no">Vence hoy<div>Vence <b>hoy</b></div>Vence hoy</div><p>Sí</p>` +
		`<textarea>Vence hoy</textarea><code>Vence hoy</code><input value="Sí" placeholder="Buscar"><script>"Vence hoy"</script>&lt;b&gt; &amp; <p>Sí</p></html>`
	want := `<html lang="en"><p title="Due today">Due today</p><div translate="no">Vence hoy<div>Vence <b>hoy</b></div>Vence hoy</div><p>Yes</p>` +
		`<textarea>Vence hoy</textarea><code>Vence hoy</code><input value="Sí" placeholder="Search"><script>"Vence hoy"</script>&lt;b&gt; &amp; <p>Yes</p></html>`
	out, missing := c.Page([]byte(in))
	if string(out) != want {
		t.Errorf("\n%s\n%s", out, want)
	}
	if len(missing) != 1 || !strings.Contains(missing[0], "<b>") {
		t.Errorf("missing %q", missing)
	}
}

// A page that nobody would write is passed on whole.
func FuzzPage(f *testing.F) {
	c, err := English()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("<p>Vence hoy</p>")
	f.Add("<div translate=no><p")
	f.Fuzz(func(t *testing.T, page string) {
		once, _ := c.Page([]byte(page))
		if len(page) > 0 && len(once) == 0 {
			t.Errorf("%q vanished", page)
		}
	})
}

func BenchmarkPage(b *testing.B) {
	c, err := English()
	if err != nil {
		b.Fatal(err)
	}
	page := []byte("<html>" + strings.Repeat(`<tr><td>000123-2026</td><td>Quedan 3 días hábiles</td><td title="Vence hoy">4 mar 2026, 10:32</td></tr>`, 400) + "</html>")
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		c.Page(page)
	}
}
