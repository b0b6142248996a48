package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// AgencyMailbox is the name of the mailbox that the FOJA_IMAP_* settings describe: the agency's own.
const AgencyMailbox = "agency"

// Mailbox is one mailbox that is read, with what its mail opens and who takes the letters that answer it.
type Mailbox struct {
	Name              string // part of what identifies a message: never change it
	Address           string // "" = the agency's own
	Office, Procedure string
	IMAP, SMTP        MailServer
	OAuth             OAuth

	Inbox, Processed, Held, Archive string // folders

	Since string // mail from before is left alone: a date or an instant; "" = the first start
}

// mailboxFile is FOJA_MAILBOXES_FILE: what an entry leaves out is as in the settings.
type mailboxFile struct {
	Mailboxes []struct {
		Name             string     `yaml:"name"`
		Address          string     `yaml:"address"`
		Office           string     `yaml:"office"`
		Procedure        string     `yaml:"procedure"`
		IMAP             serverFile `yaml:"imap"`
		SMTP             serverFile `yaml:"smtp"`
		RefreshTokenFile string     `yaml:"refresh_token_file"`
		Inbox            string     `yaml:"inbox"`
		Processed        string     `yaml:"processed"`
		Held             string     `yaml:"held"`
		Archive          string     `yaml:"archive"`
		Since            string     `yaml:"since"`
	} `yaml:"mailboxes"`
}

type serverFile struct {
	Addr         string `yaml:"addr"`
	TLS          string `yaml:"tls"`
	User         string `yaml:"user"`
	PasswordFile string `yaml:"password_file"` // no password stands in the file itself
	CAFile       string `yaml:"ca_file"`
}

var mailboxName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)

// Mailboxes lists the mailboxes to read: the agency's own, if the settings name one, and those of FOJA_MAILBOXES_FILE.
// Paths in the file are relative to it. All that is wrong is returned together, by mailbox.
func (c Config) Mailboxes() (all []Mailbox, err error) {
	own := Mailbox{
		Name: AgencyMailbox, Office: c.MailOffice, Procedure: c.MailProcedure, IMAP: c.IMAP, SMTP: c.SMTP, OAuth: c.OAuth,
		Inbox: c.IMAPInbox, Processed: c.IMAPProcessed, Held: c.IMAPHeld, Archive: c.IMAPArchive, Since: c.MailSince,
	}
	if c.IMAP.Addr != "" {
		all = append(all, own)
	}
	if c.MailboxesFile == "" {
		return all, nil
	}
	text, err := os.ReadFile(c.MailboxesFile)
	if err != nil {
		return nil, err
	}
	var file mailboxFile
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			return nil, fmt.Errorf("%s:%d: %s", c.MailboxesFile, at.GetToken().Position.Line, at.GetMessage())
		}
		return nil, fmt.Errorf("%s: %w", c.MailboxesFile, err)
	}
	folder := filepath.Dir(c.MailboxesFile)
	var wrong []error
	seen := map[string]bool{AgencyMailbox: true}
	for i, f := range file.Mailboxes {
		m := own
		m.Name, m.Address = f.Name, strings.TrimSpace(f.Address)
		over(&m.Office, f.Office)
		over(&m.Procedure, f.Procedure)
		over(&m.Inbox, f.Inbox)
		over(&m.Processed, f.Processed)
		over(&m.Held, f.Held)
		over(&m.Archive, f.Archive)
		over(&m.Since, f.Since)
		problems := errors.Join(
			f.IMAP.over(&m.IMAP, folder), f.SMTP.over(&m.SMTP, folder),
			secret(&m.OAuth.RefreshToken, folder, f.RefreshTokenFile), m.check(), fresh(seen, m))
		if problems != nil {
			wrong = append(wrong, fmt.Errorf("%s: mailbox %d (%s): %w", c.MailboxesFile, i+1, f.Name, problems))
		}
		all = append(all, m)
	}
	return all, errors.Join(wrong...)
}

// fresh refuses a name or an address that another entry has: mail would be taken for the other's.
func fresh(seen map[string]bool, m Mailbox) error {
	address := strings.ToLower(m.Address)
	if seen[m.Name] || seen[address] {
		return errors.New("name and address: each must be used once (agency is the name of the settings' own mailbox)")
	}
	seen[m.Name], seen[address] = true, true
	return nil
}

func (m Mailbox) check() error {
	var wrong []error
	if _, err := Since(m.Since, time.UTC); err != nil {
		wrong = append(wrong, fmt.Errorf("since: %q: want a date, or an instant such as 2026-11-30T08:00:00-05:00", m.Since))
	}
	if !mailboxName.MatchString(m.Name) {
		wrong = append(wrong, fmt.Errorf("name: %q must be short and lower case", m.Name))
	}
	if !strings.Contains(m.Address, "@") {
		wrong = append(wrong, fmt.Errorf("address: %q is no e-mail address; it is where citizens write", m.Address))
	}
	if m.IMAP.Addr == "" || m.IMAP.User == "" {
		wrong = append(wrong, errors.New("imap: addr and user are needed"))
	}
	if m.IMAP.Password == "" && m.OAuth.TokenURL == "" {
		wrong = append(wrong, errors.New("imap: password_file is needed"))
	}
	if m.SMTP.User != "" && m.SMTP.Password == "" && m.OAuth.TokenURL == "" {
		wrong = append(wrong, errors.New("smtp: password_file is needed"))
	}
	for name, s := range map[string]MailServer{"imap": m.IMAP, "smtp": m.SMTP} {
		switch {
		case s.TLS != "tls" && s.TLS != "starttls" && s.TLS != "none":
			wrong = append(wrong, fmt.Errorf("%s: tls: %q is none of tls, starttls, none", name, s.TLS))
		case s.Addr != "" && s.TLS == "none" && !loopback(s.Addr):
			wrong = append(wrong,
				fmt.Errorf("%s: tls: none, and %s is not this machine: the password would travel in clear", name, s.Addr))
		}
	}
	for _, to := range []string{m.Processed, m.Held, m.Archive} {
		if strings.EqualFold(to, m.Inbox) {
			wrong = append(wrong, fmt.Errorf("folder %q is the inbox too: mail would be read for ever", to))
		}
	}
	return errors.Join(wrong...)
}

// over writes what an entry says over what the settings say. Another login has another password.
func (f serverFile) over(s *MailServer, folder string) error {
	if f.User != "" && f.User != s.User {
		s.Password = ""
	}
	over(&s.Addr, f.Addr)
	over(&s.TLS, f.TLS)
	over(&s.User, f.User)
	if f.CAFile != "" {
		s.CAFile = beside(folder, f.CAFile)
		if _, err := os.Stat(s.CAFile); err != nil {
			return err
		}
	}
	return secret(&s.Password, folder, f.PasswordFile)
}

func secret(into *string, folder, file string) error {
	if file == "" {
		return nil
	}
	b, err := os.ReadFile(beside(folder, file))
	*into = strings.TrimRight(string(b), "\r\n")
	return err
}

func beside(folder, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}

func over(into *string, value string) {
	if value != "" {
		*into = value
	}
}
