package e2e_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/harness"
	"foja/mail"
	"foja/store"
)

// corpusLetter is a letter of testdata/letters.txt with what foja must make of it.
type corpusLetter struct{ name, want, raw string }

// corpus reads the file. A letter begins with "==== name" and a second line "=> what is expected".
func corpus(t *testing.T) (all []corpusLetter) {
	t.Helper()
	text, err := os.ReadFile("testdata/letters.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(text), "\n==== ")[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		want, raw, _ := strings.Cut(rest, "\n")
		expectation, ok := strings.CutPrefix(want, "=> ")
		if !ok {
			t.Fatalf("%s: the second line is %q", name, want)
		}
		all = append(all, corpusLetter{name, expectation, raw})
	}
	return all
}

// inBytes are {x:f3}, one byte; inLetters {u:f3}, one character.
var inBytes, inLetters = regexp.MustCompile(`\{x:([0-9a-f]{2})\}`), regexp.MustCompile(`\{u:([0-9a-f]+)\}`)

func unescaped(s string) string {
	of := func(shape *regexp.Regexp, text func(n uint64) string) {
		s = shape.ReplaceAllStringFunc(s, func(found string) string {
			n, err := strconv.ParseUint(shape.FindStringSubmatch(found)[1], 16, 32)
			if err != nil {
				panic(err)
			}
			return text(n)
		})
	}
	of(inBytes, func(n uint64) string { return string([]byte{byte(n)}) })
	of(inLetters, func(n uint64) string { return string(rune(n)) })
	return s
}

// mark is the header field by which a letter of the corpus is found again.
func (l corpusLetter) mark() string { return "X-Corpus: " + strings.ReplaceAll(l.name, " ", "-") }

// wire is the letter with the names of the cases and with the header fields that it lacks.
func (l corpusLetter) wire(names *strings.Replacer) string {
	header, body, _ := strings.Cut(unescaped(names.Replace(l.raw)), "\n\n")
	header += "\n" + l.mark()
	id := "corpus-" + regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(l.name), "-") + "@correo.example"
	for _, field := range [][2]string{
		{"To", "transparencia@spn.example"},
		{"Subject", l.name},
		{"MIME-Version", "1.0"},
		{"Message-ID", "<" + id + ">"},
		{"Content-Type", "text/plain; charset=utf-8"},
	} {
		if !regexp.MustCompile(`(?im)^` + field[0] + `:`).MatchString(header) {
			header += "\n" + field[0] + ": " + field[1]
		}
	}
	header = strings.Replace(header, "Message-ID: -\n", "", 1)
	return strings.ReplaceAll(header+"\n\n"+body, "\n", "\r\n")
}

// corpusCase is a case of Ana's that letters of the corpus speak of.
type corpusCase struct {
	id, name, number, subject, token, receipt, asked string
}

// TestLettersAsTheyCome sends every letter of testdata/letters.txt through the real mail server and looks at what
// became of it: whose request it is, which case it joined and as whose word, whether somebody has the task to read it,
// and why it is held.
func TestLettersAsTheyCome(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	ana := p.citizen().Address
	cases := []corpusCase{{name: "A", subject: "Planilla del penal"}, {name: "B", subject: "Raciones de alimentos"}, {
		name: "C", subject: "Visitas de octubre",
	}}
	replace := []string{"{ANA}", "Ana Flores <" + ana + ">", "{ana}", ana}
	for i := range cases {
		c := &cases[i]
		l, file := p.asked(c.subject)
		receipt := p.citizen().receipt(t, l.MessageID)
		local, _, _ := strings.Cut(receipt.ReplyTo, "@")
		_, c.token, _ = strings.Cut(local, "+")
		c.id, c.number, c.receipt, c.asked = file.ID, file.Number, receipt.MessageID, strings.Trim(l.MessageID, "<>")
		replace = append(replace, "{T"+c.name+"}", c.token, "{R"+c.name+"}", c.receipt, "{N"+c.name+"}", c.number,
			"{S"+c.name+"}", c.subject, "{M"+c.name+"}", c.asked)
	}
	names := strings.NewReplacer(replace...)
	letters := corpus(t)
	if len(letters) < 60 {
		t.Fatalf("only %d letters", len(letters))
	}
	for _, l := range letters {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		if _, err := submit(ctx, p.SMTPAddr, ana, p.agency().Address, []byte(l.wire(names))); err != nil {
			t.Errorf("%s: the mail server does not take it: %v", l.name, err)
		}
		cancel()
	}
	view := openCorpus(t, p, cases)
	for _, l := range letters {
		row := view.row(l)
		for _, want := range strings.Split(names.Replace(unescaped(l.want)), "; ") {
			if err := view.becomes(row, want); err != nil {
				t.Errorf("%s: %v", l.name, err)
			}
		}
	}
	p.alive("the corpus")
	p.nothingLost()
}

// corpusView reads what became of letters out of the register.
type corpusView struct {
	t     *testing.T
	s     *store.Store
	db    *sql.DB
	cases []corpusCase
	ids   map[string]string // of messages, by the mark of their letter
}

