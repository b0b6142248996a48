package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/harness"
	"foja/store/storetest"
)

// embedded is one process with everything inside.
func embedded(t testing.TB, env ...string) *place {
	t.Helper()
	return embeddedIn(t, filepath.Join(harness.Dir(t), "data"), env...).opened()
}

// embeddedIn is the same on a folder of the test's choice, not started yet.
func embeddedIn(t testing.TB, data string, env ...string) *place {
	p := &place{t: t, dir: data}
	p.run = harness.Run{
		Args: []string{"demo", "--json", "--no-samples", "--data", data}, Dir: filepath.Dir(data), Env: env,
	}
	p.await = func(ctx context.Context, program *harness.Program) (c card, err error) {
		return c, program.FirstLine(ctx, &c)
	}
	return p
}

// theOfficer and theManager have mailboxes in the real set, so that notices can be read there.
var (
	theOfficer = harness.Account{Who: "officer", Address: "oficial@spn.example", Password: "oficial-de-prueba"}
	theManager = harness.Account{Who: "manager", Address: "jefa@spn.example", Password: "jefa-de-prueba-1"}
	// theSouth is the mailbox of another office, read only where a test says so. It is soon full.
	theSouth = harness.Account{Who: "south", Address: "sur@spn.example", Password: "sur-de-prueba-1", QuotaKB: 1000}
)

// real is foja serve with the servers of other people.
func real(t testing.TB, db database) *place {
	t.Helper()
	return realIn(t, db).opened()
}

// realIn is the same, not started yet.
func realIn(t testing.TB, db database) *place {
	t.Helper()
	return realOn(t, db, harness.UseDovecot)
}

// realOn is the same with a mail server of the test's choice.
func realOn(t testing.TB, db database, imapServer func(testing.TB, ...harness.Account) *harness.Dovecot) *place {
	t.Helper()
	dir := harness.Dir(t)
	dovecot := imapServer(t, theOfficer, theManager, theSouth)
	postfix := harness.UsePostfix(t, dovecot)
	addr := harness.FreeAddr(t)
	password := filepath.Join(dir, "imap-password")
	agency := filepath.Join(dir, agencyName)
	if err := errors.Join(
		os.WriteFile(password, []byte(harness.Agency.Password+"\n"), 0o600),
		os.WriteFile(agency, []byte(agencyFile), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	register := db(t, dir)
	env := []string{
		"FOJA_DATABASE=" + register.address, "FOJA_SECRET_KEY=" + storetest.Key, "FOJA_HTTP_ADDR=" +
			addr, "FOJA_WEB_URL=http://" + addr,
		"FOJA_TEMPORAL_FILE=" + filepath.Join(dir, "temporal.db"), "FOJA_AGENCY_FILE=" + agency,
		"FOJA_IMAP_ADDR=" + dovecot.IMAP, "FOJA_IMAP_TLS=starttls", "FOJA_IMAP_CA_FILE=" + dovecot.CAFile,
		"FOJA_IMAP_USER=" + harness.Agency.Address, "FOJA_IMAP_PASSWORD_FILE=" + password,
		"FOJA_SMTP_ADDR=" + postfix.SMTP, "FOJA_SMTP_TLS=starttls", "FOJA_SMTP_CA_FILE=" + dovecot.CAFile,
		"FOJA_SMTP_USER=" + harness.Agency.Address, "FOJA_SMTP_PASSWORD_FILE=" + password,
		"FOJA_BLOBS=dir:" + filepath.Join(dir, "blobs"), // the embedded set keeps them in the database
		"FOJA_EVIDENCE_WAIT=3s", "FOJA_UNDO_WINDOW=0s", "FOJA_JOB_INTERVAL=2s",
		"FOJA_ANSWERS_PER_SENDER=0", "FOJA_ANSWERS_PER_HOUR=0", // one citizen writes all day
	}
	c := card{WebURL: "http://" + addr, SMTPAddr: postfix.SMTP, IMAPAddr: dovecot.IMAP, Users: register.staff}
	for _, a := range dovecot.Accounts {
		c.Mailboxes = append(c.Mailboxes, mailbox{Who: a.Who, Address: a.Address, User: a.Address, Password: a.Password})
	}
	p := &place{t: t, card: c, dir: dir, dovecot: dovecot, postfix: postfix, run: harness.Run{
		Args: []string{"serve"}, Dir: dir, Env: env,
	}}
	p.await = func(ctx context.Context, program *harness.Program) (card, error) {
		return c, ready(ctx, program, c.WebURL)
	}
	return p
}

const agencyName = "agency.yaml"

// agencyFile is another agency than the built-in one, with the mailbox of the harness. Its office is always open, so
// that what happens "in office hours" happens at whatever hour the tests run.
const agencyFile = `
name: Penal de Prueba
acronym: PDP
address: Av. Los Ensayos 100, Lima
email: transparencia@spn.example
offices:
  - {id: centro, name: Sede del Centro, address: "Av. Los Ensayos 100, Lima", region: Lima, zone: America/Lima,
     opens: "00:00", closes: "23:59"}
units:
  - {id: archivo, name: Archivo, office: centro}
`

// foja runs one command to its end and returns its standard output.
func foja(t testing.TB, env []string, stdin string, args ...string) string {
	t.Helper()
	said, err := fojaSays(env, stdin, args...)
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func fojaSays(env []string, stdin string, args ...string) (string, error) {
	binary, err := harness.Binary()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	cmd.Stdin = strings.NewReader(stdin)
	var said, log strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &log
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("foja %s: %w\n%s", strings.Join(args, " "), err, log.String())
	}
	return said.String(), nil
}

// ready waits until the program serves and has looked into its mailbox once.
func ready(ctx context.Context, program *harness.Program, url string) error {
	for {
		why := readyOnce(ctx, url)
		if why == nil {
			return nil
		}
		ended, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		code, err := program.Wait(ended)
		cancel()
		if err == nil {
			return fmt.Errorf("foja serve ended with code %d:\n%s", code, program.Log())
		}
		if ctx.Err() != nil {
			return fmt.Errorf("foja serve is not ready: %w\n%s", why, program.Log())
		}
	}
}

func readyOnce(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	var state struct {
		Mailbox json.RawMessage `json:"mailbox"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		return err
	}
	var mailbox struct {
		LastSuccess time.Time `json:"last_success"`
	}
	// A process that reads no mail says so in words.
	if json.Unmarshal(state.Mailbox, &mailbox) == nil && mailbox.LastSuccess.IsZero() || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("readyz says %s, mailbox %s", resp.Status, state.Mailbox)
	}
	return nil
}
