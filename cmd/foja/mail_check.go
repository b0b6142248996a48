package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"foja/mail"
)

// mailCheckCmd tries the mail accounts of the settings from end to end.
type mailCheckCmd struct {
	NoLetter bool          `help:"Do not send a letter to the agency's own address."`
	Wait     time.Duration `default:"1m" help:"How long to wait for that letter."`
	JSON     bool          `name:"json" help:"One JSON object a line."`
}

// errMailCheck sets the exit code when a check failed.
var errMailCheck = errors.New("el correo no está bien: véalo arriba")

// Run does the command.
func (cmd mailCheckCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	h := &app{cfg: cfg, log: newLogger(cfg)}
	if err := h.readLaw(); err != nil {
		return errUsage{err}
	}
	defer h.close()
	if err := h.openStore(ctx, false); err != nil {
		h.log.Info("the register cannot be opened: what lies in the mailbox is judged as if foja were started now", "error", err)
		h.store = nil
	}
	if len(h.boxes) == 0 || cfg.SMTP.Addr == "" {
		return errUsage{errors.New("FOJA_IMAP_ADDR and FOJA_SMTP_ADDR name no servers: there is nothing to check")}
	}
	found := h.checkMail(ctx, !cmd.NoLetter, cmd.Wait)
	if err := cmd.print(os.Stdout, found); err != nil {
		return err
	}
	if failed(found) {
		return errMailCheck
	}
	return nil
}

// checkMail tries every account; letter says whether one is sent to each address, and waited for.
func (h *app) checkMail(ctx context.Context, letter bool, wait time.Duration) (all []mail.Finding) {
	for _, b := range h.boxes {
		found := mail.CheckMailbox(ctx, b.account(), b.folders())
		if !failed(found) {
			found = append(found, h.checkInbox(ctx, b))
		}
		found = append(found, mail.CheckSubmit(ctx, b.submitter())...)
		if letter && !failed(found) {
			found = append(found, mail.CheckRoundTrip(ctx, b.submitter(), b.account(), b.folders(), b.Address, h.checkKey(), wait))
		}
		for i := range found {
			if len(h.boxes) > 1 {
				found[i].Text = b.Address + ": " + found[i].Text
			}
		}
		all = append(all, found...)
	}
	return all
}

// checkKey signs the letters of a check. It is derived from secrets that every process with these settings knows; nil
// where none is configured.
func (h *app) checkKey() []byte {
	secrets := []string{h.cfg.OAuth.ClientSecret, h.cfg.OAuth.RefreshToken}
	for _, b := range h.boxes {
		secrets = append(secrets, b.IMAP.Password, b.SMTP.Password, b.OAuth.ClientSecret, b.OAuth.RefreshToken)
	}
	if strings.Join(secrets, "") == "" {
		return nil
	}
	key := sha256.Sum256(fmt.Appendf(nil, "foja mail check %q", secrets))
	return key[:]
}

// mailCheckWait is shorter than the web server's write timeout.
const mailCheckWait = 40 * time.Second

// mailCheck is checkMail for the pages; nil without an account.
func (h *app) mailCheck() func(context.Context) []mail.Finding {
	if len(h.boxes) == 0 || h.cfg.SMTP.Addr == "" {
		return nil
	}
	wait := mailCheckWait / time.Duration(len(h.boxes))
	return func(ctx context.Context) []mail.Finding { return h.checkMail(ctx, true, wait) }
}

func failed(all []mail.Finding) bool {
	for _, f := range all {
		if !f.OK && !f.Note {
			return true
		}
	}
	return false
}

func (cmd mailCheckCmd) print(out io.Writer, all []mail.Finding) error {
	for _, f := range all {
		var err error
		switch {
		case cmd.JSON:
			err = json.NewEncoder(out).Encode(f)
		case f.OK:
			_, err = fmt.Fprintln(out, "bien   ", f.Text)
		case f.Note:
			_, err = fmt.Fprintln(out, "aviso  ", f.Text)
		default:
			_, err = fmt.Fprintln(out, "MAL    ", f.Text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
