package letters

import (
	"fmt"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// ReceiptPDF is the printed receipt: number, date, time and place, who received, sheets and
// attachments, requester, what was asked, the due date with its working, and a QR code of the
// status page. One A4 page; the same Data gives the same bytes.
func ReceiptPDF(d Data) ([]byte, error) { return receipt(d, true) }

func receipt(d Data, compress bool) ([]byte, error) {
	// The receipt is one page: when the words do not fit, they are shortened step by step. The
	// whole text is in the case; the facts of the reception are never cut.
	var s *sheet
	for _, room := range []room{{5, 4, 3, 7.4}, {3, 3, 2, 6.4}, {2, 2, 2, 5.8}, {1, 1, 1, 5}} {
		s = newSheet("Cargo de recepción "+d.Number, d.Agency.Name, d.ReceivedAt, compress)
		s.SetAutoPageBreak(false, 0)
		s.AddPage()
		y := s.letterhead(d)
		y = s.receiptTitle(d, y+10.5)
		y = s.facts(d, y+8.5, room)
		y = s.asked(d, y+2, room)
		y = s.due(d, y+4, room)
		if err := s.follow(d, max(y+5, footY)); err != nil {
			return nil, err
		}
		if y+5 <= lastFootY {
			break
		}
	}
	return s.bytes()
}

// room is how much of each part of the receipt is set.
type room struct {
	text, files, fact int     // lines
	cell              float64 // height of a day, millimetres
}

// The foot stands at footY, or lower down to lastFootY when the rest needs it.
const (
	footY     = 226.0
	lastFootY = 244.0
)

func (s *sheet) receiptTitle(d Data, y float64) float64 {
	s.font("", 9, grey)
	s.put(edge, y, "Cargo de recepción")
	s.putRight(sheetWidth-edge, y, "Recibida")
	s.font("B", 24, ink)
	s.put(edge, y+10, d.Number)
	local := d.ReceivedAt.In(d.zone())
	s.font("B", 13, ink)
	s.putRight(sheetWidth-edge, y+6.2, local.Format("15:04")+" h")
	s.font("", 9.5, ink)
	s.putRight(sheetWidth-edge, y+10.8, LongDate(calendar.DateOf(local)))
	return y + 10
}

// facts are two columns of labelled values.
func (s *sheet) facts(d Data, y float64, r room) float64 {
	half := (measure - 10) / 2
	right := edge + half + 10
	received := d.ReceivedBy
	if received == "" {
		received = "foja, sistema de la entidad"
	}
	leftRows := [][2]string{
		{"Solicitante", d.Requester.Name},
		{"Documento", identity(d.Requester)},
		{"Domicilio", d.Requester.Address},
		{"Contacto", strings.Join(nonEmpty(d.Requester.Email, d.Requester.Phone), " · ")},
	}
	rightRows := [][2]string{
		{"Procedimiento", d.Procedure},
		{"Lugar", place(d)},
		{"Recibió", received},
		{"Entrega de la información", d.DeliveryMode},
		{"Folios", folios(d.Sheets)},
	}
	return max(s.column(edge, y, half, leftRows, r), s.column(right, y, half, rightRows, r))
}

func (s *sheet) column(x, y, width float64, rows [][2]string, r room) float64 {
	for _, row := range rows {
		if row[1] == "" {
			continue
		}
		s.font("", 8, grey)
		s.put(x, y, row[0])
		s.font("", 10, ink)
		y = s.block(x, y+4.4, width, 4.5, oneLine(row[1]), r.fact) + 2
	}
	return y
}

func identity(r docket.Requester) string {
	if r.IDNumber == "" {
		return ""
	}
	kind := map[string]string{"PASSPORT": "Pasaporte", "CE": "Carné de extranjería"}[r.IDKind]
	if kind == "" {
		kind = r.IDKind
	}
	return strings.TrimSpace(kind + " " + r.IDNumber)
}

func folios(n int) string {
	if n == 0 {
		return "" // by mail there are none
	}
	return Count(n, "folio", "folios")
}

// asked is what was asked, shortened to what the page allows, and the files handed in.
func (s *sheet) asked(d Data, y float64, r room) float64 {
	s.rule(y)
	y += 6
	s.font("", 8, grey)
	s.put(edge, y, "Solicita")
	y += 4.6
	if d.Subject != "" {
		s.font("B", 10, ink)
		y = s.block(edge, y, measure, 4.8, oneLine(d.Subject), min(2, r.text))
	}
	s.font("", 9.5, ink)
	y = s.block(edge, y, measure, 4.6, strings.Join(strings.Fields(d.Text), " "), r.text)
	if len(d.Attachments) == 0 {
		return y
	}
	y += 2.4
	s.font("", 8, grey)
	s.put(edge, y, fmt.Sprintf("Adjuntos (%d) y huella SHA-256", len(d.Attachments)))
	y += 4.4
	if r.files == 1 && len(d.Attachments) > 1 {
		s.font("", 9, ink)
		s.put(edge, y, "Listados en el expediente")
		return y + 4.4
	}
	for i, a := range d.Attachments {
		s.font("", 9, ink)
		if i == r.files-1 && len(d.Attachments) > r.files {
			s.put(edge, y, "y "+Count(len(d.Attachments)-i, "archivo", "archivos")+" más en el expediente")
			return y + 4.4
		}
		s.block(edge, y, measure-52, 4.4, oneLine(a.Name), 1)
		s.font("", 8.5, grey)
		s.putRight(sheetWidth-edge-27, y, a.SizeText())
		s.putRight(sheetWidth-edge, y, a.Fingerprint())
		y += 4.4
	}
	return y
}

// due is the last day with its working: a small calendar, and the reason of each day that an
// ordinary week would have counted.
func (s *sheet) due(d Data, y float64, r room) float64 {
	s.rule(y)
	y += 7
	s.font("", 8, grey)
	s.put(edge, y, d.dueWords())
	s.font("B", 15, accent)
	s.put(edge, y+7, LongDate(d.Deadline.DueOn))
	y += 13.5
	textX := edge + 7*cellWidth + 10
	bottomOfGrid := s.weeks(d.Deadline, edge, y, r.cell)
	s.font("", 8.5, ink)
	bottomOfText := s.block(textX, y, sheetWidth-edge-textX, 4.2, strings.Join(reading(d), "\n"), 14)
	return max(bottomOfGrid, bottomOfText)
}

// dueWords stand before the last day.
func (d Data) dueWords() string {
	if d.Passed() {
		return "El plazo para responder terminó el"
	}
	return "Se responderá a más tardar el"
}

// reading explains the working in sentences.
func reading(d Data) []string {
	var out []string
	received := d.Deadline.ReceivedOn
	if filed := calendar.DateOf(d.ReceivedAt.In(d.zone())); filed != received {
		out = append(out,
			fmt.Sprintf("Llegó fuera del horario de atención: se tiene por recibida el %s.", DayMonth(received)))
	}
	if d.TermDays > 0 {
		out = append(out,
			fmt.Sprintf("Plazo: %s desde el día siguiente al %d de %s. Los números son los días contados; sábados y domingos no se cuentan.",
				Days(d.TermDays), received.Day, MonthName(received.Month)))
	}
	for _, c := range d.Deadline.Days {
		if c.Reason != "" && !weekend(c) {
			out = append(out, fmt.Sprintf("%s: %s.", upperFirst(DayMonth(c.Date)), why(c)))
		}
	}
	return out
}

// follow is the foot: QR code, where to look, how to check this paper, and the clerk's line.
func (s *sheet) follow(d Data, y float64) error {
	const size = 26.0
	s.rule(y)
	y += 6
	if err := s.qr(edge, y, size, d.StatusURL); err != nil {
		return err
	}
	x := edge + size + 8
	width := measure - size - 8
	if d.Channel == docket.ChannelCounter {
		width -= 54
		s.signature(sheetWidth-edge-46, y+size-5.5, d.ReceivedBy)
	}
	s.font("B", 9.5, ink)
	s.put(x, y+3, "Siga su solicitud")
	s.font("", 8.5, ink)
	next := s.block(x, y+7.8, width, 4.1,
		"Apunte su cámara al código, o entre a "+StatusPage(d.Agency.WebURL)+" con su número y este código:", 3)
	s.font("B", 11, ink)
	s.put(x, next+1, d.StatusCode)
	s.font("", 7.5, grey)
	s.block(edge, y+size+6, measure, 3.6,
		"Para comprobar que este cargo es auténtico, abra esa página: debe mostrar el mismo número, fecha y hora. "+
			silence(d), 3)
	return nil
}

// silence is what the citizen may do when the term ends unanswered.
func silence(d Data) string { return silenceIn(inSpanish, d) }

// signature is where the clerk signs and stamps.
func (s *sheet) signature(x, y float64, name string) {
	s.SetDrawColor(ink[0], ink[1], ink[2])
	s.SetLineWidth(0.2)
	s.Line(x, y, x+46, y)
	s.font("", 7.5, grey)
	s.putCentre(x+23, y+3.8, "Firma y sello de quien recibe")
	if name != "" {
		s.font("", 8, ink)
		s.putCentre(x+23, y+7.6, name)
	}
}

// PaperDate is the date line of a letter: "Lima, 2 de marzo de 2026" (the office's name
// stands for the city).
func PaperDate(at time.Time, zone *time.Location) string {
	return PlainDate(calendar.DateOf(at.In(zone)))
}
