package leaks

import (
	"bytes"
	"math"
	"strconv"
)

// A page of a PDF is a program that draws (ISO 32000-1 sections 8 and 9). It is run here as far as boxes and texts go.

// dark is how light a colour may be, of 1, to hide black text.
const dark = 0.3

// box is an area of the page in points, and when it was drawn.
type box struct {
	x0, y0, x1, y1 float64
	when           int
	light          float64 // of its fill, 0 = black
}

func boxOf(x0, y0, x1, y1 float64) box {
	return box{x0: math.Min(x0, x1), y0: math.Min(y0, y1), x1: math.Max(x0, x1), y1: math.Max(y0, y1), when: math.MaxInt}
}

// matrix is a transformation: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times does m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

func (m matrix) box(x, y, w, h float64) box {
	x0, y0 := m.at(x, y)
	x1, y1 := m.at(x+w, y+h)
	return boxOf(x0, y0, x1, y1)
}

// page is what a content stream has drawn.
type page struct {
	boxes, texts []box

	state  state
	saved  []state
	path   []box // rectangles of the path under way
	corner []float64
	when   int
}

type state struct {
	ctm, text, line matrix
	light           float64
	size, leading   float64
}

func drawn(content []byte) *page {
	p := &page{state: state{ctm: identity, text: identity, line: identity}}
	var operands []operand
	each(content, func(o operand) {
		if o.operator == "" {
			if operands = append(operands, o); len(operands) > 4096 {
				operands = operands[1:]
			}
			return
		}
		p.when++
		p.do(o.operator, operands)
		operands = operands[:0]
	})
	return p
}

func (p *page) do(operator string, of []operand) {
	n := func(i int) float64 { // the i-th from the end
		if len(of) <= i {
			return 0
		}
		return of[len(of)-1-i].number
	}
	s := &p.state
	switch operator {
	case "q":
		if len(p.saved) < 1000 {
			p.saved = append(p.saved, *s)
		}
	case "Q":
		if k := len(p.saved); k > 0 {
			*s, p.saved = p.saved[k-1], p.saved[:k-1]
		}
	case "cm":
		s.ctm = matrix{n(5), n(4), n(3), n(2), n(1), n(0)}.times(s.ctm)
	case "cs":
		s.light = 0
	case "g", "rg", "k", "sc", "scn":
		var colour []float64
		for _, o := range of {
			if o.isNumber {
				colour = append(colour, o.number)
			}
		}
		s.light = light(colour)
	case "re":
		p.path = append(p.path, s.ctm.box(n(3), n(2), n(1), n(0)))
	case "m":
		p.corners()
		p.corner = append(p.corner[:0], n(1), n(0))
	case "l":
		p.corner = append(p.corner, n(1), n(0))
	case "f", "F", "f*", "B", "B*", "b", "b*":
		p.corners()
		for _, b := range p.path {
			b.when, b.light = p.when, s.light
			p.boxes = append(p.boxes, b)
		}
		p.path = p.path[:0]
	case "S", "s", "n":
		p.path, p.corner = p.path[:0], p.corner[:0]
	default:
		p.write(operator, of, n)
	}
}

// corners takes a path of four straight sides for a rectangle.
func (p *page) corners() {
	if k := len(p.corner); k == 8 || k == 10 {
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for i := 0; i < k; i += 2 {
			x0, x1 = math.Min(x0, p.corner[i]), math.Max(x1, p.corner[i])
			y0, y1 = math.Min(y0, p.corner[i+1]), math.Max(y1, p.corner[i+1])
		}
		p.path = append(p.path, p.state.ctm.box(x0, y0, x1-x0, y1-y0))
	}
	p.corner = p.corner[:0]
}

// write does the operators of text.
func (p *page) write(operator string, of []operand, n func(int) float64) {
	s := &p.state
	next := func(x, y float64) {
		s.line = matrix{1, 0, 0, 1, x, y}.times(s.line)
		s.text = s.line
	}
	switch operator {
	case "BT":
		s.text, s.line = identity, identity
	case "Tf":
		s.size = n(0)
	case "TL":
		s.leading = n(0)
	case "Td":
		next(n(1), n(0))
	case "TD":
		s.leading = -n(0)
		next(n(1), n(0))
	case "Tm":
		s.line = matrix{n(5), n(4), n(3), n(2), n(1), n(0)}
		s.text = s.line
	case "T*":
		next(0, -s.leading)
	case "'", `"`:
		next(0, -s.leading)
		p.show(of)
	case "Tj", "TJ":
		p.show(of)
	}
}

