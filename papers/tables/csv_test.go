package tables

import "testing"

func TestNoCellIsAFormula(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "Ana": "Ana", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'\t=1", "\rx": "'\rx",
		" =1": "' =1", "＝1": "'＝1", "a=1": "a=1", "'=1": "'=1",
	} {
		if got := unformula(s); got != want {
			t.Errorf("%q became %q", s, got)
		}
	}
}
