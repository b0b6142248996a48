package core_test

import (
	"strings"
	"testing"

	"foja/desk/desktest"

	"foja/desk/core"
	"foja/mail"
)

func TestALetterToAnInternationalAddressFailsInWords(t *testing.T) {
	failed := (&mail.SubmitError{Kind: mail.Permanent, Step: mail.StepUTF8, Code: 553}).Error()
	if got := core.LetterTrouble(failed); !strings.Contains(desktest.Words(got), "en papel") {
		t.Errorf("%q", got)
	}
	if got := core.LetterTrouble("mail: submit: permanent failure at rcpt (code 550)"); !strings.Contains(desktest.Words(got), "550") {
		t.Errorf("%q", got)
	}
}
