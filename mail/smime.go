package mail

// smimeDepth is the depth of the content in a SignedData (RFC 5652 section 5.1), with room for BER's constructed
// strings.
const smimeDepth = 12

// oidData is 1.2.840.113549.1.7.1, oidSigned 1.2.840.113549.1.7.2.
var (
	oidData   = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
	oidSigned = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
)

// smimeContent is the message inside an opaquely signed one, without verification; nil when there is none or it is
// encrypted. It makes one pass over the bytes.
func smimeContent(b []byte) []byte {
	outer, _, ok := berValue(b, 0)
	if !ok || outer.tag != 0x30 {
		return nil
	}
	oid, rest, ok := berValue(outer.content, 0)
	if !ok || string(oid.content) != oidSigned {
		return nil
	}
	for _, tag := range []byte{0xa0, 0x30} { // [0] EXPLICIT, SignedData
		v, _, ok := berValue(rest, 0)
		if !ok || v.tag != tag {
			return nil
		}
		rest = v.content
	}
	for range 3 { // version, digest algorithms, content
		v, after, ok := berValue(rest, 0)
		if !ok {
			return nil
		}
		rest = after
		if v.tag != 0x30 {
			continue
		}
		kind, inner, ok := berValue(v.content, 0)
		if !ok || kind.tag != 0x06 || string(kind.content) != oidData {
			return nil
		}
		explicit, _, ok := berValue(inner, 0)
		if !ok || explicit.tag != 0xa0 {
			return nil
		}
		return octets(explicit.content, 0)
	}
	return nil
}

type ber struct {
	tag     byte
	content []byte
}

// berValue reads one value; for one of indefinite length it reads the contents to find the end.
func berValue(b []byte, depth int) (v ber, rest []byte, ok bool) {
	if len(b) < 2 || depth > smimeDepth || b[0]&0x1f == 0x1f {
		return v, nil, false
	}
	v.tag = b[0]
	size, at := int(b[1]), 2
	switch {
	case size == 0x80:
		inner := b[2:]
		for {
			if len(inner) < 2 {
				return v, nil, false
			}
			if inner[0] == 0 && inner[1] == 0 {
				v.content = b[2 : len(b)-len(inner)]
				return v, inner[2:], true
			}
			if _, inner, ok = berValue(inner, depth+1); !ok {
				return v, nil, false
			}
		}
	case size > 0x80:
		n := size & 0x7f
		if n > 4 || len(b) < 2+n {
			return v, nil, false
		}
		size = 0
		for _, c := range b[2 : 2+n] {
			size = size<<8 | int(c)
		}
		at += n
	}
	if size < 0 || size > len(b)-at {
		return v, nil, false
	}
	v.content = b[at : at+size]
	return v, b[at+size:], true
}

// octets joins an octet string that may be in pieces.
func octets(b []byte, depth int) []byte {
	var out []byte
	for len(b) > 0 && depth < smimeDepth {
		v, rest, ok := berValue(b, depth)
		if !ok {
			return out
		}
		switch v.tag {
		case 0x04:
			out = append(out, v.content...)
		case 0x24:
			out = append(out, octets(v.content, depth+1)...)
		}
		b = rest
	}
	return out
}
