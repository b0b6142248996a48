package letters

import (
	"strings"
	"testing"

	"foja/docket"
)

// A receipt that is written after the last day tells it as over, in every form, and promises no day that is past.
func TestAReceiptPromisesNoPastDay(t *testing.T) {
	for _, language := range []string{"es", "en"} {
		d := sample(t)
		d.Requester.Language = language
		d.At = d.At.AddDate(0, 3, 0)
		if !d.Passed() {
			t.Fatalf("%v is not over on %v", d.Deadline.DueOn, d.At)
		}
		got, err := RenderWith(docket.LetterReceipt, d, "")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(got.Text), " ")
		if strings.Contains(text, "a más tardar") || strings.Contains(text, "at the latest") ||
			!strings.Contains(text, "El plazo para responderle terminó el martes 14 de abril de 2026") {
			t.Errorf("%s:\n%s", language, got.Text)
		}
		if !strings.Contains(d.dueWords(), "terminó") {
			t.Errorf("on paper: %s", d.dueWords())
		}
	}
	d := sample(t)
	d.At = d.Deadline.DueOn.At(23, 59, d.zone())
	if d.Passed() {
		t.Error("the last day is over before it ends")
	}
}
