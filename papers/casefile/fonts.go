package casefile

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// missingGlyph stands, visibly, for a character that the font does not have. The original keeps it.
const missingGlyph = '□'

// glyphs says which characters the embedded fonts can set; both have the same.
var glyphs = func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is a part of the program
	}
	return f
}()

// measurer measures and folds text. Widths are summed character by character, so that a word of a million characters
// costs no more than a million characters in words.
type measurer struct {
	*fpdf.Fpdf
	style  string
	points float64
	widths map[string]map[rune]float64 // by style, of one point
	known  map[rune]bool
	buffer sfnt.Buffer
}

func newTypist() *measurer {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	return &measurer{Fpdf: pdf, widths: map[string]map[rune]float64{"": {}, "B": {}}, known: map[rune]bool{}}
}

func (t *measurer) font(style string, points float64, colour [3]int) {
	t.style, t.points = style, points
	t.SetFont("go", style, points)
	t.SetTextColor(colour[0], colour[1], colour[2])
}

// width of a character in the current font, in millimetres.
func (t *measurer) width(r rune) float64 {
	w, found := t.widths[t.style][r]
	if !found {
		w = t.GetStringWidth(string(r)) / t.points
		t.widths[t.style][r] = w
	}
	return w * t.points
}

func (t *measurer) measure(text string) float64 {
	total := 0.0
	for _, r := range text {
		total += t.width(r)
	}
	return total
}

// printable is text as the fonts can set it: composed, without characters that are invisible or turn the line round.
func (t *measurer) printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r' || r == 0x00a0 || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x3000:
			return ' '
		case r == 0x2028 || r == 0x2029:
			return '\n'
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x00ad || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e ||
			r >= 0x2060 && r <= 0x206f || r == 0xfeff || r >= 0xfe00 && r <= 0xfe0f:
			return -1
		case r == 0xfffd || !t.has(r):
			return missingGlyph
		}
		return r
	}, norm.NFC.String(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")))
}

func (t *measurer) has(r rune) bool {
	has, asked := t.known[r]
	if !asked {
		index, err := glyphs.GlyphIndex(&t.buffer, r)
		has = r <= 0xffff && err == nil && index != 0
		t.known[r] = has
	}
	return has
}

// fold breaks text into lines of at most width millimetres; a word that is longer than a line is cut.
func (t *measurer) fold(text string, width float64) []string {
	var lines []string
	space := t.width(' ')
	for paragraph := range strings.SplitSeq(t.printable(text), "\n") {
		var line strings.Builder
		filled := 0.0
		end := func() {
			lines = append(lines, line.String())
			line.Reset()
			filled = 0
		}
		for _, word := range strings.Fields(paragraph) {
			wide := t.measure(word)
			switch {
			case filled > 0 && filled+space+wide <= width:
				line.WriteByte(' ')
				filled += space
			case filled > 0:
				end()
			}
			for _, r := range word {
				w := t.width(r)
				if filled > 0 && filled+w > width {
					end()
				}
				line.WriteRune(r)
				filled += w
			}
		}
		end()
	}
	return lines
}
