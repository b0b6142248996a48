package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"foja/harness"
)

// southFile names the mailbox of another office and of another procedure than the agency's own; its server is the
// settings'.
const southFile = `
mailboxes:
  - name: sur
    address: sur@spn.example
    office: sur
    imap: {user: sur@spn.example, password_file: sur-password}
    smtp: {user: sur@spn.example, password_file: sur-password}
    processed: leido
`

// TestSeveralMailboxes: what comes to an office's own mailbox is a case of that office, answered from that address,
// with its copies kept there; what answers it comes back to its case; and the reports look into both mailboxes.
func TestSeveralMailboxes(t *testing.T) {
	t.Parallel()
	p := realIn(t, sqlite)
	office := `  - {id: sur, name: Sede del Sur, address: "Calle Mercaderes 5, Arequipa", region: Arequipa, zone: America/Lima, opens: "00:00", closes: "23:59"}`
	if err := errors.Join(
		os.WriteFile(filepath.Join(p.dir, agencyName),
			[]byte(strings.Replace(agencyFile, "units:", office+"\nunits:", 1)), 0o600),
		os.WriteFile(filepath.Join(p.dir, "mailboxes.yaml"), []byte(southFile), 0o600),
		os.WriteFile(filepath.Join(p.dir, "sur-password"), []byte(theSouth.Password+"\n"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	p.run.Env = append(p.run.Env, "FOJA_MAILBOXES_FILE="+filepath.Join(p.dir, "mailboxes.yaml"))
	p.opened()
	south := p.box("south")

	l := letter{From: "Ana Flores <" + p.citizen().Address +
		">", To: south.Address, Subject: "Planos del pabellón sur", MessageID: newMessageID(), Text: "Solicito los planos."}
	p.postTo(south.Address, l.raw())
	receipt := p.citizen().receipt(t, l.MessageID)
	if receipt.From != south.Address || !strings.HasPrefix(receipt.ReplyTo, "sur+") {
		t.Errorf("the receipt is from %s, to be answered to %s", receipt.From, receipt.ReplyTo)
	}
	c := p.find(l.Subject)
	var where struct{ Office struct{ ID string } }
	p.get("manager", "/requests/"+c.ID, &where)
	if where.Office.ID != "sur" {
		t.Errorf("the case belongs to %q", where.Office.ID)
	}
	_, other := p.asked("Planos del centro") // to the agency's own mailbox
	p.archived(1)
	if copies := p.copies(south, "foja-archivo", 1); copies[0].From != south.Address {
		t.Errorf("the archive copy of the south is from %s", copies[0].From)
	}

	answer := letter{From: l.From, To: receipt.ReplyTo, Subject: "Re: planos", MessageID: newMessageID(), InReplyTo: "<" +
		receipt.MessageID + ">", Text: "Los del año 2020."}
	p.postTo(receipt.ReplyTo, answer.raw())
	harness.Eventually(t, soon, func() error {
		if n := len(p.file("manager", c.ID).Messages); n != 2 {
			return fmt.Errorf("%d messages in the case of the south", n)
		}
		return nil
	})
	p.copies(south, "leido", 3) // and the server's report that the receipt was delivered
	if n := len(p.file("manager", other.ID).Messages); n != 1 {
		t.Errorf("%d messages in the other case", n)
	}

	if out, code := p.checks(p.run.Env); code != 0 || strings.Count(out, "llegó a su buzón") != 2 ||
		!strings.Contains(out, south.Address+": ") {
		t.Errorf("mail check: exit %d\n%s", code, out)
	}
	p.copies(south, "leido", 4) // the check's own letter
	p.stop()
	if out, code := p.says("reconcile"); code != 0 || !strings.Contains(out, "sur/leido 4") {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
	// Nearly full: told before mail bounces.
	big := letter{From: l.From, To: south.Address, Subject: "grande", MessageID: newMessageID(), Text: strings.Repeat(
		"0123456789abcdef\n", 51_000,
	)}
	p.postTo(south.Address, big.raw())
	p.copies(south, "INBOX", 1)
	if out, code := p.says("reconcile"); code == 0 || !strings.Contains(out, "mailbox_full") ||
		!strings.Contains(out, "sur/INBOX: 9") {
		t.Errorf("a mailbox that is nearly full: exit %d\n%s", code, out)
	}
}

// copies waits until a folder holds so many messages.
func (p *place) copies(box mailbox, folder string, n int) (all []mailIn) {
	p.t.Helper()
	harness.Eventually(p.t, soon, func() (err error) {
		if all, err = box.read(folder); err == nil && len(all) != n {
			err = fmt.Errorf("%d messages in %s of %s, want %d: %q", len(all), folder, box.Who, n, subjects(all))
		}
		return err
	})
	return all
}

// says runs a command beside the program, with its settings.
func (p *place) says(args ...string) (out string, code int) {
	p.t.Helper()
	return p.saysWith(p.run.Env, args...)
}

func (p *place) saysWith(env []string, args ...string) (out string, code int) {
	p.t.Helper()
	binary, err := harness.Binary()
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.t.Context(), readyWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	text, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}
