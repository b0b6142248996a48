package e2e_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

var uploadAddress = regexp.MustCompile(`http\S+/up/\S+`)

// TestUploadLinks: whose mail is too large, or has a virus, is informed once how to hand in what is missing; it comes
// in parts by a browser, a clerk registers it with the day on which the mail arrived, and no virus gets in on any
// way. While the scanner is away mail waits.
func TestUploadLinks(t *testing.T) {
	t.Parallel()
	clamd := harness.UseClamd(t)
	p := realIn(t, sqlite)
	p.run.Env = append(p.run.Env, "FOJA_MAX_MAIL_BYTES=1048576", "FOJA_CLAMD="+clamd.Addr)
	p.opened()

	big := p.letterOf("Planos del pabellón", "Pido los planos; adjunto mi solicitud escaneada.")
	big.FileName, big.File = "solicitud.pdf", bytes.Repeat([]byte("0123456789abcdef"), 2_000_000/16)
	p.post(big)
	sick := p.letterOf("Solicitud con virus", "Pido el acta.")
	sick.FileName, sick.File = "acta.doc", []byte("MZ "+harness.Virus)
	p.post(sick)
	robot := p.letterOf("Fuera de la oficina", "Vuelvo el lunes.")
	robot.Header, robot.FileName, robot.File = []string{"Auto-Submitted: auto-replied"}, "grande.bin", big.File
	p.post(robot)

	toldBig, toldSick := p.answerTo(big.MessageID), p.answerTo(sick.MessageID)
	if err := toldBig.has("3 MB", "Nada se perdió"); err != nil || toldBig.Auto != "auto-replied" {
		t.Errorf("%v, %q", err, toldBig.Auto)
	}
	if err := toldSick.has("tiene un virus", harness.VirusName); err != nil {
		t.Error(err)
	}
	w := p.window("upload")
	w.goes(strings.TrimPrefix(uploadAddress.FindString(toldBig.Text), p.WebURL))
	w.fills("#text", "Pido los planos del pabellón sur.")
	w.attaches("#files", "virus.doc", []byte("MZ "+harness.Virus))
	w.do("hand in a virus", chromedp.Click("form[data-resumable] button", chromedp.ByQuery))
	harness.Eventually(t, soon, func() error {
		if text := w.text(); !strings.Contains(text, "tiene un virus") {
			return fmt.Errorf("the page says: %s", text)
		}
		return nil
	})
	w.shot("refused")
	w.goes(strings.TrimPrefix(uploadAddress.FindString(toldBig.Text), p.WebURL))
	w.follows("button[name=drop]")                       // the file that did not get in
	content := bytes.Repeat([]byte("plano "), 1_000_000) // two parts; the scanner takes 5 MB
	content = content[:harness.ClamdLimit-1000]
	w.fills("#text", "Pido los planos del pabellón sur.")
	w.attaches("#files", "planos.txt", content)
	w.leads("hand in", chromedp.Click("form[data-resumable] button", chromedp.ByQuery))
	w.says("Gracias. Recibimos su entrega", "planos.txt", "SHA-256")
	w.shot("done")

	pen := p.holds(big.Subject)
	if pen.Text != "Pido los planos del pabellón sur." {
		t.Errorf("the pen shows %q", pen.Text)
	}
	if err := p.do("reception", "/held/"+pen.ID+"/decision", obj{"do": "request", "request": obj{
		"procedure": "public-information", "subject": big.Subject, "text": pen.Text,
		"requester": obj{"name": "Ana Flores", "email": p.citizen().Address, "email_consent": true},
	}}, nil); err != nil {
		t.Fatal(err)
	}
	p.citizen().receipt(t, big.MessageID)
	c := p.find(big.Subject)
	var kept []byte
	p.get("officer", "/requests/"+c.ID+"/documents/"+c.document("planos.txt").ID, &kept)
	if !bytes.Equal(kept, content) {
		t.Errorf("the file comes back with %d bytes of %d", len(kept), len(content))
	}

	p.holds(sick.Subject)

	if err := clamd.Stop(); err != nil {
		t.Fatal(err)
	}
	late := p.letterOf("Escrita sin antivirus", "Solicito el acta.")
	p.post(late)
	time.Sleep(3 * time.Second)
	if all, err := p.citizen().read("INBOX"); err != nil ||
		slices.ContainsFunc(all, func(m mailIn) bool { return m.answers(late.MessageID) }) {
		t.Errorf("a mail that nobody looked at was registered (%v)", err)
	}
	if err := clamd.Start(); err != nil {
		t.Fatal(err)
	}
	p.citizen().receipt(t, late.MessageID)
	all, err := p.citizen().read("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []letter{big, sick} {
		told := 0
		for _, m := range all {
			if m.answers(l.MessageID) && uploadAddress.MatchString(m.Text) {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%s: told %d times", l.Subject, told)
		}
	}
	if slices.ContainsFunc(all, func(m mailIn) bool { return m.answers(robot.MessageID) }) {
		t.Error("a robot was answered")
	}
	p.stop()
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
}

// answerTo waits for the mail with the link, which a round every minute sends.
func (p *place) answerTo(messageID string) (found mailIn) {
	p.t.Helper()
	harness.Eventually(p.t, 2*time.Minute, func() error {
		all, err := p.citizen().read("INBOX")
		if err != nil {
			return err
		}
		for _, m := range all {
			if m.answers(messageID) && uploadAddress.MatchString(m.Text) {
				found = m
				return nil
			}
		}
		return fmt.Errorf("nobody was told how to hand in: %q", subjects(all))
	})
	return found
}
