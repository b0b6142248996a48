package leaks

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pagesMost bounds how much of a PDF is looked at; what is longer is told as unread beyond it.
const pagesMost = 500

func init() { api.DisableConfigDir() } // or the library writes its settings into the operator's home

// inPDF looks for text under black boxes, comments and the author. What is drawn inside a reused form (a form XObject) is not followed.
func inPDF(data []byte) (all found) {
	defer func() {
		if recover() != nil { // the library meets files that nobody else opens either
			all.add(Unread, "")
		}
	}()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(data), conf)
	if err != nil {
		return found{{Unread, ""}}
	}
	if name := strings.TrimSpace(ctx.Author); name != "" {
		all.add(Author, name)
	}
	for n := 1; n <= ctx.PageCount; n++ {
		if n > pagesMost {
			all.add(Unread, "")
			break
		}
		where := fmt.Sprint("página ", n)
		boxes, comment := annotated(ctx, n)
		if comment {
			all.add(Comment, "")
		}
		content, err := pdfcpu.ExtractPageContent(ctx, n)
		if err != nil || content == nil {
			continue // a page without content
		}
		text, err := io.ReadAll(io.LimitReader(content, partMost))
		if err != nil {
			all.add(Unread, "")
			continue
		}
		p := drawn(text)
		if p.covers(boxes) {
			all.add(CoveredText, where)
		}
	}
	return all
}

// annotated gives the black boxes that are laid over a page as annotations, and whether it has notes.
func annotated(ctx *model.Context, n int) (boxes []box, comment bool) {
	page, _, _, err := ctx.PageDict(n, false)
	if err != nil || page == nil {
		return nil, false
	}
	notes, err := ctx.DereferenceArray(page["Annots"])
	if err != nil {
		return nil, false
	}
	for _, o := range notes {
		d, err := ctx.DereferenceDict(o)
		if err != nil || d == nil {
			continue
		}
		kind := d.NameEntry("Subtype")
		if kind == nil {
			continue
		}
		switch *kind {
		case "Text", "FreeText", "Popup":
			comment = true
		case "Square", "Redact", "Highlight":
			rect, inner := numbers(ctx, d["Rect"]), numbers(ctx, d["IC"])
			if *kind == "Highlight" {
				inner = numbers(ctx, d["C"])
			}
			if len(rect) == 4 && len(inner) > 0 && light(inner) < dark {
				boxes = append(boxes, boxOf(rect[0], rect[1], rect[2], rect[3]))
			}
		}
	}
	return boxes, comment
}

func numbers(ctx *model.Context, o types.Object) (all []float64) {
	list, err := ctx.DereferenceArray(o)
	if err != nil {
		return nil
	}
	for _, v := range list {
		if f, err := ctx.DereferenceNumber(v); err == nil {
			all = append(all, f)
		}
	}
	return all
}
