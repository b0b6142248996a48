package acts

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
	"foja/access/limits"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/lists"
	"foja/docket"
	"foja/mail"
)

// languageShape is the code of a language (ISO 639-1). Which ones there are, web and api know.
var languageShape = regexp.MustCompile(`^[a-z]{2}$`)

// What stops a registration, and what does not. The law reads formalities in favour of
// admission, and the reception unit must receive everything: so a form is refused only where
// it could not be registered at all (no name, no text, no procedure, office or possible date),
// or where what was typed is a slip that the clerk can mend on the spot (an identity number of
// the wrong length, an address that is none). A missing identity document, domicile or
// signature does not stop it: it is asked for afterwards as a correction.

// clockSkew is how far ahead of ours the caller's clock may be.
const clockSkew = time.Minute

// tidy trims what people type around their words.
func (f *Form) tidy() {
	r := &f.Requester
	for _, s := range []*string{&r.Name, &r.IDNumber, &r.Address, &r.Email, &r.Phone, &f.Subject} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	r.IDKind = strings.ToUpper(strings.TrimSpace(r.IDKind))
	r.IDNumber = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "").Replace(r.IDNumber))
	if r.IDNumber == "" {
		r.IDKind = "" // a kind without a number says nothing
	}
	f.Text = strings.TrimSpace(strings.ReplaceAll(f.Text, "\r\n", "\n"))
	if f.Channel == "" {
		f.Channel = docket.ChannelCounter
	}
	fields := map[string]string{}
	for key, v := range f.Fields {
		if v = strings.TrimSpace(v); v != "" {
			fields[key] = v
		}
	}
	f.Fields = fields
}

// check says everything that is wrong with a tidied form, or nil. p is the procedure in force.
func (f Form) check(p docket.Procedure, now time.Time, most limits.Limits) access.FieldErrors {
	var wrong access.FieldErrors
	no := func(field, format string, args ...any) {
		wrong = append(wrong, docket.Invalid(field, format, args...))
	}
	if f.Token == "" && f.FromMessage == "" {
		no("token", "form.key_missing")
	}
	if f.Requester.Name == "" {
		no("name", "requester.name_missing")
	}
	if f.Text == "" {
		no("text", "request.text_missing")
	}
	if utf8.RuneCountInString(f.Text) > most.Text {
		no("text", "text.too_long", "most", most.Text)
	}
	f.checkLengths(no)
	f.checkIdentity(no)
	f.checkEmail(no)
	if l := f.Requester.Language; l != "" && !languageShape.MatchString(l) {
		no("language", "request.language_malformed")
	}
	switch f.Channel {
	case docket.ChannelCounter, docket.ChannelEmail, docket.ChannelWeb:
	default:
		no("channel", "request.channel_unknown", "channel", f.Channel, "one", docket.ChannelCounter, "other", docket.ChannelEmail, "third", docket.ChannelWeb)
	}
	if f.ReceivedAt.After(now.Add(clockSkew)) {
		no("received_at", "request.received_in_future")
	}
	if f.Sheets < 0 || f.Sheets > 100_000 {
		no("sheets", "request.folios_form")
	}
	f.checkProcedure(p, no)
	return wrong
}

type refuse func(field, key string, pairs ...any)

func (f Form) checkLengths(no refuse) {
	for _, l := range []struct {
		field, value string
		most         int
	}{
		{"name", f.Requester.Name, 300},
		{"address", f.Requester.Address, 500},
		{"phone", f.Requester.Phone, 60},
		{"email", f.Requester.Email, 254},
		{"subject", f.Subject, 500},
		{"id_number", f.Requester.IDNumber, 30},
		{"token", f.Token, 200},
	} {
		if utf8.RuneCountInString(l.value) > l.most {
			no(l.field, "field.too_long", "most", l.most)
		}
	}
}

var identities = map[string]struct {
	shape  *regexp.Regexp
	wanted string // the key of what it has to be
}{
	"DNI":      {regexp.MustCompile(`^[0-9]{8}$`), "requester.dni_form"},
	"RUC":      {regexp.MustCompile(`^(10|15|16|17|20)[0-9]{9}$`), "requester.ruc_form"},
	"CE":       {regexp.MustCompile(`^[0-9A-Z]{6,12}$`), "requester.ce_form"},
	"PASSPORT": {regexp.MustCompile(`^[0-9A-Z]{5,15}$`), "requester.passport_form"},
}

func (f Form) checkIdentity(no refuse) {
	r := f.Requester
	if r.IDNumber == "" {
		return // asked for afterwards, never a reason not to receive
	}
	kind, known := identities[r.IDKind]
	switch {
	case !known:
		no("id_kind", "requester.document_kind_unknown")
	case !kind.shape.MatchString(r.IDNumber):
		no("id_number", kind.wanted)
	}
}

func (f Form) checkEmail(no refuse) {
	r := f.Requester
	if r.Email == "" {
		switch {
		case r.EmailConsent: // law: R41
			no("email", "requester.email_for_notice_missing")
		case f.DeliveryMode == "email": // Reg. 15.5: the address is needed once it is chosen for delivery
			no("email", "requester.email_for_delivery_missing")
		}
		return
	}
	if !(mail.Address{Addr: r.Email}).Writable() || !strings.Contains(r.Email[strings.LastIndexByte(r.Email, '@')+1:], ".") {
		no("email", "requester.email_form")
	}
}

// checkProcedure asks for what the procedure's own form needs.
func (f Form) checkProcedure(p docket.Procedure, no refuse) {
	if p.Key == "" {
		return // refused already
	}
	known := f.DeliveryMode == ""
	for _, m := range p.DeliveryModes {
		known = known || m.Key == f.DeliveryMode
	}
	if !known {
		no("delivery_mode", "request.choose_delivery")
	}
	for _, field := range p.Fields {
		name, v := "field_"+field.Key, f.Fields[field.Key]
		switch {
		case v == "" && field.Required:
			no(name, "field.missing", "field", field.Name)
		case v == "":
		case utf8.RuneCountInString(v) > 20_000:
			no(name, "field.too_long_for_box", "field", field.Name)
		case field.Type == "date":
			if _, err := calendar.ParseDate(v); err != nil {
				no(name, "field.date_form")
			}
		case field.Type == "number":
			if _, err := strconv.ParseFloat(v, 64); err != nil {
				no(name, "field.number_form")
			}
		}
	}
	for key := range f.Fields {
		if !hasField(p, key) {
			no("field_"+key, "field.not_asked", "field", key)
		}
	}
}

func hasField(p docket.Procedure, key string) bool {
	for _, f := range p.Fields {
		if f.Key == key {
			return true
		}
	}
	return false
}

// Form is a request as a clerk (or the API) hands it in.
type Form struct {
	Token        string // idempotency: a repeated submission gives the same request
	Procedure    string
	Office       string
	Channel      docket.Channel
	Requester    docket.Requester
	Subject      string
	Text         string
	DeliveryMode string
	Fields       map[string]string
	Sheets       int
	ReceivedAt   time.Time // zero = now; never in the future
	Files        []documents.Upload
	// FromMessage makes the request of a held message (holding pen).
	FromMessage string
}

// Registered answers a registration.
type Registered struct {
	ID         string
	Number     string
	StatusCode string
	ReceivedAt time.Time
	DueOn      calendar.Date
	Existed    bool // the token had been used: this is the request it made
}

// DuplicateHint is a request that the one being typed may repeat.
type DuplicateHint struct {
	Row lists.Row
	Why []string // Spanish
}

// DuplicateProbe is what has been typed so far.
type DuplicateProbe struct {
	Name, IDNumber, Email, Text string
}
