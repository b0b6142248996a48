package main

import (
	"strings"
	"testing"
)

func TestPatchLeavesNothingToFetch(t *testing.T) {
	in := `@charset "UTF-8";/*! a cut for gov.uk only */@font-face{font-family:GDS Transport;src:url(/assets/a.woff2)}` +
		`.govuk-button{font-family:GDS Transport,arial,sans-serif}.crest{background-image:url(/assets/images/crest.svg)}/*# sourceMappingURL=x.map */`
	out, err := patch([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"GDS", "url(", "@font-face", "sourceMapping"} {
		if strings.Contains(string(out), bad) {
			t.Errorf("%q is left in %s", bad, out)
		}
	}
	if !strings.Contains(string(out), `.govuk-button{font-family:"Segoe UI"`) {
		t.Errorf("no system fonts in %s", out)
	}
}

func TestPatchRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, in := range map[string]string{
		"font in another stack": `.govuk-button{font-family:GDS Transport,serif}`,
		"import":                `@import "other.css";.govuk-button{}`,
		"another file":          `body{}`,
	} {
		if _, err := patch([]byte(in)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
