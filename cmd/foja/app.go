package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"

	"foja/activities"
	"foja/calendar"
	"foja/config"
	"foja/desk"
	"foja/desk/norms"
	"foja/docket"
	embedded "foja/embedded/temporal"
	"foja/files/sandbox"
	"foja/files/virus"
	"foja/mail"
	"foja/papers/letters"
	"foja/procedures"
	"foja/reconcile"
	"foja/store"
	"foja/web"
	"foja/worker"
)

// app holds every package of the program, built and connected. open builds it, run runs it.
type app struct {
	cfg    config.Config
	log    *slog.Logger
	agency docket.Agency
	laws   *procedures.Set
	days   calendar.Calendar

	store        *store.Store
	files        *sandbox.Pool    // opens outsiders' files
	server       *embedded.Server // nil when a cluster is used
	temporal     client.Client
	security     *slog.Logger // nil = no security log
	securityFile io.Closer    // nil before it is opened
	desk         *desk.Desk

	activities *activities.Activities // worker role
	boxes      []mailbox              // the mailboxes that are read, the agency's own first
	sweeper    *activities.Inbox      // worker and mail roles: settles what a crash left
	watchers   []*mail.Watcher        // mail role
	http       *http.Server           // web role
	listen     net.Listener
}

// openOptions are what the demo wants otherwise than a server.
type openOptions struct {
	migrate bool // bring the database up to date first
	demo    *web.DemoPage
	listen  net.Listener // nil = FOJA_HTTP_ADDR
	quick   bool         // the embedded server need not survive a power cut
}

// open builds the rooms from the bottom up. On an error what was opened is closed again.
func open(ctx context.Context, cfg config.Config, log *slog.Logger, o openOptions) (h *app, err error) {
	h = &app{cfg: cfg, log: log, listen: o.listen}
	defer func() {
		if err != nil {
			h.close()
			h = nil
		}
	}()
	if err := checkRoles(cfg); err != nil {
		return h, errUsage{err}
	}
	if err := h.readLaw(); err != nil {
		return h, errUsage{err}
	}
	if err := h.openStore(ctx, o.migrate); err != nil {
		return h, err
	}
	if err := h.openTemporal(ctx, !o.quick); err != nil {
		return h, err
	}
	if err := h.wire(); err != nil {
		return h, err
	}
	if cfg.Has("web") {
		return h, h.openWeb(ctx, o.demo)
	}
	return h, nil
}

// checkRoles refuses roles that could never work: the embedded server belongs to this process, so no other process
// can take the missing role.
func checkRoles(cfg config.Config) error {
	for _, role := range []string{"web", "worker"} {
		if !cfg.Has(role) && !clusterNamed() {
			return fmt.Errorf("FOJA_ROLES leaves out %s: roles apart need a Temporal cluster; set TEMPORAL_ADDRESS", role)
		}
	}
	return nil
}

// readLaw loads procedures, calendar and agency.
func (h *app) readLaw() (err error) {
	if h.agency, err = procedures.LoadAgency(h.cfg.AgencyFile); err != nil {
		return fmt.Errorf("FOJA_AGENCY_FILE: %w", err)
	}
	h.agency.WebURL = h.cfg.WebURL
	if h.cfg.MailOffice == "" {
		h.cfg.MailOffice = h.agency.Offices[0].ID
	}
	if h.laws, err = loadProcedures(h.cfg.Procedures); err != nil {
		return fmt.Errorf("FOJA_PROCEDURES_DIR: %w", err)
	}
	if h.days, err = procedures.LoadCalendar(); err != nil {
		return err
	}
	for _, o := range h.agency.Offices {
		if _, err := h.days.For(o.Region, o.ID).Day(calendar.DateOf(time.Now())); err != nil {
			return fmt.Errorf("agency file: office %s: %w", o.ID, err)
		}
	}
	return h.readMailboxes()
}

