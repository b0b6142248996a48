package config

import (
	"net"
	"strings"
	"time"
)

// check finds settings that are right alone and wrong together.
func (c Config) check() (problems []Problem) {
	for _, s := range []struct {
		name string
		MailServer
	}{{"FOJA_IMAP", c.IMAP}, {"FOJA_SMTP", c.SMTP}} {
		if s.Addr != "" && s.TLS == "none" && !loopback(s.Addr) {
			problems = append(problems, Problem{s.name + "_TLS", "none", "tls or starttls: " + s.name +
				"_ADDR is not this machine, and the password would travel in clear"})
		}
		if s.User != "" && s.Password == "" {
			problems = append(problems, Problem{
				s.name + "_PASSWORD", "", "the password of " + s.name + "_USER (or " + s.name + "_PASSWORD_FILE)",
			})
		}
	}
	if c.IMAP.Addr != "" && c.IMAP.User == "" {
		problems = append(problems, Problem{"FOJA_IMAP_USER", "", "the login of the mailbox at FOJA_IMAP_ADDR"})
	}
	if (c.DKIMDomain == "") != (c.DKIMKeyFile == "") {
		problems = append(problems, Problem{
			"FOJA_DKIM_KEY_FILE", c.DKIMKeyFile, "the key that signs for FOJA_DKIM_DOMAIN: both or neither",
		})
	}
	if c.SSO.Issuer != "" && c.SSO.ClientID == "" {
		problems = append(problems, Problem{"FOJA_OIDC_CLIENT_ID", "", "what foja is called at FOJA_OIDC_ISSUER"})
	}
	if b := c.Blobs; strings.HasPrefix(b.Where, "s3:") && (b.AccessKey == "" || b.SecretKey == "") {
		problems = append(problems, Problem{
			"FOJA_S3_SECRET_KEY", "",
			"FOJA_S3_ACCESS_KEY and its secret (or FOJA_S3_SECRET_KEY_FILE): FOJA_BLOBS is object storage",
		})
	}
	if c.OutageAfter <= c.IMAPPoll || c.OutageAfter < 6*time.Minute {
		// The mailbox is looked through every five minutes at the latest: less would be an alarm about nothing.
		problems = append(problems, Problem{
			"FOJA_OUTAGE_AFTER", c.OutageAfter.String(), "6m or more, and longer than FOJA_IMAP_POLL",
		})
	}
	for _, to := range []struct{ name, folder string }{
		{"FOJA_IMAP_PROCESSED", c.IMAPProcessed}, {"FOJA_IMAP_HELD", c.IMAPHeld}, {"FOJA_IMAP_ARCHIVE", c.IMAPArchive},
	} {
		if strings.EqualFold(to.folder, c.IMAPInbox) {
			problems = append(problems, Problem{
				to.name, to.folder, "another folder than FOJA_IMAP_INBOX: mail would be read for ever",
			})
		}
	}
	return problems
}

// Unknown lists the FOJA_* variables of an environment (as os.Environ gives it) that no setting
// reads: a misspelt one would otherwise go unnoticed.
func Unknown(environ []string) (names []string) {
	known := map[string]bool{}
	for _, s := range table() {
		known[s.Name], known[s.Name+"_FILE"] = true, true
	}
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "FOJA_") && !known[name] {
			names = append(names, name)
		}
	}
	return names
}

// loopback says whether an address is on this machine for certain; a name other than localhost
// could be anything.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
