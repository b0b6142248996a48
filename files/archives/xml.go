package archives

import (
	"encoding/xml"
	"errors"
	"io"

	"golang.org/x/net/html/charset"
)

// TokenHandler gets the tokens of an XML document: xml.StartElement, xml.EndElement and xml.CharData, which is valid
// until it returns. Names have their prefix, not their namespace, in Space. An error ends the reading.
type TokenHandler func(t xml.Token) error

// ErrStop is for a Seer that has seen enough.
var ErrStop = errors.New("archives: seen enough")

// XML reads a document. Entities that it defines are not replaced, and are an error where they are used.
func (b *Budget) XML(r io.Reader, see TokenHandler) error {
	token := &limited{r: b.Reader(r)}
	d := xml.NewDecoder(token)
	d.CharsetReader = charset.NewReaderLabel
	depth := 0
	for {
		token.left = maxToken
		t, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case errors.Is(err, io.EOF):
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
			if b.Elements--; b.Elements < 0 {
				return ErrBudget
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
		default:
			continue
		}
		if err := see(t); err != nil {
			if errors.Is(err, ErrStop) {
				return nil
			}
			return err
		}
	}
}

// limited gives so many bytes for one token.
type limited struct {
	r    io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrBudget
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
