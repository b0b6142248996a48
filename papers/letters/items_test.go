package letters

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"foja/docket"
)

func itemsLetter(t *testing.T) Data {
	t.Helper()
	d := response(t)
	p := docket.Procedure{Grounds: []docket.Ground{
		{Key: "personal", Cite: "TUO 17.5", Name: docket.Text{ES: "Información confidencial: datos personales y salud"}},
		{Key: "prisons", Cite: "TUO 16.1.c", Name: docket.Text{
			ES: "Información reservada: seguridad y defensa de establecimientos penitenciarios",
		}},
	}}
	d.Body, d.Items = ItemsOf(p, []docket.Item{
		{Outcome: docket.ItemGiven},
		{Outcome: docket.ItemPart, Ground: "personal"},
		{Outcome: docket.ItemDenied, Ground: "prisons"},
		{Outcome: docket.ItemNotHeld},
		{Outcome: docket.ItemElsewhere},
	}, JoinItems("Adjuntamos lo que podemos entregar.", []ItemWords{
		{Asked: "Presupuesto de alimentación de 2025", Reasons: "Va en el archivo adjunto, por establecimiento."},
		{
			Asked: "Relación del personal médico", Withheld: "domicilio y teléfono de cada persona",
			Reasons: "Son datos de contacto personales, ajenos a la función pública.",
		},
		{
			Asked: "Plan de seguridad del penal", Reasons: "Revelarlo permitiría conocer los puestos de control.",
			Until: "31 de diciembre de 2030", Resolution: "R. 112-2025",
		},
		{Asked: "Actas de 1970", Reasons: "Se buscó en el Archivo Central: la serie comienza en 1981."},
		{Asked: "Sentencias", Reasons: "Las tiene el Poder Judicial; pídalas en su mesa de partes."},
	}))
	return d
}

func TestItemsLetterReadsAsApproved(t *testing.T) {
	d := itemsLetter(t)
	r, err := RenderWith(docket.LetterItems, d, "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "items.txt", "Subject: "+r.Subject+"\n\n"+r.Text)
	golden(t, "items.html", r.HTML)
	paper, err := LetterPDFWith(docket.LetterItems, d, "")
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("LETTERS_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "items.pdf"), paper, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.Join(strings.Fields(r.Text), " ")
	for _, want := range []string{
		"Ítem 3: se deniega", "TUO 16.1.c", "puestos de control", "31 de diciembre de 2030",
		"R. 112-2025", "domicilio y teléfono", "recurso de apelación",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// What a person writes in an item is never taken for the label of another.
func FuzzItemsComeBackAsWritten(f *testing.F) {
	f.Add("Hola", "uno\n\ndos", "Ítem 2\n  Se pidió:\n    tres", "  Dura:\nsiempre")
	f.Add("", "Presentación:", "    ", "x")
	f.Fuzz(func(t *testing.T, intro, asked, reasons, until string) {
		if strings.ContainsRune(intro+asked+reasons+until, '\r') {
			t.Skip() // forms are rid of them before
		}
		trim := strings.TrimSpace
		gotIntro, got := SplitItems(JoinItems(intro,
			[]ItemWords{{Asked: asked, Reasons: reasons}, {Asked: "b", Until: until}}))
		want := []ItemWords{{Asked: trim(asked), Reasons: trim(reasons)}, {Asked: "b", Until: trim(until)}}
		if gotIntro != trim(intro) || !reflect.DeepEqual(got, want) {
			t.Errorf("%q %+v", gotIntro, got)
		}
	})
}
