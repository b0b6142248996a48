package e2e_test

import (
	"strings"
	"testing"
)

// TestALetterInEnglish: anyone who asked for it gets each letter with its English below; the receipt on paper stays
// Spanish.
func TestALetterInEnglish(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "Visits", "text": "I ask for the list of visits.", "sheets": 1,
		"requester": obj{"name": "Ann Flowers", "email": p.citizen().
			Address, "email_consent": true, "address": "Jr. Puno 1", "language": "en"},
	}, nil); err != nil {
		t.Fatal(err)
	}
	c := p.find("Visits")
	receipt := p.citizen().await(t, "INBOX", "receipt", func(m mailIn) bool { return strings.Contains(m.Text, c.Number) })
	if err := receipt.has("Recibimos su solicitud", "In English", "Dear Ann Flowers,", "We received your request",
		"How to follow your request"); err != nil {
		t.Error(err)
	}
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Here it is."})
	p.citizen().await(t, "INBOX", "answer", func(m mailIn) bool {
		return m.Auto == "" && strings.Contains(m.Text, "le respondemos lo siguiente") &&
			strings.Contains(m.Text, "we answer as follows")
	})
	if w := p.do("reception", "/requests", obj{
		"procedure": "public-information", "text": "x", "requester": obj{"name": "A", "language": "qu"},
	}, nil); w == nil {
		t.Error("a language that nobody renders is taken")
	}
}
