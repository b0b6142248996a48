package mail

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Attributes of TNEF (MS-OXTNEF section 2.1.3) and properties of MAPI that are read; others are skipped.
const (
	tnefSignature = 0x223e9f78

	tnefBody        = 0x0002800c
	tnefMessageMAPI = 0x00069003
	tnefAttachStart = 0x00069002
	tnefAttachData  = 0x0006800f
	tnefAttachTitle = 0x00018010
	tnefAttachMAPI  = 0x00069005
	tnefCodepage    = 0x00069007

	mapiBody       = 0x1000
	mapiBodyHTML   = 0x1013
	mapiAttachData = 0x3701
	mapiLongName   = 0x3707
	mapiMIMEType   = 0x370e
	mapiContentID  = 0x3712

	tnefFiles  = 200
	mapiValues = 2000
)

// tnef is the content of Outlook's winmail.dat.
type tnef struct {
	plain, html string
	files       []tnefFile
	whole       bool // it was read to its end
	codepage    string
}

type tnefFile struct {
	name, long, mediaType, contentID string
	data                             []byte
}

// readTNEF reads a stream as far as it is valid, in one pass and without copying data.
func readTNEF(b []byte) (t tnef, ok bool) {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return t, false
	}
	b = b[6:]
	for len(b) >= 9 {
		id, size := binary.LittleEndian.Uint32(b[1:]), int(binary.LittleEndian.Uint32(b[5:]))
		if size < 0 || size > len(b)-9-2 {
			return t, true
		}
		t.attribute(id, b[9:9+size])
		b = b[9+size+2:] // not all writers set the checksum
	}
	t.whole = len(b) == 0
	return t, true
}

func (t *tnef) attribute(id uint32, data []byte) {
	if id == tnefAttachStart && len(t.files) < tnefFiles {
		t.files = append(t.files, tnefFile{})
	}
	var file *tnefFile
	if n := len(t.files); n > 0 {
		file = &t.files[n-1]
	}
	switch id {
	case tnefCodepage:
		if len(data) >= 4 {
			t.codepage = codepage(binary.LittleEndian.Uint32(data))
		}
	case tnefBody:
		if t.plain == "" {
			t.plain = t.ansi(data)
		}
	case tnefMessageMAPI:
		readMAPI(data, t.messageProperty)
	case tnefAttachData:
		if file != nil && file.data == nil {
			file.data = data
		}
	case tnefAttachTitle:
		if file != nil {
			file.name = t.ansi(data)
		}
	case tnefAttachMAPI:
		if file == nil {
			return
		}
		readMAPI(data, func(property, kind uint16, v []byte) { t.fileProperty(file, property, kind, v) })
	}
}

func (t *tnef) messageProperty(property, kind uint16, v []byte) {
	switch {
	case property == mapiBody && t.plain == "":
		t.plain = t.text(kind, v)
	case property == mapiBodyHTML && t.html == "":
		if charset := metaCharset(v); charset != "" && kind != 0x1f {
			t.html, _ = toUTF8(bytes.TrimRight(v, "\x00"), charset)
		} else {
			t.html = t.text(kind, v)
		}
	}
}

func (t *tnef) fileProperty(file *tnefFile, property, kind uint16, v []byte) {
	switch property {
	case mapiLongName:
		file.long = t.text(kind, v)
	case mapiMIMEType:
		file.mediaType = strings.ToLower(t.text(kind, v))
	case mapiContentID:
		file.contentID = strings.Trim(t.text(kind, v), "<>")
	case mapiAttachData:
		if kind == 0x0d && len(v) > 16 { // an object: its interface identifier comes first
			v = v[16:]
		}
		if file.data == nil {
			file.data = v
		}
	}
}

func (t *tnef) ansi(b []byte) string {
	text, _ := toUTF8(bytes.TrimRight(b, "\x00"), t.codepage)
	return text
}

func (t *tnef) text(kind uint16, b []byte) string {
	if kind != 0x1f {
		return t.ansi(b)
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

func codepage(n uint32) string {
	switch n {
	case 65001:
		return "utf-8"
	case 932:
		return "shift_jis"
	case 936:
		return "gbk"
	case 950:
		return "big5"
	}
	if n >= 1250 && n <= 1258 {
		return "windows-" + string([]byte{'1', '2', '5', byte('0' + n - 1250)})
	}
	return ""
}

// readMAPI reads a list of properties (MS-OXTNEF section 2.1.3.4) until it ends or becomes invalid.
func readMAPI(b []byte, each func(property, kind uint16, value []byte)) {
	r := mapiReader{b: b}
	count := r.number()
	for range min(count, mapiValues) {
		kind, property := r.short(), r.short()
		if property >= 0x8000 { // named: 16 bytes of name space, then a number or a text
			r.take(16)
			if r.number() == 0 {
				r.take(4)
			} else {
				r.take(r.number())
				r.align()
			}
		}
		values, many := 1, kind&0x1000 != 0
		kind &^= 0x1000
		variable := kind == 0x1e || kind == 0x1f || kind == 0x102 || kind == 0x0d
		if many || variable {
			values = r.number()
		}
		for range min(values, mapiValues) {
			var v []byte
			switch {
			case variable:
				v = r.take(r.number())
				r.align()
			case kind == 0x05 || kind == 0x06 || kind == 0x07 || kind == 0x14 || kind == 0x40:
				v = r.take(8)
			case kind == 0x48:
				v = r.take(16)
			default:
				v = r.take(4)
			}
			if r.lost {
				return
			}
			each(property, kind, v)
		}
		if r.lost {
			return
		}
	}
}

// mapiReader returns zero values once its bytes have run out.
type mapiReader struct {
	b    []byte
	at   int
	lost bool
}

func (r *mapiReader) take(n int) []byte {
	if r.lost || n < 0 || n > len(r.b)-r.at {
		r.lost = true
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

func (r *mapiReader) number() int {
	if b := r.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *mapiReader) short() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *mapiReader) align() {
	r.at = min(len(r.b), (r.at+3)&^3)
}
