package docket

import (
	"time"

	"foja/calendar"
)

// Channel is how a request was received.
type Channel string

// The channels.
const (
	ChannelEmail   Channel = "email"
	ChannelCounter Channel = "counter"
	ChannelWeb     Channel = "web"
)

// Requester is the person who asks. Personal data: it is kept in the store and shown on pages and letters only, never
// in a workflow, an event, an ID or a log line.
type Requester struct {
	Name     string `json:"name"`
	IDKind   string `json:"id_kind"` // DNI, CE, PASSPORT, RUC; "" when unknown (a mail need not say)
	IDNumber string `json:"id_number"`
	Address  string `json:"address"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
	// EmailConsent is the express authorisation to be notified by e-mail (law: R41).
	EmailConsent bool `json:"email_consent"`
	// Language is the language of a courtesy translation below the Spanish text of each letter by mail: "" = none, or
	// its code (ISO 639-1).
	Language string `json:"language,omitempty"`
}

// LanguageEnglish is the language in which procedures say their names beside Spanish.
const LanguageEnglish = "en"

// Registration is everything that is fixed when a request gets its number.
type Registration struct {
	Key          string // idempotency: "mail:<sha256>" or "form:<token>"
	Procedure    string // procedure key, e.g. "public-information"
	Version      string // procedure version in force on ReceivedOn
	Office       string
	Channel      Channel
	Requester    Requester
	Subject      string
	Text         string
	DeliveryMode string            // key from the procedure
	Fields       map[string]string // extra fields that the procedure's form asks for
	ReceivedAt   time.Time         // instant of reception (mail: by the agency's own server)
	ReceivedOn   calendar.Date     // legal day zero under Policy (law: R12-R15)
	Policy       ReceptionPolicy
	DueOn        calendar.Date // as computed at registration; the workflow's fold is the truth
	Sheets       int           // number of sheets handed in (counter)
	ReceivedBy   string        // user ID of the clerk; "" when foja itself
	Message      string        // ID of the raw message it came in; "" at the counter
	// Thread of the mail it came in, so that every letter answers in it.
	ThreadMessageID  string
	ThreadReferences []string
	ThreadSubject    string
}

// Request is a registered request as the store keeps it.
type Request struct {
	Registration
	ID           string // UUID, unguessable
	Number       string // NNNNNN-YYYY, no gaps, none twice, per year
	StatusCode   string // with Number, grants access to the citizen's status page
	ReplyToken   string // unguessable; in the Reply-To of every letter
	RegisteredAt time.Time
}
