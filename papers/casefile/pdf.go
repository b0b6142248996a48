package casefile

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"foja/docket"
	"foja/papers/letters"
)

// Entry is one line of the index: a part of the file and the leaves on which it stands.
type Entry struct {
	What     string
	Date     string
	From, To int
	SHA256   string
}

// RenderedFile is the file as it was set.
type RenderedFile struct {
	PDF    []byte
	Index  []Entry
	Leaves int
}

// Render sets a file. The index stands before what it points to, so the file is set until the leaves are where the pass
// before said: the first pass learns them, the second prints them, and a third is only needed when the index itself
// grew.
func Render(f File) (RenderedFile, error) {
	var index []Entry
	leaves := 0
	for range 5 {
		s := &renderer{measurer: newTypist(), f: f, leaves: leaves}
		found := s.renderAll(index)
		if err := s.Error(); err != nil {
			return RenderedFile{}, fmt.Errorf("casefile: PDF: %w", err)
		}
		if s.PageNo() == leaves && same(found, index) {
			var out bytes.Buffer
			if err := s.Output(&out); err != nil {
				return RenderedFile{}, fmt.Errorf("casefile: PDF: %w", err)
			}
			return RenderedFile{PDF: out.Bytes(), Index: found, Leaves: leaves}, nil
		}
		index, leaves = found, s.PageNo()
	}
	return RenderedFile{}, fmt.Errorf("casefile: the index of %d parts does not settle", len(index))
}

func same(a, b []Entry) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// renderAll sets everything and returns the index of this pass; told is that of the pass before.
func (s *renderer) renderAll(previous []Entry) []Entry {
	at := s.f.At.UTC()
	s.SetCatalogSort(true)
	s.SetCreationDate(at)
	s.SetModificationDate(at)
	s.SetLang("es-PE")
	s.SetTitle(s.printable("Expediente "+s.f.Number), true)
	s.SetAuthor(s.printable(s.f.Agency), true)
	s.SetProducer("foja", true)
	s.SetAutoPageBreak(false, 0)
	s.SetCellMargin(0)

	var index []Entry
	part := func(what, date, sha string, set func()) {
		s.leaf()
		from := s.PageNo()
		s.Bookmark(s.printable(what), 0, 0)
		set()
		index = append(index, Entry{What: what, Date: date, From: from, To: s.PageNo(), SHA256: sha})
	}
	part("Carátula", "", "", s.cover)
	part("Índice", "", "", func() { s.index(previous) })
	part("Solicitud", s.f.moment(s.f.Request.At), s.f.Request.SHA256, func() { s.piece(s.f.Request) })
	for _, p := range s.f.Pieces {
		part(p.Kind+": "+p.title(), s.f.moment(p.At), p.SHA256, func() { s.piece(p) })
	}
	part("Cómputo del plazo", "", "", s.clock)
	part("Actuaciones", "", s.lastHash(), s.events)
	part("Originales y sus huellas", "", "", s.originals)
	return index
}

func (s *renderer) lastHash() string {
	if len(s.f.Events) == 0 {
		return ""
	}
	return s.f.Events[len(s.f.Events)-1].Hash
}

func (s *renderer) cover() {
	s.y = 74
	s.text("", 12, grey, "Expediente")
	s.y += 6
	s.text("B", 34, ink, s.f.Number)
	s.y += 2
	s.text("B", 14, title, s.f.Title)
	s.y += 9
	s.line(s.y-4, hair)
	s.y += 3
	s.facts(append([]Fact{{"Entidad", s.f.Agency}, {"Sede", s.f.Office}}, s.f.Cover...))
	s.facts([]Fact{
		{"Contenido", fmt.Sprintf("%d folios numerados; %d archivos originales en el ZIP que lo acompaña", s.leaves,
			len(s.f.Originals))},
		{"Actualizado al", letters.LongInstant(s.f.At, s.f.zone())},
	})
	s.y += 6
	s.text("", 9, grey,
		"Cada folio lleva su número. El índice dice en qué folios está cada documento y su huella SHA-256. Los archivos originales "+
			"(mensajes, cartas y documentos tal como se recibieron o enviaron) están en el ZIP con el mismo número de expediente; sus huellas se "+
			"comprueban con «sha256sum -c SHA256SUMS». El signo □ ocupa el lugar de un carácter que no se puede imprimir; el original lo conserva.")
}

func (s *renderer) index(previous []Entry) {
	s.heading("", "Índice")
	cols := []col{
		{"N.°", 11, true}, {"Documento", 88, false}, {"Fecha", 30, false}, {"Del folio", 18, true}, {"Al folio", 18, true},
	}
	var rows []row
	for i, e := range previous {
		r := row{cells: []string{strconv.Itoa(i + 1), e.What, e.Date, strconv.Itoa(e.From), strconv.Itoa(e.To)}}
		if e.SHA256 != "" {
			r.below = "SHA-256 " + e.SHA256
		}
		rows = append(rows, r)
	}
	s.table(cols, rows)
}

