package pdf

import (
	"errors"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Picture is a page as people see it, with its annotations.
type Picture struct {
	Width, Height int // pixels

	p      *Page
	bitmap references.FPDF_BITMAP
	pixels []byte // blue, green, red and an unused byte; memory of PDFium
	at     [6]float64
}

// scale is pixels for a point, and mostPixels the longer side of a picture: 6-point letters are five pixels high on a
// sheet of A4.
const (
	scale      = 1.5
	mostPixels = 2400
)

// Picture draws the page. Close it before the page.
func (p *Page) Picture() (*Picture, error) {
	s := math.Min(scale, mostPixels/math.Max(1, math.Max(p.Width, p.Height)))
	v := &Picture{Width: max(1, int(p.Width*s)), Height: max(1, int(p.Height*s)), p: p}
	made, err := p.d.i.FPDFBitmap_CreateEx(&requests.FPDFBitmap_CreateEx{
		// PDFium makes room for it
		Width: v.Width, Height: v.Height, Format: enums.FPDF_BITMAP_FORMAT_BGRX, Pointer: uint64(0),
	})
	if err != nil {
		return nil, p.d.failed(err)
	}
	v.bitmap = made.Bitmap
	if err := v.draw(); err != nil {
		v.Close()
		if errors.Is(err, ErrLarge) || errors.Is(err, ErrBroken) {
			return nil, err
		}
		return nil, p.d.failed(err)
	}
	return v, nil
}

func (v *Picture) draw() error {
	i := v.p.d.i
	if _, err := i.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{
		Bitmap: v.bitmap, Width: v.Width, Height: v.Height, Color: 0xffffffff,
	}); err != nil {
		return err
	}
	drawn, err := i.FPDF_RenderPageBitmap_Start(&requests.FPDF_RenderPageBitmap_Start{
		Bitmap: v.bitmap, Page: v.p.request(), SizeX: v.Width, SizeY: v.Height, Flags: enums.FPDF_RENDER_FLAG_ANNOT,
		NeedToPauseNowCallback: func() bool { return v.p.d.ctx.Err() != nil },
	})
	if err != nil {
		return err
	}
	if _, err := i.FPDF_RenderPage_Close(&requests.FPDF_RenderPage_Close{Page: v.p.request()}); err != nil {
		return err
	}
	switch drawn.RenderStatus {
	case enums.FPDF_RENDER_STATUS_TOBECONTINUED:
		return ErrLarge
	case enums.FPDF_RENDER_STATUS_FAILED:
		return ErrBroken
	}
	buffer, err := i.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: v.bitmap})
	if err != nil {
		return err
	}
	if len(buffer.Buffer) != v.Width*v.Height*4 {
		return ErrLarge
	}
	v.pixels = buffer.Buffer
	return v.imagePoint()
}

// imagePoint asks where three points of the page are in the picture: pages may be turned, and begin anywhere. PDFium
// answers in whole pixels, so it is asked about a larger picture.
func (v *Picture) imagePoint() error {
	const fine, far = 1000, 1000
	var x, y [3]float64
	for k, point := range [3][2]float64{{0, 0}, {far, 0}, {0, far}} {
		to, err := v.p.d.i.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: v.p.request(), SizeX: v.Width * fine, SizeY: v.Height * fine, PageX: point[0], PageY: point[1],
		})
		if err != nil {
			return err
		}
		x[k], y[k] = float64(to.DeviceX)/fine, float64(to.DeviceY)/fine
	}
	v.at = [6]float64{(x[1] - x[0]) / far, (y[1] - y[0]) / far, (x[2] - x[0]) / far, (y[2] - y[0]) / far, x[0], y[0]}
	return nil
}

// Close gives the picture back.
func (v *Picture) Close() {
	if v.p.d.dead == nil {
		_, _ = v.p.d.i.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: v.bitmap})
	}
}

// AreaLook is what an area of a picture shows.
type AreaLook struct {
	Off   bool    // it is not on the page
	Plain bool    // one colour: nothing can be read there
	Light float64 // how light it is on average, 0 = black, 1 = white
}

// contrast is how far apart, of 255, the colours of an area must be to show something: light gray on white is 40.
const contrast = 24

// Inspect looks at an area of the page.
func (v *Picture) Inspect(r Rect) AreaLook {
	x0, y0 := v.point(r.Left, r.Bottom)
	x1, y1 := v.point(r.Right, r.Top)
	x0, x1 = math.Min(x0, x1), math.Max(x0, x1)
	y0, y1 = math.Min(y0, y1), math.Max(y0, y1)
	if x1 <= 0 || y1 <= 0 || x0 >= float64(v.Width) || y0 >= float64(v.Height) || math.IsNaN(x0+x1+y0+y1) {
		return AreaLook{Off: true}
	}
	left, right := span(x0, x1, v.Width)
	top, bottom := span(y0, y1, v.Height)
	darkest, lightest := [3]byte{255, 255, 255}, [3]byte{}
	var sum float64
	for y := top; y < bottom; y++ {
		row := v.pixels[(y*v.Width+left)*4 : (y*v.Width+right)*4]
		for k := 0; k < len(row); k += 4 {
			for c := range 3 {
				darkest[c], lightest[c] = min(darkest[c], row[k+c]), max(lightest[c], row[k+c])
			}
			sum += 0.11*float64(row[k]) + 0.59*float64(row[k+1]) + 0.3*float64(row[k+2])
		}
	}
	l := AreaLook{Plain: true, Light: sum / 255 / float64((bottom-top)*(right-left))}
	for c := range 3 {
		l.Plain = l.Plain && lightest[c]-darkest[c] < contrast
	}
	return l
}

func (v *Picture) point(x, y float64) (float64, float64) {
	return v.at[0]*x + v.at[2]*y + v.at[4], v.at[1]*x + v.at[3]*y + v.at[5]
}

// span is the pixels between two places, at least one, within the picture.
func span(from, to float64, size int) (int, int) {
	first := min(max(int(math.Floor(from)), 0), size-1)
	return first, min(max(int(math.Ceil(to)), first+1), size)
}
