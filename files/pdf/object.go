package pdf

import (
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// Object is an image or a filled area, in the order in which the page draws them.
type Object struct {
	Image bool // else a filled area
	Box   Rect

	ref references.FPDF_PAGEOBJECT
}

// Limits of what is looked at of a page.
const (
	mostObjects = 20_000
	maxForms    = 6 // reused drawings in reused drawings
)

// Objects are the page's images and filled areas, also those of reused drawings. more says that there are others.
func (p *Page) Objects() (all []Object, more bool, err error) {
	w := walk{p: p}
	n, err := p.d.i.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: p.request()})
	if err != nil {
		return nil, false, p.d.failed(err)
	}
	for k := range n.Count {
		if w.seen >= mostObjects {
			break
		}
		o, err := p.d.i.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: p.request(), Index: k})
		if err != nil {
			return w.all, true, p.d.failed(err)
		}
		if err := w.object(o.PageObject, 0, structs.FPDF_FS_MATRIX{A: 1, D: 1}); err != nil {
			return w.all, true, p.d.failed(err)
		}
	}
	return w.all, w.seen >= mostObjects, nil
}

type walk struct {
	p    *Page
	all  []Object
	seen int
}

func (w *walk) object(ref references.FPDF_PAGEOBJECT, depth int, m structs.FPDF_FS_MATRIX) error {
	i := w.p.d.i
	if w.seen++; w.seen > mostObjects {
		return nil
	}
	kind, err := i.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: ref})
	if err != nil {
		return err
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_FORM:
		return w.form(ref, depth, m)
	case enums.FPDF_PAGEOBJ_PATH:
		mode, err := i.FPDFPath_GetDrawMode(&requests.FPDFPath_GetDrawMode{PageObject: ref})
		if err != nil || mode.FillMode == enums.FPDF_FILLMODE_NONE {
			return err
		}
	case enums.FPDF_PAGEOBJ_IMAGE, enums.FPDF_PAGEOBJ_SHADING:
	default:
		return nil
	}
	box, err := i.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: ref})
	if err != nil {
		return nil //nolint:nilerr // an empty path has none
	}
	w.all = append(w.all, Object{
		Image: kind.Type == enums.FPDF_PAGEOBJ_IMAGE, ref: ref,
		Box: moved(rect(structs.FPDF_FS_RECTF{Left: box.Left, Bottom: box.Bottom, Right: box.Right, Top: box.Top}), m),
	})
	return nil
}

func (w *walk) form(ref references.FPDF_PAGEOBJECT, depth int, m structs.FPDF_FS_MATRIX) error {
	if depth >= maxForms {
		return nil
	}
	i := w.p.d.i
	own, err := i.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: ref})
	if err != nil {
		return err
	}
	n, err := i.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: ref})
	if err != nil {
		return err
	}
	for k := 0; k < n.Count && w.seen <= mostObjects; k++ {
		o, err := i.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: ref, Index: uint64(k)})
		if err != nil {
			return err
		}
		if err := w.object(o.PageObject, depth+1, times(own.Matrix, m)); err != nil {
			return err
		}
	}
	return nil
}

// times does m first, then n: x' = a·x + c·y + e, y' = b·x + d·y + f.
func times(m, n structs.FPDF_FS_MATRIX) structs.FPDF_FS_MATRIX {
	return structs.FPDF_FS_MATRIX{
		A: m.A*n.A + m.B*n.C, B: m.A*n.B + m.B*n.D, C: m.C*n.A + m.D*n.C, D: m.C*n.B + m.D*n.D,
		E: m.E*n.A + m.F*n.C + n.E, F: m.E*n.B + m.F*n.D + n.F,
	}
}

func moved(r Rect, m structs.FPDF_FS_MATRIX) Rect {
	at := func(x, y float64) Rect {
		x, y = float64(m.A)*x+float64(m.C)*y+float64(m.E), float64(m.B)*x+float64(m.D)*y+float64(m.F)
		return Rect{x, y, x, y}
	}
	return at(r.Left, r.Bottom).Join(at(r.Right, r.Top)).Join(at(r.Left, r.Top)).Join(at(r.Right, r.Bottom))
}

// Bytes are an image's bytes as the document holds them: a JPEG file, if it is one.
func (p *Page) Bytes(o Object) []byte {
	raw, err := p.d.i.FPDFImageObj_GetImageDataRaw(&requests.FPDFImageObj_GetImageDataRaw{ImageObject: o.ref})
	if err != nil {
		return nil
	}
	return raw.Data
}

// Annotation is something laid over the page.
type Annotation struct {
	Kind   AnnotationKind
	Box    Rect
	Hidden bool   // not shown on the screen
	Value  string // of a field of a form
	File   *File  // that it carries
}

// AnnotationKind is what PDFium calls the subtype.
type AnnotationKind = enums.FPDF_ANNOTATION_SUBTYPE

const mostAnnotations = 2000

// Annotations are what is laid over the page, at most two thousand.
func (p *Page) Annotations() (all []Annotation) {
	i := p.d.i
	n, err := i.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: p.request()})
	if err != nil {
		return nil
	}
	for k := range min(n.Count, mostAnnotations) {
		got, err := i.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: p.request(), Index: k})
		if err != nil {
			continue
		}
		a := Annotation{}
		if kind, err := i.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: got.Annotation}); err == nil {
			a.Kind = kind.Subtype
		}
		if box, err := i.FPDFAnnot_GetRect(&requests.FPDFAnnot_GetRect{Annotation: got.Annotation}); err == nil {
			a.Box = rect(box.Rect)
		}
		if flags, err := i.FPDFAnnot_GetFlags(&requests.FPDFAnnot_GetFlags{Annotation: got.Annotation}); err == nil {
			a.Hidden = flags.Flags&(enums.FPDF_ANNOT_FLAG_HIDDEN|enums.FPDF_ANNOT_FLAG_NOVIEW) != 0
		}
		switch a.Kind {
		case enums.FPDF_ANNOT_SUBTYPE_WIDGET:
			if v, err := i.FPDFAnnot_GetStringValue(&requests.FPDFAnnot_GetStringValue{
				Annotation: got.Annotation, Key: "V",
			}); err == nil {
				a.Value = v.Value
			}
		case enums.FPDF_ANNOT_SUBTYPE_FILEATTACHMENT:
			if f, err := i.FPDFAnnot_GetFileAttachment(&requests.FPDFAnnot_GetFileAttachment{
				Document: p.d.ref, Annotation: got.Annotation,
			}); err == nil {
				file := p.d.file(f.Attachment)
				a.File = &file
			}
		default:
		}
		all = append(all, a)
		_, _ = i.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: got.Annotation})
	}
	return all
}