func (s *renderer) piece(p Piece) {
	s.heading(p.Kind, p.title())
	facts := p.Facts
	if p.Original > 0 {
		facts = append(append([]Fact{}, facts...), Fact{"Original", fmt.Sprintf("En el ZIP, archivo %03d", p.Original)})
	}
	if p.SHA256 != "" {
		facts = append(append([]Fact{}, facts...), Fact{"SHA-256", p.SHA256})
	}
	s.facts(facts)
	if p.Text != "" {
		s.y++
		s.line(s.y-2, hair)
		s.y += 5
		s.words(p)
	}
	if len(p.Files) == 0 {
		return
	}
	s.subheading(fmt.Sprintf("Archivos adjuntos (%d)", len(p.Files)))
	s.y += 3
	var rows []row
	for i, a := range p.Files {
		where := "dentro del mensaje"
		if a.Original > 0 {
			where = fmt.Sprintf("archivo %03d", a.Original)
		}
		rows = append(rows, row{[]string{strconv.Itoa(i + 1), a.Name, sizeText(a.Size), where}, "SHA-256 " + a.SHA256})
	}
	s.table([]col{{"N.°", 11, true}, {"Nombre", 96, false}, {"Tamaño", 26, true}, {"En el ZIP", 32, false}}, rows)
}

// mostLines bounds what one text may fill: about a hundred leaves. The rest is in its original, and the leaf says so.
const mostLines = 5000

func (s *renderer) words(p Piece) {
	s.font("", 10, ink)
	lines := s.fold(p.Text, column)
	cut := len(lines) > mostLines
	if cut {
		lines = lines[:mostLines]
	}
	s.text("", 10, ink, strings.Join(lines, "\n"))
	if cut {
		s.y += 2
		s.text("B", 10, ink, "El texto es más largo: aquí está solo su comienzo. Entero está en el original, en el ZIP.")
	}
}

func sizeText(n int64) string { return letters.Attachment{Size: n}.SizeText() }

func (s *renderer) clock() {
	s.heading("", "Cómputo del plazo")
	d := s.f.Clock.Deadline
	s.working(d)
	if s.f.Clock.Other != nil {
		s.subheading("Con la otra lectura de la norma")
		s.working(*s.f.Clock.Other)
	}
}

// policyWords say from when something filed out of hours counts (law: R12-R15).
var policyWords = map[docket.ReceptionPolicy]string{
	docket.OfficeHours: "lo que llega fuera del horario de atención se tiene por recibido el día hábil siguiente",
	docket.SameDay24x7: "se tiene por recibido el mismo día, a cualquier hora",
}

func (s *renderer) working(d docket.Deadline) {
	facts := []Fact{
		{"Se tiene por recibida", letters.LongDate(d.ReceivedOn) + " (día cero)"},
		{"Vence", letters.LongDate(d.DueOn)},
		{"Suspendido desde", letters.LongDate(d.WaitingSince)},
		{"Días contados", strconv.Itoa(d.Counted)},
		{"Criterio de recepción", policyWords[d.Policy]},
		{"Calendario", d.CalendarVersion},
		{"Procedimiento", d.Procedure + " " + d.Version},
	}
	if d.CountsFrom != d.ReceivedOn {
		facts = append(facts, Fact{"Se cuenta desde", letters.LongDate(d.CountsFrom)})
	}
	s.facts(facts)
	s.y += 4
	var rows []row
	for _, day := range d.Days {
		n, why := "·", day.Reason
		if day.Counted {
			n = strconv.Itoa(day.N)
		}
		rows = append(rows, row{cells: []string{n, letters.LongDate(day.Date), why, day.Source}})
	}
	s.table([]col{{"Día", 12, true}, {"Fecha", 60, false}, {"Por qué no se cuenta", 43, false}, {"Norma", 50, false}},
		rows)
}

func (s *renderer) events() {
	s.heading("", "Actuaciones")
	proof := "Cada huella encadena la actuación con la anterior. La cadena se volvió a calcular al expedir este expediente y es correcta."
	if !s.f.Chain {
		proof = "ATENCIÓN: al expedir este expediente, la cadena de huellas no coincide con lo anotado. Verifíquela antes de usarlo como prueba."
	}
	s.text("", 9, grey, proof)
	s.y += 4
	var rows []row
	for _, e := range s.f.Events {
		what := spanish.Say(e.Title)
		if !e.Recorded.IsZero() {
			what += "\n(anotado el " + s.f.moment(e.Recorded) + ")"
		}
		rows = append(rows, row{
			[]string{strconv.Itoa(e.Seq), s.f.moment(e.At), what, e.Who + "\n" + e.Role, e.Hands}, "Huella " + e.Hash,
		})
	}
	s.table([]col{{"N.°", 11, true}, {"Fecha y hora", 30, false}, {"Actuación", 62, false}, {"Por quién", 36, false}, {
		"En manos de", 26, false,
	}}, rows)
}

func (s *renderer) originals() {
	s.heading("", "Originales y sus huellas")
	if len(s.f.Originals) == 0 {
		s.text("", 10, ink, "Este expediente no tiene archivos originales.")
		return
	}
	s.text("", 9, grey,
		"Están en la carpeta «originales» del ZIP, cada uno con el número de esta lista al comienzo de su nombre.")
	s.y += 4
	var rows []row
	for _, o := range s.f.Originals {
		rows = append(rows, row{[]string{fmt.Sprintf("%03d", o.N), o.What, o.Name, sizeText(o.Size)}, "SHA-256 " + o.SHA256})
	}
	s.table([]col{{"Archivo", 17, true}, {"Qué es", 58, false}, {"Nombre", 66, false}, {"Tamaño", 24, true}}, rows)
}
