package pdf

import (
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// Rect is an area in points; y grows upwards.
type Rect struct{ Left, Bottom, Right, Top float64 }

// Join is the smallest area that holds both.
func (r Rect) Join(o Rect) Rect {
	return Rect{min(r.Left, o.Left), min(r.Bottom, o.Bottom), max(r.Right, o.Right), max(r.Top, o.Top)}
}

func rect(r structs.FPDF_FS_RECTF) Rect {
	return Rect{float64(r.Left), float64(r.Bottom), float64(r.Right), float64(r.Top)}
}

// Page is a page of an open document.
type Page struct {
	Width, Height float64 // points, as it is shown

	d    *Document
	ref  references.FPDF_PAGE
	text references.FPDF_TEXTPAGE
	n    int // letters
}

func (p *Page) request() requests.Page { return requests.Page{ByReference: &p.ref} }

// Page loads a page; the first is 0. Close it.
func (d *Document) Page(n int) (*Page, error) {
	if d.Failed() {
		return nil, ErrLarge
	}
	loaded, err := d.i.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: n})
	if err != nil {
		return nil, d.failed(err)
	}
	p := &Page{d: d, ref: loaded.Page}
	if size, err := d.i.FPDF_GetPageSizeByIndexF(&requests.FPDF_GetPageSizeByIndexF{
		Document: d.ref, Index: n,
	}); err == nil {
		p.Width, p.Height = float64(size.Size.Width), float64(size.Size.Height)
	}
	if d.Failed() {
		p.Close()
		return nil, ErrLarge
	}
	text, err := d.i.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p.request()})
	if err == nil {
		p.text = text.TextPage
		count, countErr := d.i.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: p.text})
		if err = countErr; err == nil {
			p.n = max(count.Count, 0)
		}
	}
	if err != nil {
		p.Close()
		return nil, d.failed(err)
	}
	return p, nil
}

// Close gives the page back.
func (p *Page) Close() {
	if p.d.dead != nil {
		return
	}
	if p.text != "" {
		_, _ = p.d.i.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: p.text})
	}
	_, _ = p.d.i.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: p.ref})
}

// Letters is how many letters the page has, with spaces.
func (p *Page) Letters() int { return p.n }

// maxLetters of a page are read: a page of a book has three thousand.
const maxLetters = 100_000

// Text is the page's text.
func (p *Page) Text() (string, error) {
	if p.n == 0 {
		return "", nil
	}
	text, err := p.d.i.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: p.text, Count: min(p.n, maxLetters)})
	if err != nil {
		return "", p.d.failed(err)
	}
	return text.Text, nil
}

// Letter is a letter and the area that it has on its line: as high as the font, as wide as its advance.
type Letter struct {
	Rune rune
	Box  Rect
}

// Letter gives the n-th letter.
func (p *Page) Letter(n int) (l Letter, err error) {
	code, err := p.d.i.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: p.text, Index: n})
	if err != nil {
		return l, p.d.failed(err)
	}
	l.Rune = rune(code.Unicode) //nolint:gosec // a code point
	box, err := p.d.i.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: p.text, Index: n})
	if err != nil {
		return l, p.d.failed(err)
	}
	l.Box = rect(box.Rect)
	return l, nil
}

// Invisible says whether the n-th letter is drawn without ink, as the text that is laid over a scanned page is.
func (p *Page) Invisible(n int) bool {
	object, err := p.d.i.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: p.text, Index: n})
	if err != nil {
		return false
	}
	mode, err := p.d.i.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{
		PageObject: object.TextObject,
	})
	return err == nil && mode.TextRenderMode == 3
}
