package mail

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expectations beside the fixtures; read them before you commit them")

// expectation is Message as written beside a fixture: without attachment data and with nothing empty.
type expectation struct {
	From, Sender       string       `json:",omitempty"`
	ReplyTo, To, Cc    []string     `json:",omitempty"`
	Authors            []string     `json:",omitempty"` // where there are several
	DeliveredTo        []string     `json:",omitempty"`
	ResentFrom         []string     `json:",omitempty"`
	ResentTo           []string     `json:",omitempty"`
	Subject, MessageID string       `json:",omitempty"`
	InReplyTo          string       `json:",omitempty"`
	References         []string     `json:",omitempty"`
	Date               string       `json:",omitempty"`
	Text, HTML         string       `json:",omitempty"`
	Attachments        []attachment `json:",omitempty"`
	Class              Class
	Report             *Report  `json:",omitempty"`
	Defects            []string `json:",omitempty"`
	Truncated          bool     `json:",omitempty"`
}

type attachment struct {
	Name, Type string
	Size       int
	Content    string `json:",omitempty"` // beginning, for the reader
	Inline     bool   `json:",omitempty"`
}

func expect(m Message) expectation {
	show := func(a Address) string {
		if a == (Address{}) {
			return ""
		}
		return strings.TrimSpace(a.Name + " <" + a.Addr + ">")
	}
	all := func(list []Address) (out []string) {
		for _, a := range list {
			out = append(out, show(a))
		}
		return out
	}
	e := expectation{
		From: show(m.From), Sender: show(m.Sender), ReplyTo: all(m.ReplyTo), To: all(m.To), Cc: all(m.Cc), Subject: m.Subject,
		MessageID: m.MessageID,
		InReplyTo: m.InReplyTo, References: m.References, Text: m.Text, HTML: m.HTML, Class: m.Class, Report: m.Report,
		Defects: m.Defects, Truncated: m.Truncated,
	}
	if e.DeliveredTo, e.ResentFrom, e.ResentTo = m.DeliveredTo, all(m.ResentFrom), all(m.ResentTo); len(m.Authors) > 1 {
		e.Authors = all(m.Authors)
	}
	if !m.Date.IsZero() {
		e.Date = m.Date.Format(time.RFC3339)
	}
	for _, a := range m.Attachments {
		e.Attachments = append(e.Attachments, attachment{
			a.Name, a.Type, a.Size, strings.ToValidUTF8(string(a.Data[:min(len(a.Data), 40)]), "?"), a.Inline,
		})
	}
	return e
}

func TestParseFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/parse/*.eml")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".eml")
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			before := bytes.Clone(raw)
			m := Parse(raw)
			if !bytes.Equal(raw, before) {
				t.Error("Parse changed the raw bytes")
			}
			wellFormed(t, m)
			got, err := json.MarshalIndent(expect(m), "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".eml") + ".json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// wellFormed checks what holds of every message, whatever its bytes.
func wellFormed(t *testing.T, m Message) {
	t.Helper()
	texts := []string{m.Subject, m.Text, m.HTML, m.MessageID, m.InReplyTo, m.Signals.List}
	for _, list := range [][]Address{{m.From, m.Sender}, m.ReplyTo, m.To, m.Cc, m.Authors, m.ResentFrom, m.ResentTo} {
		for _, a := range list {
			texts = append(texts, a.Name, a.Addr)
			if strings.ContainsAny(a.Addr, "\r\n") {
				t.Errorf("address %q", a.Addr)
			}
		}
	}
	texts = append(texts, m.References...)
	if m.Report != nil {
		texts = append(texts, m.Report.Recipient, m.Report.Diagnostic, m.Report.RemoteMTA, m.Report.OriginalMessageID,
			m.Report.Action)
	}
	for _, a := range m.Attachments {
		texts = append(texts, a.Name, a.Type, a.ContentID)
		if a.Name == "" || len(a.Name) > nameBytes || strings.ContainsAny(a.Name, "/\\\r\n\x00") || a.Name == ".." {
			t.Errorf("attachment name %q", a.Name)
		}
		if a.Size != len(a.Data) || len(a.SHA256) != 64 {
			t.Errorf("attachment %q: size %d, data %d, hash %q", a.Name, a.Size, len(a.Data), a.SHA256)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			t.Errorf("not clean text: %q", s)
		}
	}
	if m.Class == "" || len(m.Text) > textLimit {
		t.Errorf("class %q, text of %d bytes", m.Class, len(m.Text))
	}
}
