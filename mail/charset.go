package mail

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// unlabelled are names that do not determine bytes beyond ASCII.
var unlabelled = map[string]bool{
	"": true, "us-ascii": true, "ascii": true, "ansi-x3.4-1968": true, "unknown-8bit": true, "8bit": true, "7bit": true,
	"x-unknown": true, "unknown": true, "default": true, "default-charset": true, "default charset": true, "none": true,
}

// odd are names that mail programs use and the WHATWG list lacks, or reads too narrowly.
var odd = map[string]encoding.Encoding{
	"gb2312": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GB18030, "x-gbk": simplifiedchinese.GB18030,
	"cp936":   simplifiedchinese.GB18030,
	"gb18030": simplifiedchinese.GB18030, "hz-gb-2312": simplifiedchinese.HZGB2312, "cp850": charmap.CodePage850,
	"ibm850": charmap.CodePage850,
	"cp437":  charmap.CodePage437, "ibm437": charmap.CodePage437, "cp858": charmap.CodePage858,
	"ibm858": charmap.CodePage858,
	"ansi":   charmap.Windows1252, "iso8859-1": charmap.Windows1252, "iso-8859-1:1987": charmap.Windows1252,
	"latin-1":    charmap.Windows1252,
	"iso8859-15": charmap.ISO8859_15, "latin-9": charmap.ISO8859_15, "mac": charmap.Macintosh,
	"macroman": charmap.Macintosh, "mac-roman": charmap.Macintosh,
	"cp50220": japanese.ISO2022JP, "cp50221": japanese.ISO2022JP, "iso-2022-jp-1": japanese.ISO2022JP,
	"iso-2022-jp-2": japanese.ISO2022JP,
	"iso-2022-jp-3": japanese.ISO2022JP, "iso-2022-jp-ms": japanese.ISO2022JP, "cp932": japanese.ShiftJIS,
	"x-sjis": japanese.ShiftJIS,
	"utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian,
		unicode.UseBOM),
	"unicode": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "iso-10646-ucs-2": unicode.UTF16(unicode.BigEndian,
		unicode.UseBOM),
	"ucs-2": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-32": utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
	"utf-32be": utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "utf-32le": utf32.UTF32(utf32.LittleEndian, utf32.UseBOM),
}

// charsetName normalises a label: `"UTF-8"`, `charset=utf8` and `ISO_8859-1` occur.
func charsetName(declared string) string {
	name := strings.ToLower(strings.Trim(declared, " \t\r\n\"'<>"))
	name = strings.TrimPrefix(name, "charset=")
	name, _, _ = strings.Cut(strings.Trim(name, "\"' "), " ")
	return strings.ReplaceAll(name, "_", "-")
}

// toUTF8 decodes bytes of a declared charset. The result is always valid UTF-8; defect reports what was guessed.
func toUTF8(b []byte, declared string) (text, defect string) {
	text, defect = decodeCharset(b, declared)
	if once, twice := repairMojibake(text); twice {
		text = once
		if defect == "" {
			defect = DefectWrongCharset
		}
	}
	return strings.TrimPrefix(text, "\ufeff"), defect
}

