package letters

import (
	"strings"
	"testing"
)

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"ANA FLORES":                               "ANA FLORES",
		"Inversiones Ñandú S.A.C.":                 "Inversiones Ñandú S.A.C.",
		"Copia del D.S. 021-2019-JUS y la R.M. 5.": "Copia del D.S. 021-2019-JUS y la R.M. 5.",
		"Pido información.Solicito el acta":        "Pido información.Solicito el acta",
		"vea https://malo.example/x?y=1 ya":        "vea […] ya",
		"vea hxxp://malo.com":                      "vea […]",
		"entre a www.malo.com ahora":               "entre a […] ahora",
		"entre a bit.ly/3xyz ahora":                "entre a […] ahora",
		"entre a MALO.COM.PE":                      "entre a […]",
		"escriba a ventas@malo.com":                "escriba a […]",
		"mailto:x@y.pe?subject=z":                  "[…]",
		"a\u202egnp.exe\u2066b\u200b\x00\x1b[31mc": "agnp.exeb[31mc",
		"línea\r\nBcc: otro@malo.com":              "línea \nBcc: […]",
		strings.Repeat("ñ", 100):                   strings.Repeat("ñ", 79) + "…",
		"":                                         "",
	} {
		if got := WithoutLinksText(in, 80); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := harmlessFile("informe.zip"); got != "informe.zip" {
		t.Error(got)
	}
	if got := harmlessFile("compre en malo.com.pdf"); got != "compre en […].pdf" {
		t.Error(got)
	}
}

// Who gives no name is called by her address in the letter that goes to it; any other address in a name is a
// outsider's.
func TestANamelessRequesterIsCalledByHerOwnAddress(t *testing.T) {
	var d Data
	d.Requester.Name, d.Requester.Email = "sin.nombre@correo.example", "sin.nombre@correo.example"
	if got := d.WithoutLinks().Requester.Name; got != d.Requester.Email {
		t.Errorf("called %q", got)
	}
	d.Requester.Name = "compre@tienda.example"
	if got := d.WithoutLinks().Requester.Name; strings.Contains(got, "tienda.example") {
		t.Errorf("called %q", got)
	}
}