// zoneOf is the time zone of an office. The loader of the agency file has checked it.
func (h *app) zoneOf(office string) *time.Location {
	o, ok := h.agency.Office(office)
	if !ok {
		o = h.agency.Offices[0]
	}
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (h *app) openStore(ctx context.Context, migrate bool) (err error) {
	if migrate {
		s, err := store.Open(ctx, h.cfg.Database)
		if err != nil {
			return err
		}
		_, _, err = s.Migrate(ctx)
		if err := closeAfter(s, err); err != nil {
			return err
		}
	}
	options := []store.Option{store.WithZones(h.zoneOf)}
	if h.cfg.Blobs.Where != "" {
		keeper, err := openBlobs(ctx, h.cfg)
		if err != nil {
			return err
		}
		options = append(options, store.WithExternalBlobs(keeper))
	}
	if h.store, err = openMigrated(ctx, h.cfg.Database, options...); err != nil {
		return err
	}
	if err := giveKey(ctx, h.cfg, h.store); err != nil {
		return err
	}
	// procedures published by administrators are added to the shipped ones
	_, err = norms.TakePublished(ctx, h.store, h.laws, 0, h.log)
	return err
}

// openTemporal starts the embedded server, or dials the cluster that the SDK's standard
// TEMPORAL_* settings name.
func (h *app) openTemporal(ctx context.Context, durable bool) (err error) {
	options, err := envconfig.LoadDefaultClientOptions()
	if err != nil {
		return errUsage{fmt.Errorf("TEMPORAL_* settings: %w", err)}
	}
	options.Logger = worker.Logger(h.log)
	if !clusterNamed() {
		h.server, err = embedded.Start(ctx, embedded.Options{File: h.cfg.TemporalFile, Durable: durable, Logger: h.log})
		if err != nil {
			return err
		}
		h.server.Reach(&options)
		options.Namespace = embedded.DefaultNamespace
	}
	h.temporal, err = client.DialContext(ctx, options)
	if err != nil {
		return fmt.Errorf("temporal at %s: %w", options.HostPort, err)
	}
	return nil
}

// clusterNamed says whether the operator points at a cluster.
func clusterNamed() bool {
	return os.Getenv("TEMPORAL_ADDRESS") != "" || os.Getenv("TEMPORAL_PROFILE") != "" || os.Getenv("TEMPORAL_CONFIG_FILE") != ""
}

// wire builds desk, activities and mailboxes.
func (h *app) wire() (err error) {
	if h.security, h.securityFile, err = openSecurityLog(h.cfg.SecurityLog, os.Stdout); err != nil {
		return err
	}
	h.files, err = sandbox.New(sandbox.Options{Memory: int64(h.cfg.FileMemory), Time: h.cfg.FileTime, Log: h.log})
	if err != nil {
		return err
	}
	h.desk, err = desk.New(desk.Deps{
		Store: h.store, Temporal: h.temporal, Procedures: h.laws, Calendar: h.days, Agency: h.agency,
		Policy: docket.ReceptionPolicy(h.cfg.Policy), EmailConsent: h.cfg.EmailConsent, Now: time.Now, Logger: h.log,
		Security:    h.security,
		FactorRoles: factorRoles(h.cfg), MailOffice: h.cfg.MailOffice,
		Limits: limitsOf(h.cfg), Virus: h.virusScanner(), Files: h.files, MailTrial: h.mailTrial(),
		SigningSeed: h.cfg.SigningKey, Settings: settingsInForce(h.cfg), MailCheck: h.mailCheck(),
		Reconciler: func(ctx context.Context, days int, quick bool) (reconcile.Report, error) {
			return reconcile.Run(ctx, h.accounts(), days, quick)
		},
	})
	if err != nil {
		return err
	}
	h.sweeper = h.intake(mailbox{})
	if h.cfg.Has("worker") {
		if err := h.openActivities(); err != nil {
			return err
		}
	}
	if !h.cfg.Has("mail") {
		return nil
	}
	for _, b := range h.boxes {
		in := h.intake(b)
		if in.Backlog, err = h.backlog(b); err != nil {
			return err
		}
		h.watchers = append(h.watchers, &mail.Watcher{
			Account: b.account(), Handle: in.Handle, Leave: in.Backlog.Leave, Concurrency: mailConcurrency, Order: in.Order, Log: h.log, MaxSize: int64(h.cfg.MaxMailBytes), PollEvery: h.cfg.IMAPPoll,
		})
	}
	return nil
}

// mailConcurrency is how many messages are settled at the same time. Settling a message is mostly waiting for its
// workflow.
const mailConcurrency = 8

func (h *app) openActivities() (err error) {
	deps := activities.Deps{
		Store: h.store, Messages: h.desk.Core.Messages, Procedures: h.laws, Calendar: h.days, Agency: h.agency, Policy: docket.ReceptionPolicy(h.cfg.Policy),
		EvidenceWait: h.cfg.EvidenceWait, Undo: h.cfg.UndoWindow, AttachMax: int64(h.cfg.MailAttachMax), LinkDays: h.cfg.LinkDays, ArchiveAddress: h.cfg.ArchiveAddress, EmailConsent: h.cfg.EmailConsent,
		MailOffice: h.cfg.MailOffice, MailProcedure: h.cfg.MailProcedure, WebURL: h.cfg.WebURL,
		AuthServer: h.cfg.AuthServer, AuthRequired: h.cfg.AuthRequired,
		AnswersPerSender: h.cfg.AnswersPerSender, AnswersPerHour: h.cfg.AnswersPerHour,
		KnownSenders: h.cfg.KnownSenders, AnswersPerKnownSender: h.cfg.AnswersPerKnownSender,
		Virus: h.virusScanner(), Now: time.Now, Logger: h.log,
		Board: func(ctx context.Context, user string) (letters.BoardData, error) {
			return h.desk.Figures.BoardFor(ctx, user)
		},
	}
	if deps.Signer, err = h.dkimSigner(); err != nil {
		return err
	}
	if h.cfg.SMTP.Addr != "" {
		deps.Sender = h.submitters()
	}
	if len(h.boxes) > 0 {
		deps.Evidence, deps.CheckKey = h.evidence, h.checkKey()
	}
	h.activities, err = activities.New(deps)
	return err
}

// virusScanner is the clamd of the settings; nil when there is none.
func (h *app) virusScanner() *virus.Scanner {
	if h.cfg.Clamd == "" {
		return nil
	}
	return virus.New(h.cfg.Clamd)
}

// dkimSigner reads the key that signs our mail; nil when none is configured.
func (h *app) dkimSigner() (*mail.Signer, error) {
	if h.cfg.DKIMDomain == "" {
		return nil, nil
	}
	key, err := os.ReadFile(h.cfg.DKIMKeyFile)
	if err != nil {
		return nil, err
	}
	s, err := mail.NewSigner(h.cfg.DKIMDomain, h.cfg.DKIMSelector, key)
	if err != nil {
		return nil, fmt.Errorf("FOJA_DKIM_KEY_FILE=%q: %w", h.cfg.DKIMKeyFile, err)
	}
	return s, nil
}

// close releases what was opened, from the top down.
func (h *app) close() {
	if h.listen != nil {
		h.listen.Close() //nolint:errcheck // the server has closed it already when it ran
	}
	if h.temporal != nil {
		h.temporal.Close()
	}
	if h.server != nil {
		h.server.Stop()
	}
	if h.files != nil {
		h.files.Close()
	}
	if h.desk != nil {
		h.desk.Documents.Drain() // what was cut off is written down as such
	}
	if h.securityFile != nil {
		h.securityFile.Close() //nolint:errcheck // every line is written when it is made
	}
	if h.store != nil {
		if err := h.store.Close(); err != nil {
			h.log.Error("the register did not close cleanly", "error", err)
		}
	}
}
