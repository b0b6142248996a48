package mail

import (
	"net/textproto"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	gotextproto "github.com/emersion/go-message/textproto"
)

// seeds gives the fuzzer every fixture: the corpus that people wrote.
func seeds(f *testing.F, add func(raw []byte)) {
	f.Helper()
	files, err := filepath.Glob("testdata/*/*.eml")
	if err != nil || len(files) < 200 {
		f.Fatal(len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if len(raw) <= 16<<10 { // long ones teach nothing more and make every try slow
			add(raw)
		}
	}
}

func FuzzParse(f *testing.F) {
	seeds(f, func(raw []byte) { f.Add(raw) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Parse(raw)
		wellFormed(t, m)
		if again := Parse(raw); !reflect.DeepEqual(m, again) {
			t.Error("the same bytes read differently")
		}
		if c := Classify(m, "foja@agencia.test"); c == "" || m.Kind() == "" {
			t.Error("no class")
		}
		if (m.Class == ClassDeliveryReport) != (m.Report != nil) && m.Class != ClassOwn {
			t.Errorf("class %s with report %v", m.Class, m.Report)
		}
		if a := Authenticate(raw, "mx.agencia.test"); len(a.SPF)+len(a.DKIM)+len(a.DMARC) > 60 {
			t.Errorf("results %+v", a)
		}
	})
}

func FuzzAddresses(f *testing.F) {
	seeds(f, func(raw []byte) {
		for _, field := range traceFields(raw) {
			if name, value, ok := strings.Cut(field, ":"); ok && textproto.CanonicalMIMEHeaderKey(name) == "From" {
				f.Add(value)
			}
		}
	})
	for _, s := range []string{
		`"a" <b@c>, (x) d@e`, `g: a@b, <c@d>;`, `=?utf-8?q?a?= <b@c>`, `"q"@x`, `<@a,@b:c@d>`, `a b <c@d`, `<<>>@,;:"(`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		var h gotextproto.Header
		h.Add("From", value)
		var m Message
		list := m.addresses(h, "From")
		for _, a := range list {
			at := strings.LastIndexByte(a.Addr, '@')
			if at <= 0 || at == len(a.Addr)-1 || len(a.Addr) > addressBytes || strings.ContainsAny(a.Addr, "\r\n\x00") ||
				!utf8.ValidString(a.Addr) {
				t.Errorf("address %q of %q", a.Addr, value)
			}
			if strings.ContainsAny(a.Name, "\r\n\x00") || !utf8.ValidString(a.Name) {
				t.Errorf("name %q of %q", a.Name, value)
			}
		}
		if len(list) > addressCount {
			t.Errorf("%d addresses", len(list))
		}
	})
}

func FuzzText(f *testing.F) {
	seeds(f, func(raw []byte) {
		m := Parse(raw)
		f.Add(m.Text)
		f.Add(m.HTML)
	})
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		if said := newText(s, false); len(said) > len(s) || !utf8.ValidString(said) {
			t.Errorf("new text %q of %q", said, s)
		}
		if text, _ := htmlText(s); !utf8.ValidString(text) {
			t.Errorf("text %q of %q", text, s)
		}
		safe, _ := SafeHTML(s)
		low := strings.ToLower(safe)
		for _, bad := range []string{"<script", "<img", "<iframe", "<style", "<form", "<svg", "javascript:\"", "<meta"} {
			if strings.Contains(low, bad) {
				t.Errorf("%s is left in %q of %q", bad, safe, s)
			}
		}
		m := Message{Text: s, NewText: s, Subject: cut(s, 100)}
		if r := guessReport(m); r.Status != "" && !wholeStatus.MatchString(r.Status) {
			t.Errorf("status %q", r.Status)
		}
	})
}
