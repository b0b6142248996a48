package letters

import (
	"fmt"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// OutageData is what a certificate of interrupted mail says. It names no requester: it is shown to anybody.
type OutageData struct {
	Agency               docket.Agency
	Address              string // of the mailbox
	ID                   string
	From, Noticed, Ended time.Time
	Cause                string
	Zone                 *time.Location
	Late                 []LateMessage
}

// LateMessage is one message that came meanwhile. Days are legal days of reception.
type LateMessage struct {
	Number            string // of the request; "" when it became none
	Fingerprint       string // SHA-256 of its bytes
	ArrivedAt, ReadAt time.Time
	LegalOn, ReadOn   calendar.Date
	Lost              int // business days that the office has less
}

// OutagePDF is the certificate: from when to when the mailbox was not read, what came meanwhile, and that each counts
// from its true arrival. The same data gives the same bytes.
func OutagePDF(d OutageData) ([]byte, error) {
	s := newSheet("Constancia de interrupción del correo", d.Agency.Name, d.Ended, true)
	s.SetAutoPageBreak(false, 0)
	s.AddPage()
	y := s.letterhead(Data{Agency: d.Agency, Office: d.Agency.Offices[0], Zone: d.Zone}) + 10
	s.font("B", 17, ink)
	s.put(edge, y, "Constancia de interrupción del correo")
	y += 10
	s.font("", 10, ink)
	y = s.block(edge, y, measure, 5,
		fmt.Sprintf("El buzón de la entidad (%s) no fue leído desde el %s hasta el %s: %s. El sistema lo advirtió el %s.",
			d.Address, LongInstant(d.From, d.Zone), LongInstant(d.Ended, d.Zone), inHours(d.Ended.Sub(d.From)),
			LongInstant(d.Noticed, d.Zone)), 0)
	if d.Cause != "" {
		y = s.block(edge, y+2, measure, 5, "Causa anotada por el sistema: "+oneLine(d.Cause), 4)
	}
	affected := 0
	for _, m := range d.Late {
		if m.LegalOn != m.ReadOn {
			affected++
		}
	}
	y = s.block(edge, y+2, measure, 5,
		fmt.Sprintf("Mientras tanto el servidor de correo recibió %s. Cada uno cuenta desde que llegó al servidor, no desde que se leyó: la interrupción no quita plazo a quien solicita. En %d de ellos el día legal de recepción es anterior al día en que se leyeron.",
			messages(len(d.Late)), affected), 0)
	y = s.lateTable(d, y+6)
	if y > sheetHeight-bottom-12 {
		s.AddPage()
		y = top + 6
	}
	s.font("", 8, grey)
	s.block(edge, y+6, measure, 4, "Las horas son las del servidor de correo y las del sistema, en la hora de "+
		d.Zone.String()+
		". Huella: primeros 16 dígitos del SHA-256 del mensaje, que el sistema conserva. Interrupción "+d.ID+".", 0)
	return s.bytes()
}

// columns of the table: x from the margin, and title.
var lateColumns = []struct {
	x     float64
	title string
}{{0, "Expediente"}, {27, "Llegó"}, {57, "Se leyó"}, {87, "Día legal"}, {108, "Días hábiles perdidos"}, {132, "Huella"}}

func (s *sheet) lateTable(d OutageData, y float64) float64 {
	if len(d.Late) == 0 {
		return y
	}
	head := func(y float64) float64 {
		s.font("B", 7.5, grey)
		for _, c := range lateColumns {
			s.block(edge+c.x, y, 22, 3.2, c.title, 2)
		}
		s.rule(y + 5)
		return y + 9
	}
	y = head(y)
	for _, m := range d.Late {
		if y > sheetHeight-bottom {
			s.AddPage()
			y = head(top + 6)
		}
		number := m.Number
		if number == "" {
			number = "sin expediente"
		}
		style := ""
		if m.LegalOn != m.ReadOn {
			style = "B"
		}
		s.font(style, 8, ink)
		for i, text := range []string{
			number, m.ArrivedAt.In(d.Zone).Format("02/01/2006 15:04:05"), m.ReadAt.In(d.Zone).Format("02/01/2006 15:04:05"),
			m.LegalOn.At(0, 0, time.UTC).Format("02/01/2006"), fmt.Sprint(m.Lost), m.Fingerprint[:min(16, len(m.Fingerprint))],
		} {
			s.put(edge+lateColumns[i].x, y, text)
		}
		y += 5
	}
	return y
}

func messages(n int) string {
	if n == 1 {
		return "un mensaje"
	}
	return Count(n, "mensaje", "mensajes")
}

// inHours says a duration in days, hours and minutes.
func inHours(d time.Duration) string {
	d = d.Round(time.Minute)
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{int(d.Hours()) / 24, "día", "días"}, {int(d.Hours()) % 24, "hora", "horas"}, {
		int(d.Minutes()) % 60, "minuto", "minutos",
	}} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.one)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.many))
		}
	}
	if len(parts) == 0 {
		return "menos de un minuto"
	}
	return strings.Join(parts, " ")
}
