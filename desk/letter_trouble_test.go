package desk

import (
	"strings"
	"testing"

	"foja/mail"
)

func TestALetterToAnInternationalAddressFailsInWords(t *testing.T) {
	failed := (&mail.SubmitError{Kind: mail.Permanent, Step: mail.StepUTF8, Code: 553}).Error()
	if got := letterTrouble(failed); !strings.Contains(got, "en papel") {
		t.Errorf("%q", got)
	}
	if got := letterTrouble("mail: submit: permanent failure at rcpt (code 550)"); !strings.Contains(got, "550") {
		t.Errorf("%q", got)
	}
}
