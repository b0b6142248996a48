package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"foja/config"
	"foja/embedded/lockfile"
	"foja/embedded/postoffice"
	"foja/web"
)

type demoCmd struct {
	Data      string `default:"demo-data" type:"path" help:"Folder that holds everything; started again, the demo continues there."`
	Reset     bool   `help:"Start afresh: remove what the folder holds."`
	JSON      bool   `name:"json" help:"For scripts: free ports, and one JSON object as the first line of output when everything is ready."`
	NoSamples bool   `help:"Start without the sample cases."`
	NoLimits  bool   `help:"Answer one sender as often as she writes: for measurements." hidden:""`
}

// The ports that a person at a terminal gets, when they are free; scripts get free ones.
const (
	demoWebPort  = "8080"
	demoSMTPPort = "2525"
	demoIMAPPort = "2143"
)

func (c demoCmd) Run(ctx context.Context) error {
	if c.Reset {
		if err := resetDemo(c.Data); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	c.say("Starting foja, its Temporal server and its mail server in %s …", c.Data)
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.addPeople(ctx); err != nil {
		return err
	}
	if err := d.addTools(ctx); err != nil {
		return err
	}
	return d.run(ctx)
}

// say prints progress for a person on standard error. Scripts read standard output.
func (c demoCmd) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

// demoFiles are what a demo folder holds; nothing else in it is ever removed.
// The secret key goes with its register (foja.db.key).
var demoFiles = []string{"foja.db", "temporal.db", "mail.db"}

func resetDemo(dir string) (err error) {
	// The folder of a running demo is locked: its files are not removed.
	for _, name := range demoFiles {
		held, err := lockfile.Take(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // there is no such folder yet
		}
		if err != nil {
			return err
		}
		defer held.Release() //nolint:errcheck // the descriptor is closed either way
	}
	for _, name := range demoFiles {
		found, err := filepath.Glob(filepath.Join(dir, name+"*")) // SQLite's companions too
		if err != nil {
			return err
		}
		for _, file := range found {
			if strings.HasSuffix(file, ".lock") {
				continue // held by us at this moment
			}
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}

// demo is the app with a mail server of its own.
type demo struct {
	*app
	cmd    demoCmd
	post   *postoffice.PostOffice
	people []person
}

func (c demoCmd) open(ctx context.Context) (_ *demo, err error) {
	d := &demo{cmd: c, people: demoPeople()}
	defer func() {
		if err != nil && d.post != nil {
			d.post.Close() //nolint:errcheck // the first error is the one to tell
		}
	}()
	listen, err := c.listen(ctx, demoWebPort)
	if err != nil {
		return nil, err
	}
	cfg, err := c.config(listen.Addr().String())
	if err != nil {
		return nil, err
	}
	log := newLogger(cfg)
	d.post, err = postoffice.Open(filepath.Join(c.Data, "mail.db"), postoffice.Options{
		IMAPAddr: c.addr(ctx, demoIMAPPort), SMTPAddr: c.addr(ctx, demoSMTPPort), Domain: "demo.example", MaxMessageBytes: 60 << 20, Logger: log,
	})
	if err != nil {
		return nil, err
	}
	cfg.IMAP = config.MailServer{Addr: d.post.IMAPAddr(), TLS: "none", User: agencyBox.address, Password: agencyBox.password}
	cfg.SMTP = config.MailServer{Addr: d.post.SMTPAddr(), TLS: "none", User: agencyBox.address, Password: agencyBox.password}
	for name, server := range map[string]config.MailServer{"FOJA_IMAP": cfg.IMAP, "FOJA_SMTP": cfg.SMTP} {
		cfg.Decide(name+"_ADDR", server.Addr)
		cfg.Decide(name+"_TLS", server.TLS)
		cfg.Decide(name+"_USER", server.User)
		cfg.Decide(name+"_PASSWORD", server.Password)
	}
	page := &web.DemoPage{Box: &citizenMailbox{post: d.post}, Citizen: citizenBox.address, Agency: agencyBox.address}
	for _, p := range d.people {
		page.Logins = append(page.Logins, web.DemoLogin{Role: p.roles[0], Name: p.name, Login: p.login, Password: p.password()})
	}
	d.app, err = open(ctx, cfg, log, openOptions{migrate: true, demo: page, listen: listen, quick: true})
	return d, err
}

// config is the shipped default with everything in the demo's folder. It ignores the environment, so that a demo
// never touches a real register.
func (c demoCmd) config(webAddr string) (config.Config, error) {
	own := map[string]string{
		"FOJA_DATABASE":      "sqlite:" + filepath.Join(c.Data, "foja.db"),
		"FOJA_TEMPORAL_FILE": filepath.Join(c.Data, "temporal.db"),
		"FOJA_HTTP_ADDR":     webAddr, "FOJA_WEB_URL": "http://" + webAddr,
		"FOJA_EVIDENCE_WAIT": "3s", "FOJA_LOG_LEVEL": "warn", "FOJA_ANSWERS_PER_SENDER": "1000", // one person writes all the letters
	}
	if c.JSON {
		own["FOJA_UNDO_WINDOW"], own["FOJA_JOB_INTERVAL"] = "0s", "2s" // a script waits for nothing
	} else {
		own["FOJA_UNDO_WINDOW"] = "20s" // long enough to try it, short enough to see the letter arrive
	}
	if c.NoLimits {
		own["FOJA_ANSWERS_PER_SENDER"], own["FOJA_ANSWERS_PER_HOUR"] = "0", "0"
	}
	if v, ok := os.LookupEnv("FOJA_LOG_LEVEL"); ok {
		own["FOJA_LOG_LEVEL"] = v
	}
	cfg, _, err := config.Load(func(name string) (string, bool) { v, ok := own[name]; return v, ok })
	for name, value := range own {
		cfg.Decide(name, value)
	}
	return cfg, err
}

// listen opens the wanted port, or a free one when it is taken or a script asks.
func (c demoCmd) listen(ctx context.Context, port string) (net.Listener, error) {
	var lc net.ListenConfig
	if !c.JSON {
		if l, err := lc.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
			return l, nil
		}
	}
	return lc.Listen(ctx, "tcp", "127.0.0.1:0")
}

// addr is the wanted address when it is free, else one that lets the server choose.
func (c demoCmd) addr(ctx context.Context, port string) string {
	l, err := c.listen(ctx, port)
	if err != nil {
		return "127.0.0.1:0"
	}
	defer l.Close() //nolint:errcheck // it was only asked whether it is free
	if _, got, _ := net.SplitHostPort(l.Addr().String()); got == port {
		return l.Addr().String()
	}
	return "127.0.0.1:0"
}

func (d *demo) close() {
	d.app.close()
	if err := d.post.Close(); err != nil {
		d.log.Error("the mail server did not close cleanly", "error", err)
	}
}

// run starts the app, adds the samples once, prints where everything is, and waits.
func (d *demo) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if err := d.present(ctx); err != nil {
			cancel(err)
		}
	}()
	if err := d.app.run(ctx); err != nil {
		return err
	}
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	d.cmd.say("Stopped. Start it again and it continues where it was.")
	return nil
}

// present adds the samples and prints the addresses.
func (d *demo) present(ctx context.Context) error {
	if err := d.awaitMailbox(ctx); err != nil {
		return err
	}
	if !d.cmd.NoSamples {
		if err := d.addSamples(ctx); err != nil {
			return fmt.Errorf("sample cases: %w", err)
		}
	}
	tokens, err := d.tokens(ctx)
	if err != nil {
		return err
	}
	if d.cmd.JSON {
		return json.NewEncoder(os.Stdout).Encode(d.scriptInfo(tokens))
	}
	return d.print()
}

// awaitMailbox waits until the watcher has seen the inbox once: a letter written now is read
// at once.
func (d *demo) awaitMailbox(ctx context.Context) error {
	for d.watchers[0].Status().LastSuccess.IsZero() {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}