func openCorpus(t *testing.T, p *place, cases []corpusCase) *corpusView {
	t.Helper()
	file := filepath.Join(p.dir, "foja.db")
	s, err := store.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return &corpusView{t: t, s: s, db: db, cases: cases, ids: map[string]string{}}
}

// row waits until a letter is settled.
func (v *corpusView) row(l corpusLetter) (row store.Message) {
	v.t.Helper()
	harness.Eventually(v.t, soon, func() (err error) {
		if v.ids[l.mark()] == "" {
			if err := v.look(); err != nil {
				return err
			}
		}
		if row, err = v.s.Message(v.t.Context(), v.ids[l.mark()]); err == nil && row.Fate == "" {
			err = errors.New("it is not settled yet")
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", l.name, err)
		}
		return err
	})
	return row
}

// look finds the messages that have come.
func (v *corpusView) look() error {
	rows, err := v.db.QueryContext(v.t.Context(), `SELECT message, raw FROM message_raw`)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // its error is rows.Err
	for rows.Next() {
		var id string
		var raw []byte
		if err := rows.Scan(&id, &raw); err != nil {
			return err
		}
		if mark := regexp.MustCompile(`(?m)^X-Corpus: [^\r\n]+`).Find(raw); mark != nil {
			v.ids[string(mark)] = id
		}
	}
	return rows.Err()
}

// becomes waits a little: a case may hear of its message a moment after the message is settled.
func (v *corpusView) becomes(row store.Message, want string) (err error) {
	for range 20 {
		if err = v.is(row, want); err == nil {
			return nil
		}
		time.Sleep(250 * time.Millisecond)
	}
	return err
}

func (v *corpusView) is(row store.Message, want string) error {
	ctx := v.t.Context()
	kind, rest, _ := strings.Cut(want, " ")
	switch kind {
	case "text", "subject", "files":
		raw, err := v.s.MessageRaw(ctx, row.ID)
		if err != nil {
			return err
		}
		m := mail.Parse(raw)
		has := map[string]string{"text": m.Text, "subject": m.Subject}[kind]
		for _, a := range m.Attachments {
			if kind == "files" {
				has += a.Name + "\n"
			}
		}
		if !strings.Contains(has, rest) {
			return fmt.Errorf("its %s is %q, want %q", kind, has, rest)
		}
		return nil
	case "receipt":
		name, state, _ := strings.Cut(strings.TrimPrefix(rest, "of "), " ")
		l, err := v.s.Letter(ctx, docket.LetterID(v.of(name).id, docket.LetterReceipt, 1))
		is := string(l.State)
		if l.Doubt != "" {
			is = "in doubt"
		}
		if err == nil && is != state {
			err = fmt.Errorf("the receipt of %s is %s, want %s", name, is, state)
		}
		return err
	}
	got, err := v.became(row)
	if err == nil && got != want {
		err = fmt.Errorf("it is %q, want %q", got, want)
	}
	return err
}

func (v *corpusView) of(name string) corpusCase {
	for _, c := range v.cases {
		if c.name == name || c.id == name {
			return c
		}
	}
	return corpusCase{name: "another case"}
}

// became is what a message became, in the words of letters.txt.
func (v *corpusView) became(row store.Message) (string, error) {
	ctx := v.t.Context()
	switch row.Fate {
	case docket.FateRequest:
		r, err := v.s.Request(ctx, row.Request)
		return "request of " + r.Requester.Email, err
	case docket.FateHeld:
		if row.SuggestedRequest == "" {
			return "held " + row.Reason, nil
		}
		return "held " + row.Reason + " for " + v.of(row.SuggestedRequest).name, nil
	case docket.FateReply:
		return v.joined(row)
	case docket.FateAutomatic, docket.FateReport, docket.FateOwn, docket.FateDuplicate:
		if row.Request == "" || v.of(row.Request).id == "" {
			return string(row.Fate), nil
		}
		return string(row.Fate) + " " + v.of(row.Request).name, nil
	}
	return string(row.Fate), nil
}

func (v *corpusView) joined(row store.Message) (string, error) {
	words := "joins " + v.of(row.Request).name
	more, err := v.s.FurtherCases(v.t.Context(), row.ID)
	if err != nil {
		return "", err
	}
	for _, request := range more {
		words += " and " + v.of(request).name
	}
	c, err := v.s.Case(v.t.Context(), row.Request)
	if err != nil {
		return "", err
	}
	events, err := v.s.Events(v.t.Context(), row.Request)
	if err != nil {
		return "", err
	}
	for _, e := range events {
		if e.Kind == docket.EventMessage && e.Message == row.ID && e.By.Role == docket.RoleRequester {
			words += " as hers"
		}
	}
	for _, task := range c.OpenTasks(docket.TaskReadMessage) {
		if task.Ref == row.ID {
			return words + ", task", nil
		}
	}
	return words + ", no task", nil
}
