package leaks

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/bep/imagemeta"
	"github.com/klippa-app/go-pdfium/enums"

	"foja/files/archives"
	"foja/files/pdf"
)

// Limits of what is looked at in a PDF.
const (
	pagesMost = 500
	maxFiles  = 20 // inside it
	maxImages = 20 // whose properties are read
	wordsMost = 200_000
)

// inPDF looks for text that can be read and not seen, notes, properties, scripts, files and earlier versions.
func (l *inspection) inPDF(data []byte) {
	ctx, cancel := context.WithDeadline(context.Background(), l.b.Until)
	defer cancel()
	d, err := pdf.Open(ctx, data)
	if err != nil {
		l.failed(err)
		return
	}
	p := &pdfInspection{inspection: l, d: d, words: map[string]bool{}}
	ends := d.Ends()
	p.several = len(ends) > 1
	p.properties(data)
	p.pages()
	files, more := d.Files(maxFiles)
	if more {
		p.addUnread(WhyLarge)
	}
	d.Close()
	p.files = append(p.files, files...)
	p.inside()
	p.earlier(ctx, data, ends)
}

// pdfInspection is the look into one PDF.
type pdfInspection struct {
	*inspection
	d       *pdf.Document
	files   []pdf.File
	images  []placed
	several bool // versions: the words of the last one are kept
	words   map[string]bool
}

// placed is a picture with the page on which it stands.
type placed struct {
	page int
	data []byte
}

// properties looks for the author, in both places where a PDF may say it.
func (p *pdfInspection) properties(data []byte) {
	if name := p.d.Property("Author"); name != "" {
		p.add(Author, name)
	}
	if p.d.Scripts() > 0 {
		p.add(Script, "")
	}
	if packet := xmpPacket.Find(data); packet != nil && len(packet) < 1<<20 {
		_ = p.inXMP(bytes.NewReader(packet)) // what is broken there, no program shows either
	}
}

// xmpPacket is a document's XMP, which is not compressed so that any program can find it.
var xmpPacket = regexp.MustCompile(`(?s)<x:xmpmeta.*?</x:xmpmeta>`)

func (p *pdfInspection) pages() {
	if p.d.Pages <= 0 {
		p.addUnread(WhyBroken)
	}
	for n := range p.d.Pages {
		err := archives.ErrBudget
		if n < pagesMost && !p.b.Expired() {
			err = p.page(n)
		}
		if err == nil {
			continue
		}
		if p.d.Failed() || p.b.Expired() || n >= pagesMost {
			p.addUnread(fmt.Sprintf("desde la página %d", n+1))
			return
		}
		p.addUnread(fmt.Sprintf("página %d", n+1))
	}
}

func (p *pdfInspection) page(n int) error {
	page, err := p.d.Page(n)
	if err != nil {
		return err
	}
	defer page.Close()
	notes := page.Annotations()
	p.notes(n, notes)
	objects, more, err := page.Objects()
	if err != nil {
		return err
	}
	if more {
		p.addUnread(fmt.Sprintf("página %d", n+1))
	}
	p.pictures(n, page, objects)
	if err := p.keep(page); err != nil {
		return err
	}
	return p.unseen(n, page, objects, notes)
}

// notes looks at what is laid over a page.
func (p *pdfInspection) notes(n int, all []pdf.Annotation) {
	where := fmt.Sprintf("página %d", n+1)
	for _, a := range all {
		switch a.Kind {
		case enums.FPDF_ANNOT_SUBTYPE_TEXT, enums.FPDF_ANNOT_SUBTYPE_FREETEXT, enums.FPDF_ANNOT_SUBTYPE_POPUP:
			p.add(Comment, "")
		case enums.FPDF_ANNOT_SUBTYPE_REDACT: // marked, and not yet taken out
			p.add(CoveredText, where)
		case enums.FPDF_ANNOT_SUBTYPE_WIDGET:
			if a.Hidden && strings.TrimSpace(a.Value) != "" {
				p.add(FormValue, where)
			}
		default:
		}
		if a.File != nil && len(p.files) < maxFiles {
			p.files = append(p.files, *a.File)
		}
	}
}

// pictures keeps JPEG files with properties.
func (p *pdfInspection) pictures(n int, page *pdf.Page, objects []pdf.Object) {
	for _, o := range objects {
		if !o.Image || len(p.images) >= maxImages {
			continue
		}
		data := page.Bytes(o)
		if start := data[:min(len(data), 128<<10)]; bytes.HasPrefix(data, []byte("\xff\xd8\xff")) && (bytes.Contains(
			start, []byte("Exif\x00\x00"),
		) || bytes.Contains(start, []byte("/xap/1.0/")) || bytes.Contains(start, []byte("Photoshop 3.0"))) {
			p.images = append(p.images, placed{n, data})
		}
	}
}

// inside looks into the files and pictures of the document, which is closed by then: they may be PDF, too.
func (p *pdfInspection) inside() {
	seen := map[string]bool{}
	for _, f := range p.files {
		key := f.Name + "\x00" + string(f.Data)
		if seen[key] {
			continue
		}
		seen[key] = true
		p.add(Embedded, f.Name)
		p.nested(f.Name).unpackedFile(f.Data, f.Err)
	}
	for _, i := range p.images {
		p.nested(fmt.Sprintf("imagen de la página %d", i.page+1)).inImage(i.data, imagemeta.JPEG)
	}
}

// keep keeps the words of the last version.
func (p *pdfInspection) keep(page *pdf.Page) error {
	if !p.several || len(p.words) > wordsMost {
		return nil
	}
	text, err := page.Text()
	for w := range wordsOf(text) {
		p.words[w] = true
	}
	return err
}

func wordsOf(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range wordShape.FindAllString(text, wordsMost) {
		all[w] = true
	}
	return all
}

var wordShape = regexp.MustCompile(`[\pL\pN]{3,}`)

// maxVersions is how many earlier versions are looked into. A signature makes one, too, and changes no word.
const maxVersions = 4

// earlier looks for words of earlier versions that the last one has not.
func (p *pdfInspection) earlier(ctx context.Context, data []byte, ends []int) {
	if len(ends) < 2 || len(p.words) > wordsMost {
		return
	}
	ends = ends[:len(ends)-1]
	for _, end := range ends[max(0, len(ends)-maxVersions):] {
		if end <= 0 || end >= len(data) {
			continue
		}
		d, err := pdf.Open(ctx, data[:end])
		if err != nil {
			continue // not a version of its own: files for the web are written so
		}
		lost := p.lost(d)
		d.Close()
		if lost {
			p.add(EarlierVersion, "")
			return
		}
		if p.b.Expired() {
			p.addUnread("versiones anteriores")
			return
		}
	}
}

func (p *pdfInspection) lost(d *pdf.Document) bool {
	for n := range min(d.Pages, pagesMost) {
		text, err := d.Text(n)
		if err != nil {
			return false
		}
		for w := range wordsOf(text) {
			if !p.words[w] {
				return true
			}
		}
	}
	return false
}
