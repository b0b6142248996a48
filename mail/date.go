package mail

import (
	netmail "net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// looseDates are layouts that net/mail refuses and mail programs write. Day names are removed before.
var looseDates = []string{
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700",
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 06 15:04:05", "2 Jan 2006 15.04.05 -0700",
	"2 January 2006 15:04:05 -0700", "Jan 2 15:04:05 2006 -0700", "Jan 2 15:04:05 2006", "Jan 2 15:04:05 -0700 2006",
	"Jan 2, 2006 15:04:05 -0700", "Jan 2, 2006 3:04:05 PM -0700", "Jan 2, 2006 3:04:05 PM", "2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05",
	"2006/01/02 15:04:05 -0700", "02/01/2006 15:04:05 -0700", "02/01/2006 15:04:05", "2-Jan-2006 15:04:05 -0700",
	"2-Jan-06 15:04:05 -0700",
}

// zones are the zone names of RFC 822 and others in use, because Go knows only the local ones.
var zones = map[string]string{
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "EST": "-0500", "EDT": "-0400", "CST": "-0600",
	"CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "PET": "-0500", "COT": "-0500",
	"BRT": "-0300", "ART": "-0300", "CET": "+0100", "CEST": "+0200", "WET": "+0000", "BST": "+0100", "JST": "+0900",
}

// months turns names in other languages into English ones.
var months = map[string]string{
	"ene": "Jan", "enero": "Jan", "janv": "Jan", "janv.": "Jan", "fev": "Feb", "févr.": "Feb", "febrero": "Feb",
	"mär": "Mar", "marzo": "Mar", "mrz": "Mar", "mars": "Mar", "abr": "Apr", "abril": "Apr", "avr": "Apr", "avr.": "Apr",
	"mayo": "May", "mai": "May", "junio": "Jun", "juin": "Jun", "julio": "Jul", "juil.": "Jul", "ago": "Aug",
	"agosto": "Aug", "août": "Aug", "set": "Sep", "sept": "Sep", "setiembre": "Sep", "septiembre": "Sep", "out": "Oct",
	"okt": "Oct", "octubre": "Oct", "noviembre": "Nov", "dic": "Dec", "dez": "Dec", "déc.": "Dec", "diciembre": "Dec",
}

var (
	dayName   = regexp.MustCompile(`^\s*[\pL.]{2,12},?\s+`)
	inComment = regexp.MustCompile(`\([^()]*\)`)
	gmtOffset = regexp.MustCompile(`\b(?:GMT|UTC)\s*([+-]\d{1,2}):?(\d\d)?`)
	colonZone = regexp.MustCompile(`([+-]\d\d):(\d\d)$`)
	halfDays  = regexp.MustCompile(`(?i)\b([ap])\.?\s?m\.?(\s|$)`)
)

// date parses the Date field; zero when it is unreadable.
func (m *Message) date(value string) time.Time {
	value = strings.Join(strings.Fields(cut(value, 200)), " ")
	if value == "" {
		m.note(DefectNoDate)
		return time.Time{}
	}
	t, strict := readDate(value)
	if !strict {
		m.note(DefectBadDate)
	}
	return t
}

// readDate parses any known form; strict reports whether it conforms to RFC 5322.
func readDate(value string) (t time.Time, strict bool) {
	plain := inComment.ReplaceAllString(value, " ")
	if open := strings.IndexByte(plain, '('); open > 10 { // a comment that was cut off
		plain = plain[:open]
	}
	plain = strings.Join(strings.Fields(plain), " ")
	plain = gmtOffset.ReplaceAllStringFunc(plain, func(s string) string {
		f := gmtOffset.FindStringSubmatch(s)
		digits := f[1]
		if len(digits) == 2 {
			digits = digits[:1] + "0" + digits[1:]
		}
		return digits + (f[2] + "00")[:2]
	})
	if cutAt := strings.LastIndexByte(plain, ' '); cutAt > 0 {
		if offset, ok := zones[strings.ToUpper(plain[cutAt+1:])]; ok {
			plain = plain[:cutAt+1] + offset
		}
	}
	if t, err := netmail.ParseDate(plain); err == nil && sane(t) {
		return t, true
	}
	plain = dayName.ReplaceAllString(plain, "")
	plain = colonZone.ReplaceAllString(plain, "$1$2")
	plain = halfDays.ReplaceAllString(plain, "${1}M$2")
	words := strings.Fields(strings.ReplaceAll(plain, " de ", " "))
	for i, w := range words {
		if english, ok := months[strings.ToLower(strings.TrimRight(w, ","))]; ok {
			words[i] = english
		} else if w == "aM" || w == "pM" {
			words[i] = strings.ToUpper(w)
		}
	}
	plain = strings.Join(words, " ")
	for _, layout := range looseDates {
		if t, err := time.Parse(layout, plain); err == nil && sane(t) {
			return t, false
		}
	}
	return time.Time{}, false
}

// sane excludes years that JSON and databases refuse.
func sane(t time.Time) bool { return t.Year() > 1900 && t.Year() < 10000 }

// arrival is the time of the topmost Received field (RFC 5321 section 4.4), or of what mail stores write instead.
func arrival(h textproto.Header) time.Time {
	for _, name := range []string{"Received", "X-Received", "Delivery-Date"} {
		value := h.Get(name)
		if at := strings.LastIndexByte(value, ';'); at >= 0 {
			value = value[at+1:]
		} else if name != "Delivery-Date" {
			continue
		}
		if t, _ := readDate(strings.Join(strings.Fields(cut(value, 200)), " ")); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
