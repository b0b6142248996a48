package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/config"
)

func env(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := pairs[name]; return v, ok }
}

func TestDefaultsAreInForceAndRight(t *testing.T) {
	c, values, err := config.Load(env(nil))
	if err != nil {
		t.Fatalf("the defaults are refused: %v", err)
	}
	if c.Database != "sqlite:foja.db" || !c.Has("mail") || c.Has("other") {
		t.Errorf("unexpected defaults: %+v", c)
	}
	for _, v := range values {
		if v.Source != "default" {
			t.Errorf("%s comes from %q with an empty environment", v.Name, v.Source)
		}
		if v.Help == "" || v.Type == "" {
			t.Errorf("%s has no help or no type", v.Name)
		}
	}
}

func TestAWrongValueIsNamedShownAndMended(t *testing.T) {
	for name, c := range map[string]struct{ value, want string }{
		"FOJA_DATABASE":         {"mysql://x", "sqlite:PATH"},
		"FOJA_BLOBS":            {"/srv/blobs", "dir:PATH"},
		"FOJA_ROLES":            {"web,cook", "web, worker, mail"},
		"FOJA_HTTP_ADDR":        {"8080", "HOST:PORT"},
		"FOJA_WEB_URL":          {"foja.example", "http or https"},
		"FOJA_RECEPTION_POLICY": {"always", "OFFICE_HOURS or SAME_DAY_24x7"},
		"FOJA_EMAIL_CONSENT":    {"perhaps", "true or false"},
		"FOJA_IMAP_TLS":         {"ssl", "tls, starttls or none"},
		"FOJA_IMAP_POLL":        {"often", "duration"},
		"FOJA_MAX_MAIL_BYTES":   {"12", "number of bytes"},
		"FOJA_ARCHIVE_ADDRESS":  {"nobody", "e-mail address"},
		"FOJA_IMAP_CA_FILE":     {"/does/not/exist.pem", "PEM"},
	} {
		_, _, err := config.Load(env(map[string]string{name: c.value}))
		if err == nil {
			t.Errorf("%s=%s is accepted", name, c.value)
			continue
		}
		for _, part := range []string{name, c.value, c.want} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("the refusal of %s=%s does not say %q: %v", name, c.value, part, err)
			}
		}
	}
}

func TestAllProblemsAreToldTogether(t *testing.T) {
	_, _, err := config.Load(env(map[string]string{"FOJA_ROLES": "x", "FOJA_IMAP_TLS": "y"}))
	if err == nil || !strings.Contains(err.Error(), "FOJA_ROLES") || !strings.Contains(err.Error(), "FOJA_IMAP_TLS") {
		t.Errorf("want both problems, got %v", err)
	}
}

func TestASecretMayLieInAFileAndIsNeverShown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("planted-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, values, err := config.Load(env(map[string]string{
		"FOJA_IMAP_PASSWORD_FILE": file,
		"FOJA_DATABASE":           "postgres://foja:planted-secret@db/foja",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c.IMAP.Password != "planted-secret" {
		t.Errorf("password from file: %q", c.IMAP.Password)
	}
	for _, v := range values {
		if strings.Contains(v.Shown, "planted-secret") {
			t.Errorf("%s shows the secret: %s", v.Name, v.Shown)
		}
	}
}

func TestBothNameAndFileAreRefused(t *testing.T) {
	_, _, err := config.Load(env(map[string]string{
		"FOJA_SMTP_PASSWORD": "planted-secret", "FOJA_SMTP_PASSWORD_FILE": "/x",
	}))
	if err == nil || !strings.Contains(err.Error(), "not both") || strings.Contains(err.Error(), "planted-secret") {
		t.Errorf("got %v", err)
	}
}

func TestSettingsThatAreWrongTogether(t *testing.T) {
	account := map[string]string{"FOJA_IMAP_ADDR": "mail.example:143", "FOJA_IMAP_USER": "u", "FOJA_IMAP_PASSWORD": "p"}
	if _, _, err := config.Load(env(account)); err != nil {
		t.Fatalf("a whole account is refused: %v", err)
	}
	for _, c := range []struct{ name, value, says string }{
		{"FOJA_IMAP_TLS", "none", "FOJA_IMAP_TLS"},
		{"FOJA_IMAP_USER", "", "FOJA_IMAP_USER"},
		{"FOJA_IMAP_PASSWORD", "", "FOJA_IMAP_PASSWORD"},
		{"FOJA_IMAP_ARCHIVE", "inbox", "read for ever"},
		{"FOJA_SMTP_USER", "u", "FOJA_SMTP_PASSWORD"},
	} {
		pairs := map[string]string{c.name: c.value}
		for k, v := range account {
			if k != c.name {
				pairs[k] = v
			}
		}
		if _, _, err := config.Load(env(pairs)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s=%q: want a refusal that says %q, got %v", c.name, c.value, c.says, err)
		}
	}
}

func TestUnknownFindsMisspeltSettings(t *testing.T) {
	got := config.Unknown([]string{
		"HOME=/root", "FOJA_DATABASE=sqlite:x", "FOJA_IMAP_PASSWORD_FILE=/x", "FOJA_SMPT_ADDR=a:1",
	})
	if len(got) != 1 || got[0] != "FOJA_SMPT_ADDR" {
		t.Errorf("got %v", got)
	}
}

// What the program decides itself is reported as it is, and secrets stay hidden.
func TestWhatTheProgramDecidesIsInForce(t *testing.T) {
	c, _, err := config.Load(env(map[string]string{"FOJA_HTTP_ADDR": "127.0.0.1:9"}))
	if err != nil {
		t.Fatal(err)
	}
	c.Decide("FOJA_DATABASE", "sqlite:demo.db")
	c.Decide("FOJA_SMTP_PASSWORD", "geheim")
	told := map[string]string{}
	for _, v := range c.InForce {
		told[v.Name] = v.Shown + " from " + v.Source
	}
	for name, want := range map[string]string{
		"FOJA_HTTP_ADDR": "127.0.0.1:9 from environment", "FOJA_DATABASE": "sqlite:demo.db from program",
		"FOJA_SMTP_PASSWORD": "*** from program",
	} {
		if told[name] != want {
			t.Errorf("%s: %s, want %s", name, told[name], want)
		}
	}
}
