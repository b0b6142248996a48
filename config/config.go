// Package config is the table of settings: name, type, default, whether it is a secret. The
// program reads it once at start, refuses a wrong value by name, and can print what is in
// force. Nothing else reads the environment (the SDK's own TEMPORAL_* variables excepted).
package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"
)

// Config is what is in force, parsed.
type Config struct {
	// InForce is the whole table as it was read, secrets hidden: what is told of the settings.
	InForce []Value

	Database    string
	Blobs       Blobs
	Roles       []string
	HTTPAddr    string
	WebURL      string
	Proxies     int // of ours, in front of this process; 0 = none
	ProxyHeader string
	HTTPStall   time.Duration

	UploadLinkMax, UploadAllMax, StrangerBytes int // bytes

	TemporalFile string
	AgencyFile   string
	Procedures   string // folder; "" = only those of the program
	Policy       string
	EmailConsent bool

	IMAP           MailServer
	IMAPInbox      string
	IMAPProcessed  string
	IMAPHeld       string
	IMAPArchive    string
	IMAPPoll       time.Duration
	OutageAfter    time.Duration
	MaxMailBytes   int
	FileMax        int
	FormMax        int
	TextMax        int // characters
	PasswordLength int
	SessionTime    time.Duration
	SessionIdle    time.Duration
	Clamd          string // address of the virus scanner; "" = none
	FileMemory     int    // bytes that the process which opens an outsider's file may have
	FileTime       time.Duration

	AuthServer       string // authserv-id of the agency's own mail server; "" = none is believed
	AuthRequired     bool
	AnswersPerSender int // automatic answers within a day; 0 = no limit
	AnswersPerHour   int
	// KnownSenders are addresses and domains, in lower case, that get AnswersPerKnownSender a day.
	KnownSenders          []string
	AnswersPerKnownSender int

	MailboxesFile string // further mailboxes; "" = none

	SMTP                                  MailServer
	ArchiveAddress                        string
	OAuth                                 OAuth
	EvidenceWait                          time.Duration
	JobInterval                           time.Duration
	UndoWindow                            time.Duration
	DKIMDomain, DKIMSelector, DKIMKeyFile string // "" = mail is not signed here
	MailAttachMax                         int    // bytes of files in one letter by mail; beyond, they become links
	LinkDays                              int    // calendar days that a link lives

	SecretKey     string // that seals secrets in the register, older ones after it; "" = in a file beside it
	SigningKey    []byte // seed of the Ed25519 key of clock receipts; nil = the register's own
	MailSince     string // a date or an instant, checked; "" = the first start of each mailbox
	MailOffice    string
	MailProcedure string

	SSO         SSO
	FactorRoles []string // these must have a second factor

	SecurityLog string // path, "stdout", or "" for none
	LogLevel    string
	LogFormat   string
}

// MailServer is one IMAP or SMTP account.
type MailServer struct {
	Addr, TLS, User, Password, CAFile string
}

// Blobs is where the bytes of raw mail and of documents are kept.
type Blobs struct {
	Where                                  string // "" = in the database
	Endpoint, Region, AccessKey, SecretKey string // of object storage
}

// SSO is the identity provider at which the agency's people sign in; Issuer "" = none.
type SSO struct{ Issuer, ClientID, ClientSecret, Claim, Name string }

// OAuth is how access tokens for the mail servers are got, in place of passwords. With RefreshToken in the name of the
// mailbox's owner (Gmail), without it in foja's own (Microsoft 365, client credentials).
type OAuth struct {
	TokenURL, ClientID, ClientSecret, RefreshToken, Scope string
}

// Has says whether the process plays a role.
func (c Config) Has(role string) bool {
	for _, r := range c.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Decide notes that the program, and no operator, has given a setting its value.
func (c *Config) Decide(name, value string) {
	for i := range c.InForce {
		if v := &c.InForce[i]; v.Name == name {
			v.Shown, v.Source = v.hide(value), "program"
		}
	}
}

// Setting is one row of the table.
type Setting struct {
	Name    string
	Type    string // what a value looks like, in words
	Default string
	Secret  bool // never printed; NAME_FILE may name a file that holds it
	Help    string
	set     func(*Config, string) error
	show    func(string) string // how to print a value that hides a password inside
}

// Value is a setting with what is in force and where it came from.
type Value struct {
	Setting
	Shown  string // with secrets hidden
	Source string // "default", "environment", "file PATH" or "program"
}

// Problem is a refused value: its name, the value (hidden when secret) and what is right.
type Problem struct {
	Name, Value, Want string
}

func (p Problem) Error() string {
	return fmt.Sprintf("%s=%q is wrong: want %s", p.Name, p.Value, p.Want)
}

// Settings returns the whole table in the order in which it is documented.
func Settings() []Setting { return table() }

// Load reads every setting through lookup (os.LookupEnv in the program). All problems are
// returned together, so that an operator mends them in one go.
func Load(lookup func(string) (string, bool)) (Config, []Value, error) {
	var (
		c        Config
		values   []Value
		problems []error
	)
	for _, s := range table() {
		raw, source, err := read(s, lookup)
		if err == nil {
			err = s.set(&c, raw)
		}
		shown := s.hide(raw)
		if err != nil {
			var p Problem
			if !errors.As(err, &p) {
				p = Problem{Name: s.Name, Value: shown, Want: s.Type}
				if msg := err.Error(); msg != "" {
					p.Want += " (" + msg + ")"
				}
			}
			problems = append(problems, p)
		}
		values = append(values, Value{Setting: s, Shown: shown, Source: source})
	}
	c.InForce = values
	if len(problems) == 0 { // values that were refused alone would only be refused again
		for _, p := range c.check() {
			problems = append(problems, p)
		}
	}
	return c, values, errors.Join(problems...)
}

// read finds a setting's text: NAME, else the file that NAME_FILE names, else the default.
func read(s Setting, lookup func(string) (string, bool)) (raw, source string, err error) {
	value, inEnv := lookup(s.Name)
	file, inFile := lookup(s.Name + "_FILE")
	switch {
	case inEnv && inFile:
		return "", "environment",
			Problem{Name: s.Name, Value: s.hide(value), Want: "either " + s.Name + " or " + s.Name + "_FILE, not both"}
	case inFile:
		b, err := os.ReadFile(file) //nolint:gosec // the operator names the file
		if err != nil {
			return "", "file " + file,
				Problem{Name: s.Name + "_FILE", Value: file, Want: "a file that can be read (" + err.Error() + ")"}
		}
		return strings.TrimRight(string(b), "\r\n"), "file " + file, nil
	case inEnv:
		return value, "environment", nil
	default:
		return s.Default, "default", nil
	}
}

func (s Setting) hide(raw string) string {
	switch {
	case raw == "":
		return ""
	case s.Secret:
		return "***"
	case s.show != nil:
		return s.show(raw)
	default:
		return raw
	}
}

func redactURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "***" // unparsable: it may hold a password anywhere
	}
	return u.Redacted()
}
