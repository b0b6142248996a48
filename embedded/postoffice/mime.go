package postoffice

import (
	"bufio"
	"bytes"
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes what searches look through
	"github.com/emersion/go-message/textproto"
)

const (
	// maxMultiparts: beyond, a message is shown as one lump. Reading nested multiparts takes
	// time that grows with the square of their depth.
	maxMultiparts = 40
	// maxHeader is how much of a message is looked through for header fields.
	maxHeader = 256 << 10
)

// recovered runs a parser on foreign bytes: whatever it does on a malformed message, the
// connection goes on with fallback.
func recovered[T any](fallback T, parse func() T) (out T) {
	defer func() {
		if recover() != nil {
			out = fallback
		}
	}()
	return parse()
}

// headerOf splits off the header, with the empty line that ends it.
func headerOf(raw []byte) (header, rest []byte) {
	for at := 0; at < len(raw); {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			return raw, nil
		}
		line := bytes.TrimRight(raw[at:at+n], "\r")
		at += n + 1
		if len(line) == 0 {
			return raw[:at], raw[at:]
		}
	}
	return raw, nil
}

// bodySection cuts whole messages, headers and texts from the stored bytes, which keeps them
// verbatim; parts and field lists are the library's work.
func bodySection(raw []byte, item *imap.FetchItemBodySection) []byte {
	if len(item.Part) == 0 && len(item.HeaderFields) == 0 && len(item.HeaderFieldsNot) == 0 {
		header, text := headerOf(raw)
		switch item.Specifier {
		case imap.PartSpecifierNone:
			return partial(raw, item.Partial)
		case imap.PartSpecifierHeader:
			return partial(header, item.Partial)
		case imap.PartSpecifierText:
			return partial(text, item.Partial)
		}
	}
	if tooDeep(raw) {
		return nil
	}
	return recovered(nil, func() []byte {
		whole := *item
		whole.Partial = nil // the library trusts offset+size not to overflow
		return partial(imapserver.ExtractBodySection(bytes.NewReader(raw), &whole), item.Partial)
	})
}

func binarySection(raw []byte, item *imap.FetchItemBinarySection) []byte {
	if tooDeep(raw) {
		return nil
	}
	return recovered(nil, func() []byte {
		whole := *item
		whole.Partial = nil
		return partial(imapserver.ExtractBinarySection(bytes.NewReader(raw), &whole), item.Partial)
	})
}

func partial(b []byte, p *imap.SectionPartial) []byte {
	if p == nil {
		return b
	}
	n := int64(len(b))
	from := min(max(p.Offset, 0), n)
	return b[from : from+min(max(p.Size, 0), n-from)]
}

func tooDeep(raw []byte) bool {
	return bytes.Count(bytes.ToLower(raw), []byte("multipart/")) > maxMultiparts ||
		bytes.Count(bytes.ToLower(raw), []byte("message/rfc822")) > maxMultiparts
}

func envelope(raw []byte) *imap.Envelope {
	return recovered(&imap.Envelope{}, func() *imap.Envelope {
		header, _ := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(raw))) // what could be read counts
		return imapserver.ExtractEnvelope(header)
	})
}

func bodyStructure(raw []byte) imap.BodyStructure {
	_, text := headerOf(raw)
	opaque := opaquePart(len(text), int64(bytes.Count(text, []byte("\n"))))
	if tooDeep(raw) {
		return opaque
	}
	return recovered[imap.BodyStructure](opaque, func() imap.BodyStructure {
		return wellFormed(imapserver.ExtractBodyStructure(bytes.NewReader(raw)))
	})
}

// opaquePart describes bytes whose structure is unknown.
func opaquePart(size int, lines int64) *imap.BodyStructureSinglePart {
	return &imap.BodyStructureSinglePart{
		Type: "text", Subtype: "plain", Encoding: "8bit", Size: uint32(size),
		Text: &imap.BodyStructureText{NumLines: lines}, Extended: &imap.BodyStructureSinglePartExt{},
	}
}

// wellFormed mends what the library reads from malformed messages but cannot write: a
// multipart without parts ends the connection there.
func wellFormed(bs imap.BodyStructure) imap.BodyStructure {
	switch bs := bs.(type) {
	case *imap.BodyStructureMultiPart:
		if len(bs.Children) == 0 {
			return opaquePart(0, 0)
		}
		if bs.Subtype == "" {
			bs.Subtype = "mixed"
		}
		for i, child := range bs.Children {
			bs.Children[i] = wellFormed(child)
		}
	case *imap.BodyStructureSinglePart:
		if bs.Type == "" || bs.Subtype == "" {
			bs.Type, bs.Subtype = "application", "octet-stream"
		}
		if bs.MessageRFC822 != nil {
			bs.MessageRFC822.BodyStructure = wellFormed(bs.MessageRFC822.BodyStructure)
		}
	}
	return bs
}

// textOf gathers the decoded text parts of a message, for searches.
func textOf(raw []byte) []byte {
	if tooDeep(raw) {
		return raw
	}
	return recovered(raw, func() []byte {
		entity, _ := gomessage.Read(bytes.NewReader(raw)) // unknown charsets come undecoded
		if entity == nil {
			return raw
		}
		var all bytes.Buffer
		_ = entity.Walk(func(path []int, part *gomessage.Entity, err error) error { // a broken part ends the walk
			if err != nil || part == nil || len(path) > maxMultiparts {
				return err
			}
			if kind, _, _ := part.Header.ContentType(); len(kind) >= 5 && kind[:5] == "text/" {
				_, _ = io.Copy(&all, part.Body) // as far as it decodes
				all.WriteByte('\n')
			}
			return nil
		})
		return all.Bytes()
	})
}
