// Package archives reads archives of outsiders, and the XML in them, within a budget: what one file costs in bytes,
// parts, elements and time is bounded, however it is packed and whatever its directory says.
package archives

import (
	"errors"
	"io"
	"time"
)

// Errors of reading. Others say that something is broken.
var (
	ErrBudget = errors.New("archives: more than may be read of one file")
	ErrLocked = errors.New("archives: it has a password")
)

// Budget is what may still be spent on one file, with all that is in it. It is used by one goroutine.
type Budget struct {
	Bytes    int64     // unpacked
	Parts    int       // of all archives in it
	Elements int       // of XML
	Until    time.Time // when to stop
}

// Limits of one file that Default gives. A hundred thousand rows of a workbook are two million elements and 60 MB.
const (
	MostBytes    = 256 << 20
	MostParts    = 10_000
	MostElements = 4_000_000
	MostTime     = 8 * time.Second
	// MaxPart is how much of one part is held in memory at once.
	MaxPart = 64 << 20
	// maxToken bounds one tag with its attributes, or one text: the decoder holds it whole, in several times its size.
	maxToken = 4 << 20
)

// Default is the budget of a file that is read now.
func Default() *Budget {
	return &Budget{Bytes: MostBytes, Parts: MostParts, Elements: MostElements, Until: time.Now().Add(MostTime)}
}

// Expired says whether the time is over.
func (b *Budget) Expired() bool { return !time.Now().Before(b.Until) }

// takePart takes one part from the budget.
func (b *Budget) takePart() error {
	if b.Parts--; b.Parts < 0 || b.Expired() {
		return ErrBudget
	}
	return nil
}

// Reader takes from the budget what is read through it.
func (b *Budget) Reader(r io.Reader) io.Reader { return &countingReader{r, b} }

type countingReader struct {
	r io.Reader
	b *Budget
}

func (c *countingReader) Read(p []byte) (int, error) {
	if c.b.Bytes <= 0 || c.b.Expired() {
		return 0, ErrBudget
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.b.Bytes)])
	c.b.Bytes -= int64(n)
	return n, err
}

// All reads r whole, up to MostPart.
func (b *Budget) All(r io.Reader) ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(b.Reader(r), MaxPart+1))
	if err == nil && len(all) > MaxPart {
		err = ErrBudget
	}
	return all, err
}
