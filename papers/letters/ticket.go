package letters

import (
	"strings"

	"foja/calendar"
	"foja/docket"
)

// A roll of thermal paper, in millimetres: 80 wide, of which the usual printers reach 72.
const (
	rollWidth   = 80.0
	rollEdge    = 4.0
	rollMeasure = rollWidth - 2*rollEdge
	rollFoot    = 8.0 // for the knife
)

// TicketPDF is the receipt for a roll of 80 mm: the facts of the reception, the last day as the first receipt says it,
// and the QR code of the status page. What was asked and the working of the days are on the status page. The same Data
// gives the same bytes.
func TicketPDF(d Data) ([]byte, error) { return ticket(d, true) }

func ticket(d Data, compress bool) ([]byte, error) {
	// A roll is cut where the words end: they are set once to see where that is.
	var s *sheet
	for height := 2000.0; ; {
		s = newPaper(rollWidth, height, "Cargo de recepción "+d.Number, d.Agency.Name, d.ReceivedAt, compress)
		s.SetMargins(rollEdge, 0, rollEdge)
		s.SetAutoPageBreak(false, 0)
		s.AddPage()
		end, err := s.roll(d)
		if err != nil {
			return nil, err
		}
		if end+rollFoot >= height {
			return s.bytes()
		}
		height = end + rollFoot
	}
}

// roll sets the ticket and returns where it ends. All of it is black: a thermal head prints no grey.
func (s *sheet) roll(d Data) (float64, error) {
	y := 7.0
	s.font("B", 9.5, ink)
	y = s.block(rollEdge, y, rollMeasure, 4.4, d.Agency.Name, 0)
	s.font("", 8, ink)
	y = s.block(rollEdge, y, rollMeasure, 3.7, strings.Join(nonEmpty(d.Office.Name, d.Office.Address), " · "), 0)
	s.line(y)
	s.font("", 9, ink)
	s.put(rollEdge, y+5, "Cargo de recepción")
	s.font("B", 22, ink)
	s.put(rollEdge, y+14, d.Number)
	y += 20
	local := d.ReceivedAt.In(d.zone())
	facts := [][2]string{
		{"Recibida", LongDate(calendar.DateOf(local)) + ", " + local.Format("15:04") + " h"},
		{"Recibió", d.ReceivedBy},
		{"Solicitante", d.Requester.Name},
		{"Documento", identity(d.Requester)},
		{"Procedimiento", d.Procedure},
		{"Folios", folios(d.Sheets)},
		{"Adjuntos", strings.Join(ticketFiles(d), "\n")},
	}
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		s.font("", 7.5, ink)
		s.put(rollEdge, y, f[0])
		s.font("", 9.5, ink)
		y = s.block(rollEdge, y+4, rollMeasure, 4.3, f[1], 0) + 1.2
	}
	s.line(y)
	s.font("", 8, ink)
	s.put(rollEdge, y+5, d.dueWords())
	s.font("B", 12, ink)
	y = s.block(rollEdge, y+10.5, rollMeasure, 5.2, LongDate(d.Deadline.DueOn), 0)
	const size = 34.0
	if err := s.qr((rollWidth-size)/2, y+2, size, d.StatusURL); err != nil {
		return 0, err
	}
	y += size + 8
	s.font("", 8.5, ink)
	y = s.block(rollEdge, y, rollMeasure, 4, "Siga su solicitud: apunte su cámara al código, o entre a "+
		StatusPage(d.Agency.WebURL)+" con su número y este código:", 0)
	s.font("B", 13, ink)
	s.putCentre(rollWidth/2, y+3.5, d.StatusCode)
	s.font("", 7.5, ink)
	y = s.block(rollEdge, y+9, rollMeasure, 3.5,
		"Para comprobar que este cargo es auténtico, abra esa página: debe mostrar el mismo número, fecha y hora. "+
			silence(d), 0)
	if d.Channel == docket.ChannelCounter {
		y += 14
		s.SetLineWidth(0.2)
		s.Line(rollEdge, y, rollWidth-rollEdge, y)
		s.font("", 7.5, ink)
		s.put(rollEdge, y+3.6, "Firma y sello de quien recibe")
		y += 3.6
	}
	return y, nil
}

// ticketFiles are what was handed in, each with its fingerprint.
func ticketFiles(d Data) (list []string) {
	for _, a := range d.Attachments {
		list = append(list, a.Name+" ("+a.SizeText()+", SHA-256 "+a.Fingerprint()+")")
	}
	return list
}

func (s *sheet) line(y float64) {
	s.SetDrawColor(ink[0], ink[1], ink[2])
	s.SetLineWidth(0.3)
	s.Line(rollEdge, y, rollWidth-rollEdge, y)
}
