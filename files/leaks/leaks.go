// Package leaks finds what a file says without showing it, before it leaves the agency: hidden sheets, tracked changes,
// comments, text under black boxes, who wrote it and where, and the files inside it. It looks; what to do is a person's
// decision. What it cannot look into it says. Bytes in, findings out; what one file may cost is bounded.
package leaks

import "foja/files/archives"

// Kind is what a file tells besides what it shows.
type Kind string

const (
	HiddenSheet    Kind = "hidden_sheet"    // of a workbook; also a hidden slide
	HiddenCells    Kind = "hidden_cells"    // rows or columns
	TrackedChange  Kind = "tracked_changes" // what was deleted can be read
	Comment        Kind = "comments"
	Notes          Kind = "notes"        // of a speaker, to slides
	CoveredText    Kind = "covered_text" // under a black box of a PDF: it can be marked and copied
	CoveredImage   Kind = "covered_image"
	HiddenText     Kind = "hidden_text"     // white on white, off the page, in a layer that is off, marked as hidden
	EarlierVersion Kind = "earlier_version" // of a PDF, with words that the last one has not
	FormValue      Kind = "form_value"      // of a field that is not shown
	Script         Kind = "script"          // also macros
	Embedded       Kind = "embedded"        // a file in a document
	CachedData     Kind = "cached_data"     // a workbook's copy of what its pivot tables and links were made from
	Author         Kind = "author"          // who wrote it, in the file's properties
	Place          Kind = "place"           // where a picture was taken
	BlindCopy      Kind = "blind_copy"      // a mail's hidden recipients
	Unread         Kind = "unread"          // it could not be looked into; Where says why
)

// Why a file is Unread, in Where; "" is broken or locked. Pages from where on are said as words.
const (
	WhyBroken  = ""
	WhyLocked  = "locked"
	WhyLarge   = "large"   // too much in it, or too slow
	WhyDeep    = "deep"    // archives in archives in archives
	WhyOld     = "old"     // binary Office files, RTF
	WhyMail    = "mail"    // Outlook's own format
	WhyArchive = "archive" // of a kind that is not unpacked
	WhyWeb     = "web"     // HTML and SVG, of which a browser shows what it likes
	WhyKind    = "kind"    // no reader knows it
)

// Leak is one finding in a file.
type Leak struct {
	Kind  Kind
	Where string // which sheet, page or name; "" = the file
	// the file inside the file, as a path: "anexos.zip → planilla.xlsx" without the outermost; "" = the file itself
	In string
}

// NeedsReview says whether a person must look before the file leaves. The author's name alone stops nobody: an
// officer's is no secret.
func (l Leak) NeedsReview() bool { return l.Kind != Author }

// Find looks into a file by its bytes.
func Find(data []byte) []Leak {
	b := archives.Default()
	l := &inspection{b: b, all: &findings{}, over: new(bool)}
	l.file(data)
	return *l.all
}

// Limits of what is looked into.
const (
	maxPerKind = 5 // findings of one kind that are told of one file: the first ones make a person look
	mostAll    = 60
	maxDepth   = 6 // files in files
)

// inspection is the look into one file, or into a file inside it.
type inspection struct {
	b    *archives.Budget
	all  *findings
	in   string
	deep int
	over *bool // the budget is spent, and that is reported
}

// nested is the inspection into a file inside this one.
func (l *inspection) nested(name string) *inspection {
	in := shorten(name)
	if l.in != "" {
		in = l.in + " → " + in
	}
	return &inspection{l.b, l.all, in, l.deep + 1, l.over}
}

func (l *inspection) add(kind Kind, where string) { l.all.add(Leak{kind, shorten(where), l.in}) }

// addUnread tells why the file could not be looked into.
func (l *inspection) addUnread(why string) {
	if why == WhyLarge && l.budgetSpent() {
		return
	}
	l.add(Unread, why)
}

// budgetSpent says whether the budget of the whole is spent: then nothing more is opened, and the outermost file is
// told as not looked into.
func (l *inspection) budgetSpent() bool {
	if !*l.over && (l.b.Expired() || l.b.Bytes <= 0 || l.b.Parts <= 0 || l.b.Elements <= 0) {
		*l.over = true
		l.all.add(Leak{Unread, WhyLarge, ""})
	}
	return *l.over
}

// findings gathers findings, each once and few of a kind.
type findings []Leak

func (f *findings) add(leak Leak) {
	n := 0
	for _, l := range *f {
		if l.Kind == leak.Kind && l.In == leak.In {
			n++
		}
		if l == leak {
			return
		}
	}
	// A file that could not be looked into is always told, up to twice the number.
	if n < maxPerKind && (len(*f) < mostAll || leak.Kind == Unread && len(*f) < 2*mostAll) {
		*f = append(*f, leak)
	}
}

// shorten keeps names that outsiders give readable in a sentence.
func shorten(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			runes[i] = ' '
		}
	}
	if len(runes) > 120 {
		runes = append(runes[:119], '…')
	}
	return string(runes)
}
