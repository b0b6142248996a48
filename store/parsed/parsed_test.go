package parsed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"foja/mail"
	"foja/store/parsed"
)

// register is what the package needs of one.
type register struct {
	mu       sync.Mutex
	raw      map[string]string
	outlines map[string]string
	read     int // of raw
}

func newRegister() *register {
	return &register{raw: map[string]string{}, outlines: map[string]string{}}
}

func (r *register) MessageRaw(_ context.Context, id string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	raw, known := r.raw[id]
	if !known {
		return nil, errors.New("none")
	}
	r.read++
	return []byte(raw), nil
}

func (r *register) Outline(_ context.Context, id string, version int) ([]byte, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, known := r.outlines[fmt.Sprint(id, version)]
	return []byte(body), known, nil
}

func (r *register) KeepOutline(_ context.Context, id string, version int, body []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outlines[fmt.Sprint(id, version)] = string(body)
	return nil
}

func letter(text string) string {
	return "From: Ana <ana@x.example>\r\nSubject: plano\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" +
		text +
		"\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--b--\r\n"
}

// From its arrival on, a message is parsed once: its steps have the whole of it, and pages read what is stored, in any
// process.
func TestAMessageIsParsedWhenItArrives(t *testing.T) {
	r := newRegister()
	m := parsed.New(r)
	raw := letter("Hola.")
	r.raw["1"] = raw
	if err := m.Keep(t.Context(), "1", []byte(raw), m.Parse([]byte(raw))); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		out, err := m.Outline(t.Context(), "1")
		if err != nil || out.Subject != "plano" || !strings.Contains(out.Text, "Hola.") || out.Attachments[0].Data != nil ||
			out.Attachments[0].Size == 0 {
			t.Fatalf("%+v, %v", out, err)
		}
		whole, err := m.Whole(t.Context(), "1")
		if err != nil || string(whole.Attachments[0].Data) != "%PDF" {
			t.Fatalf("%+v, %v", whole, err)
		}
	}
	if m.Parses() != 1 || r.read != 0 {
		t.Errorf("parsed %d times, read %d times", m.Parses(), r.read)
	}
	other := parsed.New(r)
	if out, err := other.Outline(t.Context(), "1"); err != nil || out.Subject != "plano" || other.Parses() != 0 {
		t.Errorf("another process: %+v, %v, parsed %d times", out, err, other.Parses())
	}
}

// A message of before has no outline: the first who wants it makes it.
func TestAMessageOfBeforeIsParsedOnce(t *testing.T) {
	r := newRegister()
	r.raw["1"] = letter("Hola.")
	r.outlines[fmt.Sprint("1", mail.ParserVersion-1)] = `{"Subject":"vieja"}`
	r.outlines[fmt.Sprint("2", mail.ParserVersion)] = `{`
	r.raw["2"] = letter("Rota.")
	m := parsed.New(r)
	for range 3 {
		for _, id := range []string{"1", "2"} {
			if out, err := m.Outline(t.Context(), id); err != nil || out.Subject != "plano" {
				t.Errorf("%+v, %v", out, err)
			}
		}
	}
	if m.Parses() != 2 {
		t.Errorf("parsed %d times", m.Parses())
	}
	if _, err := m.Outline(t.Context(), "none"); err == nil {
		t.Error("what is not there has an outline")
	}
}

// However many messages arrive, few of their bytes are remembered, and a large one is not.
func TestFewBytesAreRemembered(t *testing.T) {
	r := newRegister()
	m := parsed.New(r)
	for i := range 40 {
		id := fmt.Sprint(i)
		r.raw[id] = letter(strings.Repeat("palabra ", 100_000))
		if _, err := m.Whole(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := m.Remembered(); got > 16<<20 || got == 0 {
		t.Errorf("%d bytes are remembered", got)
	}
}
