package leaks

import (
	"fmt"
	"math"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"

	"foja/files/pdf"
)

// A page is drawn, and where its letters stand the picture is looked at: where there is one colour only, nobody sees
// them. That finds what is under boxes, pictures and notes, white on white, cut off and in layers that are off, however
// the file does it.

// dark is how light a colour may be, of 1, to be a black box.
const dark = 0.3

// maxLetters of a page are looked at; one of a book has three thousand.
const maxLetters = 20_000

// unseen looks for text and parts of pictures that the page holds and does not show.
func (p *pdfInspection) unseen(n int, page *pdf.Page, objects []pdf.Object, notes []pdf.Annotation) error {
	images := false
	for _, o := range objects {
		images = images || o.Image
	}
	if page.Letters() == 0 && !images {
		return nil
	}
	picture, err := page.Picture()
	if err != nil {
		return err
	}
	defer picture.Close()
	where := fmt.Sprintf("página %d", n+1)
	if images && coversImage(page, picture, objects, notes) {
		p.add(CoveredImage, where)
	}
	if page.Letters() > maxLetters {
		p.addUnread(where)
	}
	var word []placedLetter
	for k := range min(page.Letters(), maxLetters) {
		letter, err := page.Letter(k)
		if err != nil {
			if p.d.Failed() {
				return err
			}
			continue // a letter without a place, as the spaces that PDFium adds
		}
		if unicode.IsLetter(letter.Rune) || unicode.IsNumber(letter.Rune) {
			if word = append(word, placedLetter{k, letter.Box}); len(word) < 200 {
				continue
			}
		}
		if p.word(where, page, picture, word) {
			return nil
		}
		word = word[:0]
	}
	p.word(where, page, picture, word)
	return nil
}

// placedLetter is a letter's number and its place.
type placedLetter struct {
	n   int
	box pdf.Rect
}

// lettersPerGroup is how many letters are looked at as one: an "l" fills its own place, and three letters have gaps
// between them.
const lettersPerGroup = 3

// word looks at a word; done says that nothing more need be looked for on this page.
func (p *pdfInspection) word(where string, page *pdf.Page, picture *pdf.Picture, word []placedLetter) (done bool) {
	if len(word) < 2 {
		return false
	}
	size := min(lettersPerGroup, len(word))
	for k := 0; k+size <= len(word); k++ {
		letters := word[k : k+size]
		box, tiny := core(letters)
		look := picture.Inspect(box)
		if !look.Off && !look.Plain && !tiny {
			continue
		}
		invisible := page.Invisible(letters[0].n) // the text that a scanner's program lays over its picture
		switch {
		case look.Plain && !look.Off && look.Light < dark:
			p.add(CoveredText, where)
			return true
		case invisible:
		default:
			p.add(HiddenText, where)
			return p.has(CoveredText, where)
		}
	}
	return false
}

func (p *pdfInspection) has(kind Kind, where string) bool {
	for _, l := range *p.all {
		if l == (Leak{kind, where, p.in}) {
			return true
		}
	}
	return false
}

// tinyHeight is how high letters may be, in points, that nobody reads.
const tinyHeight = 1

// core is the middle of a line of letters, where each of them has ink: a box that covers a text may be lower than the
// text's line.
func core(letters []placedLetter) (r pdf.Rect, tiny bool) {
	r = letters[0].box
	for _, s := range letters {
		r = r.Join(s.box)
	}
	a, b := letters[0].box, letters[len(letters)-1].box
	dx, dy := math.Abs(a.Left+a.Right-b.Left-b.Right), math.Abs(a.Top+a.Bottom-b.Top-b.Bottom)
	high, wide := r.Top-r.Bottom, r.Right-r.Left
	if dx >= dy {
		r.Bottom, r.Top = r.Bottom+high/4, r.Top-high/4
		return r, high > 0 && high < tinyHeight
	}
	r.Left, r.Right = r.Left+wide/4, r.Right-wide/4
	return r, wide > 0 && wide < tinyHeight
}

// coversImage says whether a box of one colour lies on a picture: a black one on any, a white one on a scanned page,
// which has no text.
func coversImage(page *pdf.Page, picture *pdf.Picture, objects []pdf.Object, notes []pdf.Annotation) bool {
	var images []pdf.Rect
	covers := func(box pdf.Rect) bool {
		wide, high := box.Right-box.Left, box.Top-box.Bottom
		if wide < 6 || high < 4 {
			return false // a line
		}
		for _, i := range images {
			over := max(0, min(box.Right, i.Right)-max(box.Left, i.Left)) * max(0, min(box.Top, i.Top)-max(box.Bottom, i.Bottom))
			if over < 0.6*wide*high || wide*high > 0.6*(i.Right-i.Left)*(i.Top-i.Bottom) {
				continue
			}
			look := picture.Inspect(pdf.Rect{
				Left: box.Left + wide/10, Bottom: box.Bottom + high/10, Right: box.Right - wide/10, Top: box.Top - high/10,
			})
			return look.Plain && !look.Off && (look.Light < dark || page.Letters() == 0)
		}
		return false
	}
	for _, o := range objects {
		switch {
		case o.Image && (o.Box.Right-o.Box.Left)*(o.Box.Top-o.Box.Bottom) > 2500:
			images = append(images, o.Box)
		case !o.Image && covers(o.Box):
			return true
		}
	}
	for _, a := range notes {
		switch a.Kind {
		case enums.FPDF_ANNOT_SUBTYPE_LINK, enums.FPDF_ANNOT_SUBTYPE_WIDGET, enums.FPDF_ANNOT_SUBTYPE_POPUP,
			enums.FPDF_ANNOT_SUBTYPE_TEXT:
		default:
			if !a.Hidden && covers(a.Box) {
				return true
			}
		}
	}
	return false
}
