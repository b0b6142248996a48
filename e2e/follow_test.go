package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/chromedp/chromedp"

	"foja/harness"
)

// TestFollowOneLetter is the main job from one end to the other: from the citizen's SMTP to the citizen's mailbox,
// through the web pages, on our own servers and on other people's.
func TestFollowOneLetter(t *testing.T) {
	t.Parallel()
	for _, s := range sets {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			f := &journey{place: s.open(t), set: s.name}
			for _, step := range []struct {
				name string
				do   func()
			}{
				{"the citizen writes and gets a receipt", f.writes},
				{"the officer finds it, takes it and answers", f.isAnswered},
				{"the answer arrives once, in the thread", f.arrives},
				{"the status page says so", f.status},
				{"the manager's figures count it", f.figures},
				{"the citizen writes back", f.writesBack},
			} {
				t.Log(step.name)
				step.do()
			}
		})
	}
}

// journey is one letter on its way.
type journey struct {
	regulation []byte // a file of the answer
	*place
	set      string
	letter   letter
	receipt  mailIn
	response mailIn
	number   string
	counted  counting
	id       string
	first    *window
}

const (
	asked    = "Solicito copia del reglamento de visitas vigente.\nGracias, Ana Flores."
	answered = "Se adjunta el reglamento de visitas aprobado este año."
)

var scan = append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("escaneado\n"), 3000)...)

func (f *journey) writes() {
	f.letter = f.letterOf("Pedido de reglamento de visitas", asked)
	f.letter.References = []string{"<anterior@correo.example>"}
	f.letter.FileName, f.letter.File = "pedido firmado.pdf", scan
	f.post(f.letter)

	f.receipt = f.citizen().receipt(f.t, f.letter.MessageID)
	f.number = f.receipt.number()
	if f.number != "000001-"+strconv.Itoa(f.receipt.At.In(lima(f.t)).Year()) {
		f.t.Errorf("the first request's number is %q in\n%s", f.number, f.receipt.Text)
	}
	if got := f.receipt.References; !slices.Equal(got,
		[]string{"anterior@correo.example", strings.Trim(f.letter.MessageID, "<>")}) {
		f.t.Errorf("References: %v", got)
	}
	if f.receipt.Auto != "auto-replied" || f.receipt.From != f.agency().Address {
		f.t.Errorf("Auto-Submitted %q, From %s", f.receipt.Auto, f.receipt.From)
	}
	c := f.find("reglamento")
	f.id = c.ID
	// What the receipt promises is what the same program counts for the mail server's own time.
	arrived := f.agency().await(f.t, "foja-procesado", "the letter",
		func(m mailIn) bool { return m.MessageID == strings.Trim(f.letter.MessageID, "<>") })
	f.counted = f.deadline(arrived.At.UTC().Format("2006-01-02T15:04:05Z"))
	due := f.counted.DueOn
	f.counted.onPaper(f.t, f.receipt.Text)
	if c.Clock.DueOn != due {
		f.t.Errorf("due on %s, by foja deadline %s", c.Clock.DueOn, due)
	}
	if err := f.receipt.has(f.number, inWords(f.t, due), f.WebURL+"/s/"+f.number+"/"+c.StatusCode,
		"pedido firmado.pdf"); err != nil {
		f.t.Error(err)
	}
	pdf, err := f.receipt.file(".pdf")
	if err != nil {
		f.t.Fatal(err)
	}
	if pages := strings.Join(paper(f.t, pdf.Data), "\n"); !strings.Contains(pages, f.number) ||
		!strings.Contains(pages, inWords(f.t, due)) {
		f.t.Errorf("the receipt's PDF does not say %s and %s:\n%s", f.number, inWords(f.t, due), pages)
	}
	if d := c.document("pedido firmado.pdf"); d.Size != len(scan) {
		f.t.Errorf("the letter's attachment is not in the case: %+v", c.Documents)
	}
	harness.Eventually(f.t, soon, func() error { // the receipt's archive copy, and a report of its delivery, pass through
		inbox, err := f.agency().read("INBOX")
		if err == nil && len(inbox) > 0 {
			err = fmt.Errorf("%d messages left in the agency's INBOX", len(inbox))
		}
		return err
	})
}

// deadline asks the command for the last day and its working. The agency of the real set has other offices and hours.
func (f *journey) deadline(received string) counting {
	args := []string{"deadline", "--received", received, "--json"}
	if f.set == "real" {
		args = append(args, "--agency", filepath.Join(f.dir, agencyName))
	}
	var answer counting
	if err := json.Unmarshal([]byte(foja(f.t, nil, "", args...)), &answer); err != nil {
		f.t.Fatal(err)
	}
	return answer
}

func (f *journey) isAnswered() {
	f.first = f.window(f.set + "-officer")
	w := f.first
	w.goes("/login")
	w.shot("login")
	w.signsIn(f.user("officer"))
	w.says("Nadie las tiene todavía", f.number, "Pedido de reglamento de visitas")
	w.shot("today")
	w.follows(fmt.Sprintf(`a[href="/requests/%s"]`, f.id))
	w.says(f.number, "reglamento de visitas vigente", "Por asignar")
	f.counted.onScreen(w)
	w.shot("request")
	w.follows(`form:has(input[value="claim"]) button`)
	w.says("quedó a su cargo", "En atención")
	w.shot("claimed")
	w.unfolds("#do-respond")
	w.fills("#respond-text", answered)
	f.regulation = printed(f.t)
	w.attaches("#respond-files", "reglamento.pdf", f.regulation)
	w.shot("answering")
	w.follows("#do-respond button[type=submit]")
	w.says("La respuesta está en camino")
	w.shot("answered")
}

