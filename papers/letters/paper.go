package letters

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/text/unicode/norm"
)

// Measures of a sheet, in millimetres (A4: 210 x 297).
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
	edge        = 24.0 // left and right margin
	top         = 20.0
	bottom      = 20.0
	measure     = sheetWidth - 2*edge // width of the text
)

// The colours: ink, a grey for labels, a hairline, and one accent for the date that matters.
var (
	ink    = [3]int{24, 26, 30}
	grey   = [3]int{108, 112, 120}
	hair   = [3]int{205, 208, 213}
	wash   = [3]int{243, 244, 246}
	accent = [3]int{22, 66, 110}
)

// sheet is a page being set. All of its text passes through printable.
type sheet struct {
	*fpdf.Fpdf
}

// newSheet starts an A4 document whose bytes depend on nothing but its content: the dates in
// it are the letter's.
func newSheet(title, author string, at time.Time, compress bool) *sheet {
	s := newPaper(sheetWidth, sheetHeight, title, author, at, compress)
	s.SetMargins(edge, top, edge)
	s.SetAutoPageBreak(true, bottom+10)
	return s
}

// newPaper starts a document on pages of width times height millimetres.
func newPaper(width, height float64, title, author string, at time.Time, compress bool) *sheet {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: width, Ht: height}})
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(at.UTC())
	pdf.SetModificationDate(at.UTC())
	pdf.SetCompression(compress)
	pdf.SetLang("es-PE")
	pdf.SetTitle(printable(title), true)
	pdf.SetAuthor(printable(author), true)
	pdf.SetProducer("foja", true)
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	pdf.SetCellMargin(0)
	return &sheet{Fpdf: pdf}
}

// bytes ends the document.
func (s *sheet) bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := s.Output(&out); err != nil {
		return nil, fmt.Errorf("letters: PDF: %w", err)
	}
	return out.Bytes(), nil
}

func (s *sheet) font(style string, points float64, colour [3]int) {
	s.SetFont("go", style, points)
	s.SetTextColor(colour[0], colour[1], colour[2])
}

func (s *sheet) put(x, y float64, text string) { s.Text(x, y, printable(text)) }

func (s *sheet) putRight(x, y float64, text string) {
	text = printable(text)
	s.Text(x-s.GetStringWidth(text), y, text)
}

func (s *sheet) putCentre(x, y float64, text string) {
	text = printable(text)
	s.Text(x-s.GetStringWidth(text)/2, y, text)
}

func (s *sheet) rule(y float64) {
	s.SetDrawColor(hair[0], hair[1], hair[2])
	s.SetLineWidth(0.2)
	s.Line(edge, y, sheetWidth-edge, y)
}

// fold breaks text into lines of at most width millimetres in the current font.
func (s *sheet) fold(text string, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(printable(text), "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			for s.GetStringWidth(word) > width { // an address without spaces: cut it
				cut := s.fitting(word, width)
				if line != "" {
					lines, line = append(lines, line), ""
				}
				lines, word = append(lines, word[:cut]), word[cut:]
			}
			if joined := strings.TrimSpace(line + " " + word); line == "" || s.GetStringWidth(joined) <= width {
				line = joined
				continue
			}
			lines, line = append(lines, line), word
		}
		lines = append(lines, line)
	}
	return lines
}

// fitting is how many bytes of word fit into width: at least one character.
func (s *sheet) fitting(word string, width float64) int {
	end := 0
	for i := range word {
		if i > 0 && s.GetStringWidth(word[:i]) > width {
			break
		}
		end = i
	}
	if end == 0 {
		for i := range word {
			if i > 0 {
				return i
			}
		}
		return len(word)
	}
	return end
}

// block sets text from (x, y) downwards, at most limit lines (0 = all), and returns the y of
// the line after it. What is cut ends in an ellipsis.
func (s *sheet) block(x, y, width, leading float64, text string, limit int) float64 {
	lines := s.fold(text, width)
	if limit > 0 && len(lines) > limit {
		lines = lines[:limit]
		lines[limit-1] = strings.TrimRight(lines[limit-1], " .,;") + "…"
	}
	for _, l := range lines {
		s.Text(x, y, l)
		y += leading
	}
	return y
}

// letterhead is the agency's name and seat.
func (s *sheet) letterhead(d Data) float64 {
	y := top + 3
	s.font("B", 10, ink)
	y = s.block(edge, y, measure-34, 4.6, d.Agency.Name, 2)
	s.font("", 8.5, grey)
	y = s.block(edge, y, measure-34, 4.2, strings.Join(nonEmpty(d.Office.Name, d.Office.Address), " · "), 2)
	if d.Agency.Acronym != "" {
		s.font("B", 15, accent)
		s.putRight(sheetWidth-edge, top+5, d.Agency.Acronym)
	}
	s.rule(y)
	return y
}

// qr draws a QR code as rectangles, so that it is sharp on any printer.
func (s *sheet) qr(x, y, size float64, content string) error {
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("letters: QR: %w", err)
	}
	modules := code.Bounds().Dx()
	dark := func(col, row int) bool { return code.At(col, row) == color.Black }
	module := size / float64(modules)
	s.SetFillColor(ink[0], ink[1], ink[2])
	for row := range modules {
		for col := 0; col < modules; col++ {
			run := col
			for run < modules && dark(run, row) {
				run++
			}
			if run > col { // one rectangle for a run leaves no hairlines between modules
				s.Rect(x+float64(col)*module, y+float64(row)*module, float64(run-col)*module, module, "F")
				col = run
			}
		}
	}
	return nil
}

// printable is text that the embedded font can set: composed characters, no control
// characters, and a box for what lies outside the plane that the font covers.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e ||
			r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r >= 0xfe00 && r <= 0xfe0f:
			return -1 // invisible, or turns the line round
		case r > 0xffff || r == 0xfffd:
			return '□'
		}
		return r
	}, norm.NFC.String(s))
}

func nonEmpty(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
