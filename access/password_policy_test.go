package access_test

import (
	"testing"

	"foja/access"
	"foja/access/limits"
	"foja/desk/desktest"
	"foja/docket"
)

func TestCommonAndOwnPasswordsAreRefused(t *testing.T) {
	agency := docket.Agency{Name: "Servicio Penitenciario Nacional", Acronym: "SPN", Email: "transparencia@spn.example"}
	for password, good := range map[string]bool{
		"corta":                     false,
		"1234567890":                false,
		"qwertyuiop":                false,
		"password123":               false,
		"contraseña1":               false,
		"Contraseña2026":            false,
		"transparencia2026":         false,
		"aaaaaaaaaaaaaaaa":          false,
		"abcdefghijkl":              false,
		"carlos.huaman":             false,
		"Carlos-Huamán-2026":        false,
		"oficial2026!":              false,
		"Penitenciario2026":         false,
		"spn-oficial-1":             false,
		"municipalidad1":            false,
		"bienvenido2026":            false,
		"caballo batería grapa":     true,
		"Carlos come 7 melocotones": true,
		"tren violeta cuchara":      true,
		"x9f-Kq2m-81Lz":             true,
	} {
		if err := access.WeakPassword("next", password, limits.Default().PasswordLength, "oficial", "Carlos Huamán Ríos", agency); (err == nil) != good {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestTheLastFivePasswordsAreNotTakenAgain(t *testing.T) {
	h := desktest.New(t)
	words := []string{"caballo batería grapa", "nube silla manzana 4", "tren violeta cuchara", "puente lago tijera 9", "azúcar barco ventana", "reloj montaña papel 3"}
	u := access.UserOf(h.Account("julio", words[0]))
	for i := 1; i < len(words); i++ {
		h.Must(h.Accounts.ChangePassword(h.Ctx, u, words[i-1], words[i], "192.0.2.1"))
	}
	for _, had := range words[1:] {
		h.Code(had, h.Accounts.ChangePassword(h.Ctx, u, words[5], had, "192.0.2.1"), docket.CodeInvalid)
	}
	h.Must(h.Accounts.ChangePassword(h.Ctx, u, words[5], words[0], "192.0.2.1")) // the sixth from the end
}