// show sets texts. Without the font's widths a letter is taken to be half as wide as high, which is near enough to see what a box covers.
func (p *page) show(of []operand) {
	s := &p.state
	for _, o := range of {
		if o.isNumber {
			s.text = matrix{1, 0, 0, 1, -o.number / 1000 * s.size, 0}.times(s.text)
			continue
		}
		if o.letters == 0 {
			continue
		}
		wide := float64(o.letters) * s.size / 2
		b := s.text.times(s.ctm).box(0, 0, wide, s.size*0.6)
		b.when, b.light = p.when, s.light
		p.texts = append(p.texts, b)
		s.text = matrix{1, 0, 0, 1, wide, 0}.times(s.text)
	}
}

// covers says whether a dark box hides a text: one drawn before it, or as dark as it is. over are boxes laid on the finished page.
func (p *page) covers(over []box) bool {
	for _, b := range append(over, p.boxes...) {
		if b.light >= dark || b.x1-b.x0 < 6 || b.y1-b.y0 < 4 {
			continue // a light ground, or a line
		}
		for _, t := range p.texts {
			hidden := t.when < b.when || t.light < dark
			high := math.Min(b.y1, t.y1) - math.Max(b.y0, t.y0)
			wide := math.Min(b.x1, t.x1) - math.Max(b.x0, t.x0)
			if hidden && high > 0.6*(t.y1-t.y0) && wide > 0.5*math.Min(t.x1-t.x0, b.x1-b.x0) {
				return true
			}
		}
	}
	return false
}

// light is how light a colour is: 0 = black, 1 = white; of one (gray), three (RGB) or four (CMYK) parts.
func light(c []float64) float64 {
	switch len(c) {
	case 1:
		return c[0]
	case 3:
		return 0.3*c[0] + 0.59*c[1] + 0.11*c[2]
	case 4:
		return (1 - math.Min(1, c[3])) * (1 - (0.3*c[0] + 0.59*c[1] + 0.11*c[2]))
	}
	return 1 // a pattern
}

// operand is a number, a string (how many letters it may have), or an operator.
type operand struct {
	number   float64
	isNumber bool
	letters  int
	operator string
}

// each reads the tokens of a content stream (ISO 32000-1 section 7.2).
func each(b []byte, see func(operand)) {
	for len(b) > 0 {
		switch c := b[0]; {
		case isSpace(c), c == '[', c == ']', c == '{', c == '}', c == '>', c == ')':
			b = b[1:]
		case c == '%':
			b = after(b, "\n")
		case c == '(':
			n, rest := literal(b)
			b = rest
			see(operand{letters: n})
		case c == '<' && len(b) > 1 && b[1] == '<':
			b = b[2:]
		case c == '<':
			rest := after(b, ">")
			see(operand{letters: (len(b) - len(rest)) / 4}) // fonts with hexadecimal codes have two bytes a letter
			b = rest
		default:
			word, rest := wordOf(b)
			b = rest
			if v, err := strconv.ParseFloat(word, 64); err == nil {
				see(operand{number: v, isNumber: true})
			} else if word[0] != '/' {
				if word == "ID" { // the bytes of an inline picture
					b = after(b, "EI")
				}
				see(operand{operator: word})
			}
		}
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func after(b []byte, mark string) []byte {
	if i := bytes.Index(b, []byte(mark)); i >= 0 {
		return b[i+len(mark):]
	}
	return nil
}

func wordOf(b []byte) (string, []byte) {
	n := 1
	for n < len(b) && !isSpace(b[n]) && bytes.IndexByte([]byte("()<>[]{}/%"), b[n]) < 0 {
		n++
	}
	return string(b[:n]), b[n:]
}

// literal is a string in parentheses: how many letters, and what follows it.
func literal(b []byte) (letters int, rest []byte) {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
			letters++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return letters, b[i+1:]
			}
		default:
			letters++
		}
	}
	return letters, nil
}
