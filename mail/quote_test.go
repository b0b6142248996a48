package mail

import (
	"os"
	"strings"
	"testing"
)

// The head of a formal letter is no history; what a mail program wrote above the history is.
func TestTheHeadOfALetterIsNoHistory(t *testing.T) {
	for name, want := range map[string]string{
		"letter-with-a-head-of-its-own":              "Solicito copia del contrato 12.",
		"letter-ruled-at-top-and-below":              "Pido también el anexo B.",
		"history-of-outlook-in-a-reply-of-names":     "Es 2024.",
		"history-of-outlook-without-a-reply-subject": "Es 2024.",
		"utf8-encoded-twice-in-the-history":          "Gracias, señora.",
	} {
		raw, err := os.ReadFile("testdata/parse/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		got := Parse(raw).NewText
		if !strings.HasSuffix(got, want) || strings.Contains(got, "Precise") ||
			strings.HasPrefix(name, "letter") && got != Parse(raw).Text {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}