func decodeCharset(b []byte, declared string) (text, defect string) {
	name := charsetName(declared)
	if unlabelled[name] {
		name = ""
	}
	bare := isASCII(string(b))
	wide := strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") || name == "unicode" ||
		strings.Contains(name, "ucs-2")
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")) && len(b) > 2 && (name == "" || name == "utf-8" || wide):
		name = "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")) && (name == "" || name == "utf-8" || wide):
		name = "utf-16be"
	case wide && bytes.IndexByte(b, 0) < 0 && utf8.Valid(b) && len(b) > 0: // a letter of ours always has a zero byte
		return string(b), DefectWrongCharset
	case name == "utf-7", name == "unicode-1-1-utf-7", name == "x-unicode-1-1-utf-7", name == "unicode-2-0-utf-7":
		return strings.ToValidUTF8(fromUTF7(b), "\uFFFD"), ""
	case bare && isJIS(b) && (name == "" || name == "utf-8" || name == "shift-jis"):
		name = "iso-2022-jp"
	case name == "" && (bare || utf8.Valid(b)):
		if !bare {
			defect = DefectNoCharset
			if charsetName(declared) != "" {
				defect = "" // its label did not determine the charset
			}
		}
		return string(b), defect
	case name == "" && charsetName(declared) != "":
		return mixed(b), DefectWrongCharset
	case name == "":
		return mixed(b), DefectNoCharset
	case name == "utf-8", name == "utf8", name == "utf8mb4", name == "unicode-1-1-utf-8", name == "x-utf-8":
		if utf8.Valid(b) {
			return string(b), ""
		}
		return mixed(b), DefectWrongCharset
	case bare && !wide && !strings.Contains(name, "2022") && !strings.HasPrefix(name, "hz"):
		if decoderFor(name) == nil && !isIANACharset(name) {
			return string(b), DefectUnknownCharset
		}
		return string(b), ""
	}
	return decodeNamed(b, name)
}

// decodeNamed decodes by a name that means a set of its own.
func decodeNamed(b []byte, name string) (text, defect string) {
	enc := decoderFor(name)
	if _, oneByte := enc.(*charmap.Charmap); oneByte && utf8.Valid(b) {
		// accented UTF-8 is never sensible text of a one-byte set, but it is often labelled so
		return string(b), DefectWrongCharset
	}
	if enc != nil {
		out, err := enc.NewDecoder().Bytes(b)
		if err != nil {
			return mixed(b), DefectWrongCharset
		}
		text = strings.ToValidUTF8(string(out), "\uFFFD")
		if strings.Contains(text, "\uFFFD") {
			defect = DefectWrongCharset
		}
		return text, defect
	}
	if r, err := charset.Reader(name, bytes.NewReader(b)); err == nil {
		if out, err := io.ReadAll(r); err == nil {
			return strings.ToValidUTF8(string(out), "\uFFFD"), ""
		}
		return mixed(b), DefectWrongCharset
	}
	return mixed(b), DefectUnknownCharset
}

// decoderFor finds a decoder by name; nil when there is none. WHATWG names: iso-8859-1 means windows-1252 there, as
// in mail programs.
func decoderFor(name string) encoding.Encoding {
	if enc := odd[name]; enc != nil {
		return enc
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = htmlindex.Get(strings.ReplaceAll(name, "-", "_")) // ks_c_5601-1987 is written with both
	}
	if err != nil && strings.HasPrefix(name, "ks-c-5601") {
		enc, err = htmlindex.Get("euc-kr")
	}
	if err != nil || enc == encoding.Replacement {
		return nil
	}
	return enc
}

// isIANACharset reports whether the IANA list of go-message has the name.
func isIANACharset(name string) bool {
	_, err := charset.Reader(name, strings.NewReader(""))
	return err == nil
}

// isJIS says whether 7-bit bytes switch to a Japanese set (RFC 1468).
func isJIS(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@"))
}

// mixed decodes bytes as UTF-8, and invalid sequences as windows-1252, the likeliest charset here: gateways append a
// footer in one to a text in the other.
func mixed(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}

// metaCharset is the charset that an HTML text declares, for parts without one in the header.
func metaCharset(b []byte) string {
	found := metaTag.FindSubmatch(b[:min(len(b), 2048)])
	if found == nil {
		return ""
	}
	return string(found[1])
}

var (
	metaTag     = regexp.MustCompile(`(?i)<meta\b[^>]{0,200}charset\s*=\s*["']?([a-z0-9_.:-]{2,40})`)
	charsetHint = regexp.MustCompile(`(?i)charset\s*=\s*"?([a-z0-9_.:-]{2,40})`)
)
