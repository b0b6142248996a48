package config

import "time"

// table is every setting that foja has. A new one is a row here and a line where it is used;
// docker-compose.yml and docs/operate.md are held against it by tests.
func table() []Setting {
	return []Setting{
		{ //nolint:gosec // an example without a password
			Name: "FOJA_DATABASE", Type: "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME", Default: "sqlite:foja.db",
			Help: "The register.", set: database(func(c *Config) *string { return &c.Database }), show: redactURL,
		},
		{
			Name: "FOJA_BLOBS", Type: "dir:PATH, s3://BUCKET/PREFIX, or empty for the database",
			Help: "Where the bytes of mail and files are kept, each under its SHA-256. foja blobs move brings what is kept elsewhere.",
			set:  place(func(c *Config) *string { return &c.Blobs.Where }),
		},
		{
			Name: "FOJA_S3_ENDPOINT", Type: "a URL, or empty for Amazon's", Help: "Object storage that FOJA_BLOBS names.",
			set: text(func(c *Config) *string { return &c.Blobs.Endpoint }, false),
		},
		{Name: "FOJA_S3_REGION", Type: "text", Default: "us-east-1", Help: "Its region.", set: text(func(c *Config) *string {
			return &c.Blobs.Region
		}, true)},
		{Name: "FOJA_S3_ACCESS_KEY", Type: "text", Help: "Its access key.", set: text(func(c *Config) *string {
			return &c.Blobs.AccessKey
		}, false)},
		{Name: "FOJA_S3_SECRET_KEY", Type: "text", Secret: true, Help: "The secret of that key.", set: text(
			func(c *Config) *string { return &c.Blobs.SecretKey }, false,
		)},
		{
			Name: "FOJA_ROLES", Type: "a list of web, worker, mail", Default: "web,worker,mail",
			Help: "What this process does.", set: roles,
		},
		{
			Name: "FOJA_HTTP_ADDR", Type: "HOST:PORT", Default: "127.0.0.1:8080",
			Help: "Where screens and API listen.", set: hostPort(func(c *Config) *string { return &c.HTTPAddr }, true),
		},
		{
			Name: "FOJA_WEB_URL", Type: "an http or https URL", Default: "http://127.0.0.1:8080",
			Help: "How people reach the screens; stands in letters and QR codes. With https, cookies are Secure.", set: webURL,
		},
		{
			Name: "FOJA_TRUST_PROXY", Type: "false, true, or how many proxies (1 to 9)", Default: "false",
			Help: "Behind one reverse proxy (true), or several, each of which always writes FOJA_PROXY_HEADER: the caller's address for the limits is the entry that many from the end, of all lines of the header.",
			set:  proxies(func(c *Config) *int { return &c.Proxies }),
		},
		{
			Name: "FOJA_PROXY_HEADER", Type: "X-Forwarded-For or Forwarded", Default: "X-Forwarded-For",
			Help: "The one header that those proxies write; no other is believed.",
			set:  oneOf(func(c *Config) *string { return &c.ProxyHeader }, "X-Forwarded-For", "Forwarded"),
		},
		{
			Name: "FOJA_HTTP_STALL", Type: "a duration such as 1m", Default: "1m",
			Help: "A connection that takes or sends nothing for so long is ended; one that is merely slow is not.",
			set:  duration(func(c *Config) *time.Duration { return &c.HTTPStall }),
		},
		{
			Name: "FOJA_FILE_MAX", Type: "a number of bytes", Default: "25000000",
			Help: "One file of a form or of a call of the API.",
			set:  integer(func(c *Config) *int { return &c.FileMax }, 1_000_000, 1_000_000_000),
		},
		{
			Name: "FOJA_FORM_MAX", Type: "a number of bytes", Default: "33554432",
			Help: "One form with all its files. What is larger comes by an upload link.",
			set:  integer(func(c *Config) *int { return &c.FormMax }, 1_000_000, 2_000_000_000),
		},
		{
			Name: "FOJA_TEXT_MAX", Type: "a number of characters", Default: "200000",
			Help: "One text that a person types.",
			set:  integer(func(c *Config) *int { return &c.TextMax }, 1000, 10_000_000),
		},
		{
			Name: "FOJA_PASSWORD_LENGTH", Type: "a number of characters, 8 or more", Default: "10",
			Help: "The shortest password that a person may choose. Passwords that are easy to guess are refused at any length.",
			set:  integer(func(c *Config) *int { return &c.PasswordLength }, 8, 64),
		},
		{
			Name: "FOJA_SESSION_TIME", Type: "a duration such as 12h", Default: "12h",
			Help: "After how long one signs in again, however busy one is.",
			set:  duration(func(c *Config) *time.Duration { return &c.SessionTime }),
		},
		{
			Name: "FOJA_SESSION_IDLE", Type: "a duration such as 2h", Default: "2h",
			Help: "After how long without opening a page one signs in again.",
			set:  duration(func(c *Config) *time.Duration { return &c.SessionIdle }),
		},
		{
			Name: "FOJA_UPLOAD_LINK_MAX", Type: "a number of bytes", Default: "500000000",
			Help: "Files of one upload link, together; each may have 200 MB.",
			set:  integer(func(c *Config) *int { return &c.UploadLinkMax }, 1_000_000, 100_000_000_000),
		},
		{
			Name: "FOJA_UPLOAD_ALL_MAX", Type: "a number of bytes", Default: "20000000000",
			Help: "Files of all upload links whose mail still waits for a person, together.",
			set:  integer(func(c *Config) *int { return &c.UploadAllMax }, 1_000_000, 100_000_000_000_000),
		},
		{
			Name: "FOJA_STRANGER_BYTES_PER_DAY", Type: "a number of bytes", Default: "10000000000",
			Help: "What people without an account may hand in within a day by the public form and by links of units, together.",
			set:  integer(func(c *Config) *int { return &c.StrangerBytes }, 1_000_000, 100_000_000_000_000),
		},
		{
			Name: "FOJA_TEMPORAL_FILE", Type: "a path", Default: "foja-temporal.db",
			Help: "File of the embedded Temporal server. Not used when TEMPORAL_ADDRESS (or a TEMPORAL_PROFILE) names a cluster.",
			set:  text(func(c *Config) *string { return &c.TemporalFile }, true),
		},
		{
			Name: "FOJA_AGENCY_FILE", Type: "a path to a YAML file, or empty for the built-in example", Default: "",
			Help: "The agency, its offices and its holding units.",
			set:  text(func(c *Config) *string { return &c.AgencyFile }, false),
		},
		{
			Name: "FOJA_PROCEDURES_DIR", Type: "a path to a folder, or empty", Default: "",
			Help: "Procedures of your own (*.yaml), added to the shipped ones or in place of them; foja procedure check reads them first.",
			set:  text(func(c *Config) *string { return &c.Procedures }, false),
		},
		{
			Name: "FOJA_RECEPTION_POLICY", Type: "OFFICE_HOURS or SAME_DAY_24x7", Default: "OFFICE_HOURS",
			Help: "Legal day of what arrives out of hours (R12-R15). Both dates are shown; the alarm follows the earlier.",
			set:  oneOf(func(c *Config) *string { return &c.Policy }, "OFFICE_HOURS", "SAME_DAY_24x7"),
		},
		{
			Name: "FOJA_EMAIL_CONSENT", Type: "true or false", Default: "true",
			Help: "Whether asking by e-mail counts as consent to be answered by e-mail (R41; a doubt for the agency's lawyer).",
			set:  boolean(func(c *Config) *bool { return &c.EmailConsent }),
		},
		{
			Name: "FOJA_IMAP_ADDR", Type: "HOST:PORT, or empty to read no mail", Default: "",
			Help: "The agency's mailbox.", set: hostPort(func(c *Config) *string { return &c.IMAP.Addr }, false),
		},
		{
			Name: "FOJA_IMAP_TLS", Type: "tls, starttls or none (none: loopback only)", Default: "tls",
			Help: "How the IMAP connection is secured.",
			set:  oneOf(func(c *Config) *string { return &c.IMAP.TLS }, "tls", "starttls", "none"),
		},
		{Name: "FOJA_IMAP_USER", Type: "text", Help: "IMAP login.", set: text(func(c *Config) *string { return &c.IMAP.User },
			false)},
		{Name: "FOJA_IMAP_PASSWORD", Type: "text", Secret: true, Help: "IMAP password.", set: text(func(c *Config) *string {
			return &c.IMAP.Password
		}, false)},
		{
			Name: "FOJA_IMAP_CA_FILE", Type: "a path to a PEM file, or empty for the system's",
			Help: "Authority of the IMAP server's certificate.",
			set:  readable(func(c *Config) *string { return &c.IMAP.CAFile }),
		},
		{Name: "FOJA_IMAP_INBOX", Type: "a folder", Default: "INBOX", Help: "Where mail arrives: the queue.", set: text(
			func(c *Config) *string { return &c.IMAPInbox }, true,
		)},
		{
			Name: "FOJA_IMAP_PROCESSED", Type: "a folder", Default: "foja-procesado",
			Help: "Where mail goes once it is registered.",
			set:  text(func(c *Config) *string { return &c.IMAPProcessed }, true),
		},
		{
			Name: "FOJA_IMAP_HELD", Type: "a folder", Default: "foja-retenido", Help: "Where mail goes that waits for a person.",
			set: text(func(c *Config) *string { return &c.IMAPHeld }, true),
		},
		{
			Name: "FOJA_IMAP_ARCHIVE", Type: "a folder", Default: "foja-archivo",
			Help: "Where the archive copies of our own letters go.",
			set:  text(func(c *Config) *string { return &c.IMAPArchive }, true),
		},
		{
			Name: "FOJA_IMAP_POLL", Type: "a duration such as 1m", Default: "1m",
			Help: "How often to look where the server has no IDLE.",
			set:  duration(func(c *Config) *time.Duration { return &c.IMAPPoll }),
		},
		{
			Name: "FOJA_OUTAGE_AFTER", Type: "a duration such as 15m, longer than FOJA_IMAP_POLL", Default: "15m",
			Help: "After how long without reading the mailbox an outage is told and certified.",
			set:  duration(func(c *Config) *time.Duration { return &c.OutageAfter }),
		},
		{
			Name: "FOJA_MAX_MAIL_BYTES", Type: "a number of bytes", Default: "52428800",
			Help: "Larger mail is held with its header; the message stays in the mailbox.",
			set:  integer(func(c *Config) *int { return &c.MaxMailBytes }, 1<<20, 1<<30),
		},
		{
			Name: "FOJA_CLAMD", Type: "HOST:PORT or the absolute path of a socket, or empty for none",
			Help: "clamd, which searches mail and handed-in files for viruses. While it is away mail waits in the mailbox and files are refused with that reason.",
			set:  clamd(func(c *Config) *string { return &c.Clamd }),
		},
		{
			Name: "FOJA_FILE_MEMORY", Type: "a number of bytes, 671088640 or more", Default: "1073741824",
			Help: "Memory of one of the child processes that open outsiders' files, for the search and before an answer leaves; the kernel enforces it. There is one for each core at most.",
			set:  integer(func(c *Config) *int { return &c.FileMemory }, 640<<20, 64<<30),
		},
		{
			Name: "FOJA_FILE_TIME", Type: "a duration from 1s to 1m", Default: "10s",
			Help: "How long one file may be read; then its process is killed.",
			set:  between(time.Second, time.Minute, func(c *Config) *time.Duration { return &c.FileTime }),
		},
		{
			Name: "FOJA_AUTH_SERVER", Type: "a host name, or empty to believe nobody",
			Help: "Name under which the agency's own mail server writes Authentication-Results (SPF, DKIM, DMARC). It must write them on every message and remove those that claim its name.",
			set:  text(func(c *Config) *string { return &c.AuthServer }, false),
		},
		{
			Name: "FOJA_AUTH_REQUIRED", Type: "true or false", Default: "false",
			Help: "Whether a reply counts as the requester's, and a delivery report as a failure, only when that server's DMARC result is pass. Other replies are attached for review, other reports make their letter doubtful.",
			set:  boolean(func(c *Config) *bool { return &c.AuthRequired }),
		},
		{
			Name: "FOJA_ANSWERS_PER_SENDER", Type: "a number, 0 for no limit", Default: "10",
			Help: "Automatic answers that one address gets within a day; its further mail is held for a person.",
			set:  integer(func(c *Config) *int { return &c.AnswersPerSender }, 0, 1_000_000),
		},
		{
			Name: "FOJA_KNOWN_SENDERS", Type: "addresses and domains separated by commas, or empty",
			Help: "Who writes for many people: a portal, another agency's register. The next setting holds for each of their addresses.",
			set:  senders(func(c *Config) *[]string { return &c.KnownSenders }),
		},
		{
			Name: "FOJA_ANSWERS_PER_KNOWN_SENDER", Type: "a number, 0 for no limit", Default: "500",
			Help: "Automatic answers that an address of a known sender gets within a day.",
			set:  integer(func(c *Config) *int { return &c.AnswersPerKnownSender }, 0, 1_000_000),
		},
		{
			Name: "FOJA_ANSWERS_PER_HOUR", Type: "a number, 0 for no limit", Default: "10000",
			Help: "Automatic answers to everybody within an hour; further ones wait for their turn.",
			set:  integer(func(c *Config) *int { return &c.AnswersPerHour }, 0, 10_000_000),
		},
		{
			Name: "FOJA_SMTP_ADDR", Type: "HOST:PORT, or empty to send no mail", Default: "",
			Help: "The agency's submission server.", set: hostPort(func(c *Config) *string { return &c.SMTP.Addr }, false),
		},
		{
			Name: "FOJA_SMTP_TLS", Type: "tls, starttls or none (none: loopback only)", Default: "starttls",
			Help: "How the SMTP connection is secured.",
			set:  oneOf(func(c *Config) *string { return &c.SMTP.TLS }, "tls", "starttls", "none"),
		},
		{Name: "FOJA_SMTP_USER", Type: "text, or empty for no login", Help: "SMTP login.", set: text(func(c *Config) *string {
			return &c.SMTP.User
		}, false)},
		{Name: "FOJA_SMTP_PASSWORD", Type: "text", Secret: true, Help: "SMTP password.", set: text(func(c *Config) *string {
			return &c.SMTP.Password
		}, false)},
		{
			Name: "FOJA_SMTP_CA_FILE", Type: "a path to a PEM file, or empty for the system's",
			Help: "Authority of the SMTP server's certificate.",
			set:  readable(func(c *Config) *string { return &c.SMTP.CAFile }),
		},
		{
			Name: "FOJA_ARCHIVE_ADDRESS", Type: "an e-mail address, or empty for the agency's own",
			Help: "Second recipient of every letter, in the same SMTP transaction: the evidence that it was sent. It must arrive in the mailbox above.",
			set:  address(func(c *Config) *string { return &c.ArchiveAddress }),
		},
		{
			Name: "FOJA_OAUTH_TOKEN_URL", Type: "a URL, or empty to use passwords",
			Help: "Where access tokens for IMAP and SMTP are got, as https://login.microsoftonline.com/TENANT/oauth2/v2.0/token or https://oauth2.googleapis.com/token.",
			set:  text(func(c *Config) *string { return &c.OAuth.TokenURL }, false),
		},
		{Name: "FOJA_OAUTH_CLIENT_ID", Type: "text", Help: "The application that the mail provider knows foja by.", set: text(
			func(c *Config) *string { return &c.OAuth.ClientID }, false,
		)},
		{Name: "FOJA_OAUTH_CLIENT_SECRET", Type: "text", Secret: true, Help: "Its secret.", set: text(
			func(c *Config) *string { return &c.OAuth.ClientSecret }, false,
		)},
		{
			Name: "FOJA_OAUTH_REFRESH_TOKEN", Type: "text, or empty for client credentials", Secret: true,
			Help: "What the mailbox's owner consented with (Gmail). Empty: the application acts by itself (Microsoft 365).",
			set:  text(func(c *Config) *string { return &c.OAuth.RefreshToken }, false),
		},
		{
			Name: "FOJA_OAUTH_SCOPE", Type: "text",
			Help: "As https://outlook.office365.com/.default or https://mail.google.com/.",
			set:  text(func(c *Config) *string { return &c.OAuth.Scope }, false),
		},
		{
			Name: "FOJA_UNDO_WINDOW", Type: "a duration such as 2m, at most 30m; 0s for none", Default: "2m",
			Help: "How long an answer by mail is held so that it can be taken back; cut short by the end of the due day.",
			set:  upTo(30*time.Minute, func(c *Config) *time.Duration { return &c.UndoWindow }),
		},
		{
			Name: "FOJA_DKIM_DOMAIN", Type: "a domain, or empty to sign no mail here",
			Help: "Domain of the DKIM signature of letters, for agencies whose mail server does not sign.",
			set:  text(func(c *Config) *string { return &c.DKIMDomain }, false),
		},
		{
			Name: "FOJA_DKIM_SELECTOR", Type: "text", Default: "foja",
			Help: "Its selector: the public key is at SELECTOR._domainkey.DOMAIN.",
			set:  text(func(c *Config) *string { return &c.DKIMSelector }, true),
		},
		{
			Name: "FOJA_DKIM_KEY_FILE", Type: "a path to a PEM file", Help: "Its private key, RSA of 2048 bits or Ed25519.",
			set: readable(func(c *Config) *string { return &c.DKIMKeyFile }),
		},
		{
			Name: "FOJA_MAIL_ATTACH_MAX", Type: "a number of bytes", Default: "10000000",
			Help: "Files of one letter by mail, together; beyond that they become download links.",
			set:  integer(func(c *Config) *int { return &c.MailAttachMax }, 100_000, 100_000_000),
		},
		{
			Name: "FOJA_LINK_DAYS", Type: "a number of days, 30 or more", Default: "60",
			Help: "How long a download link lives. The law wants 30 calendar days at least (R36).",
			set:  integer(func(c *Config) *int { return &c.LinkDays }, 30, 3650),
		},
		{
			Name: "FOJA_EVIDENCE_WAIT", Type: "a duration such as 1m", Default: "1m",
			Help: "After a crash: how long to look for a letter's archive copy before it is sent again.",
			set:  duration(func(c *Config) *time.Duration { return &c.EvidenceWait }),
		},
		{
			Name: "FOJA_JOB_INTERVAL", Type: "a duration from 1s to 5m", Default: "1m",
			Help: "How often background work is looked for: files to read for the search, links and questions to mail, what a crash left undone.",
			set: between(time.Second,
				5*time.Minute, func(c *Config) *time.Duration { return &c.JobInterval }),
		},
		{
			Name: "FOJA_MAIL_SINCE", Type: "a date, or an instant such as 2026-11-30T08:00:00-05:00; empty for the first start",
			Help: "Mail from before is neither registered nor answered: it stays where it lies until an operator decides (foja mail backlog).",
			set:  sinceText(func(c *Config) *string { return &c.MailSince }),
		},
		{
			Name: "FOJA_MAIL_OFFICE", Type: "an office ID, or empty for the first",
			Help: "Office that requests by mail belong to.", set: text(func(c *Config) *string { return &c.MailOffice }, false),
		},
		{
			Name: "FOJA_MAIL_PROCEDURE", Type: "a procedure key", Default: "public-information",
			Help: "Procedure that requests by mail open.", set: text(func(c *Config) *string { return &c.MailProcedure }, true),
		},
		{
			Name: "FOJA_MAILBOXES_FILE", Type: "a path to a YAML file, or empty for none",
			Help: "Further mailboxes, of an office or of a procedure, each with its address; what an entry leaves out is as in the settings.",
			set:  readable(func(c *Config) *string { return &c.MailboxesFile }),
		},
		{
			Name:   "FOJA_SECRET_KEY",
			Type:   "32 bytes in base64, as foja secret new prints them; several with white space between; or empty for a file beside a SQLite register",
			Secret: true,
			Help:   "Key that seals secrets of second factors and the signing key in the register. Keep it apart from the backups of the register; without it they cannot be read.",
			set:    secretKeys(func(c *Config) *string { return &c.SecretKey }),
		},
		{
			Name: "FOJA_SIGNING_KEY", Type: "32 bytes in base64, or empty for one that the register makes", Secret: true,
			Help: "Seed of the Ed25519 key that signs clock receipts.",
			set:  seed(func(c *Config) *[]byte { return &c.SigningKey }),
		},
		{
			Name: "FOJA_OIDC_ISSUER", Type: "a URL, or empty for none",
			Help: "Identity provider at which the agency's people sign in (OpenID Connect), as https://login.microsoftonline.com/TENANT/v2.0. It sends them back to FOJA_WEB_URL/login/sso/back.",
			set:  text(func(c *Config) *string { return &c.SSO.Issuer }, false),
		},
		{Name: "FOJA_OIDC_CLIENT_ID", Type: "text", Help: "What foja is called there.", set: text(func(c *Config) *string {
			return &c.SSO.ClientID
		}, false)},
		{
			Name: "FOJA_OIDC_CLIENT_SECRET", Type: "text, or empty for a public client", Secret: true, Help: "Its secret.",
			set: text(func(c *Config) *string { return &c.SSO.ClientSecret }, false),
		},
		{
			Name: "FOJA_OIDC_CLAIM", Type: "the name of a claim", Default: "preferred_username",
			Help: "Which claim is the login here, or the e-mail address of one account. Accounts and roles are foja's own: whoever has none is not let in. With email the provider must have verified it.",
			set:  text(func(c *Config) *string { return &c.SSO.Claim }, true),
		},
		{
			Name: "FOJA_OIDC_NAME", Type: "text", Default: "la cuenta de la entidad",
			Help: "What the button on the sign-in page says after 'Ingresar con'.",
			set:  text(func(c *Config) *string { return &c.SSO.Name }, true),
		},
		{
			Name: "FOJA_SECOND_FACTOR_ROLES",
			Type: "a list of reception, officer, manager, head, administrator, auditor; or empty",
			Help: "Roles that must have a second factor: until it is set up, their accounts can do nothing else. Whom the identity provider vouches for has its factors.",
			set:  factorRoles,
		},
		{
			Name: "FOJA_LOG_LEVEL", Type: "debug, info, warn or error", Default: "info",
			Help: "What is logged. Never personal data.",
			set:  oneOf(func(c *Config) *string { return &c.LogLevel }, "debug", "info", "warn", "error"),
		},
		{
			Name: "FOJA_SECURITY_LOG", Type: "a path, stdout, or empty for none",
			Help: "Where sign-ins, refusals, tokens, roles, exports and what was read by whom are written, one JSON object a line, to be shipped. Without personal data of citizens.",
			set:  text(func(c *Config) *string { return &c.SecurityLog }, false),
		},
		{Name: "FOJA_LOG_FORMAT", Type: "text or json", Default: "text", Help: "Form of the log lines.", set: oneOf(
			func(c *Config) *string { return &c.LogFormat }, "text", "json",
		)},
	}
}
