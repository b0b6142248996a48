package mail

import (
	"os"
	"strings"
	"testing"
)

// Each block of a report is about its own recipient; what fails for one says nothing of another.
func TestReportIsAboutItsRecipients(t *testing.T) {
	two, err := os.ReadFile("testdata/parse/report-of-two-recipients.eml")
	if err != nil {
		t.Fatal(err)
	}
	alias, err := os.ReadFile("testdata/parse/dsn-in-alternative-from-null-path.eml")
	if err != nil {
		t.Fatal(err)
	}
	idn := []byte(strings.ReplaceAll(string(alias), "PERDIDA@Buzon.example", "perdida@ni\u00f1o.example"))
	for name, c := range map[string]struct {
		raw     []byte
		address string
		want    string // action; "" = the report does not name it
	}{
		"the one that failed":     {two, Parse(two).Report.Recipient, "failed"},
		"the one that got it":     {two, "archivo@agencia.test", "delivered"},
		"somebody else":           {two, "otra@agencia.test", ""},
		"as she was written to":   {alias, "perdida@buzon.example", "failed"},
		"as her server knows her": {alias, "otra@interna.example", "failed"},
		"ourselves":               {alias, "transparencia@spn.example", "delivered"},
		"another script":          {idn, "perdida@xn--nio-8ma.example", "failed"},
		"nobody":                  {alias, "", ""},
	} {
		r := Parse(c.raw).Report
		if r == nil {
			t.Errorf("%s: no report", name)
			continue
		}
		if got, named := r.About(c.address); got.Action != c.want || named != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got.Action, named, c.want)
		}
	}
}
