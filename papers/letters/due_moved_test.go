package letters

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestDueMoved_readsAsApproved(t *testing.T) {
	d := sample(t)
	r, err := RenderWith(docket.LetterDueMoved, d, "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "due_moved.txt", "Subject: "+r.Subject+"\n\n"+r.Text)
	golden(t, "due_moved.html", r.HTML)
	if !strings.Contains(r.Text, LongDate(d.Deadline.DueOn)) || !strings.Contains(r.Text, d.StatusCode) {
		t.Errorf("it lacks the new date or the way to follow it:\n%s", r.Text)
	}
	if pdf, err := LetterPDFWith(docket.LetterDueMoved, d, ""); err != nil || len(pdf) == 0 {
		t.Errorf("on paper: %d bytes, %v", len(pdf), err)
	}
}
