package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Document is an open PDF. It is used by one goroutine. Anyone who opens a second one waits until it is closed.
type Document struct {
	Pages int

	i    pdfium.Pdfium
	ref  references.FPDF_DOCUMENT
	ctx  context.Context
	dead error

	cancel func()
}

// Open opens a document and gives it until the deadline of ctx (8 seconds when it has none); then each of its methods
// fails with ErrLarge, when PDFium comes back from what it does. The errors are ErrLocked, ErrBroken, ErrLarge, or one
// that tells that PDFium could not be started.
func Open(ctx context.Context, data []byte) (*Document, error) {
	if len(data) > MaxFile {
		return nil, ErrLarge
	}
	if err := Start(""); err != nil { // it is not the document's time
		return nil, err
	}
	until, has := ctx.Deadline()
	if !has {
		until = time.Now().Add(defaultTimeout)
	}
	ctx, cancel := context.WithDeadline(ctx, until)
	i, err := instance(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	d := &Document{i: i, ctx: ctx, cancel: cancel}
	opened, err := i.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		defer d.Close()
		switch {
		case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
			return nil, ErrLocked
		case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile),
			errors.Is(err, pdfiumerrors.ErrPage):
			return nil, ErrBroken
		}
		return nil, d.failed(err)
	}
	d.ref = opened.Document
	count, err := i.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		defer d.Close()
		return nil, d.failed(err)
	}
	d.Pages = count.PageCount
	return d, nil
}

// Close gives the document's memory back.
func (d *Document) Close() {
	d.cancel()
	release(d.i)
}

// failed sorts an error of PDFium: it ran out of time or memory, or it does not understand the file. After a trap the
// instance is of no use any more.
func (d *Document) failed(err error) error {
	switch {
	case d.dead != nil:
		return d.dead
	case d.ctx.Err() != nil:
		d.dead = ErrLarge
	case strings.Contains(err.Error(), "wasm error"), strings.Contains(err.Error(), "malloc"):
		d.dead = ErrLarge // PDFium aborts when memory ends; nothing else is known to make it trap
	default:
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return d.dead
}

// Failed says whether the document is of no use any more: its time is over, or it needed too much memory.
func (d *Document) Failed() bool { return d.dead != nil || d.ctx.Err() != nil }

// Property is an entry of the document's properties: Author, Title, Creator and so on; empty when there is none.
func (d *Document) Property(name string) string {
	v, err := d.i.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d.ref, Tag: name})
	if err != nil {
		return ""
	}
	return strings.TrimSpace(v.Value)
}

// Scripts says how many scripts the document runs when it is opened.
func (d *Document) Scripts() int {
	n, err := d.i.FPDFDoc_GetJavaScriptActionCount(&requests.FPDFDoc_GetJavaScriptActionCount{Document: d.ref})
	if err != nil {
		return 0
	}
	return n.JavaScriptActionCount
}

// File is a file inside the document.
type File struct {
	Name string
	Data []byte
	Err  error // it cannot be taken out
}

// Files are the files that the document carries, at most so many; more says that there are others.
func (d *Document) Files(most int) (all []File, more bool) {
	n, err := d.i.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.ref})
	if err != nil {
		return nil, false
	}
	for k := range min(n.AttachmentCount, most) {
		a, err := d.i.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: d.ref, Index: k})
		if err != nil {
			all = append(all, File{Err: d.failed(err)})
			continue
		}
		all = append(all, d.file(a.Attachment))
	}
	return all, n.AttachmentCount > most
}

func (d *Document) file(ref references.FPDF_ATTACHMENT) (f File) {
	if name, err := d.i.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: ref}); err == nil {
		f.Name = name.Name
	}
	body, err := d.i.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: ref})
	if err != nil {
		f.Err = d.failed(err)
		return f
	}
	f.Data = body.Contents
	return f
}

// Ends are the offsets at which the document's versions end, oldest first: anyone who changes a PDF may write the
// change behind what is there.
func (d *Document) Ends() []int {
	ends, err := d.i.FPDF_GetTrailerEnds(&requests.FPDF_GetTrailerEnds{Document: d.ref})
	if err != nil {
		return nil
	}
	return ends.TrailerEnds
}

// Text is the text of a page, the first being 0, with what cannot be seen on it.
func (d *Document) Text(page int) (string, error) {
	p, err := d.Page(page)
	if err != nil {
		return "", err
	}
	defer p.Close()
	return p.Text()
}
