package letters

import (
	"fmt"
	"strings"

	"foja/docket"
)

// LetterPDFWith is a letter for paper, with the very words that the mail would carry, by an administrator's template;
// "" means the shipped one. A receipt has its own page (ReceiptPDF). The same Data gives the same bytes.
func LetterPDFWith(kind docket.LetterKind, d Data, override string) ([]byte, error) {
	return letter(kind, d, override, true)
}

func letter(kind docket.LetterKind, d Data, override string, compress bool) ([]byte, error) {
	if kind == docket.LetterReceipt {
		return receipt(d, compress)
	}
	subject, text, err := fill(d.template(kind), override, d.withRemedies(kind), d.zone())
	if err != nil {
		return nil, err
	}
	s := newSheet(subject, d.Agency.Name, d.At, compress)
	s.SetAutoPageBreak(false, 0)
	s.SetFooterFunc(func() {
		s.font("", 7.5, grey)
		s.put(edge, sheetHeight-12,
			fmt.Sprintf("Expediente %s · hoja %d de {nb} · %s", d.Number, s.PageNo(), StatusPage(d.Agency.WebURL)))
	})
	s.AliasNbPages("{nb}")
	s.AddPage()
	y := s.letterhead(d) + 9
	s.font("", 10, ink)
	s.putRight(sheetWidth-edge, y, PaperDate(d.At, d.zone()))
	y += 8
	for _, l := range nonEmpty(d.Requester.Name, identity(d.Requester), d.Requester.Address) {
		y = s.block(edge, y, measure*0.6, 4.9, oneLine(l), 2)
	}
	y += 5
	s.font("B", 12, ink)
	y = s.block(edge, y, measure, 5.8, subject, 3) + 4
	(&flow{sheet: s, y: y}).set(blocksOf(text))
	return s.bytes()
}

// flow sets blocks down the page and on to the next.
type flow struct {
	*sheet
	y float64
}

const (
	leading    = 4.9  // of the text, in millimetres
	size       = 10.0 // of the text, in points
	closingGap = 11.0 // room to sign
)

func (f *flow) set(blocks []block) {
	for i, b := range blocks {
		switch b.kind {
		case heading:
			f.need(leading * 4) // never a title alone at the foot
			f.y += 2.5
			f.font("B", size, ink)
			f.y = f.block(edge, f.y, measure, leading, b.lines[0], 0) + 0.8
		case paragraph:
			if i == len(blocks)-2 && blocks[i+1].kind == paragraph { // "Atentamente" stays with who signs
				f.need(closingGap + 3 + leading*float64(len(b.lines)+len(blocks[i+1].lines)))
			}
			if i == len(blocks)-1 && len(b.lines) > 1 {
				f.y += closingGap
			}
			f.paragraph(b.lines)
		case list:
			for _, item := range b.lines {
				f.row(edge, []string{"–", item}, []float64{5, measure - 5}, ink)
			}
			f.y += 2.4
		case rows:
			f.rows(b.rows)
		}
	}
}

func (f *flow) paragraph(lines []string) {
	f.font("", size, ink)
	for _, l := range lines {
		for _, folded := range f.fold(l, measure) {
			f.need(leading)
			f.font("", size, ink)
			f.Text(edge, f.y, folded)
			f.y += leading
		}
	}
	f.y += 2.4
}

func (f *flow) rows(table [][]string) {
	f.font("", size, ink)
	widest := 0.0
	for _, row := range table {
		widest = max(widest, f.GetStringWidth(printable(row[0])))
	}
	widest = min(widest+6, measure*0.4)
	for _, row := range table {
		f.row(edge, []string{row[0], strings.Join(row[1:], "  ")}, []float64{widest, measure - widest}, grey)
	}
	f.y += 2.4
}

// row sets cells side by side; the first in the given colour.
func (f *flow) row(x float64, cells []string, widths []float64, first [3]int) {
	f.font("", size, ink)
	folded := make([][]string, len(cells))
	height := 0
	for i, c := range cells {
		folded[i] = f.fold(c, widths[i])
		height = max(height, len(folded[i]))
	}
	for line := range height {
		f.need(leading)
		at := x
		for i := range cells {
			if line < len(folded[i]) {
				f.font("", size, ink)
				if i == 0 {
					f.font("", size, first)
				}
				f.Text(at, f.y, folded[i][line])
			}
			at += widths[i]
		}
		f.y += leading
	}
	f.y += 0.7
}

// need turns the page when fewer than height millimetres are left.
func (f *flow) need(height float64) {
	if f.y+height > sheetHeight-bottom {
		f.AddPage()
		f.y = top + 6
	}
}
