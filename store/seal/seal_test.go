package seal_test

import (
	"errors"
	"strings"
	"testing"

	"foja/store/seal"
)

func keys(t *testing.T, text string) *seal.Keys {
	t.Helper()
	k, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestWhatIsSealedOpensInItsRowOnly(t *testing.T) {
	one, two := seal.New(), seal.New()
	old, both, other := keys(t, one), keys(t, two+"\n"+one), keys(t, two)
	box := old.Seal([]byte("JBSWY3DPEHPK3PXP"), "second_factor:u1")
	if strings.Contains(box, "JBSWY3DP") || !seal.IsSealed(box) ||
		box == old.Seal([]byte("JBSWY3DPEHPK3PXP"), "second_factor:u1") {
		t.Fatalf("sealed: %q", box)
	}
	for name, k := range map[string]*seal.Keys{"its key": old, "its key as an older one": both} {
		if plain, err := k.Open(box, "second_factor:u1"); err != nil || string(plain) != "JBSWY3DPEHPK3PXP" {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
	if !old.Current(box) || both.Current(box) {
		t.Error("the key in use is the first")
	}
	if _, err := old.Open(box, "second_factor:u2"); !errors.Is(err, seal.ErrAltered) {
		t.Errorf("in another row: %v", err)
	}
	if _, err := other.Open(box, "second_factor:u1"); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("with another key: %v", err)
	}
	for _, bad := range []string{
		"", "JBSWY3DPEHPK3PXP", box[:len(box)-2], strings.Replace(box, "v1:", "v2:", 1), "v1:" + old.ID() + ":", box + "A",
	} {
		if plain, err := old.Open(bad, "second_factor:u1"); err == nil {
			t.Errorf("%q opened as %q", bad, plain)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{
		"", "  \n", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", seal.New() + " nonsense", seal.New()[:20],
	} {
		if _, err := seal.Parse(bad); !errors.Is(err, seal.ErrBadKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	k, err := seal.Parse(seal.New())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(k.Seal([]byte("x"), "row"), "other")
	f.Add("v1:12345678:AAAA", "row")
	f.Fuzz(func(t *testing.T, text, row string) {
		if plain, err := k.Open(text, row); err == nil && row != "row" {
			t.Errorf("%q opened as %q", text, plain)
		}
	})
}
