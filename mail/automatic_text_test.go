package mail

import (
	"strings"
	"testing"
)

func TestSaysNothing(t *testing.T) {
	plain := func(text string) Message {
		return Parse([]byte("From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text))
	}
	for text, want := range map[string]bool{
		"": true,
		"Estoy de vacaciones hasta el 15 de diciembre. Responderé a mi regreso.":                                                                  true,
		"Me encuentro de vacaciones hasta el 15 de diciembre. Para urgencias escriba a suplente@negocio.example.":                                 true,
		"Buenos días:\nGracias por su mensaje. No estaré disponible del 1 al 7 de junio; le responderé a mi regreso.\nJuan Paz\nTel. 999 111 222": true,
		"I am on annual leave until\n7 December. I will respond on my return.":                                                                    true,

		"Este es un mensaje automático. No responda a este correo.": true,
		"Se ha recibido su correo electrónico.":                     true,
		"Estou de férias até segunda-feira.":                        true,

		// nothing that only a program says
		"Buenos días.":                                                                  false,
		"Solicito copia del acta.":                                                      false,
		"Estoy de vacaciones. El penal es el de Tacna.":                                 false,
		"Estoy de vacaciones y acepto el costo.":                                        false,
		"Estoy de viaje; pagué ayer.":                                                   false,
		"Estoy fuera de la oficina. Apelo.":                                             false,
		"Estoy fuera de la oficina, pero puede llamarme sobre mi pedido.":               false,
		"Estoy de vacaciones\nel pabellón es el segundo":                                false,
		"Hemos recibido su carta y no estamos conformes.":                               false,
		"Recibido. Gracias.":                                                            false,
		"Estoy de vacaciones. ¿Puede esperar?":                                          false,
		"Estoy de vacaciones. " + strings.Repeat("y otra cosa que quería contar ", 200): false,
	} {
		if got := SaysNothing(plain(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	file := "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nEstoy de vacaciones.\r\n" +
		"--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n--b--\r\n"
	if SaysNothing(Parse([]byte(file))) {
		t.Error("a note with a file says something")
	}
	quoting := "Estoy de vacaciones.\n\nEl lun, 30 nov 2026 a las 9:10, SPN <a@spn.example> escribió:\n> Precise el contrato.\n"
	if !SaysNothing(plain(quoting)) {
		t.Error("what it quotes is not its own")
	}
}
