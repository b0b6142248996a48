package casefile

import (
	"fmt"
	"strings"
)

// Measures of a leaf, in millimetres (A4: 210 x 297). The left margin has room for the binding.
const (
	leafWidth  = 210.0
	leafHeight = 297.0
	left       = 27.0
	right      = 18.0
	first      = 40.0 // where the text begins
	last       = 275.0
	column     = leafWidth - left - right
)

var (
	ink   = [3]int{24, 26, 30}
	grey  = [3]int{92, 96, 104}
	hair  = [3]int{190, 194, 200}
	wash  = [3]int{240, 242, 245}
	title = [3]int{22, 66, 110}
)

// renderer sets a file leaf by leaf.
type renderer struct {
	*measurer
	f      File
	leaves int // of the whole, from the pass before; 0 in the first
	y      float64
}

// leaf begins a new leaf with its head: whose file it is, which, and the leaf's number.
func (s *renderer) leaf() {
	s.AddPage()
	s.font("B", 18, ink)
	folio := fmt.Sprintf("Folio %d", s.PageNo())
	s.Text(leafWidth-right-s.measure(folio), 21, folio)
	s.font("B", 10.5, ink)
	y := 17.0
	for i, line := range s.fold(s.f.Agency, column-48) {
		if i == 2 {
			break
		}
		s.Text(left, y, line)
		y += 4.6
	}
	s.font("", 9, grey)
	s.Text(left, y+0.4, s.printable("Expediente "+s.f.Number))
	s.line(31, hair)
	s.line(last+6, hair)
	s.font("", 7.5, grey)
	s.Text(left, last+10.5, s.printable("Expediente "+s.f.Number+" · al "+s.f.moment(s.f.At)))
	of := fmt.Sprintf("folio %d de %d", s.PageNo(), s.leaves)
	s.Text(leafWidth-right-s.measure(of), last+10.5, of)
	s.y = first
}

func (s *renderer) line(y float64, colour [3]int) {
	s.SetDrawColor(colour[0], colour[1], colour[2])
	s.SetLineWidth(0.25)
	s.Line(left, y, leafWidth-right, y)
}

// need turns the leaf when fewer than height millimetres are left, and says so.
func (s *renderer) need(height float64) bool {
	if s.y+height <= last {
		return false
	}
	s.leaf()
	return true
}

// text sets a text in the column, over as many leaves as it takes.
func (s *renderer) text(style string, points float64, colour [3]int, text string) {
	s.font(style, points, colour)
	leading := points * 0.48
	for _, line := range s.fold(text, column) {
		if s.need(leading) {
			s.font(style, points, colour)
		}
		s.Text(left, s.y, line)
		s.y += leading
	}
}

// heading is the title of a part, with the kind of part above it.
func (s *renderer) heading(kind, text string) {
	if kind != "" {
		s.text("", 9, grey, kind)
	}
	s.y += 2.6
	s.text("B", 15, title, text)
	s.y += 2.2
}

// subheading is never left alone at the foot of a leaf.
func (s *renderer) subheading(text string) {
	s.y += 3
	s.need(16)
	s.text("B", 10.5, ink, text)
	s.y += 0.8
}

// facts are labelled values, the label in a column of its own.
func (s *renderer) facts(facts []Fact) {
	const labels = 42.0
	for _, f := range facts {
		if strings.TrimSpace(f.Value) == "" {
			continue
		}
		s.font("", 9, grey)
		label := s.fold(f.Label, labels-4)
		s.font("", 10, ink)
		value := s.fold(f.Value, column-labels)
		for i := range max(len(label), len(value)) {
			s.need(4.8)
			if i < len(label) {
				s.font("", 9, grey)
				s.Text(left, s.y, label[i])
			}
			if i < len(value) {
				s.font("", 10, ink)
				s.Text(left+labels, s.y, value[i])
			}
			s.y += 4.8
		}
		s.y += 0.8
	}
}

// col is a column of a table; its width in millimetres.
type col struct {
	title string
	width float64
	right bool // figures stand at the right
}

// row of a table, with a line of its own below the cells for what is long and rarely read.
type row struct {
	cells []string
	below string
}

// table sets rows over as many leaves as it takes; each begins with the columns' titles.
func (s *renderer) table(cols []col, rows []row) {
	s.need(20)
	s.titles(cols)
	for _, r := range rows {
		s.row(cols, r)
	}
}

func (s *renderer) titles(cols []col) {
	s.SetFillColor(wash[0], wash[1], wash[2])
	s.Rect(left, s.y-4.2, column, 6, "F")
	s.font("B", 8, ink)
	x := left
	for _, c := range cols {
		s.cell(x, c, c.title)
		x += c.width
	}
	s.y += 6.4
}

func (s *renderer) cell(x float64, c col, text string) {
	if c.right {
		x += c.width - 2.5 - s.measure(text)
	} else {
		x++
	}
	s.Text(x, s.y, text)
}

func (s *renderer) row(cols []col, r row) {
	const points, leading = 8.5, 4.1
	s.font("", points, ink)
	folded := make([][]string, len(cols))
	height := 0
	for i, c := range cols {
		folded[i] = s.fold(r.cells[i], c.width-3)
		height = max(height, len(folded[i]))
	}
	s.font("", 6.8, grey)
	var below []string
	if r.below != "" {
		below = s.fold(r.below, column-cols[0].width-2)
	}
	if whole := float64(height)*leading + float64(len(below))*3.2 + 3; whole < 80 && s.need(whole) {
		s.titles(cols)
	}
	for line := range height {
		if s.need(leading) {
			s.titles(cols)
		}
		s.font("", points, ink)
		x := left
		for i, c := range cols {
			if line < len(folded[i]) {
				s.cell(x, c, folded[i][line])
			}
			x += c.width
		}
		s.y += leading
	}
	for _, line := range below {
		if s.need(3.2) {
			s.titles(cols)
		}
		s.font("", 6.8, grey)
		s.Text(left+cols[0].width+1, s.y-0.4, line)
		s.y += 3.2
	}
	s.line(s.y-2.4, hair)
	s.y += 2.2
}