func (f *journey) arrives() {
	f.response = f.citizen().response(f.t, f.letter.MessageID)
	thread := strings.Trim(f.letter.MessageID, "<>")
	if !strings.HasPrefix(f.response.Subject, "Re: "+f.letter.Subject) || !slices.Contains(f.response.References, thread) {
		f.t.Errorf("not in the thread: %q, References %v", f.response.Subject, f.response.References)
	}
	if f.response.Auto != "" {
		f.t.Errorf("an officer's answer says Auto-Submitted: %s", f.response.Auto)
	}
	if err := f.response.has(answered, f.number); err != nil {
		f.t.Error(err)
	}
	if !strings.Contains(f.response.HTML, "reglamento de visitas aprobado") {
		f.t.Error("the HTML form does not carry the officer's words")
	}
	if file, err := f.response.file("reglamento.pdf"); err != nil || !bytes.Equal(file.Data, f.regulation) {
		f.t.Errorf("the officer's attachment: %d bytes, %v", len(file.Data), err)
	}
	if c := f.reaches(f.id, "closed"); c.Outcome != "delivered-in-time" {
		f.t.Errorf("closed as %q", c.Outcome)
	}
	// The case is closed after the letter: whatever is sent twice would be there by the time both copies are archived.
	f.archived(2)
	all, err := f.citizen().read("INBOX")
	if err != nil || len(all) != 2 {
		f.t.Errorf("the citizen has %d letters, want receipt and response: %q %v", len(all), subjects(all), err)
	}
}

// archived waits until the agency's archive holds n copies and its INBOX nothing.
func (p *place) archived(n int) {
	p.t.Helper()
	harness.Eventually(p.t, soon, func() error {
		archive, err := p.agency().read("foja-archivo")
		if err != nil {
			return err
		}
		inbox, err := p.agency().read("INBOX")
		if err == nil && (len(archive) != n || len(inbox) != 0) {
			err = fmt.Errorf("%d copies in the archive, want %d; %d messages in the INBOX", len(archive), n, len(inbox))
		}
		return err
	})
}

func (f *journey) status() {
	w := f.first.private("citizen")
	w.goes("/status")
	w.fills("#number", f.number)
	w.fills("#code", "EQUIVOCADO")
	if status := w.status("a wrong code", chromedp.Click("main form button", chromedp.ByQuery)); status == 200 {
		f.t.Errorf("a wrong code opens the status page")
	}
	w.shot("status-wrong-code")
	w.goes("/status")
	w.fills("#number", f.number)
	w.fills("#code", f.file("manager", f.id).StatusCode)
	w.follows("main form button")
	w.says(f.number, "Concluido", "respondida el")
	w.shot("status")
	if strings.Contains(w.text(), "Ana Flores") || strings.Contains(w.text(), "reglamento de visitas") {
		f.t.Error("the status page shows personal data")
	}
}

func (f *journey) figures() {
	w := f.first.private("manager")
	w.signsIn(f.user("manager"))
	w.goes("/dashboard")
	w.says("Respondidas a tiempo", "100")
	w.shot("dashboard")
	w.follows(".figure--done a")
	w.says(f.number)
	w.shot("drill-down")
	w.follows(fmt.Sprintf(`a[href="/requests/%s"]`, f.id))
	w.says(f.number, "Atendida dentro del plazo")
	w.shot("closed")
}

func (f *journey) writesBack() {
	reply := f.letterOf(f.response.Subject, "Falta el anexo 2. ¿Pueden enviarlo?")
	reply.To = f.response.ReplyTo
	reply.InReplyTo, reply.References = "<"+f.response.MessageID+">",
		[]string{f.letter.MessageID, "<" + f.response.MessageID + ">"}
	if reply.To == f.agency().Address {
		f.t.Error("the response has no Reply-To of its own")
	}
	ctx, cancel := short()
	defer cancel()
	if _, err := submit(ctx, f.SMTPAddr, f.citizen().Address, reply.To, reply.raw()); err != nil {
		f.t.Fatal(err)
	}
	harness.Eventually(f.t, soon, func() error {
		if c := f.file("manager", f.id); !slices.Contains(c.openTasks(), "read_message") {
			return fmt.Errorf("no task for the reply: %+v", c.Tasks)
		}
		return nil
	})
	w := f.first
	w.goes("/tasks?whose=all")
	w.says("Leer el mensaje que llegó", f.number)
	w.shot("reply-task")
	w.goes("/requests/" + f.id)
	w.says("Mensajes", f.response.Subject)
	w.shot("reply")
	var list struct{ Total int }
	f.get("manager", "/requests", &list)
	if list.Total != 1 {
		f.t.Errorf("%d requests: the reply became one", list.Total)
	}
}

// printed is a PDF that can be looked into: what leaves the house is.
func printed(t testing.TB) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetFont("Helvetica", "", 12)
	for page := range 3 {
		p.AddPage()
		p.Text(20, 30, fmt.Sprint("Reglamento, hoja ", page+1))
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
