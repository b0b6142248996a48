package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/config"
)

// written puts a mailboxes file and its password beside each other, and returns the settings that name it.
func written(t *testing.T, text string) config.Config {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"mailboxes.yaml": text, "secreto": "clave-del-sur\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, _, err := config.Load(env(map[string]string{
		"FOJA_IMAP_ADDR": "imap.example:993", "FOJA_IMAP_USER": "agency", "FOJA_IMAP_PASSWORD": "clave",
		"FOJA_SMTP_ADDR": "smtp.example:587", "FOJA_SMTP_USER": "agency", "FOJA_SMTP_PASSWORD": "clave",
		"FOJA_MAIL_OFFICE": "lima", "FOJA_MAILBOXES_FILE": filepath.Join(dir, "mailboxes.yaml"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What an entry leaves out is as in the settings; another login never gets the settings' password.
func TestMailboxes_takeTheRestFromTheSettings(t *testing.T) {
	all, err := written(t, `
mailboxes:
  - name: sur
    address: sur@spn.example
    office: arequipa
    imap: {user: sur, password_file: secreto}
    processed: leido
`).Mailboxes()
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if own := all[0]; own.Name != config.AgencyMailbox || own.Office != "lima" || own.IMAP.User != "agency" {
		t.Errorf("the settings' own: %+v", own)
	}
	south := all[1]
	if south.IMAP != (config.MailServer{Addr: "imap.example:993", TLS: "tls", User: "sur", Password: "clave-del-sur"}) {
		t.Errorf("imap %+v", south.IMAP)
	}
	if south.SMTP.User != "agency" || south.SMTP.Password != "clave" || south.Office != "arequipa" ||
		south.Procedure != "public-information" {
		t.Errorf("the rest: %+v", south)
	}
	if south.Inbox != "INBOX" || south.Processed != "leido" || south.Held != "foja-retenido" {
		t.Errorf("folders: %+v", south)
	}
}

// A wrong file says which mailbox, what, and what to do.
func TestMailboxes_refused(t *testing.T) {
	entry := func(rest string) string {
		return "mailboxes:\n  - name: sur\n    address: sur@spn.example\n    imap: {user: sur, password_file: secreto}\n" +
			rest
	}
	for want, text := range map[string]string{
		"name: \"Sur 1\"":         strings.Replace(entry(""), "sur\n", "Sur 1\n", 1),
		"is no e-mail address":    strings.Replace(entry(""), "sur@spn.example", "sur", 1),
		"password_file is needed": strings.Replace(entry(""), ", password_file: secreto", "", 1),
		"no such file":            strings.Replace(entry(""), "secreto", "otro", 1),
		"smtp: password_file":     entry("    smtp: {user: sur}\n"),
		"none of tls":             entry("    smtp: {tls: ssl}\n"),
		"travel in clear":         entry("    smtp: {tls: none}\n"),
		"the inbox too":           entry("    held: inbox\n"),
		"each must be used once": entry(
			"  - name: sur\n    address: otro@spn.example\n    imap: {user: sur, password_file: secreto}\n",
		),
		"mailboxes.yaml:5":           entry("    ofice: lima\n"),
		"mailbox 1 (agency)":         strings.Replace(entry(""), "name: sur", "name: agency", 1),
		"imap: addr and user are ne": strings.Replace(entry(""), "user: sur", "user: \"\"", 1) + "    inbox: x\n",
	} {
		c := written(t, text)
		if want == "imap: addr and user are ne" {
			c.IMAP.User = ""
		}
		if _, err := c.Mailboxes(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
