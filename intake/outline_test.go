package intake_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"foja/intake"
	"foja/mail"
)

// What is stored of a parsed message decides as the message itself does: for every mail of the corpus.
func TestAnOutlineDecidesAsItsMessage(t *testing.T) {
	n := 0
	own := []string{"transparencia@spn.example", "transparencia@agencia.example"}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".eml") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		whole := mail.Parse(raw)
		body, err := json.Marshal(whole.Outline())
		if err != nil {
			return err
		}
		var again mail.Message
		if err := json.Unmarshal(body, &again); err != nil {
			return err
		}
		same := func(what string, a, b any) {
			t.Helper()
			if diff := cmp.Diff(a, b, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s:\n%s", path, what, diff)
			}
		}
		same("read back", whole.Outline(), again)
		same("clues", intake.FindClues(whole, own...), intake.FindClues(again, own...))
		same("addresses", intake.Addresses(whole, own...), intake.Addresses(again, own...))
		same("requester", intake.Requester(whole, own...), intake.Requester(again, own...))
		same("class", mail.Classify(whole, own...), mail.Classify(again, own...))
		same("kind", whole.Kind(), again.Kind())
		same("verdict", intake.Judge(whole, intake.FindClues(whole, own...), intake.Found{}, own...),
			intake.Judge(again, intake.FindClues(again, own...), intake.Found{}, own...))
		if intake.Same(whole, whole) != intake.Same(whole, again) {
			t.Errorf("%s: its outline is another mail", path)
		}
		for _, a := range again.Attachments {
			if len(a.Data) > 0 {
				t.Errorf("%s: the outline has the bytes of %s", path, a.Name)
			}
		}
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("%d mails, %v", n, err)
	}
}

// A mail may claim a date that JSON cannot hold.
func TestAnOutlineHasADate(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 99*3600)), {},
	} {
		if _, err := json.Marshal(mail.Message{Date: at, Received: at}.Outline()); err != nil {
			t.Error(err)
		}
	}
}
